"""From a script to sound: who speaks, in which mood, with which pauses, how loud."""

from typing import Protocol

import numpy as np

from audio_fixtures.casting import Voice, adviser_beside
from audio_fixtures.moods import ADVISER, MOODS, TURN_PAUSE, Delivery
from audio_fixtures.phrases import phrases
from audio_fixtures.script import Script
from audio_fixtures.sound import Samples, at_loudness, gain, silence, telephone_band

EVEN_LUFS = -23.0
"""Each turn is first brought to the same loudness, so that a mood's gain is heard and a voice's own level is not."""

EDGE_PAUSE = 0.2
"""Seconds of silence before the first word and after the last."""


class Speaker(Protocol):
    """A speech engine."""

    engine: str

    def say(self, phrase: str, voice: Voice, speed: float, pitch: float) -> Samples:
        """One phrase at 48 kHz, silence trimmed at both ends."""
        ...


def render(script: Script, customer: Voice, speaker: Speaker, *, telephone: bool = False) -> Samples:
    """The whole script at 48 kHz, −19 LUFS, peaks under the ceiling; `telephone` keeps only 300–3400 Hz."""
    alone = all(line.speaker == script.lines[0].speaker for line in script.lines)
    adviser = customer if alone else adviser_beside(customer)
    parts: list[Samples] = [silence(EDGE_PAUSE)]
    for line in script.lines:
        is_customer = line.speaker == "customer" or alone
        delivery = MOODS[script.mood] if is_customer else ADVISER
        if len(parts) > 1:
            parts.append(silence(TURN_PAUSE))
        parts.append(_turn(line.text, customer if is_customer else adviser, delivery, speaker))
    parts.append(silence(EDGE_PAUSE))
    whole = np.concatenate(parts)
    return at_loudness(telephone_band(whole) if telephone else whole)


def _turn(text: str, voice: Voice, delivery: Delivery, speaker: Speaker) -> Samples:
    parts: list[Samples] = []
    for phrase in phrases(text):
        if parts:
            parts.append(silence(delivery.pause))
        parts.append(speaker.say(phrase, voice, delivery.speed, delivery.pitch))
    return gain(at_loudness(np.concatenate(parts), target_lufs=EVEN_LUFS), delivery.gain)
