"""Words of two channels put in turns; the model's file checked before it is trusted. No engine needed here."""

from pathlib import Path

import numpy as np
import pytest

from telephony import Role
from telephony.speech import ModelMissing, is_installed, transcribe, whisper_model
from telephony.speech.transcript import in_turns
from telephony.speech.whisper import RATE, HeardWord, Samples
from tests.sound import RATE as FILE_RATE
from tests.sound import speech_like


def words(start: float, text: str, pace: float = 0.3) -> list[HeardWord]:
    return [
        HeardWord(start + pace * place, start + pace * place + 0.25, f" {word}")
        for place, word in enumerate(text.split())
    ]


def test_each_side_speaks_in_turn_in_the_order_of_the_call() -> None:
    heard = {
        Role.ADVISER: [*words(0.0, "Vélambre bonjour"), *words(6.0, "Je regarde cela")],
        Role.CUSTOMER: words(2.0, "Bonjour mon vélo est en panne"),
    }
    told = [(turn.role, turn.text) for turn in in_turns(heard)]
    assert told == [
        (Role.ADVISER, "Vélambre bonjour"),
        (Role.CUSTOMER, "Bonjour mon vélo est en panne"),
        (Role.ADVISER, "Je regarde cela"),
    ]


def test_a_long_pause_or_an_answer_in_a_short_one_ends_a_turn() -> None:
    alone = in_turns({Role.ADVISER: [*words(0.0, "Un instant"), *words(3.0, "voilà")], Role.CUSTOMER: []})
    assert [turn.text for turn in alone] == ["Un instant", "voilà"]
    answered = in_turns({Role.ADVISER: [*words(0.0, "Ça va"), *words(1.1, "bien")], Role.CUSTOMER: words(0.7, "oui")})
    assert [turn.text for turn in answered] == ["Ça va", "oui", "bien"]
    breathing = in_turns({Role.ADVISER: [*words(0.0, "Ça va"), *words(1.1, "bien")], Role.CUSTOMER: []})
    assert [turn.text for turn in breathing] == ["Ça va bien"]


def test_elisions_keep_to_their_word() -> None:
    glued = [HeardWord(0.0, 0.2, " J"), HeardWord(0.2, 0.4, "'ai"), HeardWord(0.5, 0.8, " froid")]
    (turn,) = in_turns({Role.ADVISER: glued, Role.CUSTOMER: []})
    assert turn.text == "J'ai froid"
    assert (turn.start, turn.end) == (0.0, 0.8)


def test_each_channel_goes_to_the_recogniser_as_the_side_it_is(tmp_path: Path) -> None:
    from telephony.finishing.stereo_coding import write_stereo

    left = (speech_like(1, 2.0) * 32767).astype(np.int16)
    write_stereo(left, np.zeros_like(left), tmp_path / "call.ogg")
    assert len(left) == 2 * FILE_RATE

    class Ears:
        """Says whether there was sound at all."""

        def recognize(self, samples: Samples, hints: str = "") -> list[HeardWord]:
            assert abs(len(samples) / RATE - 2.0) < 0.1
            return [HeardWord(0.0, 1.0, f" {hints}")] if np.abs(samples).max() > 0.05 else []

    (turn,) = transcribe(tmp_path / "call.ogg", Ears(), "Vélambre")
    assert (turn.role, turn.text) == (Role.ADVISER, "Vélambre")


def test_a_model_that_is_not_the_expected_one_is_refused(tmp_path: Path) -> None:
    (tmp_path / "whisper-base").mkdir()
    (tmp_path / "whisper-base" / "model.bin").write_bytes(b"something else")
    with pytest.raises(ModelMissing, match="pas le modèle attendu"):
        whisper_model(tmp_path)


def test_the_model_is_joined_from_its_packages_once(tmp_path: Path) -> None:
    assert is_installed(tmp_path)
    folder = whisper_model(tmp_path)
    made = (folder / "model.bin").stat().st_mtime_ns
    assert whisper_model(tmp_path) == folder
    assert (folder / "model.bin").stat().st_mtime_ns == made
    assert not list(folder.glob("*.partial"))
