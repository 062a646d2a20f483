"""The program, with a voice and an ear that are not models: what is made, kept, refused and made again."""

import io
import wave
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
import yaml

from audio_fixtures.casting import VOICES, Voice, adviser_beside, voices_to_try
from audio_fixtures.making import NotUnderstood, Studio, make
from audio_fixtures.manifest import Made, is_current, read_manifest, write_manifest
from audio_fixtures.saying import as_wav, said
from audio_fixtures.script import BadScript, sequences
from audio_fixtures.sound import RATE, Samples


@dataclass
class ToneSpeaker:
    """Says each phrase as a tone; the recogniser below "hears" what was said, unless the voice is unclear."""

    said: list[tuple[str, str]]
    engine: str = "tone"

    def say(self, phrase: str, voice: Voice, speed: float, pitch: float) -> Samples:
        self.said.append((voice.name, phrase))
        time = np.arange(round(0.05 * len(phrase) / speed * RATE)) / RATE
        return (0.2 * np.sin(2 * np.pi * 200 * pitch * time)).astype(np.float32)


@dataclass
class Room:
    """A studio in a folder, with what was said and printed."""

    root: Path
    unclear: set[str] = field(default_factory=set)
    said: list[tuple[str, str]] = field(default_factory=list)
    printed: list[str] = field(default_factory=list)

    def speaker(self) -> ToneSpeaker:
        self.said.clear()
        return ToneSpeaker(self.said)

    def transcribe(self, samples: Samples) -> str:
        if {voice for voice, _ in self.said} & self.unclear:
            return "bla bla bla"
        return " ".join(phrase for _, phrase in self.said)

    def studio(self) -> Studio:
        return Studio(self.speaker, self, self.printed.append, root=self.root)


def write_pack(root: Path, *texts: str, title: str = "Mme", audio: str = "audio/{}.opus") -> None:
    pack = root / "scenarios" / "packs" / "atelier"
    for folder in ("case_studies", "customers"):
        (pack / folder).mkdir(parents=True, exist_ok=True)
    lines = [
        [{"speaker": "adviser", "text": "Je vous écoute."}, {"speaker": "customer", "text": text}] for text in texts
    ]
    study = {
        "customer": "cliente",
        "sequences": [
            {"id": f"s{i}", "mood": "angry", "audio": audio.format(f"s{i}"), "lines": spoken}
            for i, spoken in enumerate(lines)
        ],
    }
    (pack / "case_studies" / "retard.yaml").write_text(yaml.safe_dump(study), encoding="utf-8")
    (pack / "customers" / "cliente.yaml").write_text(yaml.safe_dump({"title": title}), encoding="utf-8")


def test_a_script_of_the_studio_is_said_by_a_voice_of_its_customer(tmp_path: Path) -> None:
    room = Room(tmp_path)
    lines = [{"speaker": "customer", "text": "Bonjour."}, {"speaker": "adviser", "text": "Je vous écoute."}]
    asked = {"lines": lines, "mood": "furious", "voice": "", "gender": "man"}

    sound = as_wav(said(asked, room.speaker()))

    with wave.open(io.BytesIO(sound)) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (RATE, 1, 2)
        assert file.getnframes() > RATE // 2
    assert [VOICES[voice].gender for voice, _ in room.said] == ["man", "woman"]


def test_each_sequence_is_voiced_beside_its_pack_and_described(tmp_path: Path) -> None:
    write_pack(tmp_path, "Je suis vraiment très en colère contre vous.", "Rappelez-moi demain à 14 h 30.")
    room = Room(tmp_path)
    made = make(sequences(tmp_path), {}, room.studio())
    assert list(made) == ["scenarios/packs/atelier/audio/s0.opus", "scenarios/packs/atelier/audio/s1.opus"]
    assert all((tmp_path / audio).stat().st_size > 1000 for audio in made)
    assert {entry.voice for entry in made.values()} == {"helene"}
    assert all(entry.wer == 0.0 and entry.loudness == pytest.approx(-19, abs=1) for entry in made.values())
    assert ("georges", "Je vous écoute.") in room.said


def test_a_voice_that_is_not_understood_gives_way_to_the_next_for_the_whole_call(tmp_path: Path) -> None:
    write_pack(tmp_path, "Je suis vraiment très en colère contre vous.", "Rappelez-moi demain sans faute.")
    made = make(sequences(tmp_path), {}, Room(tmp_path, unclear={"helene", "odile"}).studio())
    assert {entry.voice for entry in made.values()} == {"sara"}


def test_when_no_voice_is_understood_nothing_is_written_and_the_message_is_french(tmp_path: Path) -> None:
    write_pack(tmp_path, "Je suis vraiment très en colère contre vous.")
    with pytest.raises(NotUnderstood, match="Aucune voix n’est comprise"):
        make(sequences(tmp_path), {}, Room(tmp_path, unclear=set(VOICES)).studio())
    assert not list(tmp_path.rglob("*.opus"))


def test_only_what_is_stale_is_made_again(tmp_path: Path) -> None:
    write_pack(tmp_path, "Je suis vraiment très en colère contre vous.")
    room = Room(tmp_path)
    made = make(sequences(tmp_path), {}, room.studio())
    assert make(sequences(tmp_path), made, room.studio()) == made
    assert len(room.printed) == 1
    write_pack(tmp_path, "Je ne suis plus du tout en colère contre vous.")
    (script,) = sequences(tmp_path)
    assert not is_current(made[script.audio], script.sha256, False, tmp_path)
    again = make([script], made, room.studio())
    assert again[script.audio].sha256 != made[script.audio].sha256
    (tmp_path / script.audio).write_bytes(b"not what was checked")
    assert not is_current(again[script.audio], script.sha256, False, tmp_path)


def test_the_manifest_reads_back_what_it_wrote(tmp_path: Path) -> None:
    entry = Made("a.opus", "00", "11", "calm", "claire", "tone", False, 1.5, -19.0, -3.0, 0.1, "entendu")
    write_manifest({"a.opus": entry}, tmp_path / "manifest.json")
    assert read_manifest(tmp_path / "manifest.json") == {"a.opus": entry}
    assert read_manifest(tmp_path / "absent.json") == {}


def test_the_customer_file_chooses_the_gender_and_the_adviser_has_the_other(tmp_path: Path) -> None:
    write_pack(tmp_path, "Je suis en colère.", title="M.")
    (script,) = sequences(tmp_path)
    assert script.gender == "man"
    assert {voice.gender for voice in voices_to_try("man", None, 3)} == {"man"}
    assert adviser_beside(VOICES["marc"]).gender == "woman"
    assert [voice.name for voice in voices_to_try("man", "paul", 1)][:2] == ["paul", "alex"]


def test_audio_outside_the_pack_and_unknown_moods_are_refused(tmp_path: Path) -> None:
    write_pack(tmp_path, "Je suis en colère.", audio="../../../{}.opus")
    with pytest.raises(BadScript, match="à l’intérieur du dossier"):
        sequences(tmp_path)
    write_pack(tmp_path, "Je suis en colère.")
    study = tmp_path / "scenarios/packs/atelier/case_studies/retard.yaml"
    study.write_text(study.read_text(encoding="utf-8").replace("angry", "furious"), encoding="utf-8")
    with pytest.raises(BadScript, match="humeur « furious » inconnue"):
        sequences(tmp_path)


def test_every_blend_adds_up_to_one_voice() -> None:
    for voice in VOICES.values():
        assert sum(share for _, share in voice.blend) == pytest.approx(1.0)


def test_each_floor_voice_is_a_variant_that_espeak_ng_does_not_ignore() -> None:
    """espeak-ng 1.51 says `fr-fr+f2` with the plain voice of `fr-fr`, without a word."""
    variants = [voice.espeak for voice in VOICES.values()]
    assert all(variant.startswith("fr+") for variant in variants)
    assert len(set(variants)) == len(variants)
