"""Turns of a call as they are kept and shown: the recogniser's, with the corrections made by hand."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from pydantic import ConfigDict, TypeAdapter

from simulator.facts import kinds
from simulator.facts.fact import Fact
from simulator.finite import FiniteModel
from simulator.ids import CallId
from telephony.speech import SaidTurn


class HeardWord(FiniteModel):
    """Seconds of the recording; `text` begins with a space unless it is glued to the word before."""

    model_config = ConfigDict(frozen=True)

    start: float
    end: float
    text: str


class HeardTurn(FiniteModel):
    """What one side said without a break. Seconds of the recording."""

    model_config = ConfigDict(frozen=True)

    by: Literal["adviser", "customer"]
    start: float
    end: float
    text: str
    words: tuple[HeardWord, ...] = ()
    corrected: bool = False


_turns: TypeAdapter[tuple[HeardTurn, ...]] = TypeAdapter(tuple[HeardTurn, ...])


def kept(turns: Sequence[SaidTurn]) -> str:
    """As JSON, for the row."""
    return _turns.dump_json(
        tuple(
            HeardTurn(
                by="adviser" if turn.role.value == "adviser" else "customer",
                start=turn.start,
                end=turn.end,
                text=turn.text,
                words=tuple(HeardWord(start=word.start, end=word.end, text=word.text) for word in turn.words),
            )
            for turn in turns
        )
    ).decode()


def read(turns: str | None, corrections: Mapping[int, str]) -> tuple[HeardTurn, ...]:
    """`corrections` by the turn's place, from 0.."""
    found = _turns.validate_json(turns) if turns else ()
    return tuple(
        turn.model_copy(update={"text": corrections[place], "words": (), "corrected": True})
        if place in corrections
        else turn
        for place, turn in enumerate(found)
    )


def corrections_of(call_id: CallId, facts: Iterable[Fact]) -> dict[int, str]:
    """The latest correction of each turn."""
    return {
        fact.data.turn: fact.data.text
        for fact in facts
        if isinstance(fact.data, kinds.TranscriptCorrected) and fact.data.call_id == call_id
    }
