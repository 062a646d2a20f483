"""Requests of one sign-in take their turn: a page never waits, a program waits, then is refused."""

from simulator.serving.request_pace import LONGEST_WAIT_SECONDS, MOST_KEYS, RequestPace


class Clock:
    now = 10.0

    def __call__(self) -> float:
        return self.now


def test_a_burst_goes_at_once_then_each_waits_its_turn_and_the_rest_is_refused() -> None:
    pace = RequestPace(100, 300, Clock())
    waits = [pace.wait("a") for _ in range(1000)]
    assert waits[:300] == [0.0] * 300
    taken = [one for one in waits if one is not None]
    assert 395 <= len(taken) <= 405
    assert max(taken) <= LONGEST_WAIT_SECONDS
    assert waits[500:] == [None] * 500


def test_others_do_not_wait_for_it_and_it_may_go_on_at_its_rate() -> None:
    clock = Clock()
    pace = RequestPace(100, 300, clock)
    for _ in range(1000):
        pace.wait("a")
    assert pace.wait("b") == 0.0
    clock.now += 1.0
    assert sum(pace.wait("a") is not None for _ in range(1000)) in range(95, 106)
    clock.now += 10.0
    assert pace.wait("a") == 0.0


def test_made_up_keys_do_not_fill_the_memory() -> None:
    pace = RequestPace(100, 300, Clock())
    for number in range(MOST_KEYS + 100):
        pace.wait(str(number))
    assert len(pace._next) == MOST_KEYS
