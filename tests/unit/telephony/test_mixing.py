"""Both sides of a call in one ear, in every codec that a telephone speaks."""

import av
import numpy as np
import pytest

from telephony.carrying.mixing import Mixer, notes
from telephony.carrying.transcoding import FRAME_SECONDS, a_decoder, an_encoder
from telephony.codecs import Codec
from telephony.roles import Role
from tests.sound import Samples, find, loudness, speech_like

VOICES = {Role.ADVISER: speech_like(1, 3.0), Role.CUSTOMER: speech_like(2, 3.0)}


def packets(voice: Samples, codec: Codec) -> list[bytes]:
    """The voice as its telephone sends it, 20 ms in each packet."""
    encoder, count = an_encoder(codec, codec.rate), round(codec.rate * FRAME_SECONDS)
    wave = (voice[:: 48000 // codec.rate] * 32767).astype(np.int16)
    made: list[bytes] = []
    for start in range(0, len(wave) - count + 1, count):
        frame = av.AudioFrame.from_ndarray(wave[start : start + count].reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate, frame.pts = codec.rate, start
        made.append(b"".join(bytes(packet) for packet in encoder.encode(frame)))
    return made


def heard(made: list[bytes], codec: Codec) -> Samples:
    """At 48 kHz."""
    decoder, resampler = a_decoder(codec), av.AudioResampler(format="s16", layout="mono", rate=48000)
    frames = [frame for packet in made if packet for frame in decoder.decode(av.Packet(packet))]
    pieces = [piece.to_ndarray()[0] for frame in frames for piece in resampler.resample(frame)]
    return np.concatenate(pieces).astype(np.float32) / 32768


@pytest.mark.parametrize("codec", list(Codec))
def test_both_voices_are_heard_together_whatever_each_side_speaks(codec: Codec) -> None:
    mixer = Mixer(codec)
    spoken = {
        Role.ADVISER: packets(VOICES[Role.ADVISER], Codec.OPUS),
        Role.CUSTOMER: packets(VOICES[Role.CUSTOMER], Codec.PCMA),
    }
    made: list[bytes] = []
    for number in range(150):
        mixer.put(Role.ADVISER, "adviser", Codec.OPUS, spoken[Role.ADVISER][number])
        mixer.put(Role.CUSTOMER, "customer", Codec.PCMA, spoken[Role.CUSTOMER][number])
        made.append(mixer.next_packet())
    for voice in VOICES.values():
        match = find(voice, heard(made, codec))
        assert match.score > 0.5
        assert 0 < match.lag_seconds < 0.25


def test_packets_that_come_unevenly_are_heard_evenly_and_silence_follows_the_last() -> None:
    mixer, spoken = Mixer(Codec.PCMA), packets(VOICES[Role.ADVISER], Codec.PCMA)
    made: list[bytes] = []
    for number in range(0, 150, 2):
        for packet in spoken[number : number + 2]:
            mixer.put(Role.ADVISER, "adviser", Codec.PCMA, packet)
        made += [mixer.next_packet(), mixer.next_packet()]
    assert find(VOICES[Role.ADVISER], heard(made, Codec.PCMA)).score > 0.9
    rest = heard([mixer.next_packet() for _ in range(40)], Codec.PCMA)
    assert loudness(rest[-12000:]) < -60


def test_a_source_that_runs_ahead_is_never_more_than_a_moment_late() -> None:
    mixer, spoken = Mixer(Codec.PCMU), packets(VOICES[Role.CUSTOMER], Codec.PCMU)
    for packet in spoken:
        mixer.put(Role.CUSTOMER, "customer", Codec.PCMU, packet)
    made = heard([mixer.next_packet() for _ in range(40)], Codec.PCMU)
    assert find(VOICES[Role.CUSTOMER][-12000:], made).lag_seconds < 0.4
    assert loudness(made[-4800:]) < -60, "the rest of the three seconds was dropped"


@pytest.mark.parametrize("codec", list(Codec))
def test_a_packet_that_does_not_decode_disturbs_nothing(codec: Codec) -> None:
    mixer = Mixer(Codec.PCMA)
    mixer.put(Role.ADVISER, "adviser", codec, b"")
    mixer.put(Role.ADVISER, "adviser", codec, b"\xff" * 3)
    assert len(mixer.next_packet()) == 160


def test_notes_sound_in_place_of_the_call() -> None:
    mixer = Mixer(Codec.PCMA)
    made = heard([mixer.next_packet(tone) for tone in notes(Codec.PCMA, (660.0, 880.0))], Codec.PCMA)
    spectrum = np.abs(np.fft.rfft(made))
    loudest = np.fft.rfftfreq(len(made), 1 / 48000)[np.argsort(spectrum)[-20:]]
    assert loudness(made) > -30
    assert {round(pitch / 220) for pitch in loudest} == {3, 4}
