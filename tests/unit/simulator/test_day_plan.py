"""The timetable beside what happens on the board: planned hours, lateness, what opens next."""

from datetime import UTC, datetime, timedelta

import pytest

from exams.phases import PhaseId
from exams.timetable.model import Booking, Day, Plan, Room
from simulator.exam_day.next_action import decision_of, next_of
from simulator.exam_day.planned import minutes_behind, moment_of, steps_of
from simulator.exam_day.state import DayState
from simulator.exam_day.views import BoardPlace, PhaseOnBoard, PhaseState, PlannedStep
from simulator.ids import SeatId
from simulator.seat.exam_day import Presence

DATE = "2026-11-24"
ROOM = Room("b", "Salle B", 1, ("preparation",))
PLAN = Plan(
    Day("title", rooms=(ROOM,), date=DATE),
    (
        Booking("case_study", 510, 75, "seat1"),
        Booking("lunch", 720, 45, "seat1"),
        Booking("preparation", 640, 45, "seat1", room="b"),
        Booking("correction", 600, 15, "seat1", "p1", "b"),
        Booking("preparation", 610, 45, "seat2", room="b"),
    ),
)


def at(minutes: int) -> datetime:
    return moment_of(DATE, minutes)


def phase(name: PhaseId, state: PhaseState = "not_started", started: int | None = None) -> PhaseOnBoard:
    return PhaseOnBoard(
        phase=name,
        state=state,
        minutes=45,
        extra_minutes=0,
        started_at=at(started) if started is not None else None,
        ended_at=None,
        ends_at=None,
        remaining_seconds=0 if state == "ended" else 45 * 60,
        paused_at=None,
        pause_reason=None,
        measure_id="",
        receipt="",
    )


def test_a_candidates_phases_have_their_hour_and_their_room_and_lunch_is_none() -> None:
    steps = steps_of(PLAN, "seat1")
    assert [(one.phase, one.at, one.room) for one in steps] == [
        ("case_study", at(510), ""),
        ("preparation", at(640), "Salle B"),
    ]
    assert at(640).astimezone().strftime("%H:%M") == "10:40"
    assert steps_of(None, "seat1") == steps_of(Plan(Day("title")), "seat1") == ()


def test_hours_are_those_on_the_wall_on_the_day_that_clocks_are_put_forward(monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    monkeypatch.setenv("TZ", "Europe/Paris")
    time.tzset()
    try:
        assert moment_of("2027-03-28", 640) == datetime(2027, 3, 28, 8, 40, tzinfo=UTC)
        assert moment_of("2027-03-27", 640) == datetime(2027, 3, 27, 9, 40, tzinfo=UTC)
        assert moment_of("2027-03-27", 24 * 60 + 10) == datetime(2027, 3, 27, 23, 10, tzinfo=UTC)
    finally:
        monkeypatch.undo()
        time.tzset()


@pytest.mark.parametrize(
    ("phases", "now", "late"),
    [
        ((phase("case_study", "ended"), phase("preparation")), 652, 12),
        ((phase("case_study", "ended"), phase("preparation")), 630, 0),
        ((phase("case_study", "running", started=517), phase("preparation")), 560, 7),
        ((phase("case_study", "ended"), phase("preparation", "ended")), 900, 0),
        ((phase("case_study", "ended"), phase("exchanges")), 900, 0),
    ],
)
def test_lateness_is_counted_from_the_planned_hour(phases: tuple[PhaseOnBoard, ...], now: int, late: int) -> None:
    steps = steps_of(PLAN, "seat1")
    assert minutes_behind(steps, phases, at(now)) == late
    assert minutes_behind(steps, phases, at(now) + timedelta(days=3)) == 0, "the plan is of another day"


def test_what_opens_next_says_when_and_where_it_was_planned() -> None:
    steps = steps_of(PLAN, "seat1")
    phases = (phase("case_study", "ended"), phase("preparation"))
    action = next_of("seat1", "present", phases, False, at(630), steps)
    assert action.kind == "open_phase"
    assert action.planned == PlannedStep(phase="preparation", at=at(640), minutes=45, room="Salle B")


BEFORE = (phase("case_study"), phase("preparation"))


def place(
    name: str,
    presence: Presence,
    now: int,
    phases: tuple[PhaseOnBoard, ...] = BEFORE,
    *,
    connected: bool = False,
    jurors: tuple[str, ...] = (),
) -> BoardPlace:
    """Who sits at `name` at this minute of the plan's day, before the case study unless told otherwise."""
    steps = steps_of(PLAN, SeatId("seat1"))
    return BoardPlace(
        seat_id=SeatId(name),
        label=name,
        candidate_name="",
        desk="",
        room="Salle B",
        presence=presence,
        minutes_late=0,
        arrived_at=None,
        identity="",
        connected=connected,
        phases=phases,
        plan=steps,
        minutes_behind=0,
        breaks=None,
        next=next_of(SeatId(name), presence, phases, False, at(now), steps, is_at_work=connected),
        jurors=jurors,
        accommodation=None,
    )


@pytest.mark.parametrize(
    ("there", "now", "kind", "seats"),
    [
        ("present", 509, "note_arrival", ("seat2",)),
        ("present", 510, "open_phase", ("seat1", "seat2")),
        ("expected", 510, "note_arrival", ("seat1", "seat2")),
    ],
)
def test_whoever_is_late_keeps_nobody_from_beginning_at_the_planned_hour(
    there: Presence, now: int, kind: str, seats: tuple[str, ...]
) -> None:
    places = (place("seat1", there, now), place("seat2", "expected", now))
    action = decision_of(DayState(opened_at=at(480)), places, at(now))
    assert (action.kind, action.seat_ids) == (kind, seats), "who comes after all finds the same end"


def test_somebody_noted_absent_who_works_is_the_next_thing_to_correct() -> None:
    there = place("seat1", "absent", 509, connected=True)
    assert there.next.kind == "correct_presence"
    places = (there, place("seat2", "expected", 509))
    action = decision_of(DayState(opened_at=at(480)), places, at(509))
    assert (action.kind, action.seat_ids) == ("correct_presence", ("seat1",))
    assert place("seat1", "absent", 509).next.kind == "note_arrival", "nobody is there"


def test_a_jury_that_is_with_somebody_is_not_sent_to_the_next_one() -> None:
    over, now = phase("preparation", "ended"), 700
    at_work = place(
        "seat1", "present", now, (over, phase("exchanges", "running", started=690)), jurors=("Roy", "Lefort")
    )
    waits = (over, phase("exchanges"))
    day = DayState(opened_at=at(480))
    same, other = (place("seat2", "present", now, waits, jurors=names) for names in (("Roy",), ("Simon",)))
    assert decision_of(day, (at_work, same), at(now)).kind == "wait"
    action = decision_of(day, (at_work, same, other.model_copy(update={"seat_id": SeatId("seat3")})), at(now))
    assert (action.kind, action.phase) == ("open_phase", "exchanges")
    alone = (over, phase("interview_preparation"))
    assert (
        decision_of(day, (at_work, place("seat2", "present", now, alone, jurors=("Roy",))), at(now)).kind
        == "open_phase"
    )
