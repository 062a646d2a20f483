"""Where packets land on the call's clock, whatever the network and the sender's clock did to them."""

from dataclasses import replace

import numpy as np
import pytest

from telephony.finishing.placing import place
from telephony.recording.rtpdump import RtpRecord
from tests.dumps import FRAME, FRAME_SECONDS, Sent, lost, on_time, paused, stalled

HOUR = 3600.0


def numbered(seconds: float) -> list[bytes]:
    """Payloads that say which packet they are."""
    return [number.to_bytes(4, "big") for number in range(round(seconds / FRAME_SECONDS))]


def placed(packets: list[Sent]) -> tuple[dict[int, float], float]:
    """Where each numbered packet was placed, and the drift."""
    records = [RtpRecord(p.arrived, 111, p.sequence, p.timestamp, p.ssrc, p.payload) for p in packets]
    where, drift = place(records)
    return {int.from_bytes(packet.payload, "big"): packet.at for packet in where}, drift


def worst(found: dict[int, float], start: float = 0.0, fast_ppm: float = 0.0) -> float:
    """The largest distance in seconds from where packets were really spoken."""
    beat = FRAME_SECONDS / (1 + fast_ppm / 1e6)
    return max(abs(at - start - number * beat) for number, at in found.items())


@pytest.mark.parametrize("ppm", [-120.0, -20.0, 0.0, 40.0, 200.0])
def test_drift_over_an_hour_is_measured_and_taken_out(ppm: float):
    found, drift = placed(on_time(numbered(HOUR), fast_ppm=ppm, jitter=0.004, start=0.3))
    assert worst(found, 0.3, ppm) < 0.010
    assert drift == pytest.approx(-ppm, abs=3)


def test_jitter_of_a_poor_network_moves_nothing():
    found, _ = placed(on_time(numbered(60), jitter=0.03))
    assert worst(found) < 0.02


def test_a_stall_and_its_burst_add_no_time():
    found, _ = placed(stalled(on_time(numbered(60), jitter=0.003), 20.0, 24.0))
    assert len(found) == 3000
    assert worst(found) < 0.01


def test_a_call_that_begins_with_a_stall_is_placed_by_what_was_on_time():
    found, _ = placed(stalled(on_time(numbered(30)), 0.0, 1.5))
    assert worst(found) < 0.01


def test_silence_of_dtx_keeps_its_length_and_is_known_as_such():
    packets = paused(on_time(numbered(30)), 10.0, 14.0)
    records = [RtpRecord(p.arrived, 111, p.sequence, p.timestamp, p.ssrc, p.payload) for p in packets]
    where, _ = place(records)
    after = next(packet for packet in where if packet.at > 12)
    assert after.at == pytest.approx(14.0, abs=0.001)
    assert after.follows


def test_loss_keeps_its_length_and_is_known_as_such():
    packets = lost(on_time(numbered(30)), 10.0, 10.4)
    records = [RtpRecord(p.arrived, 111, p.sequence, p.timestamp, p.ssrc, p.payload) for p in packets]
    where, _ = place(records)
    after = next(packet for packet in where if packet.at > 10.2)
    assert after.at == pytest.approx(10.4, abs=0.001)
    assert not after.follows


def test_timestamps_and_sequence_numbers_may_wrap():
    found, _ = placed(on_time(numbered(60), sequence=65000, timestamp=0xFFFFFFFF - 20 * FRAME))
    assert worst(found) < 0.001


def test_another_source_after_a_reload_goes_on_where_it_is():
    payloads = numbered(40)
    before = on_time(payloads[:1000])
    after = on_time(payloads[1000:], start=20.0, ssrc=0x2222, timestamp=3_000_000_000, sequence=7)
    found, _ = placed([*before, *after])
    assert worst(found) < 0.001


def test_duplicates_are_left_out_and_late_ones_put_in_order():
    packets = on_time(numbered(10))
    packets[100], packets[101] = packets[101], packets[100]
    packets.insert(200, packets[199])
    records = [RtpRecord(p.arrived, 111, p.sequence, p.timestamp, p.ssrc, p.payload) for p in packets]
    where, _ = place(records)
    assert [int.from_bytes(packet.payload, "big") for packet in where] == list(range(500))


def test_a_sender_whose_clock_stood_still_is_anchored_anew():
    payloads = numbered(120)
    # For three seconds the microphone was changed: no packets, and the sender's clock did not move.
    packets = [
        *on_time(payloads[:3000]),
        *on_time(payloads[3000:], start=63.0, sequence=3100, timestamp=1000 + 3000 * FRAME),
    ]
    found, _ = placed(packets)
    late = np.array([found[number] - number * FRAME_SECONDS for number in range(len(payloads))])
    assert np.abs(late[:2900]).max() < 0.01
    assert np.abs(late[3100:] - 3.0).max() < 0.01


@pytest.mark.parametrize("timestamp", [5, 0xF0000000, 1000 + 200 * 48000])
def test_a_clock_that_is_set_anew_under_the_same_source_loses_nothing(timestamp: int):
    """Some telephones do that after a hold, without telling anybody."""
    payloads = numbered(60)
    before = on_time(payloads[:1500])
    after = on_time(payloads[1500:], start=30.0, timestamp=timestamp, sequence=40_000)
    found, _ = placed([*before, *after])
    assert len(found) == 3000
    assert worst(found) < 0.001


def test_what_is_sent_again_after_a_cut_takes_its_place():
    packets = on_time(numbered(20))
    late = [replace(p, arrived=13.1) for p in packets if 11.0 <= p.arrived < 13.0]
    kept = [p for p in packets if not 10.0 <= p.arrived < 13.0]
    found, _ = placed(sorted([*kept, *late], key=lambda p: p.arrived))
    assert len(found) == 1000 - 50
    assert worst(found) < 0.001
