"""The phases of an exam day have a clock each at the seat."""

from datetime import timedelta

from exams.formats import official_formats
from simulator.desk.candidate_projection import candidate_desk
from simulator.desk.feed import DeskFeed
from simulator.desk.outbox import Outbox
from simulator.facts.fact import SYSTEM, Fact, Place
from simulator.facts.kinds import (
    AnyFact,
    ClockEnded,
    ClockPaused,
    ClockReopened,
    ClockStarted,
    PhaseSealed,
    fact_adapter,
)
from simulator.live_messages.events import PhasesEvent, ReceiptsEvent
from simulator.live_messages.shared_view import LineView
from simulator.seat.clock import PhaseClock
from simulator.seat.deciding.clocks import time_is_up
from simulator.seat.state import SeatState
from tests.unit.simulator.deciding import people
from tests.unit.simulator.world import CANDIDATE, NOON, Story, a_title_day


def happened(state: SeatState, minute: float, fact: AnyFact) -> None:
    at = NOON + timedelta(minutes=minute)
    state.apply(Fact(state.last_fact + 1, at, Place("session1", "seat1"), SYSTEM, fact))


def test_each_format_is_the_official_one() -> None:
    lengths = {key: [phase.minutes for phase in one.phases] for key, one in official_formats().items()}
    assert lengths == {
        "title": [75, 45, 60, 10, 10, 10, 15],
        "ccp1": [75, 15, 15, 10, 10, 5],
        "ccp2": [75, 20, 30, 15],
    }


def test_a_clock_listens_to_its_own_phase() -> None:
    state = a_title_day()
    happened(state, 0, ClockStarted(phase="case_study", minutes=75))
    happened(state, 10, ClockPaused(phase="case_study", reason="alerte"))
    assert [clock.state for clock in state.clocks] == ["paused", *["not_started"] * 6]
    assert state.clock_of("case_study").left == timedelta(minutes=65)


def test_the_end_of_a_phase_is_its_own() -> None:
    state = a_title_day()
    happened(state, 0, ClockStarted(phase="case_study", minutes=75))
    assert not time_is_up(state, NOON + timedelta(minutes=74, seconds=59)).facts
    ended = time_is_up(state, NOON + timedelta(minutes=75)).facts
    assert [fact.data for fact in ended] == [ClockEnded(phase="case_study")]


def test_facts_of_an_earlier_combine_are_the_exchanges() -> None:
    old = fact_adapter.validate_python({"kind": "clock.started", "minutes": 60})
    assert PhaseClock.planned(60, 0).after(Fact(1, NOON, Place("s", "p"), SYSTEM, old)).state == "running"


def test_the_candidates_desk_shows_every_phase_and_hears_when_one_changes() -> None:
    state, line = a_title_day(), LineView(state="absent")
    feed, outbox = DeskFeed("seat:seat1", CANDIDATE), Outbox()
    feed.attach(outbox)
    feed.snapshot(candidate_desk(state, people(), line, NOON))
    happened(state, 0, ClockStarted(phase="case_study", minutes=75))
    feed.refresh(candidate_desk(state, people(), line, NOON + timedelta(seconds=1)))
    feed.refresh(candidate_desk(state, people(), line, NOON + timedelta(seconds=2)))
    told = [event for event in outbox.taken() if isinstance(event, PhasesEvent)]
    assert [[(clock.phase, clock.state) for clock in event.phases[:2]] for event in told] == [
        [("case_study", "running"), ("preparation", "not_started")]
    ]


def test_the_receipt_is_told_with_the_end_and_taken_back_when_the_phase_opens_again() -> None:
    state, line = a_title_day(), LineView(state="absent")
    feed, outbox = DeskFeed("seat:seat1", CANDIDATE), Outbox()
    feed.attach(outbox)
    happened(state, 0, ClockStarted(phase="case_study", minutes=75))
    feed.snapshot(candidate_desk(state, people(), line, NOON))
    happened(state, 10, ClockEnded(phase="case_study", reason="séance close"))
    happened(state, 10, PhaseSealed(phase="case_study", sha256="ab" * 32, code="ABCD-1234"))
    feed.refresh(candidate_desk(state, people(), line, NOON))
    first = [event for event in outbox.taken() if isinstance(event, ReceiptsEvent)]
    assert [[one.code for one in event.receipts] for event in first] == [["ABCD-1234"]]
    happened(state, 20, ClockReopened(phase="case_study", minutes=10, reason="erreur"))
    feed.refresh(candidate_desk(state, people(), line, NOON))
    assert [event.receipts for event in outbox.taken() if isinstance(event, ReceiptsEvent)] == [()]


def test_a_clock_says_whether_somebody_ended_it_before_its_time() -> None:
    ended: list[bool] = []
    for minute in (10, 75):
        state = a_title_day()
        happened(state, 0, ClockStarted(phase="case_study", minutes=75))
        happened(state, minute, ClockEnded(phase="case_study"))
        ended.append(state.clock_of("case_study").view(NOON).closed_early)
    assert ended == [True, False]


def test_where_no_exam_day_is_held_the_desk_has_the_exchanges_phase_alone() -> None:
    desk = candidate_desk(Story().state, people(), LineView(state="absent"), NOON)
    assert [clock.phase for clock in desk.phases] == ["exchanges"]
