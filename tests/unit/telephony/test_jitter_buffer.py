"""What comes out of a jitter buffer, and when: a clock set by hand, hours in microseconds."""

import itertools
import random

from hypothesis import given, settings
from hypothesis import strategies as st

from telephony.carrying.jitter_buffer import CONCEALED_IN_A_ROW, LEAST_PATIENCE, MOST_PATIENCE, Due, JitterBuffer

STEP = 0.02
UNITS = 160


class Line:
    """Packets sent every 20 ms by an 8 kHz clock; `out` has what was due and when, asked as a timer would."""

    def __init__(self, sequence: int = 100, timestamp: int = 5000) -> None:
        self.buffer = JitterBuffer(8000)
        self.first = sequence, timestamp
        self.out: list[tuple[float, Due]] = []

    def run(self, arrivals: dict[int, list[float]], until: float) -> None:
        """`arrivals`: when each numbered packet arrives, none or several times."""
        events = sorted((at, number) for number, times in arrivals.items() for at in times)
        while True:
            at = self.buffer.next_at
            if events and (at is None or events[0][0] <= at):
                now, number = events.pop(0)
                sequence, timestamp = (self.first[0] + number) & 0xFFFF, (self.first[1] + number * UNITS) & 0xFFFFFFFF
                self.buffer.put(sequence, timestamp, number.to_bytes(4, "big"), now)
            elif at is not None and at <= until:
                now = at
            else:
                return
            self.out += [(now, due) for due in self.buffer.due(now)]

    @property
    def heard(self) -> list[int | None]:
        return [None if due.payload is None else int.from_bytes(due.payload, "big") for _, due in self.out]

    def at(self, number: int) -> float:
        payload = number.to_bytes(4, "big")
        return next(now for now, due in self.out if due.payload == payload)


def steady(count: int, late: dict[int, float] | None = None, start: float = 0.0) -> dict[int, list[float]]:
    return {number: [start + number * STEP + (late or {}).get(number, 0.0)] for number in range(count)}


def test_on_a_clean_network_nothing_waits() -> None:
    line = Line()
    dice = random.Random(1)
    line.run(arrivals := steady(500, {number: dice.uniform(0, 0.004) for number in range(500)}), 9.99)
    assert line.heard == list(range(500))
    assert all(now == arrivals[number][0] for number, (now, _) in enumerate(line.out))
    assert line.buffer.patience == LEAST_PATIENCE


def test_what_is_sent_again_after_a_cut_is_late_and_changes_nothing() -> None:
    line = Line()
    arrivals = steady(400)
    for number in range(100, 250):
        arrivals[number] = [250 * STEP + 0.045]
    line.run(arrivals, 7.99)
    assert line.heard == [*range(100), *[None] * CONCEALED_IN_A_ROW, *range(250, 400)]
    assert all(now - int.from_bytes(due.payload or b"", "big") * STEP < 0.001 for now, due in line.out[103:])
    assert line.buffer.patience < 0.07


def test_a_lost_packet_is_missing_when_the_next_comes_and_delays_nothing() -> None:
    line = Line()
    arrivals = steady(500)
    del arrivals[420]
    line.run(arrivals, 9.99)
    assert line.heard == [*range(420), None, *range(421, 500)]
    assert line.at(421) - 421 * STEP < 0.001
    missing = line.out[420][1]
    assert (missing.sequence, missing.timestamp) == (520, 5000 + 420 * UNITS)


def test_concealment_leaves_in_time_though_nothing_arrives_and_ends_after_three() -> None:
    line = Line()
    line.run(steady(10), 5.0)
    assert line.heard == [*range(10), None, None, None]
    times = [now for now, due in line.out if due.payload is None]
    assert all(LEAST_PATIENCE < now - (10 + number) * STEP < 0.06 for number, now in enumerate(times))
    assert line.buffer.next_at is None


def test_after_a_black_out_sound_goes_on_at_once_where_its_clock_says() -> None:
    line = Line()
    arrivals = {number: times for number, times in steady(300).items() if not 50 <= number < 200}
    line.run(arrivals, 5.99)
    assert line.heard == [*range(50), *[None] * CONCEALED_IN_A_ROW, *range(200, 300)]
    assert line.at(200) == 200 * STEP
    assert line.out[53][1].timestamp == 5000 + 200 * UNITS


def test_reordered_packets_are_waited_for_once_that_is_known_of_the_network() -> None:
    line = Line()
    late = dict.fromkeys(range(20, 400, 10), 0.05)
    line.run(steady(400, late), 7.99)
    assert line.heard.count(None) <= 3, "the first may come as a surprise"
    assert [number for number in line.heard if number is not None] == sorted(set(line.heard) - {None})
    assert line.buffer.patience < 0.08
    assert line.buffer.late <= 2


def test_patience_is_bounded_and_forgotten() -> None:
    line = Line()
    line.run(steady(100, {50: 0.9}), 1.99)
    assert line.buffer.patience == MOST_PATIENCE
    line.run({number: [number * STEP] for number in range(100, 1600)}, 31.9)
    assert line.buffer.patience == LEAST_PATIENCE


def test_duplicates_are_left_out_and_late_ones_counted() -> None:
    line = Line()
    arrivals = steady(30)
    arrivals[10] = [10 * STEP, 10 * STEP + 0.001, 10 * STEP + 0.03]
    arrivals[20] = [20 * STEP + 0.3]
    line.run(arrivals, 0.99)
    assert [number for number in line.heard if number is not None] == [n for n in range(30) if n != 20]
    assert line.buffer.late == 3


def test_the_senders_own_silence_is_no_loss() -> None:
    """DTX, or a side that was muted here: the clock goes on, the sequence does not."""
    line = Line()
    line.run(steady(10), 0.19)
    for number in range(10, 30):
        at, stamp = number * STEP + 1.0, 5000 + number * UNITS + 8000
        line.buffer.put(100 + number, stamp, number.to_bytes(4, "big"), at)
        line.out += [(at, due) for due in line.buffer.due(at)]
    assert [number for number in line.heard if number is not None] == list(range(30))
    assert line.at(10) == 10 * STEP + 1.0


def test_a_path_that_becomes_longer_costs_some_packets_once() -> None:
    line = Line()
    line.run(steady(500, dict.fromkeys(range(100, 500), 0.1)), 9.99)
    assert line.heard.count(None) <= 5
    assert len([number for number in line.heard if number is not None]) >= 495


def test_numbers_that_wrap_and_a_sender_that_begins_anew() -> None:
    line = Line(sequence=65500, timestamp=0xFFFFFFFF - 30 * UNITS)
    line.run(steady(100), 1.99)
    assert line.heard == list(range(100))
    line.buffer.put(40_000, 17, b"new", 2.0)
    assert [due.payload for due in line.buffer.due(2.0)] == [b"new"]
    near: list[bytes | None] = []
    for number in range(10):
        line.buffer.put(39_990 + number, 900_000 + number * UNITS, b"near", 2.1 + number * STEP)
        near += [due.payload for due in line.buffer.due(2.1 + number * STEP)]
    assert near.count(b"near") >= 4, "also one that begins anew a little behind"


def test_a_long_call_wraps_both_numbers_and_nothing_is_late() -> None:
    """Over the wraps of both numbers."""
    buffer = JitterBuffer(48000)
    sequence, timestamp, now = 65_000, 0xFFFFFFFF - 48000 * 600, 0.0
    for _ in range(70_000):
        buffer.put(sequence, timestamp, b"x", now)
        assert [due.timestamp for due in buffer.due(now)] == [timestamp]
        sequence, timestamp, now = (sequence + 1) & 0xFFFF, (timestamp + 960) & 0xFFFFFFFF, now + STEP
    assert (buffer.late, buffer.concealed) == (0, 0)


def test_a_sender_whose_clock_was_set_back_is_followed() -> None:
    line = Line()
    line.run(steady(50), 0.99)
    line.buffer.put(150, 40, b"back", 1.0)
    assert [due.payload for due in line.buffer.due(1.0)] == [b"back"]
    line.buffer.put(151, 200, b"on", 1.02)
    assert [due.payload for due in line.buffer.due(1.02)] == [b"on"]


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_whatever_arrives_order_is_kept_nothing_doubles_and_depth_is_bounded(seed: int) -> None:
    dice = random.Random(seed)
    line = Line(sequence=dice.randrange(65536), timestamp=dice.randrange(2**32))
    arrivals = {
        number: [number * STEP + dice.choice((0.0, 0.0, 0.01, 0.15)) * dice.random() for _ in range(copies)]
        for number in range(200)
        if (copies := dice.choice((0, 1, 1, 1, 1, 2)))
    }
    line.run(arrivals, 4.5)
    heard = [number for number in line.heard if number is not None]
    assert heard == sorted(set(heard))
    stamps = [(due.timestamp - line.first[1]) & 0xFFFFFFFF for _, due in line.out]
    assert all(0 < after - before < 2**31 for before, after in itertools.pairwise(stamps))
    for now, due in line.out:
        if due.payload is not None:
            number = int.from_bytes(due.payload, "big")
            assert now - min(arrivals[number]) < MOST_PATIENCE + CONCEALED_IN_A_ROW * STEP + 0.001
