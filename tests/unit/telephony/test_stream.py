"""What a browser receives is one unbroken stream, whatever it is fed from."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from telephony.carrying.stream import FRAME, OutgoingStream


class Wire:
    """Keeps what is sent; its clock is set by hand."""

    def __init__(self) -> None:
        self.sent: list[tuple[int, int, int]] = []
        self.now = 100.0
        self.stream = OutgoingStream(self, lambda: self.now)

    def send(self, sequence: int, timestamp: int, marker: int, level: int | None, payload: bytes) -> None:
        self.sent.append((sequence, timestamp, marker))

    def feed(self, source: object, numbers: list[int], sequence: int, timestamp: int) -> None:
        for number in numbers:
            self.now += FRAME / 48000
            at = ((sequence + number) & 0xFFFF, (timestamp + number * FRAME) & 0xFFFFFFFF)
            self.stream.send(source, *at, 0, None, b"x")


def steps(values: list[int], size: int) -> list[int]:
    return [(after - before) % size for before, after in itertools.pairwise(values)]


def test_a_senders_own_gaps_are_kept_so_that_the_browser_sees_the_loss():
    wire = Wire()
    wire.feed("a", [0, 1, 4, 5], 65534, 0xFFFFFFFF)
    assert steps([sent[0] for sent in wire.sent], 1 << 16) == [1, 3, 1]
    assert steps([sent[1] for sent in wire.sent], 1 << 32) == [FRAME, 3 * FRAME, FRAME]


def test_another_source_goes_on_without_a_gap_and_time_moves_as_the_clock_does():
    wire = Wire()
    wire.feed("a", [0, 1, 2], 500, 7_000)
    wire.now += 1.0
    wire.feed("tone", [0, 1], 60_000, 4_000_000_000)
    assert steps([sent[0] for sent in wire.sent], 1 << 16) == [1, 1, 1, 1]
    moved = steps([sent[1] for sent in wire.sent], 1 << 32)
    assert abs(moved[2] - 1.02 * 48000) <= 1
    assert [sent[2] for sent in wire.sent] == [1, 0, 0, 1, 0]


def test_a_late_packet_keeps_its_place_and_does_not_turn_the_stream_back():
    wire = Wire()
    wire.feed("a", [0, 2, 1, 3], 10, 0)
    wire.feed("b", [0], 9, 9)
    first = wire.sent[0][0]
    assert [sent[0] - first for sent in wire.sent] == [0, 2, 1, 3, 4]


@given(
    st.lists(
        st.tuples(st.integers(1, 30), st.integers(0, 0xFFFF), st.integers(0, 0xFFFFFFFF)), min_size=1, max_size=8
    )
)
def test_sequence_numbers_never_jump_whatever_the_sources(sources: list[tuple[int, int, int]]):
    wire = Wire()
    for number, (count, sequence, timestamp) in enumerate(sources):
        wire.feed(number, list(range(count)), sequence, timestamp)
    assert set(steps([sent[0] for sent in wire.sent], 1 << 16)) <= {1}
    assert all(FRAME <= step <= FRAME + 1 for step in steps([sent[1] for sent in wire.sent], 1 << 32))


def test_a_source_that_begins_anew_under_its_own_name_goes_on_without_a_gap():
    wire = Wire()
    wire.feed("a", [0, 1, 2], 500, 7_000)
    wire.feed("a", [0, 1], 41_000, 900_000_000)
    assert steps([sent[0] for sent in wire.sent], 1 << 16) == [1, 1, 1, 1]
    assert all(FRAME <= step <= FRAME + 1 for step in steps([sent[1] for sent in wire.sent], 1 << 32))


def test_what_is_sent_again_after_a_cut_keeps_its_place():
    wire = Wire()
    wire.feed("a", [0, 150, *range(50, 150), 151], 65_500, 0xFFFF0000)
    assert [(sent[0] - wire.sent[0][0]) & 0xFFFF for sent in wire.sent] == [0, 150, *range(50, 150), 151]


def test_a_day_of_packets_wraps_all_numbers_and_nothing_jumps():
    """Every tenth second of 25 hours, at 48 kHz: the timestamp wraps once, the sequence 68 times."""
    wire = Wire()
    for number in range(0, 25 * 3600 * 50, 500):
        wire.now += 10.0
        at = (1 + number) & 0xFFFF, (7 + number * FRAME) & 0xFFFFFFFF
        wire.stream.send("a", *at, 0, None, b"x")
    assert set(steps([sent[0] for sent in wire.sent], 1 << 16)) == {500}
    assert set(steps([sent[1] for sent in wire.sent], 1 << 32)) == {500 * FRAME}
