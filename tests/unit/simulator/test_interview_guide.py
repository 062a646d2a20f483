"""The guide as pure code: what a juror has not seen, where two differ in kind, which seconds tell most; blindness."""

from dataclasses import replace
from typing import Literal

from exams.formats import official_formats
from scoring.referential import load_referential
from simulator.deliberation.projection import deliberation_view
from simulator.facts.fact import Actor
from simulator.facts.kinds import CorrectionNoted, InterviewVerdict, MarkingSubmitted, MarkPlaced, VerdictSet
from simulator.interviews.guide import guide_items
from simulator.interviews.guide_moments import MOST_MOMENTS
from simulator.interviews.interview_views import GuideItem
from simulator.seat.compared_verdicts import compared
from simulator.seat.deciding.interviews import give_verdict
from simulator.seat.refusals import Refused
from tests.unit.simulator.deciding import keep, people, scene
from tests.unit.simulator.world import LEFORT, ROY, Story

REFERENTIAL = load_referential()
Verdict = Literal["satisfactory", "to_improve", "insufficient", "not_observed", "none"]


def an_exam() -> Story:
    story = Story(kind="exam")
    story.state.jurors = frozenset({LEFORT.id, ROY.id})
    return story


def run_id(story: Story, exchange: str = "appel-entrant") -> str:
    return next(run.run_id for run in story.state.runs.values() if run.exchange.id == exchange)


def judge(story: Story, actor: Actor, criterion: str, verdict: Verdict) -> None:
    story.tell(VerdictSet(criterion=criterion, verdict=verdict), run_id(story), actor)


def mark(
    story: Story, actor: Actor, name: str, criterion: str, at: float, text: str = "", sign: str = "note"
) -> None:
    placed = MarkPlaced(mark_id=name, criterion=criterion, sign=sign, at_seconds=at, text=text)  # type: ignore[arg-type]
    story.tell(placed, run_id(story), actor)


def guide(story: Story, actor: Actor) -> dict[str, GuideItem]:
    return {one.item: one for one in guide_items(story.state, REFERENTIAL, actor.id)}


def submit(story: Story, *actors: Actor) -> None:
    for actor in actors:
        story.tell(MarkingSubmitted(), None, actor)


def test_what_a_juror_marked_is_seen_and_all_else_is_not() -> None:
    story = an_exam()
    judge(story, ROY, "CP1.1", "to_improve")
    judge(story, ROY, "CP1.2", "not_observed")
    mark(story, ROY, "m1", "CP1.3", 12)
    found = guide(story, ROY)
    assert "criterion:CP1.1" in found
    assert "unseen:CP1.2" in found, "« non observé » is not seen"
    assert "criterion:CP1.3" in found
    assert "unseen:CP4.1" in found
    assert len([one for one in found.values() if one.kind in ("unseen", "question") and one.criterion]) == 53


def test_differences_are_shown_in_kind_only_and_only_once_both_have_handed_in() -> None:
    story = an_exam()
    for juror, verdicts in ((ROY, ("satisfactory", "to_improve")), (LEFORT, ("insufficient", "insufficient"))):
        for criterion, verdict in zip(("CP1.1", "CP1.2"), verdicts, strict=True):
            judge(story, juror, criterion, verdict)  # type: ignore[arg-type]
    assert [one for one in guide(story, ROY).values() if one.kind == "differs"] == []
    submit(story, ROY)
    assert [one for one in guide(story, ROY).values() if one.kind == "differs"] == [], "the other has not"
    submit(story, LEFORT)
    differing = [one for one in guide(story, ROY).values() if one.kind == "differs"]
    assert [one.criterion for one in differing] == ["CP1.1"], "« à améliorer » and « insuffisant » differ in degree"
    assert differing[0].detail == "M. Lefort : insuffisant ; Mme Roy : satisfaisant."


def test_nothing_of_the_other_juror_is_in_a_guide_before() -> None:
    story = an_exam()
    mark(story, LEFORT, "m1", "CP1.1", 12, "SECRETAUTRE")
    judge(story, LEFORT, "CP1.2", "insufficient")
    story.tell(
        CorrectionNoted(
            note_id="n1", production="reply_letter", criterion="CP3.1", sign="note", paragraph=1, text="SECRETAUTRE"
        ),
        None,
        LEFORT,
    )
    submit(story, ROY)
    found = guide(story, ROY)
    told = " ".join(one.model_dump_json() for one in found.values())
    assert "SECRETAUTRE" not in told
    assert "Lefort" not in told
    assert "unseen:CP1.1" in found


def test_moments_are_those_with_words_in_the_order_of_the_exchange() -> None:
    story = an_exam()
    for number in range(MOST_MOMENTS + 4):
        mark(story, ROY, f"m{number}", "CP1.1", 100 - number)
    mark(story, ROY, "told", "CP1.2", 42.5, "Il coupe la parole", "unfavourable")
    moments = [one for one in guide(story, ROY).values() if one.kind == "moment"]
    assert len(moments) == MOST_MOMENTS
    told = next(one for one in moments if one.item == "moment:told")
    assert told.link is not None
    assert (told.link.kind, told.link.run_id, told.link.at_seconds) == ("call", run_id(story), 42.5)
    assert "Il coupe la parole" in told.detail
    seconds = [one.link.at_seconds for one in moments if one.link is not None]
    assert seconds == sorted(seconds)


def test_a_note_in_a_letters_margin_leads_to_its_paragraph_whatever_its_criterion() -> None:
    story = an_exam()
    story.tell(
        CorrectionNoted(
            note_id="n1", production="reply_letter", criterion="CT1.5", sign="unfavourable", paragraph=2, quote="Bref"
        ),
        None,
        ROY,
    )
    passage = guide(story, ROY)["passage:n1"]
    assert passage.link is not None
    assert (passage.link.production, passage.link.paragraph) == ("reply_letter", 2)
    assert passage.title == "La formalisation écrite correspond à la solution validée avec le client"


def test_no_point_says_what_to_decide() -> None:
    story = an_exam()
    judge(story, ROY, "CP1.1", "insufficient")
    for one in guide(story, ROY).values():
        words = f"{one.title} {one.question} {one.detail}".lower()
        for verdict in ("acquis", "à valider", "nous proposons", "devrait être"):
            assert verdict not in words, (one.item, verdict)


def test_ccp2_asks_about_what_was_not_assessed_and_about_the_productions() -> None:
    story = an_exam()
    held = official_formats()["ccp2"]
    story.state.training = replace(story.state.training, format_id="ccp2", phases=held.phases)
    judge(story, ROY, "CP4.1", "satisfactory")
    found = guide(story, ROY)
    assert {one.part for one in found.values()} == {"debrief"}, "neither sequence nor final interview"
    unseen = {one.criterion for one in found.values() if one.kind == "unseen"}
    assert {one.split(".")[0] for one in unseen} == {"CP4", "CP5", "CP6", "CP7"}
    assert "CP4.1" not in unseen
    productions = [one for one in found.values() if one.kind == "production"]
    assert [one.item for one in productions] == [
        "production:case_summary",
        "production:stakes",
        "production:reply_letter",
    ]
    assert all(one.link is not None and one.link.kind == "production" for one in productions)


def heard(verdict: Verdict, interview: Literal["technical", "final"] = "technical") -> InterviewVerdict:
    return InterviewVerdict(interview=interview, criterion="CP1.1", verdict=verdict, comment="dit après")


def give(story: Story, actor: Actor, given: InterviewVerdict) -> str | None:
    """The code of a refusal."""
    try:
        decision = give_verdict(scene(story, people(), actor), given, {"CP1.1"})
    except Refused as refusal:
        return refusal.code
    keep(story, decision.facts)
    return None


def test_a_verdict_after_an_interview_is_ones_own_until_both_have_handed_in_then_stands_beside_the_others() -> None:
    story = an_exam()
    judge(story, ROY, "CP1.1", "to_improve")
    assert give(story, ROY, heard("insufficient")) is None
    assert give(story, ROY, heard("satisfactory", "final")) is None
    assert give(story, LEFORT, heard("satisfactory")) is None
    mine, theirs = (guide(story, one) for one in (ROY, LEFORT))
    assert (mine["criterion:CP1.1"].technical, mine["criterion:CP1.1"].final) == ("insufficient", "satisfactory")
    assert (theirs["unseen:CP1.1"].technical, theirs["unseen:CP1.1"].final) == ("satisfactory", None)
    submit(story, ROY, LEFORT)
    assert give(story, ROY, heard("none")) == "submitted"
    sides = compared(story.state, "CP1.1").given
    assert [one.verdict for one in sides[ROY.id]] == ["to_improve", "insufficient", "satisfactory"]
    assert [one.verdict for one in sides[LEFORT.id]] == ["satisfactory"]
    view = deliberation_view(story.state, REFERENTIAL, {}, ROY.id)
    shown = next(one for one in view.criteria if one.criterion == "CP1.1")
    places = {side.juror: [one.place for one in side.verdicts] for side in shown.sides}
    assert places == {ROY.id: ["exchange", "technical", "final"], LEFORT.id: ["technical"]}
    assert shown.differs


def test_a_verdict_taken_back_is_nobodys_and_one_on_nothing_of_this_exam_is_refused() -> None:
    story = an_exam()
    assert give(story, ROY, heard("insufficient")) is None
    assert give(story, ROY, heard("none")) is None
    assert compared(story.state, "CP1.1").given[ROY.id] == ()
    strange = heard("insufficient").model_copy(update={"criterion": "CP9.9"})
    assert give(story, ROY, strange) == "unknown_criterion"
