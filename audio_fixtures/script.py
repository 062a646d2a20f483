"""What is to be said: the test voices of this folder and the recorded sequences of every pack, read from YAML."""

import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import yaml

from audio_fixtures.casting import VOICES, Gender
from audio_fixtures.moods import MOODS

ROOT = Path(__file__).parent.parent
UTTERANCES = Path(__file__).parent / "utterances.yaml"

_MAN = re.compile(r"\b(homme|masculine?|monsieur|garçon|père|mari)\b", re.IGNORECASE)
_WOMAN = re.compile(r"\b(femme|féminine?|madame|dame|fille|mère|épouse)\b", re.IGNORECASE)


@dataclass(frozen=True)
class SpokenLine:
    """Who says what."""

    speaker: Literal["customer", "adviser"]
    text: str


@dataclass(frozen=True)
class Script:
    """One file to make. `audio` is relative to the repository; `group` is spoken by one and the same customer."""

    audio: str
    group: str
    mood: str
    voice: str | None
    """A voice of the cast wished by name; a hint that is no such name counts only for its gender."""
    gender: Gender
    lines: tuple[SpokenLine, ...]

    @property
    def text(self) -> str:
        """All that is said, in order."""
        return " ".join(line.text for line in self.lines)

    @property
    def sha256(self) -> str:
        """Changes with any word, speaker, mood, gender or voice wished: a file made from another script is stale."""
        said = [[line.speaker, line.text] for line in self.lines]
        content = json.dumps([self.mood, self.gender, self.voice, said], ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(content.encode()).hexdigest()


class BadScript(Exception):
    """A text cannot be voiced as written; the message is French and names the file."""


def utterances() -> list[Script]:
    """The test speech for fake microphones."""
    content = _read(UTTERANCES)
    return [
        _script(item, f"audio_fixtures/voices/{item['id']}.opus", str(item["id"]), "woman", UTTERANCES)
        for item in content["utterances"]
    ]


def sequences(root: Path = ROOT) -> list[Script]:
    """The recorded sequences of all packs, in order of pack, case study and sequence."""
    found: list[Script] = []
    for path in sorted(root.glob("scenarios/packs/*/case_studies/*.yaml")):
        study, pack = _read(path), path.parent.parent
        gender = _customer_gender(pack / "customers" / f"{study.get('customer')}.yaml")
        for item in study.get("sequences") or ():
            audio = (pack / str(item["audio"])).resolve()
            if not audio.is_relative_to(pack.resolve()) or audio.suffix != ".opus":
                raise BadScript(f"{path} : « {item['audio']} » doit être un fichier .opus à l’intérieur du dossier.")
            group = f"{pack.name}/{path.stem}"
            found.append(_script(item, audio.relative_to(root.resolve()).as_posix(), group, gender, path))
    return found


def _script(item: dict[str, Any], audio: str, group: str, gender: Gender, path: Path) -> Script:
    mood, hint = str(item.get("mood", "calm")), item.get("voice")
    if mood not in MOODS:
        raise BadScript(f"{path} : humeur « {mood} » inconnue ; possibles : {', '.join(MOODS)}.")
    lines = tuple(SpokenLine(line["speaker"], str(line["text"]).strip()) for line in item["lines"])
    wished = VOICES.get(hint or "")
    gender = wished.gender if wished else _hinted_gender(hint) or gender
    return Script(audio, group, mood, wished.name if wished else None, gender, lines)


def _hinted_gender(hint: str | None) -> Gender | None:
    if hint and _WOMAN.search(hint):
        return "woman"
    return "man" if hint and _MAN.search(hint) else None


def _customer_gender(path: Path) -> Gender:
    """From the title in the customer's file; a woman when the file says nothing, as our best voice is one."""
    if not path.exists():
        return "woman"
    customer = _read(path)
    return "man" if customer.get("title") == "M." else "woman"


def _read(path: Path) -> dict[str, Any]:
    return yaml.safe_load(path.read_text(encoding="utf-8"))
