"""What a trainee is told: all 53 criteria, three strengths, two steps, each criterion's words once."""

from scoring.referential import load_referential
from simulator.practice.drafting import draft, next_steps, strengths
from simulator.practice.reading import ReadFinding
from simulator.practice.words import criterion_words


def finding(criterion: str, verdict: str, confidence: float = 0.6, at: float | None = 10.0) -> ReadFinding:
    return ReadFinding.model_validate(
        {"criterion": criterion, "verdict": verdict, "confidence": confidence, "reason": "Vu.", "at_seconds": at}
    )


def test_every_criterion_has_its_words() -> None:
    criteria = {one for competence in load_referential().competences for one in competence.criteria}
    assert set(criterion_words()) == criteria
    for words in criterion_words().values():
        assert words.well.endswith(".")
        assert words.next.endswith(".")
        assert "'" not in words.well + words.next, "French apostrophes"


def test_what_can_be_heard_and_is_surest_comes_first_and_what_lacks_most_leads_the_steps() -> None:
    findings = [
        finding("CP1.1", "met", 0.6),
        finding("CP1.2", "met", 0.9, at=None),
        finding("CP1.3", "met", 0.8),
        finding("CP1.5", "met", 0.7),
        finding("CP1.6", "partial", 0.9),
        finding("CP1.7", "not_met", 0.6),
        finding("CP2.9", "not_met", 0.5),
        finding("CP1.4", "partial", 0.7, at=None),
    ]
    referential = load_referential()
    good, ahead = strengths(findings, referential), next_steps(findings, referential)
    assert [one.criterion for one in good] == ["CP1.3", "CP1.5", "CP1.1"]
    assert [one.criterion for one in ahead] == ["CP1.7", "CP1.6"], "the tone of CP2 says the same as that of CP1"
    assert good[0].words == criterion_words()["CP1.3"].well
    assert ahead[0].words == criterion_words()["CP1.7"].next
    text = draft(good, ahead, zero=4.0)
    assert "(0:06)" in text
    assert text.index("Ce que vous avez réussi") < text.index("Pour aller plus loin")


def test_nothing_read_makes_no_draft() -> None:
    assert draft((), (), 0.0) == ""
