"""What each desk is shown: the candidate nothing of the jury's, a juror nothing of the other's drafts."""

from datetime import datetime

import pytest

from scoring.referential import load_referential
from simulator.desk.candidate_projection import candidate_desk
from simulator.desk.jury_projection import jury_desk
from simulator.facts import kinds
from simulator.facts.fact import Actor
from simulator.facts.kinds import AnyFact
from simulator.live_messages.candidate_view import CandidateDesk
from simulator.live_messages.jury_view import JuryDesk
from simulator.live_messages.shared_view import LineView
from simulator.seat.here import SoundHere
from tests.unit.simulator.deciding import desk, people
from tests.unit.simulator.world import CANDIDATE, LEFORT, ROY, SECRET, Story

PLAYED: tuple[tuple[AnyFact, str | None, Actor], ...] = (
    (kinds.ClockStarted(minutes=60), None, LEFORT),
    (kinds.ExchangeQueued(), "chat", LEFORT),
    (kinds.ExchangeStarted(), "inbound", LEFORT),
    (
        kinds.CallRinging(call_id="c1", caller="customer", number="06 39 98 11 22", name="Mme Agnès Morel"),
        "inbound",
        LEFORT,
    ),
    (kinds.CallConnected(call_id="c1", answer_seconds=1), "inbound", LEFORT),
    (kinds.ListeningStarted(call_id="c1"), "inbound", ROY),
    (
        kinds.MarkPlaced(mark_id="k1", criterion="CP1.1", sign="favourable", at_seconds=4, text=f"{SECRET} mark"),
        "inbound",
        ROY,
    ),
    (kinds.FileOpened(customer_id="morel"), "inbound", CANDIDATE),
    (kinds.FileChanged(customer_id="morel", field="motif", value="facture"), "inbound", CANDIDATE),
    (
        kinds.VerdictSet(criterion="CP1.4", verdict="insufficient", comment=f"{SECRET} verdict"),
        "inbound",
        LEFORT,
    ),
    (kinds.IncidentNoted(text=f"{SECRET} incident"), None, LEFORT),
    (kinds.CallEnded(call_id="c1", reason="hung_up", by="candidate", seconds=40), "inbound", LEFORT),
    (kinds.WrapUpStarted(limit_seconds=120), "inbound", LEFORT),
    (
        kinds.ConfirmationSent(medium="mail", recipient="Mme Morel", subject="Suivi", body="Madame"),
        "inbound",
        CANDIDATE,
    ),
    (kinds.AppreciationSet(competence="CP1", text=f"{SECRET} words"), None, LEFORT),
    (kinds.ExchangeEnded(by="candidate"), "inbound", CANDIDATE),
    (kinds.ExchangeStarted(), "chat", LEFORT),
    (kinds.ChatSent(message_id="m1", by="customer", text="Bonjour"), "chat", LEFORT),
    (kinds.ChatSent(message_id="m2", by="candidate", text="Bonjour Madame"), "chat", CANDIDATE),
    (kinds.ChatClosed(by="customer"), "chat", LEFORT),
    (kinds.WrapUpStarted(limit_seconds=120), "chat", LEFORT),
    (kinds.ExchangeEnded(by="jury"), "chat", LEFORT),
    (kinds.ExchangeStarted(), "outbound", LEFORT),
    (kinds.MarkingSubmitted(), None, ROY),
    (kinds.ClockEnded(), None, LEFORT),
)


def candidate(story: Story) -> CandidateDesk:
    return candidate_desk(story.state, people(sound=SoundHere()), LineView(state="absent"), story.now)


def juror(story: Story, actor: Actor, shown: str | None = None, now: datetime | None = None) -> JuryDesk:
    here, line = people(sound=SoundHere()), LineView(state="absent")
    own = desk(here, actor)
    own.shown_run = shown
    return jury_desk(story.state, load_referential(), here, own, line, line, {}, now or story.now)


@pytest.mark.parametrize("kind", ["practice", "exam"])
def test_at_no_moment_of_a_session_does_the_candidate_see_anything_of_the_jury(kind: str) -> None:
    story = Story(kind)
    referential = load_referential()
    labels = [label for competence in referential.competences for label in competence.criteria.values()]
    identifiers = [f"CP{number}" for number in range(1, 8)]
    for data, run_id, actor in PLAYED:
        story.tell(data, run_id, actor)
        seen = candidate(story).model_dump_json()
        assert SECRET not in seen, data
        for word in (*labels, *identifiers, "k1", "favourable", "insufficient", LEFORT.name, ROY.name):
            assert word not in seen, (word, data)


def test_the_jury_does_see_its_face_and_the_criteria_word_for_word() -> None:
    story = Story()
    story.tell(kinds.ExchangeStarted(), "inbound", LEFORT)
    desk = juror(story, LEFORT)
    assert desk.exchange is not None
    assert desk.exchange.face.opening_line == f"{SECRET} opening"
    criteria = [one for competence in desk.exchange.competences for one in competence.criteria]
    assert [one.label for one in criteria] == [
        load_referential().criterion_label("CP1.1"),
        load_referential().criterion_label("CP1.4"),
    ]


def test_the_candidate_is_not_told_what_is_queued() -> None:
    story = Story()
    story.tell(kinds.ExchangeQueued(), "chat", LEFORT)
    assert {step.phase for step in candidate(story).steps} == {"planned"}
    assert {step.phase for step in juror(story, LEFORT).steps} == {"planned", "queued"}


def test_a_ringing_call_shows_who_calls_and_not_yet_the_exchange() -> None:
    story = Story()
    for data, run_id, actor in PLAYED[:4]:
        story.tell(data, run_id, actor)
    desk = candidate(story)
    assert desk.exchange is None
    assert desk.call is not None
    assert (desk.call.state, desk.call.name, desk.call.number) == ("ringing", "Mme Agnès Morel", "06 39 98 11 22")


def test_an_inbound_exchange_does_not_say_which_file_to_open_but_an_outbound_one_does() -> None:
    story = Story()
    story.tell(kinds.ExchangeStarted(), "chat", LEFORT)
    inbound = candidate(story).exchange
    assert inbound is not None
    assert (inbound.customer_id, inbound.dial_number, inbound.mission) == (None, None, None)

    story = Story()
    story.tell(kinds.ExchangeStarted(), "outbound", LEFORT)
    outbound = candidate(story).exchange
    assert outbound is not None
    assert outbound.customer_id == "weber"
    assert outbound.dial_number == "06 39 98 33 44"


def test_a_juror_sees_only_their_own_marking_until_both_have_submitted() -> None:
    story = Story()
    story.tell(kinds.ExchangeStarted(), "inbound", LEFORT)
    story.tell(kinds.MarkPlaced(mark_id="k1", criterion="CP1.1", sign="note", at_seconds=1), "inbound", ROY)
    story.tell(kinds.VerdictSet(criterion="CP1.4", verdict="to_improve"), "inbound", LEFORT)
    story.tell(kinds.MarkingSubmitted(), None, ROY)

    lefort, roy = juror(story, LEFORT).marking, juror(story, ROY).marking
    assert (lefort.marks, len(lefort.verdicts), lefort.others_submitted) == ((), 1, True)
    assert (len(roy.marks), roy.verdicts, roy.submitted) == (1, (), True)

    story.tell(kinds.MarkingSubmitted(), None, LEFORT)
    lefort, roy = juror(story, LEFORT).marking, juror(story, ROY).marking
    assert [mark.mine for mark in lefort.marks] == [False]
    assert [verdict.mine for verdict in roy.verdicts] == [False]


def test_a_juror_who_has_marked_nothing_and_submitted_does_not_read_a_draft() -> None:
    story = Story()
    story.tell(kinds.ExchangeStarted(), "inbound", LEFORT)
    story.tell(kinds.MarkPlaced(mark_id="k1", criterion="CP1.1", sign="note", at_seconds=1), "inbound", ROY)
    story.tell(kinds.MarkingSubmitted(), None, LEFORT)
    assert juror(story, LEFORT).marking.marks == ()


def test_the_matrix_counts_what_i_have_observed_and_non_observe_is_not_an_observation() -> None:
    story = Story()
    story.tell(kinds.ExchangeStarted(), "chat", LEFORT)
    story.tell(kinds.MarkPlaced(mark_id="k1", criterion="CP3.1", sign="note", at_seconds=1), "chat", LEFORT)
    story.tell(kinds.VerdictSet(criterion="CP3.2", verdict="not_observed"), "chat", LEFORT)
    cells = {(cell.run_id, cell.competence): cell for cell in juror(story, LEFORT).matrix}
    assert (cells["chat", "CP3"].observable, cells["chat", "CP3"].observed) == (2, 1)
    assert (cells["chat", "CP2"].observable, cells["chat", "CP2"].observed) == (1, 0)
    assert all(cell.observed == 0 for cell in juror(story, ROY).matrix)


def test_right_and_wrong_of_the_file_are_told_only_after_the_conversation() -> None:
    story = Story()
    for data, run_id, actor in PLAYED[:9]:
        story.tell(data, run_id, actor)
    during = juror(story, LEFORT).measured
    assert during is not None
    assert (during.qualification_right, during.qualification_wrong) == ((), ())
    for data, run_id, actor in PLAYED[9:13]:
        story.tell(data, run_id, actor)
    after = juror(story, LEFORT).measured
    assert after is not None
    assert any("retard" in sentence and "facture" in sentence for sentence in after.qualification_wrong)


def test_a_mark_is_shown_to_its_author_only() -> None:
    story = Story()
    story.tell(kinds.ExchangeStarted(), "inbound", LEFORT)
    story.tell(kinds.MarkPlaced(mark_id="k1", criterion="CP1.1", sign="note", at_seconds=1), "inbound", ROY)
    steps = {step.run_id: step.marks for step in juror(story, ROY).steps}
    assert steps["inbound"] == 1
    assert all(step.marks == 0 for step in juror(story, LEFORT).steps)
