"""The clock of the exchanges part, folded from facts: what it shows at any second."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from simulator.facts.fact import SYSTEM, Fact, Place
from simulator.facts.kinds import (
    AnyFact,
    ClockEnded,
    ClockExtended,
    ClockPaused,
    ClockReopened,
    ClockResumed,
    ClockStarted,
    IncidentNoted,
)
from simulator.seat.clock import PhaseClock, fold_clock
from tests.unit.simulator.world import NOON

MINUTE = timedelta(minutes=1)


def facts(*told: tuple[float, AnyFact]) -> list[Fact]:
    """Facts at so many minutes after noon."""
    return [
        Fact(number, NOON + minute * MINUTE, Place("session1", "seat1"), SYSTEM, data)
        for number, (minute, data) in enumerate(told, start=1)
    ]


def after(*told: tuple[float, AnyFact], extra: int = 0) -> PhaseClock:
    return fold_clock(60, extra, facts(*told))


def left(clock: PhaseClock, minute: float) -> float:
    """Minutes left so many minutes after noon."""
    return clock.remaining(NOON + minute * MINUTE) / MINUTE


STARTED = ClockStarted(minutes=60)
PAUSED = ClockPaused(reason="Alarme incendie")


def test_before_it_starts_it_shows_the_whole_time_with_the_candidates_extra() -> None:
    clock = after(extra=20)
    assert (clock.state, left(clock, 500), clock.ends_at()) == ("not_started", 80, None)


def test_it_runs_down_to_zero_and_no_further() -> None:
    clock = after((0, STARTED))
    assert [left(clock, minute) for minute in (0, 1.5, 60, 600)] == [60, 58.5, 0, 0]
    assert clock.ends_at() == NOON + 60 * MINUTE


def test_extra_time_is_the_candidates_own() -> None:
    assert left(after((0, STARTED), extra=20), 60) == 20


def test_time_that_was_given_for_what_happened_is_no_accommodation() -> None:
    added = ClockExtended(minutes=10, reason="panne")
    granted = ClockExtended(minutes=20, reason="Décision 12", accommodation=True)
    shown = [after((0, STARTED), *((5, one) for one in more)).view(NOON) for more in ((added,), (added, granted))]
    assert [(one.extra_minutes, one.accommodated_minutes) for one in shown] == [(10, 0), (30, 20)]
    beforehand = after(extra=20).view(NOON)
    assert (beforehand.extra_minutes, beforehand.accommodated_minutes) == (20, 20)
    again = after((0, STARTED), (60, ClockEnded()), (61, ClockReopened(minutes=10, reason="panne"))).view(NOON)
    assert (again.extra_minutes, again.accommodated_minutes) == (10, 0)


def test_a_pause_stops_it_and_keeps_its_reason() -> None:
    clock = after((0, STARTED), (10, PAUSED))
    assert (clock.state, clock.pause_reason, clock.ends_at()) == ("paused", "Alarme incendie", None)
    assert left(clock, 40) == 50
    resumed = after((0, STARTED), (10, PAUSED), (30, ClockResumed()))
    assert (left(resumed, 30), resumed.pause_reason) == (50, None)
    assert resumed.ends_at() == NOON + 80 * MINUTE


def test_time_can_be_added_while_it_runs_or_waits_never_once_it_has_ended() -> None:
    added = ClockExtended(minutes=5, reason="Coupure du réseau")
    assert left(after((0, STARTED), (10, added)), 10) == 55
    assert left(after((0, STARTED), (10, PAUSED), (20, added)), 20) == 55
    assert left(after((0, STARTED), (60, ClockEnded()), (61, added)), 61) == 0


def test_facts_out_of_turn_change_nothing() -> None:
    running = after((0, STARTED))
    assert after((0, STARTED), (5, ClockResumed()), (6, STARTED), (7, IncidentNoted(text="Retard"))) == running
    assert after((0, PAUSED), (1, ClockResumed())).state == "not_started"


def test_what_desks_get_lets_them_count_down_by_the_servers_clock() -> None:
    view = after((0, STARTED), extra=20).view(NOON + 30 * MINUTE)
    assert (view.state, view.remaining_seconds, view.total_minutes, view.extra_minutes) == ("running", 3000, 60, 20)
    assert view.ends_at == NOON + 80 * MINUTE
    assert view.server_now == NOON + 30 * MINUTE


told = st.one_of(
    st.just(STARTED),
    st.just(PAUSED),
    st.just(ClockResumed()),
    st.just(ClockEnded()),
    st.integers(1, 30).map(lambda minutes: ClockExtended(minutes=minutes, reason="Motif")),
)
stories = st.lists(st.tuples(st.integers(0, 40), told), max_size=12)


@given(stories, st.integers(0, 40))
def test_whatever_happens_the_candidate_gets_the_time_granted_and_no_more(
    steps: list[tuple[int, AnyFact]], extra: int
) -> None:
    """Minutes run while the clock is running never exceed what was granted; only an extension gives time back."""
    minute, ran, clock = 0, 0.0, PhaseClock.planned(60, extra)
    for wait, data in steps:
        was, minute = left(clock, minute), minute + wait
        now = left(clock, minute)
        assert 0 <= now <= was
        ran += was - now if clock.state == "running" else 0
        (fact,) = facts((minute, data))
        changed = clock.after(fact)
        if not isinstance(data, ClockExtended | ClockStarted):
            assert left(changed, minute) <= now
        clock = changed
    assert ran <= 60 + clock.extra_minutes
    assert clock.state != "ended" or left(clock, minute) == 0


@given(stories)
def test_folding_all_facts_at_once_or_one_by_one_gives_the_same_clock(steps: list[tuple[int, AnyFact]]) -> None:
    story = facts(*((float(number), data) for number, (_, data) in enumerate(steps)))
    clock = PhaseClock.planned(60, 0)
    for fact in story:
        clock = clock.after(fact)
    assert fold_clock(60, 0, story) == clock
