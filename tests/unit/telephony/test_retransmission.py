"""What is asked for again, what is sent again, and how often at most."""

import itertools
import random

from hypothesis import given
from hypothesis import strategies as st

from telephony.carrying.retransmission import (
    HISTORY,
    KEPT_SECONDS,
    MOST_CREDIT,
    MOST_MISSING,
    TRIES,
    MissingPackets,
    SentPackets,
)

STEP = 0.02


def packet(sequence: int) -> bytes:
    return b"\x80\x6f" + sequence.to_bytes(2, "big") + b"rest"


def sent(count: int, first: int = 0) -> SentPackets:
    packets = SentPackets()
    for number in range(first, first + count):
        packets.packets[number % HISTORY] = packet(number & 0xFFFF)
    return packets


def test_the_same_packet_goes_again_once_per_round_trip_at_most() -> None:
    history = sent(50)
    assert history.asked_for(40, 10.0) == packet(40)
    assert history.asked_for(40, 10.01) is None
    assert history.asked_for(40, 10.05) == packet(40)
    assert history.sent_again == 2


def test_what_was_never_sent_or_is_too_old_does_not_go() -> None:
    history = sent(300, first=65400)
    assert history.asked_for((65400 + 299) & 0xFFFF, 1.0) is not None
    assert history.asked_for(65400, 1.0) is None
    assert SentPackets().asked_for(0, 1.0) is None


def test_a_peer_that_asks_for_everything_always_gets_no_more_than_sound_itself() -> None:
    history = sent(HISTORY)
    asked = [history.asked_for(sequence, 100.0 + at * 0.01) for at in range(100) for sequence in range(HISTORY)]
    assert sum(one is not None for one in asked) <= MOST_CREDIT + 51


def test_nothing_is_asked_while_nothing_is_missing() -> None:
    missing = MissingPackets()
    assert all(missing.arrived(7, (65000 + n) & 0xFFFF, n * STEP) == [] for n in range(2000))


def test_a_hole_is_asked_for_at_once_again_after_a_round_trip_and_not_for_ever() -> None:
    missing = MissingPackets()
    asked: list[tuple[int, float]] = []
    for number in [*range(10), *range(12, 100)]:
        asked += [(one, number * STEP) for one in missing.arrived(7, number, number * STEP, round_trip=0.05)]
    assert asked[:2] == [(10, 12 * STEP), (11, 12 * STEP)]
    tens = [at for one, at in asked if one == 10]
    assert len(tens) == TRIES
    assert all(0.075 <= after - before <= 0.1 for before, after in itertools.pairwise(tens))
    assert missing.given_up == 2


def test_what_comes_back_is_not_asked_for_any_more() -> None:
    missing = MissingPackets()
    for number in (0, 1, 3):
        missing.arrived(7, number, number * STEP)
    missing.arrived(7, 2, 0.07)
    assert missing.came_back == 1
    assert all(missing.arrived(7, number, number * STEP) == [] for number in range(4, 60))


def test_of_a_long_black_out_only_the_end_is_asked_for() -> None:
    missing = MissingPackets()
    missing.arrived(7, 65500, 0.0)
    asked = missing.arrived(7, (65500 + 500) & 0xFFFF, 10.0)
    assert asked == [(65500 + number) & 0xFFFF for number in range(500 - MOST_MISSING, 500)]
    assert missing.arrived(7, (65500 + 501) & 0xFFFF, 10.0 + KEPT_SECONDS + 0.1) == []


def test_another_source_or_a_sender_that_began_anew_is_no_loss() -> None:
    missing = MissingPackets()
    missing.arrived(7, 100, 0.0)
    assert missing.arrived(8, 90, 0.02) == []
    assert missing.arrived(8, 40_000, 0.04) == []
    assert missing.arrived(8, 40_001, 0.06) == []


@given(st.integers(0, 2**32))
def test_memory_is_bounded_whatever_arrives(seed: int) -> None:
    dice = random.Random(seed)
    missing = MissingPackets()
    for number in range(300):
        asked = missing.arrived(dice.choice((1, 2)), dice.randrange(65536), number * 0.005)
        assert len(asked) <= MOST_MISSING
        assert len(missing._missing) <= MOST_MISSING
