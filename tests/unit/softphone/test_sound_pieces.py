"""Blocks, periods, rates and coders: what the sound of the headset is made of."""

import numpy as np
import pytest

from softphone import tones
from softphone.coding import Decoder, Encoder
from softphone.digits import KeysToSend
from softphone.resampling import Resampler
from softphone.sound import BLOCK, FRAME, RATE, BlockRing, Samples, peak_db, silence
from softphone.stretching import lengthened, shortened
from telephony.codecs import Codec
from tests.sound import find, speech_like


def hum(frequency: float, seconds: float) -> Samples:
    return (8000 * np.sin(2 * np.pi * frequency * np.arange(int(seconds * RATE)) / RATE)).astype(np.int16)


def test_a_full_ring_forgets_its_oldest_block_and_says_so() -> None:
    ring = BlockRing(3)
    for value in range(5):
        ring.put(np.full(BLOCK, value, np.int16))
    assert len(ring) == 3
    assert ring.forgotten() == 2
    assert ring.forgotten() == 0
    kept = [ring.take() for _ in range(4)]
    assert [int(block[0]) for block in kept if block is not None] == [2, 3, 4]


def test_one_period_less_or_more_makes_no_click() -> None:
    frame = hum(150, 0.02)
    for changed, sign in ((shortened(frame), -1), (lengthened(frame), 1)):
        difference = sign * (len(changed) - len(frame))
        assert RATE // 400 <= difference <= RATE // 100
        steps = np.abs(np.diff(changed.astype(np.int32)))
        assert steps.max() < 1.5 * np.abs(np.diff(frame.astype(np.int32))).max()


@pytest.mark.parametrize(("up", "down"), [(1, 6), (6, 1), (1, 3), (3, 1)])
def test_a_change_of_rate_keeps_the_length_and_the_tone(up: int, down: int) -> None:
    rate = RATE // up
    tone = (8000 * np.sin(2 * np.pi * 1000 * np.arange(rate) / rate)).astype(np.int16)
    converter = Resampler(up, down)
    made = np.concatenate([converter.convert(block) for block in tone.reshape(-1, rate // 50)])
    assert len(made) == rate * up // down
    new_rate = rate * up // down
    spectrum = np.abs(np.fft.rfft(made[len(made) // 4 : len(made) // 4 * 3] * np.hanning(len(made) // 2)))
    assert abs(int(np.argmax(spectrum)) * 2 - 1000) <= 2
    assert abs(np.abs(made).max() - 8000) < 400
    far = np.delete(spectrum, np.s_[480:521])
    assert far.max() < spectrum.max() / 300, f"{new_rate}: nothing beside the tone"


@pytest.mark.parametrize("codec", list(Codec))
def test_what_is_spoken_is_heard_through_every_codec(codec: Codec) -> None:
    voice = (speech_like(11, 2) * 32767).astype(np.int16)
    encoder, decoder = Encoder(codec), Decoder(codec)
    payloads = [encoder.encode(voice[at : at + FRAME]) for at in range(0, len(voice) - FRAME + 1, FRAME)]
    heard = np.concatenate([decoder.decode(payload) for payload in payloads if payload])
    assert find(voice.astype(np.float32), heard.astype(np.float32)).score > (0.75 if codec is Codec.OPUS else 0.9)
    assert len(decoder.decode(b"\xff\xff" if codec is Codec.OPUS else b"")) in (0, FRAME)


def test_a_key_is_sent_as_the_standard_says_for_ears_that_count() -> None:
    keys = KeysToSend(8000)
    assert keys.next_packets() is None
    keys.press("5")
    keys.press("#")
    keys.press("x")
    frames = []
    while (packets := keys.next_packets()) is not None:
        frames.append(packets)
    sent = [packet for packets in frames for packet in packets]
    first = [packet for packet in sent if packet.payload[0] == 5]
    assert [packet.payload[0] for packet in sent] == [5] * 9 + [11] * 9
    assert [packet.marker for packet in first] == [1, *[0] * 8]
    assert [int.from_bytes(packet.payload[2:], "big") for packet in first] == [
        160,
        320,
        480,
        640,
        800,
        960,
        *[960] * 3,
    ]
    assert [packet.payload[1] >> 7 for packet in first] == [0] * 6 + [1] * 3
    assert [packet.frames_since_start for packet in first[:7]] == list(range(7))
    pause = len(frames[len(frames) // 2 - 4 : len(frames) // 2])
    assert pause * 20 >= 65


def test_tones_of_our_own_have_no_clicks_and_leave_silence_between() -> None:
    for tone in (tones.ring(), tones.ring_back(), tones.busy()):
        sound = np.concatenate([next(tone) for _ in range(1000)])
        assert len(sound) == 1000 * BLOCK
        assert np.abs(np.diff(sound.astype(np.int32))).max() < 3000
        assert np.any(sound)
        assert np.count_nonzero(sound == 0) > len(sound) // 4
    assert peak_db(tones.key_press("5")) > -30
    assert peak_db(silence()) == -90
