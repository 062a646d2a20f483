"""Properties of an exam day's clocks: whatever is paused, granted late or restarted, each second is counted once.

Dates are UTC, as everywhere: the nights when France changes its clocks, and midnight, are ordinary instants.
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from simulator.facts import kinds
from simulator.seat.deciding import phases
from tests.unit.simulator.exam_day import MINUTE, DaySeat

PARIS = ZoneInfo("Europe/Paris")

STARTS = st.sampled_from(
    [
        datetime(2026, 10, 24, 23, 30, tzinfo=UTC),  # the hour from two to three comes twice, at 01:00 UTC
        datetime(2027, 3, 28, 0, 15, tzinfo=UTC),  # the same hour does not come, at 01:00 UTC
        datetime(2026, 12, 31, 22, 20, tzinfo=UTC),  # midnight in Paris, and a year with it
        datetime(2026, 11, 24, 7, 30, tzinfo=UTC),
    ]
)

PAUSES = st.lists(st.tuples(st.integers(1, 20), st.integers(1, 90)), max_size=3)
"""Minutes of work before each pause, and its length; all within the official 75 minutes."""

GRANTS = st.tuples(st.sampled_from(["before", "during", "after"]), st.integers(0, 50), st.integers(0, 30))


@given(STARTS, PAUSES, GRANTS)
def test_a_candidate_works_exactly_the_official_time_and_what_was_granted(
    start: datetime, pauses: list[tuple[int, int]], grant: tuple[str, int, int]
) -> None:
    when, percent, minutes = grant
    seat, clock, worked = DaySeat(start), 0.0, 0.0
    seat.state.training = replace(seat.state.training, most_extra_percent=150)
    granted = kinds.AccommodationGranted(percent=percent, minutes=minutes, reference="D 1", phases=("case_study",))
    due = 75 + phases.extra_minutes(granted, 75)
    if when == "before":
        seat.at(clock, lambda scene: phases.grant(scene, granted))
    seat.at(clock, lambda scene: phases.open_phase(scene, "case_study"))
    for work, length in pauses:
        clock, worked = clock + work, worked + work
        seat.at(clock, lambda scene: phases.pause(scene, "case_study", "alerte"))
        clock += length
        seat.at(clock, lambda scene: phases.resume(scene, "case_study"))
    if when == "during":
        seat.at(clock, lambda scene: phases.grant(scene, granted))
    if when == "after":
        clock, worked = clock + (75 - worked), 75
        seat.until(clock)
        assert seat.is_in("case_study") == "ended"
        clock += 7
        seat.at(clock, lambda scene: phases.grant(scene, granted))
        if due == 75:
            assert seat.is_in("case_study") == "ended"
            return
    end = clock + (due - worked)
    assert seat.ends_at("case_study") == end
    seat.until(end - 0.01)
    assert seat.is_in("case_study") == "running"
    seat.until(end)
    assert seat.is_in("case_study") == "ended"


@given(STARTS)
def test_the_deadline_that_is_shown_is_the_instant_at_which_it_ends_whatever_the_wall_clock_does(
    start: datetime,
) -> None:
    seat = DaySeat(start)
    seat.at(0, lambda scene: phases.open_phase(scene, "case_study"))
    ends_at = seat.state.clock_of("case_study").ends_at()
    assert ends_at is not None
    assert ends_at.astimezone(PARIS).astimezone(UTC) == start + 75 * MINUTE
    seat.until(75)
    assert seat.state.day.told("case_study").ended_at == ends_at


@given(st.lists(st.floats(0, 200, allow_nan=False), max_size=20).map(sorted))
def test_looking_changes_nothing_a_page_that_was_hidden_shows_what_an_open_one_does(looks: list[float]) -> None:
    watched, hidden = DaySeat(), DaySeat()
    for seat in (watched, hidden):
        seat.at(0, lambda scene: phases.open_phase(scene, "case_study"))
    before = 76.0
    for minute in looks:
        left = watched.left("case_study", minute)
        assert left <= before
        before = left
    assert watched.left("case_study", 200) == hidden.left("case_study", 200) == 0
    assert watched.left("case_study", 30) == hidden.left("case_study", 30) == 45


@given(STARTS, st.integers(1, 74), st.integers(0, 300))
def test_a_measure_costs_nobody_a_minute_however_late_the_server_comes_back(
    start: datetime, taken: int, back_after: int
) -> None:
    seat = DaySeat(start)
    seat.at(0, lambda scene: phases.open_phase(scene, "case_study"))
    measure = phases.Measure("m", start + taken * MINUTE, "coupure de courant")
    back = taken + back_after
    seat.at(back, lambda scene: phases.pause_for(scene, measure))
    left = seat.state.clock_of("case_study").left
    # Whole minutes are given back: never less than was left, never a minute more.
    assert timedelta(0) <= left - (75 - taken) * MINUTE < MINUTE
    assert seat.is_in("case_study") == "paused"
