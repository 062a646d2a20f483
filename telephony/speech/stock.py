"""The models of an installation: brought from a folder, a stick or a hub, checked, measured, and one of them chosen.

A model is a folder below the models' folder, `whisper-…` (CTranslate2) or `vosk-…`, with the SHA-256 of its files in
`SHA256SUMS`, in the format of `sha256sum`. Whisper base has its hash in the code (`models.WHISPER_SHA256`).
"""

import errno
import json
import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .getting import get_engine, has_whisper
from .models import CHOSEN, SUMS, ModelMissing, chosen_whisper, is_right
from .placing import Kind, place

MEASURED = "measured.json"
"""In a model's folder: what it took on this machine."""

MEASURING_SECONDS = 300.0

KEEPS_UP = 0.35
"""Seconds of work for a second of speech beyond which a model cannot follow two voices on one core."""


_MEANINGLESS = ("archive", "model", "modele", "upload")
"""What an archive is called that nobody named."""


@dataclass(frozen=True, slots=True)
class Measured:
    """`factor`: seconds of work for one second of speech, one thread; `megabytes`: of memory, at most."""

    factor: float
    megabytes: int


@dataclass(frozen=True, slots=True)
class FoundModel:
    """As its folder shows at a glance."""

    name: str
    kind: Kind
    path: Path
    bytes: int
    is_chosen: bool
    measured: Measured | None


@dataclass(frozen=True, slots=True)
class StockedModel(FoundModel):
    """`is_right`: its files are those of its sums."""

    is_right: bool


def found_models(models: Path) -> list[FoundModel]:
    """Every model there is, by name, unread."""
    return [_found(folder, models) for folder in _folders(models)]


def stock(models: Path) -> list[StockedModel]:
    """Every model there is, by name. Reads all of each: seconds for a large one."""
    return [
        StockedModel(**{name: getattr(one, name) for name in FoundModel.__slots__}, is_right=is_right(one.path))
        for one in found_models(models)
    ]


def bring(source: Path, models: Path, called: str = "") -> str:
    """Copies a model from a folder or a zip file; its name. Raises ModelMissing when it holds none that works.

    `called`: how the archive was named, for a model that stands in it without a folder; else as its file is."""
    if not source.exists():
        raise ModelMissing(f"{source} n’existe pas.")
    if source.is_dir():
        return _take(_model_in(source), models)
    if not zipfile.is_zipfile(source):
        raise ModelMissing(f"{source} n’est ni un dossier ni une archive ZIP.")
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(source) as archive:
        archive.extractall(folder)
        found = _model_in(Path(folder))
        return _take(found, models, _name_of(found, called or source.stem) if found == Path(folder) else "")


def download(size: str, models: Path) -> str:
    """A Whisper model from the hub (« small », « medium »…); its name. Raises ModelMissing when it cannot be had."""
    if not has_whisper():
        raise ModelMissing(f"Télécharger un modèle demande le moteur de transcription. {get_engine()}.")
    # Imported here: the engine is an option.
    from faster_whisper.utils import (  # pyright: ignore[reportMissingTypeStubs]
        download_model,  # pyright: ignore[reportUnknownVariableType]
    )

    with tempfile.TemporaryDirectory() as folder:
        try:
            download_model(size, output_dir=folder)
        except Exception as error:
            raise ModelMissing(_why_not_fetched(size, error)) from error
        return _take(Path(folder), models, f"whisper-{size}")


def _why_not_fetched(size: str, error: Exception) -> str:
    """The hub's own words are English, and several lines: they go to the log, with the error that this comes from."""
    if isinstance(error, ValueError):
        return f"« {size} » n’est pas une taille de Whisper\u00a0: small, medium, large-v3…"
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        return f"Le disque est plein\u00a0: le modèle « {size} » n’y tient pas."
    return (
        f"Le modèle « {size} » n’a pas pu être téléchargé\u00a0: le dépôt public ne répond pas d’ici "
        f"({type(error).__name__}). Vérifiez l’accès à Internet, ou apportez le modèle dans une archive ZIP."
    )


def measure(model: FoundModel, audio: Path) -> Measured:
    """In a process of its own, so that its memory is its own; kept. Raises ModelMissing when it does not run."""
    command = [sys.executable, "-m", "telephony.speech.measuring", model.kind, str(model.path), str(audio)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=MEASURING_SECONDS, check=False)
    if done.returncode != 0:
        raise ModelMissing(f"{model.name} ne fonctionne pas ici\u00a0: {done.stderr.strip().splitlines()[-1:]}")
    found = Measured(**json.loads(done.stdout))
    (model.path / MEASURED).write_text(done.stdout)
    return found


def choose_best(measured: dict[str, Measured], models: Path) -> str:
    """The Whisper model that takes longest and still keeps up (larger ones hear better), else the quickest; kept."""
    quick_enough = {name: one for name, one in measured.items() if one.factor <= KEEPS_UP}
    if quick_enough:
        best = max(quick_enough, key=lambda name: quick_enough[name].factor)
    else:
        best = min(measured, key=lambda name: measured[name].factor)
    (models / CHOSEN).write_text(best + "\n")
    return best


def _folders(models: Path) -> Iterator[Path]:
    for folder in sorted(models.iterdir()) if models.is_dir() else ():
        if not folder.name.startswith(".") and _kind(folder) is not None:
            yield folder


def _kind(folder: Path) -> Kind | None:
    if (folder / "model.bin").exists() and (folder / "config.json").exists():
        return "whisper"
    return "vosk" if (folder / "am" / "final.mdl").exists() else None


def _found(folder: Path, models: Path) -> FoundModel:
    kind = _kind(folder)
    assert kind is not None
    kept = folder / MEASURED
    return FoundModel(
        name=folder.name,
        kind=kind,
        path=folder,
        bytes=sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()),
        is_chosen=kind == "whisper" and chosen_whisper(models) == folder,
        measured=Measured(**json.loads(kept.read_text())) if kept.exists() else None,
    )


def _model_in(folder: Path) -> Path:
    """The folder itself, or the only model one level below."""
    found = [one for one in (folder, *sorted(folder.iterdir())) if one.is_dir() and _kind(one) is not None]
    if not found:
        raise ModelMissing(f"{folder} ne contient pas de modèle Whisper (CTranslate2) ni Vosk.")
    return found[0]


def _name_of(model: Path, archive: str) -> str:
    """Of one at the root of an archive, by the archive's name. Raises ModelMissing."""
    kind, words = _kind(model), re.sub(r"[^a-z0-9.]+", "-", archive.lower()).strip("-.")
    if not words or words in _MEANINGLESS:
        raise ModelMissing(
            "Cette archive ne dit pas le nom de son modèle\u00a0: nommez-la « whisper-small.zip », par exemple."
        )
    # « faster-whisper-small » is « whisper-small ».
    return f"{kind}-{words.removeprefix('faster-').removeprefix(f'{kind}-')}"


def _take(source: Path, models: Path, name: str = "") -> str:
    kind = _kind(source)
    if kind is None:
        raise ModelMissing(f"{source} ne contient pas de modèle.")
    name = name or (source.name if source.name.startswith(f"{kind}-") else f"{kind}-{source.name}")
    if (source / SUMS).exists() and not is_right(source):
        raise ModelMissing(f"{source} est abîmé\u00a0: ses fichiers ne sont pas ceux de {SUMS}.")
    place(source, kind, name, models)
    return name


def choose(name: str, models: Path) -> None:
    """The Whisper model of that name serves from the next start on. Raises ModelMissing."""
    if not any(one.name == name and one.kind == "whisper" for one in found_models(models)):
        raise ModelMissing(f"« {name} » n’est pas (ou plus) là.")
    replaced = (models / CHOSEN).with_suffix(".new")
    replaced.write_text(name + "\n")
    replaced.replace(models / CHOSEN)


__all__ = [
    "KEEPS_UP",
    "FoundModel",
    "Measured",
    "StockedModel",
    "bring",
    "choose",
    "choose_best",
    "download",
    "found_models",
    "measure",
    "stock",
]
