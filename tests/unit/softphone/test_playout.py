"""When packets sound: jitter, loss, bursts and two clocks that do not agree, without a network or a device."""

import math
from collections.abc import Sequence

import numpy as np

from softphone.playout import Playout
from softphone.sound import BLOCK, FRAME, RATE, Samples
from tests.sound import find, speech_like

VOICE = (speech_like(7, 6) * 32767).astype(np.int16)


def frame(number: int) -> Samples:
    start = number * FRAME % (len(VOICE) - FRAME)
    return VOICE[start : start + FRAME]


def played(
    arrivals: Sequence[tuple[float, int]], seconds: float, *, speaker_rate: float = 1.0
) -> tuple[Playout, Samples]:
    """`arrivals`: (seconds, packet number), in the order of arrival; the loudspeaker takes a block every 10 ms."""
    playout = Playout(lambda payload: frame(int(payload)), RATE)
    blocks: list[Samples] = []
    waiting = list(arrivals)
    for turn in range(int(seconds * 100)):
        now = turn * 0.01 / speaker_rate
        while waiting and waiting[0][0] <= now:
            _, number = waiting.pop(0)
            playout.put(number * FRAME & 0xFFFFFFFF, str(number).encode())
        block = playout.take()
        assert len(block) == BLOCK
        blocks.append(block)
    return playout, np.concatenate(blocks)


def score(heard: Samples, first: float, last: float) -> float:
    """How well this part of what was said is found."""
    said = VOICE[int(first * RATE) : int(last * RATE)].astype(np.float32)
    return find(said, heard.astype(np.float32)).score


def test_packets_in_time_sound_as_they_were_sent() -> None:
    playout, heard = played([(number * 0.02, number) for number in range(250)], 5.1)
    match = find(VOICE[: 4 * RATE].astype(np.float32), heard.astype(np.float32))
    assert match.score > 0.999
    assert match.lag_seconds < 0.06
    assert playout.covered_samples < RATE // 5, "nothing made up before the end"
    assert not playout.shortened_samples
    assert not playout.lengthened_samples


def test_reordered_and_doubled_packets_sound_once_and_in_order() -> None:
    order = [number ^ 1 for number in range(200) for _ in (0, 1)]
    _, heard = played([(index * 0.01, number) for index, number in enumerate(order)], 4.2)
    assert score(heard, 0.2, 3.5) > 0.97


def test_lost_packets_are_covered_without_silence_and_without_losing_time() -> None:
    lost = set(range(20, 200, 10))
    playout, heard = played([(number * 0.02, number) for number in range(200) if number not in lost], 4.0)
    match = find(VOICE[: int(3.5 * RATE)].astype(np.float32), heard.astype(np.float32))
    assert match.score > 0.9
    assert playout.covered_samples >= len(lost) * FRAME
    at = round(match.lag_seconds * RATE) + 30 * FRAME
    covered = heard[at : at + FRAME].astype(np.float32)
    assert np.sqrt(np.mean(covered**2)) > 0.2 * np.sqrt(np.mean(frame(29).astype(np.float32) ** 2))


def test_jitter_is_learnt_once_and_then_nothing_is_late() -> None:
    random = np.random.default_rng(3)
    sent = [(number * 0.02 + float(random.uniform(0, 0.06)), number) for number in range(290)]
    playout, heard = played(sorted(sent), 5.7)
    assert score(heard, 3.0, 5.0) > 0.9
    assert 0.03 < playout.delay_seconds < 0.2


def test_a_burst_after_a_stall_is_not_heard_late_for_ever() -> None:
    stalled = [(number * 0.02 if number < 100 or number > 150 else 3.0, number) for number in range(290)]
    playout, heard = played(sorted(stalled), 5.8)
    assert playout.delay_seconds < 0.15
    assert score(heard, 3.6, 4.3) > 0.95


def test_after_three_seconds_of_nothing_the_voice_is_back_at_its_own_time() -> None:
    cut = [(number * 0.02, number) for number in range(290) if not 60 <= number < 210]
    _, heard = played(cut, 5.8)
    match = find(VOICE[int(4.4 * RATE) : int(5.6 * RATE)].astype(np.float32), heard.astype(np.float32))
    assert match.score > 0.95
    assert 4.4 <= match.lag_seconds < 4.5
    assert not np.any(heard[int(1.5 * RATE) : int(4.1 * RATE)]), "made-up sound does not last"


def test_a_loudspeaker_slower_or_faster_than_the_sender_stays_in_step() -> None:
    """One part in a thousand, twenty times what sound cards differ by, so that seconds tell what an hour would."""
    for rate in (0.999, 1.001):
        packets = [(number * 0.02, number) for number in range(3000)]
        playout, _ = played(packets, 59.5 * rate, speaker_rate=rate)
        moved = playout.shortened_samples - playout.lengthened_samples
        expected = 60 * RATE * (1 - rate)
        assert math.copysign(1, moved) == math.copysign(1, expected)
        assert abs(moved - expected) < 0.05 * RATE
        assert playout.delay_seconds < 0.1
        assert playout.covered_samples < 0.1 * RATE


def test_another_stream_of_the_same_sender_begins_anew() -> None:
    playout = Playout(lambda payload: frame(int(payload)), RATE)
    for number in range(20):
        playout.put((0xFFFFFFFF - 5 * FRAME + number * FRAME) & 0xFFFFFFFF, str(number).encode())
        playout.take()
        playout.take()
    assert playout.received == 20
    assert playout.late == 0, "the time stamp wraps around"
    for number in range(20):
        playout.put(3_000_000_000 + number * FRAME, str(number).encode())
        playout.take()
        playout.take()
    assert playout.received == 40
    for number in range(40):
        playout.put(2_999_900_000 + number * FRAME, str(number).encode())
        playout.take()
        playout.take()
    assert playout.received > 70, "a clock set back by two seconds loses a few packets, not two seconds"
    assert playout.delay_seconds < 0.1
