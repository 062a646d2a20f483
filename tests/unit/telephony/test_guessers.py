"""Whoever tries SIP passwords is answered late, and nobody else; one place has a pace."""

import pytest

from telephony.pace import Pace
from telephony.sip.guessers import ADDRESS_FACTOR, FIRST_DELAY, LONGEST_DELAY, SEVERAL, Guessers

ATTEMPTS, SECONDS = 5, 300.0
HERE, THERE = "192.0.2.7", "192.0.2.8"


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def guessers(clock: Clock) -> Guessers:
    return Guessers(ATTEMPTS, SECONDS, clock)


def test_mistakes_are_answered_at_once_and_each_further_one_twice_as_late(guessers: Guessers) -> None:
    delays = [guessers.wrong("roy", HERE) for _ in range(12)]
    assert delays == [0.0] * (ATTEMPTS - 1) + [FIRST_DELAY, 2.0, 4.0, 8.0, *[LONGEST_DELAY] * 4]


def test_the_same_account_from_elsewhere_is_not_slowed(guessers: Guessers) -> None:
    for _ in range(ATTEMPTS):
        guessers.wrong("roy", HERE)
    assert guessers.wrong("roy", THERE) == 0.0
    assert guessers.tried("roy") == [(HERE, ATTEMPTS), (THERE, 1)]
    (slowed,) = guessers.slowed()
    assert (slowed.account, slowed.address, slowed.tries) == ("roy", HERE, ATTEMPTS)


def test_many_names_from_one_address_count_together(guessers: Guessers) -> None:
    most = ATTEMPTS * ADDRESS_FACTOR
    delays = [guessers.wrong(f"name-{number}", HERE) for number in range(most)]
    assert delays == [0.0] * (most - 1) + [FIRST_DELAY]
    assert [(one.account, one.tries) for one in guessers.slowed()] == [(SEVERAL, most)]
    assert guessers.reopen(SEVERAL, HERE)
    assert guessers.wrong("another", HERE) == 0.0


def test_the_right_password_wipes_the_slate_and_so_does_time(guessers: Guessers, clock: Clock) -> None:
    for _ in range(ATTEMPTS):
        guessers.wrong("roy", HERE)
    guessers.right("roy", HERE)
    assert guessers.wrong("roy", HERE) == 0.0
    for _ in range(ATTEMPTS):
        guessers.wrong("roy", HERE)
    clock.now += SECONDS + 1
    assert guessers.slowed() == []
    assert guessers.tried("roy") == []
    assert guessers.wrong("roy", HERE) == 0.0


def test_a_place_has_its_burst_then_its_pace_and_gets_back_what_was_right(clock: Clock) -> None:
    pace = Pace(3, 1.0, clock)
    assert [pace.take(HERE) for _ in range(4)] == [0.0, 0.0, 0.0, 1.0]
    assert pace.take(THERE) == 0.0
    pace.give_back(HERE, 2)
    assert [pace.take(HERE) for _ in range(3)] == [0.0, 0.0, 1.0]
    clock.now += 1.0
    assert pace.take(HERE) == 0.0
