"""RTCP as bytes, and what reports of the other end mean."""

import random

import pytest
from aiortc.rtp import (
    RTCP_RTPFB_NACK,
    RtcpByePacket,
    RtcpPacket,
    RtcpRtpfbPacket,
    RtcpSdesPacket,
    RtcpSrPacket,
)
from hypothesis import given
from hypothesis import strategies as st

from telephony.carrying.reception import SentNumbers
from telephony.carrying.reported import Reported, round_trip
from telephony.carrying.rtcp import Report, ReportBlock, SenderInfo, description, goodbye, nack, read, read_nack

BLOCK = ReportBlock(0x11223344, 64, -5, 70000, 123, 0xABCD1234, 65536)
SENDER = SenderInfo(0x83AA7E8012345678, 4000, 50, 8000)


def block(highest: int, lost: int, jitter: int = 80) -> ReportBlock:
    return ReportBlock(1, 0, lost, highest, jitter, 0, 0)


def test_what_is_written_is_read_again_and_understood_by_a_reader_that_is_not_ours() -> None:
    report = Report(0x55667788, SENDER, (BLOCK,))
    data = report.write() + description(0x55667788, "ab@combine") + goodbye(0x55667788)
    assert read(data) == [report]
    theirs = RtcpPacket.parse(data)
    assert [type(one) for one in theirs] == [RtcpSrPacket, RtcpSdesPacket, RtcpByePacket]
    assert theirs[0].reports[0].packets_lost == -5
    assert theirs[0].sender_info.octet_count == 8000
    assert theirs[1].chunks[0].items == [(1, b"ab@combine")]


@pytest.mark.parametrize("length", range(1, 12))
def test_a_name_of_any_length_ends_on_a_word(length: int) -> None:
    data = description(7, "x" * length)
    assert len(data) % 4 == 0
    assert RtcpPacket.parse(data)[0].chunks[0].items == [(1, b"x" * length)]


def test_no_bytes_whatever_raise() -> None:
    rng = random.Random(4)
    whole = Report(1, SENDER, (BLOCK, BLOCK)).write() + Report(1, None, (BLOCK,)).write() + nack(1, 1, [3, 5])
    for _ in range(3000):
        data = bytearray(whole[: rng.randrange(len(whole) + 1)])
        for _ in range(rng.randrange(4)):
            if data:
                data[rng.randrange(len(data))] = rng.randrange(256)
        for one in (bytes(data), rng.randbytes(rng.randrange(80))):
            read(one)
            read_nack(one, 1)
    assert len(read(whole)) == 2


def test_round_trip_is_what_is_left_once_the_other_ends_wait_is_taken_away() -> None:
    asked_at, now = 0xFFFF0000, 0x00010000
    assert round_trip(ReportBlock(1, 0, 0, 0, 0, asked_at, 65536), now) == pytest.approx(1.0)
    assert round_trip(ReportBlock(1, 0, 0, 0, 0, 0, 0), now) is None
    assert round_trip(ReportBlock(1, 0, 0, 0, 0, now, 3), now) == 0
    assert round_trip(ReportBlock(1, 0, 0, 0, 0, now - (60 << 16), 0), now) is None


def test_what_we_left_out_ourselves_is_no_loss_of_the_way_down() -> None:
    sent = SentNumbers()
    reported = Reported(sent, 8000)
    for number in range(100):
        if not 40 <= number < 60:
            sent.went(number)
    # They miss the 20 that never left, and 8 more.
    reported.heard(block(99, 28), now=12.0, began=10.0)
    fresh = reported.look()
    assert fresh is not None
    assert (fresh.expected, fresh.lost, fresh.over_seconds) == (80, 8, 2.0)
    assert fresh.jitter_seconds == pytest.approx(0.01)
    assert reported.look() is None
    for number in range(100, 200):
        sent.went(number)
    reported.heard(block(199, 28), now=14.0, began=10.0)
    fresh = reported.look()
    assert fresh is not None
    assert (fresh.expected, fresh.lost) == (100, 0)


def test_a_report_that_names_nothing_new_says_that_nothing_arrives_and_is_not_counted_twice() -> None:
    sent = SentNumbers()
    reported = Reported(sent, 8000)
    for number in range(250):
        sent.went(number)
        if number == 99:
            reported.heard(block(99, 0), now=2.0, began=0.0)
            reported.look()
        if number == 199:
            reported.heard(block(99, 0), now=4.0, began=0.0)
    dark = reported.look()
    assert dark is not None
    assert (dark.expected, dark.lost) == (100, 100)
    reported.heard(block(249, 100), now=5.0, began=0.0)
    after = reported.look()
    assert after is not None
    assert (after.expected, after.lost) == (50, 0)


@given(st.integers(0, 0xFFFF), st.sets(st.integers(0, 120), min_size=1, max_size=60))
def test_the_message_asks_for_just_these_also_where_numbers_wrap(first: int, offsets: set[int]) -> None:
    wanted = [(first + offset) & 0xFFFF for offset in sorted(offsets)]
    asked = Report(1, None, ()).write() + nack(1, 2, wanted)
    theirs = RtcpPacket.parse(asked)[1]
    assert isinstance(theirs, RtcpRtpfbPacket)
    assert (theirs.fmt, theirs.ssrc, theirs.media_ssrc) == (RTCP_RTPFB_NACK, 1, 2)
    assert [number & 0xFFFF for number in theirs.lost] == wanted
    assert set(read_nack(asked, 2)) == set(wanted)
    assert len(read_nack(asked, 2)) == len(wanted)
    assert read_nack(asked, 3) == []
    assert read_nack(asked[:-2], 2) == []
