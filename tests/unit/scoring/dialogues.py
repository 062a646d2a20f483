"""Small exchanges for the tests of evidence: lines in, an exchange out."""

from typing import Any

from scoring import Finding, map_exchange
from scoring.evidence.proofreading import OwnRules
from scoring.exchange import Event, Exchange, Expectations, Turn, Written

SECONDS_A_LINE = 5.0


def exchange(
    competence: str,
    *lines: str,
    channel: str = "phone",
    expectations: dict[str, Any] | None = None,
    events: tuple[tuple[float, str], ...] = ((0.0, "ring"), (4.0, "answer")),
    written: dict[str, Any] | None = None,
) -> Exchange:
    """Lines are `A: …` (adviser) or `C: …` (customer), one after the other."""
    turns: list[Turn] = []
    for number, line in enumerate(lines, 1):
        speaker, text = line.split(": ", 1)
        start = number * SECONDS_A_LINE
        end = start if channel == "chat" else start + 4.0
        turns.append(Turn(n=number, speaker="agent" if speaker == "A" else "client", start=start, end=end, text=text))
    return Exchange.model_validate(
        {
            "id": "test",
            "competence": competence,
            "channel": channel,
            "expectations": Expectations.model_validate(expectations or {}),
            "events": tuple(Event(at=at, kind=kind) for at, kind in events),
            "turns": tuple(turns),
            "written": Written.model_validate(written or {}),
        }
    )


def findings(given: Exchange) -> dict[str, Finding]:
    """By criterion; our own spelling rules, so that no program is needed."""
    return {finding.criterion: finding for finding in map_exchange(given, proofreader=OwnRules())}
