"""Telephones whose RTP clock is wrong: what is learned of it, in a recording and while a call is converted."""

import numpy as np
import pytest

from telephony.carrying.sender_clock import SURE_AFTER, SenderClock
from telephony.codecs import Codec
from telephony.finishing.decoding import decode
from telephony.finishing.laying import LegTally
from telephony.finishing.placing import LegPlacer, place
from telephony.recording.rtpdump import RtpRecord

PACKET = 160
"""Bytes of 20 ms of G.711 and G.722."""

WRONG = {"G.722 at 16 kHz": (9, 320), "milliseconds": (8, 20), "standing still": (8, 0), "double": (8, 320)}


def records(
    payload_type: int, step: int, count: int = 600, start: int = 0, silent: range = range(0)
) -> list[RtpRecord]:
    dice, sound = np.random.default_rng(3), bytes([0xD5]) * PACKET
    sent = [number for number in range(count) if number not in silent]
    return [
        RtpRecord(
            number * 0.02 + dice.uniform(0, 0.005),
            payload_type,
            (start + place) & 0xFFFF,
            5000 + number * step,
            7,
            sound,
        )
        for place, number in enumerate(sent)
    ]


def decode_leg(sent: list[RtpRecord]) -> tuple[LegTally, bool]:
    """What is found in a leg, and whether its clock was believed."""
    placer, tally = LegPlacer(), LegTally()
    placer.feed(sent)
    placer.end()
    packets = placer.take(float("inf"))
    pieces, undecodable = decode(packets)
    tally.count(packets, pieces, len(undecodable))
    return tally, not placer.has_wrong_clock


@pytest.mark.parametrize("name", WRONG)
def test_a_recording_of_a_wrong_clock_is_whole_and_says_so(name: str) -> None:
    leg, is_believed = decode_leg(records(*WRONG[name], start=65000))
    assert not is_believed
    assert leg.packets == 600
    assert abs(leg.ends_at - 12) < 0.03
    assert not leg.all_holes(12)


@pytest.mark.parametrize("name", WRONG)
def test_a_pause_of_a_wrong_clock_keeps_its_length(name: str) -> None:
    placed, _ = place(records(*WRONG[name], silent=range(200, 300)))
    assert abs(placed[200].at - 6) < 0.05


@pytest.mark.parametrize("payload_type", [0, 8, 9])
def test_a_right_clock_is_believed(payload_type: int) -> None:
    _, is_believed = decode_leg(records(payload_type, 160, silent=range(100, 400)))
    assert is_believed


def test_packets_of_any_length_may_be_right() -> None:
    one = [RtpRecord(n * 0.06, 8, n, n * 480, 1, bytes(480)) for n in range(100)]
    assert decode_leg(one)[1]


@pytest.mark.parametrize("name", WRONG)
def test_a_converted_call_goes_by_what_packets_hold(name: str) -> None:
    number, step = WRONG[name]
    clock = SenderClock(Codec.of_payload_type(number))
    made = [clock.mended((65530 + n) & 0xFFFF, 5000 + n * step, bytes(PACKET)) for n in range(3000)]
    steps = {
        (after - before) % 2**32
        for before, after in zip(made[SURE_AFTER + 2 :], made[SURE_AFTER + 3 :], strict=False)
    }
    assert steps <= {159, 160, 161}


def test_a_right_clock_passes_as_it_is_whatever_was_lost_or_silent() -> None:
    clock = SenderClock(Codec.PCMA)
    for n in (*range(100), *range(110, 200), *range(1000, 1100), 1105, 1103):
        assert clock.mended(n, n * 160, bytes(PACKET)) == n * 160
