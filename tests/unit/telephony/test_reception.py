"""Counting what arrives and what was sent (RFC 3550 A.1, A.3, A.8)."""

import random

from telephony.carrying.reception import Reception, SentNumbers

FRAME = 160


def fed(numbers: list[int], clock: int = 8000) -> Reception:
    reception = Reception(clock)
    for number in numbers:
        reception.arrived(number & 0xFFFF, number * FRAME & 0xFFFFFFFF, number * 0.02)
    return reception


def test_losses_are_counted_across_the_wrap_of_sequence_numbers() -> None:
    numbers = [number for number in range(65500, 65600) if number % 10]
    reception = fed(numbers)
    interval = reception.interval(1.0)
    assert interval is not None
    assert (reception.received, reception.lost, reception.highest) == (90, 9, 65599 - 0)
    assert (interval.expected, interval.lost) == (99, 9)
    assert reception.lost_of_256() == 9 * 256 // 99
    assert reception.lost_of_256() == 0


def test_late_and_double_packets_are_no_loss() -> None:
    reception = fed([0, 1, 3, 2, 2, 4])
    assert reception.lost == -1
    interval = reception.interval(1.0)
    assert interval is not None
    assert interval.lost == 0
    assert reception.interval(1.0) is None


def test_a_sender_that_begins_anew_is_believed_at_its_second_packet() -> None:
    reception = fed([*range(10), 40000])
    assert reception.lost == 0
    reception.arrived(40001, 0, 10.0)
    reception.arrived(40002, FRAME, 10.02)
    assert (reception.received, reception.lost) == (2, 0)


def test_even_arrival_has_no_jitter_and_uneven_arrival_its_mean_deviation() -> None:
    assert fed(list(range(200))).jitter_seconds < 1e-6
    rng = random.Random(1)
    reception = Reception(48000)
    for number in range(4000):
        reception.arrived(number & 0xFFFF, number * 960, number * 0.02 + rng.uniform(0, 0.06))
    # Two independent draws from 60 ms differ by 20 ms on average.
    assert 0.012 < reception.jitter_seconds < 0.03


def test_a_clock_set_anew_and_a_key_held_down_are_no_jitter() -> None:
    reception = fed(list(range(50)))
    for number in range(50, 60):
        reception.arrived(number, 50 * FRAME, number * 0.02, is_timed=False)
    for number in range(60, 100):
        reception.arrived(number, 5_000_000 + number * FRAME, number * 0.02)
    assert reception.jitter_seconds < 0.001
    assert reception.lost == 0


def test_numbers_that_were_left_out_are_known_where_they_are() -> None:
    sent = SentNumbers()
    for number in [65530, 65531, 65535, 65536, 65540, 65541]:
        sent.went(number & 0xFFFF)
    assert sent.extended(65541 & 0xFFFF) == sent.highest == 65541
    assert [sent.left_out_until(number) for number in (65531, 65535, 65539, 65541)] == [0, 3, 3, 6]
    sent.went(65533)
    assert sent.left_out_until(65541) == 5
