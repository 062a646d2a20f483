"""Slowing whoever guesses, without closing the door to anybody else."""

import pytest

from telephony.guessing import FIRST_WAIT, FORGET_AFTER, GuessThrottle

FREE, LONGEST = 5, 600.0


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def throttle(clock: Clock) -> GuessThrottle:
    return GuessThrottle(FREE, LONGEST, clock)


def guess(throttle: GuessThrottle, times: int, account: str = "roy", origin: str = "192.0.2.7") -> list[float]:
    return [throttle.begin(account, origin) for _ in range(times)]


def test_the_free_tries_are_carried_out_and_the_rest_of_a_burst_is_not(throttle: GuessThrottle) -> None:
    assert guess(throttle, 20) == [0.0] * FREE + [FIRST_WAIT] * 15
    (slowed,) = throttle.slowed()
    assert (slowed.account, slowed.origin, slowed.wrong, slowed.refused) == ("roy", "192.0.2.7", FREE, 15)


def test_each_further_wrong_try_doubles_the_wait_up_to_the_longest(throttle: GuessThrottle, clock: Clock) -> None:
    guess(throttle, FREE)
    waits: list[float] = []
    for _ in range(12):
        waits.append(throttle.wait_seconds("roy", "192.0.2.7"))
        clock.now += waits[-1]
        assert throttle.begin("roy", "192.0.2.7") == 0.0
    assert waits == [2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0, 512.0, 600.0, 600.0, 600.0]


def test_the_account_stays_open_from_everywhere_else_and_other_accounts_from_there(throttle: GuessThrottle) -> None:
    guess(throttle, 50)
    assert throttle.begin("roy", "192.0.2.8") == 0.0
    assert throttle.begin("roy", "device:abc") == 0.0
    assert throttle.begin("lefort", "192.0.2.7") == 0.0


def test_a_right_try_cleans_its_own_slate_only(throttle: GuessThrottle) -> None:
    guess(throttle, FREE - 1)
    guess(throttle, FREE, origin="198.51.100.1")
    throttle.begin("roy", "192.0.2.7")
    throttle.succeeded("roy", "192.0.2.7")
    assert guess(throttle, FREE) == [0.0] * FREE
    assert throttle.wait_seconds("roy", "198.51.100.1") > 0


def test_a_try_that_was_not_carried_out_is_taken_back(throttle: GuessThrottle) -> None:
    for _ in range(FREE * 3):
        assert throttle.begin("roy", "192.0.2.7") == 0.0
        throttle.taken_back("roy", "192.0.2.7")
    assert throttle.slowed() == []


def test_a_try_that_takes_long_to_be_checked_makes_the_wait_no_shorter(throttle: GuessThrottle, clock: Clock) -> None:
    guess(throttle, FREE)
    clock.now += 1.5
    throttle.was_wrong("roy", "192.0.2.7")
    assert throttle.wait_seconds("roy", "192.0.2.7") == FIRST_WAIT


def test_whoever_watches_over_the_house_reopens_one_place_or_all(throttle: GuessThrottle) -> None:
    for origin in ("192.0.2.7", "192.0.2.8", "192.0.2.9"):
        guess(throttle, FREE, origin=origin)
    throttle.reopen("roy", "192.0.2.7")
    assert [one.origin for one in throttle.slowed()] == ["192.0.2.8", "192.0.2.9"]
    throttle.reopen("roy")
    assert throttle.slowed() == []


def test_a_guesser_quiet_for_long_starts_afresh_and_leaves_the_list(throttle: GuessThrottle, clock: Clock) -> None:
    guess(throttle, FREE)
    clock.now += LONGEST * FORGET_AFTER + 1
    assert throttle.slowed() == []
    assert guess(throttle, FREE) == [0.0] * FREE


def test_memory_is_bounded_and_a_thousand_wrong_tries_overflow_nothing(clock: Clock) -> None:
    throttle = GuessThrottle(FREE, LONGEST, clock, remembered=100)
    for number in range(1000):
        throttle.failed(f"account-{number}", "192.0.2.7")
        throttle.failed("roy", "192.0.2.7")
    assert throttle.wait_seconds("roy", "192.0.2.7") == LONGEST
    assert sum(throttle.is_slowed(f"account-{number}", "192.0.2.7") for number in range(1000)) == 0
    assert throttle.begin("account-0", "192.0.2.7") == 0.0
