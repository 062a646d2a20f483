"""What the Opus library itself makes of lost packets, and that everything works without it too."""

import random
from functools import cache
from pathlib import Path

import av
import numpy as np
import pytest

from telephony import Role, finish_recording, libopus
from telephony.carrying.jitter_buffer import Due
from telephony.carrying.transcoding import Transcoder
from telephony.codecs import Codec
from telephony.finishing import decoding
from telephony.libopus import RATE, OpusError, open_decoder
from tests.dumps import FRAME, Recorded, on_time
from tests.sound import Samples, find, read_stereo

VOICE = Path(__file__).parents[3] / "audio_fixtures" / "voices" / "adviser-a.opus"


@cache
def voice(seconds: float = 8.0) -> Samples:
    return read_stereo(VOICE)[0][: round(seconds * RATE)]


@cache
def coded(fec: bool) -> list[bytes]:
    """As browsers code a voice; with the copies that they add where packets are lost."""
    coder = av.CodecContext.create("libopus", "w")
    coder.sample_rate, coder.layout, coder.format, coder.bit_rate = RATE, "mono", "s16", 28000
    coder.options = {"frame_duration": "20", "application": "voip", "fec": str(int(fec)), "packet_loss": "15"}
    whole = (voice() * 32767).astype(np.int16)
    packets: list[bytes] = []
    for start in range(0, len(whole) - FRAME + 1, FRAME):
        frame = av.AudioFrame.from_ndarray(whole[start : start + FRAME].reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate, frame.pts = RATE, start
        packets += [bytes(packet) for packet in coder.encode(frame)]
    return packets


def recorded(folder: Path, fec: bool, lost: set[int]) -> tuple[float, float]:
    """How much the recording is like the voice, and the seconds listed as missing."""
    sent = [packet for number, packet in enumerate(on_time(coded(fec))) if number not in lost]
    call = Recorded(folder, {Role.ADVISER: sent, Role.CUSTOMER: on_time(coded(False))}, ended=len(coded(fec)) * 0.02)
    report = finish_recording(call.write())
    left, _ = read_stereo(folder / "call.ogg")
    gaps = sum(gap.seconds for gap in report.gaps if gap.channel is Role.ADVISER)
    return find(voice(), left).score, gaps


def every_tenth() -> set[int]:
    dice = random.Random(4)
    return {number for number in range(5, len(coded(True)) - 1) if dice.random() < 0.1}


def test_copies_in_the_next_packet_bring_back_what_was_lost_in_the_recording(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, _ = recorded(tmp_path / "whole", True, set())
    with_copies, listed = recorded(tmp_path / "copies", True, every_tenth())
    without, _ = recorded(tmp_path / "none", False, every_tenth())
    monkeypatch.setattr(decoding, "open_decoder", lambda: None)
    by_av, also_listed = recorded(tmp_path / "av", True, every_tenth())
    print(f"whole {whole:.3f}, copies {with_copies:.3f}, concealed {without:.3f}, without the library {by_av:.3f}")
    assert with_copies > by_av + 0.02
    assert with_copies > whole - 0.05
    assert without > 0.8
    assert by_av > 0.75, "it works without the library as well"
    assert listed == pytest.approx(len(every_tenth()) * 0.02, abs=0.03), "brought back, and listed all the same"
    assert also_listed == pytest.approx(listed, abs=0.03)


def test_a_telephone_hears_the_copy_of_what_a_browser_lost() -> None:
    def heard(fec: bool) -> float:
        transcoder, packets = Transcoder(Codec.OPUS, Codec.PCMA), coded(fec)
        out: list[bytes] = []
        for number, payload in enumerate(packets):
            is_lost = number in every_tenth()
            following = packets[number + 1] if number + 1 < len(packets) else None
            due = Due(number, number * FRAME, None if is_lost else payload, following if is_lost else None)
            out += [made for _, _, made in transcoder.convert(due)]
        assert len(out) >= len(packets) - 1, "no hole in what goes to the telephone"
        decoder = av.CodecContext.create("pcm_alaw", "r")
        decoder.sample_rate, decoder.layout = 8000, "mono"
        sound = np.concatenate([frame.to_ndarray()[0] for frame in decoder.decode(av.Packet(b"".join(out)))])
        return find(voice(), np.repeat(sound.astype(np.float32) / 32768, 6)).score

    with_copies, without = heard(True), heard(False)
    print(f"copies {with_copies:.3f}, concealed {without:.3f}")
    assert with_copies > without + 0.01
    assert without > 0.75


def test_what_is_no_packet_is_an_error_and_the_decoder_goes_on() -> None:
    decoder = open_decoder()
    assert decoder is not None, "PyAV brings the library along"
    with pytest.raises(OpusError):
        decoder.decode(b"\xff\xff")
    assert len(decoder.decode(coded(False)[0])) == FRAME
    assert len(decoder.conceal(FRAME)) == FRAME


def test_a_machine_without_the_library_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libopus, "_places", lambda: ["/nowhere/libopus.so"])
    libopus.library.cache_clear()
    try:
        assert open_decoder() is None
    finally:
        libopus.library.cache_clear()
