"""Facts whose words are encrypted in their rows on an exam day: what jurors mark. Who, when and of what kind stay.

Everybody above reads facts as if they stood in clear text: the log shuts and opens them.
"""

import base64
import json
from collections.abc import Mapping, Sequence
from typing import Any, Literal, Protocol

from simulator.facts import correction_facts, interview_facts, marking_facts
from simulator.facts.fact_data import FactData
from simulator.ids import SessionId

MARKS: Literal["marks"] = "marks"
"""Their box (`simulator.custody`)."""

_SEALED: tuple[type[FactData], ...] = (
    marking_facts.MarkPlaced,
    marking_facts.PaperGridEntered,
    marking_facts.FindingRejected,
    marking_facts.VerdictSet,
    marking_facts.AppreciationSet,
    correction_facts.CorrectionNoted,
    correction_facts.CorrectionVerdict,
    interview_facts.GuideTicked,
    interview_facts.GuideNoted,
    interview_facts.InterviewVerdict,
)
SEALED_KINDS = frozenset(str(one.model_fields["kind"].default) for one in _SEALED)

Data = Mapping[str, Any]
"""A fact's, as its row has it."""


class ShutsFacts(Protocol):
    """`simulator.custody.at_rest.AtRest`."""

    async def shut(self, session_id: SessionId, box: Literal["marks"], words: str) -> bytes | None: ...
    async def opened(self, session_id: SessionId, box: Literal["marks"], sealed: Sequence[bytes]) -> list[str]: ...


def is_sealed(data: Data) -> bool:
    return _KEY in data


def as_row(sealed: bytes) -> dict[str, Any]:
    return {_KEY: base64.b64encode(sealed).decode()}


async def shut(at_rest: ShutsFacts | None, session_id: SessionId, kind: str, data: Data) -> Data:
    """As it goes into the row: itself where nothing is to be sealed. Cancelled, nothing has changed."""
    if at_rest is None or kind not in SEALED_KINDS or is_sealed(data):
        return data
    sealed = await at_rest.shut(session_id, MARKS, json.dumps(data, ensure_ascii=False))
    return data if sealed is None else as_row(sealed)


async def opened(at_rest: ShutsFacts | None, session_id: SessionId, rows: Sequence[Data]) -> list[Data]:
    """What rows of one session say, in their order. Raises whatever `at_rest` raises where a key is missing."""
    sealed = [base64.b64decode(data[_KEY]) for data in rows if is_sealed(data)]
    if not sealed:
        return [*rows]
    if at_rest is None:
        raise LookupError("facts are sealed and nothing was given to open them with")
    words = iter(await at_rest.opened(session_id, MARKS, sealed))
    return [json.loads(next(words)) if is_sealed(data) else data for data in rows]


_KEY = "sealed"
"""No fact has a field of this name (a test says so)."""
