"""Hearing a call from its growing files: each sound in its second, utterances, and what is left for later."""

import time
from pathlib import Path

import numpy as np
from scipy.signal import resample_poly

from telephony import Role
from telephony.speech.cutting import Cutter, Utterance
from telephony.speech.following import FollowedLeg
from telephony.speech.live import Caption, FellBehind, Heard, LiveEar, News
from telephony.speech.whisper import RATE, HeardWord, Samples
from tests.dumps import Recorded, Sent, lost, on_time, spoken
from tests.sound import find, loudness, speech_like


def grown(folder: Path, packets: list[Sent], pieces: int) -> tuple[Samples, FollowedLeg]:
    """What is read while the file grows piece by piece, cut anywhere."""
    whole = (
        Recorded(folder / "whole", {Role.ADVISER: packets, Role.CUSTOMER: []}).write() / "adviser.rtpdump"
    ).read_bytes()
    path = folder / "growing.rtpdump"
    leg = FollowedLeg(path)
    heard: list[Samples] = [leg.read(0.0)]
    for number in range(pieces):
        path.write_bytes(whole[: len(whole) * (number + 1) // pieces])
        heard.append(leg.read(0.0))
    return np.concatenate(heard), leg


def test_a_growing_file_gives_each_sound_once_and_in_its_place(tmp_path: Path) -> None:
    heard, leg = grown(tmp_path, on_time(spoken(1, 8.0), jitter=0.01, seed=1), pieces=23)
    match = find(resample_poly(speech_like(1, 8.0), 1, 3), heard, RATE)
    assert match.score > 0.8
    assert abs(match.lag_seconds) < 0.05
    assert abs(leg.seconds - 8.0) < 0.05


def test_what_was_lost_is_silence_of_its_own_length_and_a_late_packet_changes_nothing(tmp_path: Path) -> None:
    packets = lost(on_time(spoken(1, 8.0)), 3.0, 4.0)
    packets = [*packets[:200], packets[150], *packets[200:]]
    heard, leg = grown(tmp_path, packets, pieces=5)
    assert loudness(heard[round(3.2 * RATE) : round(3.9 * RATE)]) < -60
    assert abs(leg.seconds - 8.0) < 0.05


def test_a_side_that_sends_nothing_is_silent_until_now(tmp_path: Path) -> None:
    leg = FollowedLeg(tmp_path / "none.rtpdump")
    assert abs(len(leg.read(3.0)) / RATE - 2.6) < 0.01
    assert len(leg.read(3.0)) == 0


def utterances(sound: Samples, cutter: Cutter | None = None) -> list[Utterance]:
    cutter = cutter or Cutter()
    pieces = [one for start in range(0, len(sound), 1111) for one in cutter.feed(sound[start : start + 1111])]
    return [*pieces, *cutter.end()]


def speech(seconds: float, level: float = 0.1) -> Samples:
    random = np.random.default_rng(5)
    return (level * random.standard_normal(round(seconds * RATE))).astype(np.float32)


def test_utterances_are_cut_at_pauses_also_in_a_noisy_room() -> None:
    quiet, noise = np.zeros(RATE * 2, np.float32), speech(2.0, 0.004)
    for room in (quiet, noise):
        found = utterances(np.concatenate((room, speech(1.5), room, speech(2.5), room)))
        assert [round(one.start) for one in found] == [2, 5]
        assert all(one.start <= at <= one.end for one, at in zip(found, (2.1, 5.6), strict=True))


def test_a_click_is_no_utterance_and_nobody_is_waited_for_endlessly() -> None:
    click = np.concatenate((np.zeros(RATE, np.float32), speech(0.04), np.zeros(RATE * 2, np.float32)))
    assert utterances(click) == []
    long = utterances(speech(40.0))
    assert len(long) == 3
    assert abs(sum(len(one.samples) for one in long) / RATE - 40) < 0.5


class Ears:
    """A recogniser that hears one word an utterance, slowly or not."""

    def __init__(self, seconds: float = 0.0, fails: bool = False) -> None:
        self.seconds, self.fails = seconds, fails

    def recognize(self, samples: Samples, hints: str = "") -> list[HeardWord]:
        time.sleep(self.seconds)
        if self.fails:
            raise RuntimeError("no model")
        return [HeardWord(0.3, 0.6, " mot")]


def heard_from(ear_of: "Ears", folder: Path, *, seconds: float = 6.0) -> list[News]:
    """A finished call's files, followed to the end."""
    told: list[News] = []
    ear = LiveEar(ear_of, told.append)
    packets = on_time(spoken(1, seconds))
    Recorded(folder / "call", {Role.ADVISER: packets, Role.CUSTOMER: []}, ended=seconds).write()
    ear.begin("c1", folder / "call")
    ear.end("c1")
    limit = time.monotonic() + 15
    while not ear.is_idle and time.monotonic() < limit:
        ear.step()
        time.sleep(0.02)
    ear.close()
    return told


def test_captions_come_as_they_are_heard_and_the_whole_call_at_its_end(tmp_path: Path) -> None:
    told = heard_from(Ears(), tmp_path)
    captions = [one for one in told if isinstance(one, Caption)]
    assert captions
    assert all(one.is_final and one.role is Role.ADVISER and one.text == "mot" for one in captions)
    last = told[-1]
    assert isinstance(last, Heard)
    assert [turn.role for turn in last.turns] == [Role.ADVISER] * len(last.turns)
    assert sum(len(turn.words) for turn in last.turns) == len(captions)
    assert last.turns[0].start == captions[0].at


def test_a_call_that_the_engine_fails_on_is_left_for_later(tmp_path: Path) -> None:
    assert heard_from(Ears(fails=True), tmp_path)[-1] == FellBehind("c1")


def test_a_machine_that_cannot_keep_up_leaves_the_latest_call(tmp_path: Path) -> None:
    told: list[News] = []
    ear = LiveEar(Ears(seconds=30), told.append)
    for number in range(4):
        folder = tmp_path / f"call{number}"
        packets = on_time(spoken(number, 20.0))
        Recorded(folder, {Role.ADVISER: packets, Role.CUSTOMER: packets}, ended=None).write()
        ear.begin(f"c{number}", folder)
    ear.step()
    left = [one.call_id for one in told if isinstance(one, FellBehind)]
    assert left
    assert left[0] == "c3"
    assert "c0" not in left
    ear.close()
