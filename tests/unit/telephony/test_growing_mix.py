"""The stereo file that is made while the call runs: the same as the one made afterwards, to the last byte."""

import random
import shutil
from pathlib import Path

import numpy as np
import pytest

from telephony import Role, finish_recording
from telephony.finishing import growing_mix
from telephony.finishing.growing_mix import GROWING, PARTS, STRETCH_SECONDS, GrowingMix
from telephony.finishing.mixdown import close_recording
from tests.dumps import Recorded, Sent, lost, on_time, paused, spoken, stalled
from tests.sound import find, loudness, read_stereo, speech_like

ADVISER, CUSTOMER = Role.ADVISER, Role.CUSTOMER
SECONDS = 95.0


def adviser() -> list[Sent]:
    """A bad network, a loss, a long silence, and the page that was loaded again in the middle."""
    payloads = spoken(1, SECONDS)
    half = len(payloads) // 2
    packets = on_time(payloads[:half], jitter=0.02, fast_ppm=120, seed=5)
    packets += on_time(payloads[half:], start=half * 0.02, jitter=0.004, ssrc=0x77, timestamp=99, sequence=65_500)
    packets = lost(packets, 31.0, 31.5)
    packets = stalled(packets, 42.0, 45.0)
    return sorted(paused(packets, 61.0, 75.0), key=lambda packet: packet.arrived)


def customer() -> list[Sent]:
    packets = on_time(spoken(2, SECONDS), jitter=0.01, fast_ppm=-60, seed=9)
    # It steps by a quarter of a second: another microphone.
    late = [p for p in packets if p.arrived < 50.0]
    late += on_time(
        spoken(2, SECONDS)[len(late) :], start=50.25, sequence=100 + len(late), timestamp=1000 + len(late) * 960
    )
    return lost(late, 19.99, 20.03)


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    legs = {ADVISER: adviser(), CUSTOMER: customer()}
    return Recorded(tmp_path_factory.mktemp("calls") / "call", legs, ended=SECONDS).write()


@pytest.fixture(scope="module")
def wanted(recorded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same call, made into a file at once."""
    folder = tmp_path_factory.mktemp("wanted") / "call"
    shutil.copytree(recorded, folder)
    finish_recording(folder)
    return folder


class Growing:
    """A recording as it is written: what had arrived by a second is in its files, records cut anywhere."""

    def __init__(self, source: Path, folder: Path) -> None:
        folder.mkdir(parents=True)
        self.folder = folder
        self._whole = {role: (source / f"{role}.rtpdump").read_bytes() for role in Role}
        (folder / "call.jsonl").write_bytes((source / "call.jsonl").read_bytes())
        self.grow(0.0, 0)

    def grow(self, until: float, more: int) -> None:
        for role, data in self._whole.items():
            position = data.index(b"\n") + 17
            while position < len(data):
                length = int.from_bytes(data[position : position + 2], "big")
                if int.from_bytes(data[position + 4 : position + 8], "big") / 1000 >= until:
                    break
                position += length
            (self.folder / f"{role}.rtpdump").write_bytes(data[: position + more])

    def end(self) -> None:
        for role, data in self._whole.items():
            (self.folder / f"{role}.rtpdump").write_bytes(data)


def same(folder: Path, wanted: Path) -> None:
    for name in ("call.ogg", "peaks.json", "report.json"):
        assert (folder / name).read_bytes() == (wanted / name).read_bytes(), name
    assert not (folder / GROWING).exists()
    assert not (folder / PARTS).exists()


@pytest.mark.parametrize("seed", range(4))
def test_a_call_that_is_followed_makes_the_same_bytes_as_one_that_is_read_at_its_end(
    recorded: Path, wanted: Path, tmp_path: Path, seed: int
):
    chance = random.Random(seed)
    call = Growing(recorded, tmp_path / "call")
    mix = GrowingMix(call.folder)
    now = 0.0
    while now < SECONDS:
        now += chance.choice((0.3, 2.0, 9.0))
        call.grow(now, chance.randrange(40))
        mix.advance(now)
        while mix.step():
            pass
    assert mix.seconds >= SECONDS - 45
    call.end()
    close_recording(call.folder, mix)
    same(call.folder, wanted)


@pytest.mark.parametrize("seed", range(4))
def test_a_crash_goes_on_from_where_it_was(
    recorded: Path, wanted: Path, tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch
):
    chance = random.Random(seed)
    call = Growing(recorded, tmp_path / "call")
    made: list[int] = []
    mix = GrowingMix(call.folder)
    make = GrowingMix._make
    monkeypatch.setattr(GrowingMix, "_make", lambda self, *args, **more: made.append(1) or make(self, *args, **more))
    for now in (55.0, 70.0, 94.0):
        call.grow(now, 0)
        mix.advance(now)
        while mix.step():
            pass
        # The process dies: of what it wrote last, a part may be there and a part not.
        if chance.random() < 0.7:
            with (call.folder / GROWING).open("ab") as file:
                file.write(bytes(chance.randrange(1, 3000)))
        if chance.random() < 0.7:
            with (call.folder / PARTS).open("ab") as file:
                file.write(b'{"bytes": 12')
        mix = GrowingMix(call.folder)
    call.end()
    close_recording(call.folder, mix)
    same(call.folder, wanted)
    assert len(made) == SECONDS // STRETCH_SECONDS + 1, "no stretch was made twice"


def test_what_was_said_a_minute_ago_is_heard_during_the_call(recorded: Path, tmp_path: Path):
    call = Growing(recorded, tmp_path / "call")
    mix = GrowingMix(call.folder)
    for now in range(1, 94):
        call.grow(float(now), 0)
        mix.advance(float(now))
        while mix.step():
            pass
        assert mix.seconds >= now - 60 - STRETCH_SECONDS or now < 50
    so_far = tmp_path / "so-far.ogg"
    shutil.copy(call.folder / GROWING, so_far)
    left, _ = read_stereo(so_far)
    assert len(left) / 48000 == pytest.approx(mix.seconds, abs=0.02)
    for second in (3, 18, 27):
        # The sender's clock is fast: a longer stretch would no longer lie on itself.
        part = slice(second * 48000, (second + 1) * 48000)
        assert find(speech_like(1, SECONDS)[part], left[part]).score > 0.8


def test_the_end_of_a_call_leaves_little_to_do(recorded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    call = Growing(recorded, tmp_path / "call")
    mix = GrowingMix(call.folder)
    for now in range(1, 95):
        call.grow(float(now), 0)
        mix.advance(float(now))
        while mix.step():
            pass
    call.end()
    made: list[int] = []
    make = growing_mix.lay
    monkeypatch.setattr(growing_mix, "lay", lambda *given: made.append(given[2] - given[1]) or make(*given))
    close_recording(call.folder, mix)
    assert sum(made) / 2 / 48000 <= 25, "seconds of each leg decoded after the end"


def test_no_seam_is_heard_between_two_stretches(tmp_path: Path):
    """A steady tone is as steady at a seam as anywhere else."""
    from tests.dumps import coded

    at = np.arange(35 * 48000) / 48000
    tone = (0.3 * np.sin(2 * np.pi * 440 * at)).astype(np.float32)
    legs = {role: on_time(coded(tone)) for role in Role}
    folder = Recorded(tmp_path / "call", legs, ended=34.9).write()
    finish_recording(folder)
    left, right = read_stereo(folder / "call.ogg")
    for channel in (left, right):
        spectrum_noise = [
            _beside_the_tone(channel[round(second * 48000) - 2048 : round(second * 48000) + 2048])
            for second in (10.0, 20.0, 30.0)
        ]
        usual = [_beside_the_tone(channel[start : start + 4096]) for start in range(2 * 48000, 8 * 48000, 24000)]
        assert max(spectrum_noise) < max(usual) + 3
        for second in (10, 20, 30):
            around = [
                loudness(channel[second * 48000 + n * 480 : second * 48000 + (n + 1) * 480]) for n in range(-4, 4)
            ]
            assert max(around) - min(around) < 1.0


def _beside_the_tone(samples: np.ndarray) -> float:
    """Decibels of all that is not the tone."""
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples)))) ** 2
    near = slice(round(440 / 48000 * len(samples)) - 4, round(440 / 48000 * len(samples)) + 5)
    tone = float(spectrum[near].sum())
    return 10 * np.log10((float(spectrum.sum()) - tone) / tone + 1e-12)
