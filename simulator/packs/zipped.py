"""A pack that arrives as a ZIP: unpacked into an empty folder, and nothing of it believed.

Only what a pack is made of is written (`.yaml`, `.yml`, `.opus`), under names that are plain, however the archive was
made: with its files at the root or in one folder. Sizes are those that it really unpacks to, not those it declares.
"""

import io
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from simulator.errors import SimulatorError
from telephony.durable import sync_file

LARGEST = 32 * 1024 * 1024
"""Bytes of the ZIP. Shipped packs have one and a half megabytes, mostly voices."""

MOST_ENTRIES, LARGEST_ENTRY, LARGEST_SUM = 2000, 12 * 1024 * 1024, 64 * 1024 * 1024
"""Files in it; unpacked bytes of one and of all."""

DEEPEST, LONGEST_NAME = 4, 100

KEPT = (".yaml", ".yml", ".opus")

PROBLEMS = {
    "broken": (
        "Ce fichier n’est pas une archive ZIP, ou il est abîmé.",
        "Refaites l’archive du dossier, puis recommencez.",
    ),
    "locked": ("Cette archive est protégée par un mot de passe.", "Refaites-la sans mot de passe, puis recommencez."),
    "too_heavy": (
        "Cette archive est trop lourde : 2 000 fichiers, 12 Mo par fichier et 64 Mo dépliés au plus.",
        "Gardez les fichiers du scénario et ses voix au format Opus, puis recommencez.",
    ),
    "escapes": (
        "Cette archive contient un chemin qui sort de son dossier, un lien ou deux fichiers du même nom.",
        "Elle n’est pas celle d’un scénario, ou elle a été modifiée : refaites-la à partir du dossier.",
    ),
    "no_pack": (
        "Cette archive ne contient pas de scénario : company.yaml manque.",
        "Compressez le dossier qui contient company.yaml, customers et subjects, puis recommencez.",
    ),
}


class BadPackZip(SimulatorError):
    """Nothing of it was kept."""

    status = 422

    def __init__(self, code: str) -> None:
        super().__init__(f"pack_zip_{code}", *PROBLEMS[code])


def unpack_pack(data: bytes, folder: Path) -> None:
    """Into `folder`, which must be empty; what is left there after a failure is the caller's to remove.

    Raises BadPackZip, OSError."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _unpack(archive, folder)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError) as error:
        raise BadPackZip("broken") from error


def _unpack(archive: zipfile.ZipFile, folder: Path) -> None:
    entries = [one for one in archive.infolist() if not one.is_dir()]
    if len(entries) > MOST_ENTRIES or sum(one.file_size for one in entries) > LARGEST_SUM:
        raise BadPackZip("too_heavy")
    if any(one.flag_bits & 1 for one in entries):
        raise BadPackZip("locked")
    places = {entry: _place_of(entry) for entry in entries}
    kept = {entry: place for entry, place in places.items() if place.suffix.lower() in KEPT and not _is_hidden(place)}
    within = _within(kept.values())
    names = [_folded(place) for place in kept.values()]
    if len(set(names)) < len(names):
        raise BadPackZip("escapes")
    left = LARGEST_SUM
    for entry, place in kept.items():
        if not place.is_relative_to(within):
            continue
        target = folder / place.relative_to(within)
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        left -= _write(archive, entry, target, left)


def _place_of(entry: zipfile.ZipInfo) -> PurePosixPath:
    """Where it says that it goes. Raises BadPackZip for what no honest archive of a folder has."""
    name = entry.filename
    place = PurePosixPath(name)
    kind = stat.S_IFMT(entry.external_attr >> 16)
    is_strange = "\\" in name or ":" in name or not name.isprintable() or kind not in (0, stat.S_IFREG)
    if is_strange or place.is_absolute() or ".." in place.parts:
        raise BadPackZip("escapes")
    if len(place.parts) > DEEPEST or any(len(part) > LONGEST_NAME for part in place.parts):
        raise BadPackZip("too_heavy")
    return place


def _is_hidden(place: PurePosixPath) -> bool:
    """What a Mac adds to every archive, and a version-control folder."""
    return any(part.startswith((".", "__MACOSX")) for part in place.parts)


def _within(places: Iterable[PurePosixPath]) -> PurePosixPath:
    """The folder that holds company.yaml: the root, or the only one at it. Raises BadPackZip."""
    found = [place.parent for place in places if place.name == "company.yaml" and len(place.parts) <= 2]
    if len(found) != 1:
        raise BadPackZip("no_pack")
    return found[0]


def _folded(place: PurePosixPath) -> str:
    """Two names that some disk takes for one."""
    return unicodedata.normalize("NFC", str(place)).casefold()


def _write(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, target: Path, left: int) -> int:
    """Bytes written, synced."""
    size = 0
    with archive.open(entry) as stream, target.open("xb") as file:
        while piece := stream.read(65_536):
            size += len(piece)
            if size > min(LARGEST_ENTRY, left):
                raise BadPackZip("too_heavy")
            file.write(piece)
    sync_file(target)
    return size
