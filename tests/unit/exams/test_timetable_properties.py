"""Whatever the day: nobody in two places, every rule kept, moves undone by moves."""

from hypothesis import given, settings
from hypothesis import strategies as st

from exams.timetable.assigning import NoPlan
from exams.timetable.greedy import greedy_plan
from exams.timetable.model import Day, Rules
from exams.timetable.moving import moved_to
from exams.timetable.optimal import optimal_plan
from exams.timetable.rules import conflicts
from tests.unit.exams.days import a_day, clashes, with_candidates


@st.composite
def days(draw: st.DrawFn, most: int = 12) -> Day:
    pairs = draw(st.integers(1, 3))
    candidates = draw(st.integers(1, min(most, 4 * pairs)))
    rules = Rules(
        start=draw(st.sampled_from((8 * 60, 8 * 60 + 30, 9 * 60))),
        letter_minutes=draw(st.sampled_from((10, 15, 20))),
        lunch_minutes=draw(st.sampled_from((45, 60))),
        latest_end=36 * 60,
    )
    day = a_day(draw(st.sampled_from(("title", "ccp1", "ccp2"))), candidates, pairs, rules=rules)
    extra = st.fixed_dictionaries(
        {
            "extra_percent": st.sampled_from((0, 0, 0, 33, 50)),
            "extra_minutes": st.sampled_from((0, 0, 5)),
            "trainers": st.sampled_from(((), (), ("Jurée 1 Première",), ("Juré 2 Second",))),
            "absent": st.sampled_from((False, False, False, True)),
        }
    )
    return with_candidates(day, draw(st.lists(extra, max_size=candidates)))


@given(days())
@settings(max_examples=60, deadline=None)
def test_a_greedy_plan_keeps_every_rule(day: Day) -> None:
    try:
        plan = greedy_plan(day)
    except NoPlan:
        return
    assert clashes(plan) == []
    assert [one.sentence for one in conflicts(plan)] == []


@given(days(most=5))
@settings(max_examples=8, deadline=None)
def test_a_solved_plan_keeps_every_rule_and_ends_no_later(day: Day) -> None:
    try:
        greedy = greedy_plan(day)
    except NoPlan:
        return
    plan = optimal_plan(day, seconds=1.0)
    assert clashes(plan) == []
    assert [one.sentence for one in conflicts(plan)] == []
    assert plan.end <= greedy.end


@given(days(most=6), st.data())
@settings(max_examples=40, deadline=None)
def test_a_move_that_puts_somebody_in_two_places_is_always_said(day: Day, data: st.DataObject) -> None:
    try:
        plan = greedy_plan(day)
    except NoPlan:
        return
    booking = data.draw(st.sampled_from(plan.bookings))
    moved = moved_to(plan, booking.id, data.draw(st.integers(7 * 60, 20 * 60)))
    said = {one.code for one in conflicts(moved.plan)}
    assert bool(clashes(moved.plan)) == ("two_places" in said)
    assert {one.id for one in moved.plan.bookings} == {one.id for one in plan.bookings}
    assert moved_to(moved.plan, booking.id, booking.start).plan.bookings == plan.bookings
