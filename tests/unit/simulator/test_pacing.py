"""What one desk may send: a person never notices; a flood is slowed, told once, let go; coming back is no way out."""

from simulator.desk.pacing import (
    CONNECTING_TOKENS,
    MOST_TOKENS,
    PATIENCE_SECONDS,
    PAUSE_SECONDS,
    TOKENS_PER_SECOND,
    Pace,
    Seldom,
)


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def flooded(pace: Pace, clock: Clock, seconds: float, size: int = 30) -> tuple[int, int, bool]:
    """Sends as fast as it is read: messages taken, times told, whether it was ended."""
    end, taken, told = clock.now + seconds, 0, 0
    while clock.now < end:
        verdict = pace.message(size)
        if verdict.end:
            return taken, told, True
        taken, told = taken + 1, told + verdict.tell
        clock.now += verdict.wait + 1e-6
    return taken, told, False


def test_a_brisk_typist_with_pings_and_marks_is_never_slowed() -> None:
    clock = Clock()
    pace = Pace(clock)
    for _ in range(600):
        clock.now += 0.1
        assert pace.message(400) == pace.message(60).__class__()


def test_all_that_waited_in_a_page_while_the_network_was_cut_goes_at_once() -> None:
    pace = Pace(Clock())
    pace.connection()
    assert not any(pace.message(300).wait for _ in range(120))


def test_a_flood_is_read_no_faster_than_the_pace_told_once_and_ended_after_its_patience() -> None:
    clock = Clock()
    pace = Pace(clock)
    begun = clock.now
    taken, told, is_ended = flooded(pace, clock, 60)
    assert is_ended
    assert told == 1
    assert PATIENCE_SECONDS <= clock.now - begun < PATIENCE_SECONDS + 5
    assert taken <= MOST_TOKENS + TOKENS_PER_SECOND * (PATIENCE_SECONDS + 1)


def test_long_messages_cost_what_as_many_short_ones_do() -> None:
    clock = Clock()
    taken, _, _ = flooded(Pace(clock), clock, 5, size=99_000)
    assert taken * 99_000 < 1_000_000


def test_whoever_was_ended_stays_out_for_a_while_then_may_come_back() -> None:
    clock = Clock()
    pace = Pace(clock)
    flooded(pace, clock, 60)
    assert pace.is_shut
    clock.now += PAUSE_SECONDS
    assert not pace.is_shut
    assert not pace.connection().wait


def test_connecting_again_and_again_is_slowed_like_messages() -> None:
    clock = Clock()
    pace = Pace(clock)
    at_once = 0
    while not pace.connection().wait:
        at_once += 1
    assert at_once <= MOST_TOKENS / CONNECTING_TOKENS


def test_a_short_burst_now_and_then_is_forgiven() -> None:
    clock = Clock()
    pace = Pace(clock)
    for _ in range(20):
        _, _, is_ended = flooded(pace, clock, 5)
        assert not is_ended
        clock.now += 5


def test_a_hint_is_passed_on_at_most_once_in_its_time() -> None:
    clock = Clock()
    may = Seldom(1.0, clock)
    passed = 0
    for _ in range(1000):
        passed += may()
        clock.now += 0.005
    assert passed == 5
