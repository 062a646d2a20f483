"""A backup: one zip file with the database, all else of the data folder, the packs, and what each should weigh.

manifest.json         what is in it, each file with its size and SHA-256; written last
database.sqlite3      whatever kind of database it came from
data/…                recordings, secrets, certificates, packs of the data folder
packs/…               packs of a folder elsewhere (COMBINE_PACKS)
"""

import hashlib
import shutil
import zipfile
import zlib
from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path, PurePosixPath
from typing import IO, Literal, Protocol

from pydantic import ConfigDict, ValidationError

from simulator.finite import FiniteModel

MANIFEST = "manifest.json"
DATABASE = "database.sqlite3"
DATA = "data"
PACKS = "packs"
PIECE = 1 << 20


class BadBackup(Exception):
    """Not a backup, or not a whole one. `what` is French, without a capital."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


class KeptFile(FiniteModel):
    """One file of the backup."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    size: int
    sha256: str


class Manifest(FiniteModel):
    """What the backup says of itself."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    product: Literal["combine"] = "combine"
    format: Literal[1] = 1
    version: str
    made_at: str
    """ISO 8601, UTC."""
    db_schema: str
    files: dict[str, KeptFile]


def is_backup(path: Path) -> bool:
    """Whether this is one of ours, by its name for the manifest; never whether it is whole."""
    try:
        if not path.is_file() or not zipfile.is_zipfile(path):
            return False
        with zipfile.ZipFile(path) as archive:
            return MANIFEST in archive.namelist() and DATABASE in archive.namelist()
    except (OSError, zipfile.BadZipFile):
        return False


def add_file(archive: zipfile.ZipFile, path: Path, name: str) -> KeptFile | None:
    """Adds a file that may grow meanwhile: as much as it has when it is opened. None: it has gone."""
    digest, size = hashlib.sha256(), 0
    # What is compressed already is only carried.
    how = zipfile.ZIP_STORED if path.suffix in (".ogg", ".zip") else zipfile.ZIP_DEFLATED
    try:
        file = path.open("rb")
    except FileNotFoundError:
        return None
    with file:
        left = path.stat().st_size if path.exists() else 0
        entry = zipfile.ZipInfo(name)
        entry.compress_type = how
        with archive.open(entry, "w", force_zip64=True) as into:
            while left and (piece := file.read(min(PIECE, left))):
                into.write(piece)
                digest.update(piece)
                size, left = size + len(piece), left - len(piece)
    return KeptFile(size=size, sha256=digest.hexdigest())


def read_manifest(archive: zipfile.ZipFile) -> Manifest:
    """Raises BadBackup: not ours, of a later format, or with names that lead elsewhere."""
    try:
        manifest = Manifest.model_validate_json(archive.read(MANIFEST))
    except (KeyError, ValidationError, zipfile.BadZipFile, EOFError, OSError, ValueError):
        raise BadBackup("ce n’est pas une sauvegarde de cette version de Combiné, ou elle est abîmée") from None
    names = [name for name in archive.namelist() if name != MANIFEST]
    if sorted(names) != sorted(manifest.files) or DATABASE not in manifest.files:
        raise BadBackup("il y manque des fichiers, ou il y en a trop")
    for name in names:
        parts = PurePosixPath(name).parts
        if name != DATABASE and (len(parts) < 2 or parts[0] not in (DATA, PACKS) or not _is_plain(name)):
            raise BadBackup(f"le nom « {name} » n’y a pas sa place")
    return manifest


class NamesFiles(Protocol):
    """Any manifest."""

    @property
    def files(self) -> Mapping[str, KeptFile]: ...


def unpack(archive: zipfile.ZipFile, manifest: NamesFiles, folder: Path | None) -> None:
    """Every file below `folder`, or nowhere (None: only read), each compared with the manifest. Raises BadBackup."""
    for name, kept in manifest.files.items():
        digest, size = hashlib.sha256(), 0
        try:
            with archive.open(name) as file, _place(folder, name) as into:
                while piece := file.read(PIECE):
                    digest.update(piece)
                    size += len(piece)
                    if size > kept.size:
                        break
                    if into is not None:
                        into.write(piece)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError):
            raise BadBackup(f"« {name} » ne se lit pas") from None
        if (size, digest.hexdigest()) != (kept.size, kept.sha256):
            raise BadBackup(f"« {name} » n’est pas ce qui a été sauvegardé")


def free_for(manifest: NamesFiles, folder: Path) -> bool:
    """Whether all of it finds room beside what is there."""
    return shutil.disk_usage(folder).free > sum(file.size for file in manifest.files.values()) + 16 * PIECE


def _place(folder: Path | None, name: str) -> AbstractContextManager[IO[bytes] | None]:
    if folder is None:
        return nullcontext(None)
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.touch(mode=0o600)
    return path.open("wb")


def _is_plain(name: str) -> bool:
    return not any(part in ("", ".", "..") or "\\" in part or "\0" in part for part in name.split("/"))
