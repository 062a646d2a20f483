"""A finding that is often wrong is told as one to check; a sure one is told as it stands."""

from scoring import Finding
from scoring.evidence.weighing import SURE_FROM
from scoring.exchange import Exchange, Verdict
from simulator.findings.as_exchange import AsPlayed
from simulator.findings.proposing import proposed

PLAYED = AsPlayed(Exchange(id="x", competence="CP1", channel="chat"), 0.0)


def told(confidence: float, reason: str, verdict: Verdict = "met") -> str:
    return proposed(Finding("CP1.1", verdict, confidence, (), (), (), reason), PLAYED).reason


def test_below_the_threshold_it_is_to_be_checked() -> None:
    assert told(SURE_FROM - 0.01, "La demande est reformulée.") == "À vérifier\u00a0: la demande est reformulée."


def test_from_the_threshold_on_it_is_told_as_it_stands() -> None:
    assert told(SURE_FROM, "La demande est reformulée.") == "La demande est reformulée."


def test_doubt_between_two_verdicts_is_said_as_doubt() -> None:
    reason = "La demande est reformulée, mais tard."
    doubtful = told(SURE_FROM - 0.01, reason, "partial")
    assert doubtful == "Incertain, à vérifier\u00a0: la demande est reformulée, mais tard."
    assert told(SURE_FROM, reason, "partial") == reason
