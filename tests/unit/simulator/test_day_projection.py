"""When a day's phases will begin and end: a jury is in one place, and whoever is late keeps the next ones waiting."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from exams.phases import FormatId
from exams.timetable.greedy import greedy_plan
from exams.timetable.model import JURY_PHASES, Plan
from simulator.exam_day.next_action import next_of
from simulator.exam_day.planned import moment_of, steps_of
from simulator.exam_day.projecting import expected_of
from simulator.exam_day.views import BoardPlace, ExpectedPhase, PhaseOnBoard
from simulator.ids import SeatId
from tests.unit.exams.days import a_day

DATE = "2026-11-24"
MINUTE = timedelta(minutes=1)

Hours = Mapping[tuple[str, str], tuple[int, int]]
"""Minutes of the day by candidate and phase."""


@cache
def a_plan(format_id: FormatId = "title", candidates: int = 9, pairs: int = 3, posts: int = 12) -> Plan:
    return greedy_plan(a_day(format_id, candidates, pairs, posts=posts, date=DATE))


def at(minutes: int) -> datetime:
    return moment_of(DATE, minutes)


def as_it_went(plan: Plan, late: Mapping[tuple[str, str], int]) -> dict[str, tuple[int, int]]:
    """Each booking's minutes where all that is late is waited for, and the next begins at once. By booking."""
    went: dict[str, tuple[int, int]] = {}
    free: dict[str | None, int] = {}
    for one in sorted(plan.bookings, key=lambda booking: (booking.start, booking.minutes)):
        people = [one.pair, one.candidate if one.has_candidate else None]
        begins = max(one.start, *(free.get(who, 0) for who in people if who is not None), 0)
        if one.activity == "correction":
            begins = max(begins, went.get(f"case_study:{one.candidate}", (0, 0))[1])
        ends = begins + one.minutes + late.get((one.candidate or "", one.activity), 0)
        went[one.id] = (begins, ends)
        free.update({who: ends for who in people if who is not None})
    return went


def board_at(plan: Plan, now: int, late: Mapping[tuple[str, str], int] | None = None) -> list[BoardPlace]:
    """Everybody at this minute, each phase opened as soon as it may be; `late`: how much longer one of them lasts."""
    went = as_it_went(plan, late or {})
    places: list[BoardPlace] = []
    for candidate in plan.day.candidates:
        phases: list[PhaseOnBoard] = []
        for one in plan.of_candidate(candidate.id):
            if one.activity == "lunch":
                continue
            begins, ends = went[one.id]
            state = "not_started" if begins > now else "ended" if ends <= now else "running"
            phases.append(
                PhaseOnBoard(
                    phase=one.activity,  # type: ignore[arg-type]  lunch alone is no phase
                    state=state,
                    minutes=one.minutes,
                    extra_minutes=0,
                    started_at=at(begins) if state != "not_started" else None,
                    ended_at=at(ends) if state == "ended" else None,
                    ends_at=at(ends) if state == "running" else None,
                    remaining_seconds={"not_started": one.minutes, "running": ends - now, "ended": 0}[state] * 60,
                    paused_at=None,
                    pause_reason=None,
                    measure_id="",
                    receipt="",
                )
            )
        places.append(a_place(candidate.id, plan, phases, now))
    return places


def a_place(name: str, plan: Plan, phases: Sequence[PhaseOnBoard], now: int) -> BoardPlace:
    seat_id = SeatId(name)
    return BoardPlace(
        seat_id=seat_id,
        label=name,
        candidate_name=name,
        desk="",
        room="",
        presence="present",
        minutes_late=0,
        arrived_at=None,
        identity="",
        connected=True,
        phases=tuple(phases),
        plan=steps_of(plan, seat_id),
        minutes_behind=0,
        breaks=None,
        next=next_of(seat_id, "present", phases, False, at(now)),
        jurors=(),
        accommodation=None,
    )


def hours(expected: Mapping[SeatId, tuple[ExpectedPhase, ...]]) -> Hours:
    def minute(moment: datetime) -> int:
        return int((moment - at(0)) / MINUTE)

    return {
        (seat, it.phase): (minute(it.begins_at), minute(it.ends_at)) for seat, row in expected.items() for it in row
    }


def planned_hours(plan: Plan) -> Hours:
    return {
        (one.candidate or "", one.activity): (one.start, one.end)
        for one in plan.bookings
        if one.has_candidate and one.activity != "lunch"
    }


def pair_of(plan: Plan, candidate: str) -> str | None:
    return next(one.pair for one in plan.of_candidate(candidate) if one.pair)


def of_juries(plan: Plan, found: Hours) -> dict[str | None, list[tuple[int, int, str]]]:
    rows: dict[str | None, list[tuple[int, int, str]]] = {}
    for (candidate, phase), (begins, ends) in found.items():
        if phase in JURY_PHASES:
            rows.setdefault(pair_of(plan, candidate), []).append((begins, ends, candidate))
    return {pair: sorted(row) for pair, row in rows.items()}


days = st.builds(
    a_plan,
    format_id=st.sampled_from(["title", "ccp1", "ccp2"]),
    candidates=st.integers(1, 7),
    pairs=st.integers(1, 3),
    posts=st.sampled_from([1, 2, 12]),
)


@given(plan=days, now=st.integers(8 * 60, 18 * 60))
def test_where_nobody_is_late_each_phase_is_expected_at_its_hour(plan: Plan, now: int) -> None:
    assert hours(expected_of(plan, board_at(plan, now), at(now))) == planned_hours(plan)


@given(plan=days, now=st.integers(8 * 60, 18 * 60), data=st.data())
def test_no_jury_and_no_candidate_is_ever_expected_in_two_places(plan: Plan, now: int, data: st.DataObject) -> None:
    keys = sorted(planned_hours(plan))
    late = data.draw(st.dictionaries(st.sampled_from(keys), st.integers(1, 90), max_size=4))
    places = board_at(plan, now, late)
    found = hours(expected_of(plan, places, at(now)))
    assert set(found) == set(planned_hours(plan))
    for row in of_juries(plan, found).values():
        assert all(one[1] <= other[0] for one, other in pairwise(row)), row
    for place in places:
        own = [found[place.seat_id, one.phase] for one in place.phases]
        assert all(one[1] <= other[0] for one, other in pairwise(own)), own
        for one in place.phases:
            if one.state == "not_started":
                planned = next(step.at for step in place.plan if step.phase == one.phase)
                assert at(found[place.seat_id, one.phase][0]) >= max(planned, at(now))


def test_twenty_minutes_late_at_one_candidate_show_at_the_next_ones_of_the_same_jury_alone() -> None:
    plan = a_plan("title", 6, 2)
    rows = of_juries(plan, planned_hours(plan))
    begins, _, first = rows["p1"][0]
    later = {candidate for _, _, candidate in rows["p1"][1:] if candidate != first}
    now = begins + 30
    found = hours(expected_of(plan, board_at(plan, now, {(first, "exchanges"): 20}), at(now)))
    planned = planned_hours(plan)
    second = next(row for row in rows["p1"] if row[2] != first)
    assert found[second[2], "exchanges"][0] - second[0] == 20
    pushed = {who for who, phase in found if found[who, phase] != planned[who, phase]}
    assert later <= pushed
    assert all(found[key] == hour for key, hour in planned.items() if pair_of(plan, key[0]) == "p2")
    assert max(end for _, end in found.values()) > plan.end


def test_whoever_gave_up_is_waited_for_by_nobody() -> None:
    plan = a_plan("title", 3, 1)
    late = {("c1", "exchanges"): 60}
    now = planned_hours(plan)["c1", "exchanges"][0] + 5
    c1, *others = board_at(plan, now, late)
    gone = c1.model_copy(update={"presence": "abandoned"})
    found = hours(expected_of(plan, [gone, *others], at(now)))
    assert found["c2", "exchanges"] == planned_hours(plan)["c2", "exchanges"]
    assert [phase for who, phase in found if who == "c1"] == ["case_study", "preparation", "exchanges"]


def test_without_a_plan_a_jury_sees_whoever_is_ready_first_and_one_at_a_time() -> None:
    plan = a_plan("title", 3, 1)
    places = [one.model_copy(update={"jurors": ("Nadia", "Paul")}) for one in board_at(plan, 0)]
    found = hours(expected_of(None, places, at(600)))
    row = of_juries(plan, found)[pair_of(plan, "c1")]
    assert all(one[1] <= other[0] for one, other in pairwise(row))
    assert [found[who, "case_study"][0] for who in ("c1", "c2", "c3")] == [600] * 3, "written together"
    assert row[0] == (720, 780, "c1")
    alone = hours(expected_of(None, [one.model_copy(update={"jurors": ()}) for one in places], at(600)))
    assert {alone[who, "exchanges"] for who in ("c1", "c2", "c3")} == {(720, 780)}


def test_begun_on_another_day_its_order_counts_and_its_hours_do_not() -> None:
    plan = a_plan("title", 2, 1)
    places, on_the_eve = board_at(plan, 511), at(600) - timedelta(days=1)
    waiting = [one.model_copy(update={"phases": tuple(_not_begun(it) for it in one.phases)}) for one in places]
    assert expected_of(plan, waiting, on_the_eve)[SeatId("c1")][0].begins_at == at(510), "nothing has begun"
    (begun, *rest) = places[0].phases
    running = begun.model_copy(update={"started_at": on_the_eve, "ends_at": on_the_eve + 75 * MINUTE})
    first = places[0].model_copy(update={"phases": (running, *rest)})
    found = expected_of(plan, [first, waiting[1]], on_the_eve)
    assert found[SeatId("c1")][1].begins_at == on_the_eve + 75 * MINUTE
    assert found[SeatId("c2")][0].begins_at == on_the_eve


def _not_begun(phase: PhaseOnBoard) -> PhaseOnBoard:
    more = {"state": "not_started", "started_at": None, "ends_at": None, "remaining_seconds": phase.minutes * 60.0}
    return phase.model_copy(update=more)


def test_a_pause_is_added_to_its_end_and_to_all_that_follows_at_its_jury() -> None:
    plan = a_plan("title", 2, 1)
    begins = planned_hours(plan)["c1", "exchanges"][0]
    now = begins + 40
    first, second = board_at(plan, now)
    phases = tuple(
        one.model_copy(
            update={"state": "paused", "ends_at": None, "paused_at": at(begins + 20), "remaining_seconds": 2400}
        )
        if one.phase == "exchanges"
        else one
        for one in first.phases
    )
    found = hours(expected_of(plan, [first.model_copy(update={"phases": phases}), second], at(now)))
    assert found["c1", "exchanges"] == (begins, now + 40)
    assert found["c2", "exchanges"][0] == planned_hours(plan)["c2", "exchanges"][0] + 20


def test_a_post_is_left_by_one_before_the_next_sits_down() -> None:
    plan = a_plan("title", 4, 2, posts=1)
    planned = planned_hours(plan)
    first, second = sorted((*planned[f"c{one}", "preparation"], f"c{one}") for one in range(1, 5))[:2]
    now = first[0] + 5
    found = hours(expected_of(plan, board_at(plan, now, {(first[2], "preparation"): 90}), at(now)))
    assert found[second[2], "preparation"][0] == max(second[0], first[1] + 90)


def test_two_pairs_that_share_a_juror_are_one_jury() -> None:
    plan = a_plan("title", 2, 2)
    one, other = plan.day.pairs
    shared = replace(other, jurors=(one.jurors[0], other.jurors[1]))
    both = replace(plan, day=replace(plan.day, pairs=(one, shared)))
    found = hours(expected_of(both, board_at(plan, 500), at(500)))
    row = sorted(hour for (_, phase), hour in found.items() if phase in JURY_PHASES)
    assert all(before[1] <= after[0] for before, after in pairwise(row))
