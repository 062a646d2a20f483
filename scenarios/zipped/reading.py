"""A ZIP from anywhere, read into memory: every file of a pack, or one sentence that says why not.

Nothing is written, nothing is run, and no more is unfolded than `LARGEST_PACK`. What the YAML says, the checker looks
at.
"""

import io
import stat
import zipfile
import zlib
from collections.abc import Mapping
from typing import IO

from .names import (
    ZipRefused,
    is_left_behind,
    refuse_strange_kind,
    refuse_strange_name,
    refuse_twins,
    shown,
)

MEBIBYTE = 1 << 20
LARGEST_ZIP = 64 * MEBIBYTE
"""The file itself. Ours have about one."""
LARGEST_PACK = 96 * MEBIBYTE
LARGEST_FILE = 16 * MEBIBYTE
MOST_YAML = 16 * MEBIBYTE
"""All of it together: ours have a quarter of one. It is the checker's work, second by second."""
MOST_FILES = 2000
MOST_UNFOLDED = 150
"""How many times its size in the ZIP a file may have: French text has four to eight times, a bomb a thousand."""

_SMALL = 64 * 1024
"""Below this, unfolding costs nothing whatever the ratio."""
_UTF8_FLAG, _ENCRYPTED_FLAG = 0x800, 0x1
_NESTED = (b"PK\x03\x04", b"PK\x05\x06", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"Rar!\x1a\x07", b"BZh", b"\xfd7zXZ\x00",
           b"\x28\xb5\x2f\xfd")  # fmt: skip
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError, RuntimeError)
"""What `zipfile` raises for bytes that are no ZIP, by what is wrong with them."""


def read_zip(source: IO[bytes]) -> Mapping[str, bytes]:
    """Contents by name below the pack's folder, whether the ZIP has that folder around them or not.

    Blocking: up to a second. Raises ZipRefused.
    """
    weight = source.seek(0, io.SEEK_END)
    source.seek(0)
    if weight > LARGEST_ZIP:
        raise ZipRefused(
            f"Ce ZIP pèse {weight // MEBIBYTE} Mo ; un scénario en pèse {LARGEST_ZIP // MEBIBYTE} au plus.",
            "Vérifiez que c’est bien un scénario, et que ses séquences sont en .opus.",
        )
    try:
        with zipfile.ZipFile(source) as archive:
            entries = _entries(archive, weight)
            contents = _read_all(archive, entries)
    except _BROKEN:
        raise ZipRefused(
            "Ce fichier n’est pas un ZIP, ou il est abîmé.", "Exportez ou téléchargez le scénario de nouveau."
        ) from None
    return _without_folder(contents)


def _entries(archive: zipfile.ZipFile, weight: int) -> list[zipfile.ZipInfo]:
    """What is to be read, looked over before a byte of it is unfolded."""
    everything = archive.infolist()
    if len(everything) > MOST_FILES:
        raise ZipRefused(
            f"Ce ZIP contient plus de {MOST_FILES} fichiers.", "Allégez-le : un fichier par client ou par sujet."
        )
    files: list[zipfile.ZipInfo] = []
    for entry in everything:
        _refuse_strange_entry(entry)
        if not entry.is_dir() and not is_left_behind(entry.filename):
            refuse_strange_kind(entry.filename)
            files.append(entry)
    refuse_twins([entry.filename for entry in files])
    # Entries that share their bytes would unfold to far more than the file could hold.
    if sum(entry.compress_size for entry in files) > weight or _unfolds_too_far(files):
        raise ZipRefused(
            "Ce ZIP se déplie démesurément.", "Refaites-le à partir du dossier du scénario, sans rien d’autre."
        )
    if sum(entry.file_size for entry in files if not entry.filename.endswith(".opus")) > MOST_YAML:
        raise ZipRefused(
            f"Les textes de ce ZIP dépassent {MOST_YAML // MEBIBYTE} Mo.",
            "Allégez-le : un scénario entier en fait rarement un.",
        )
    return files


def _refuse_strange_entry(entry: zipfile.ZipInfo) -> None:
    name = entry.orig_filename
    if not entry.flag_bits & _UTF8_FLAG and not name.isascii():
        raise ZipRefused(
            f"Le nom {shown(name)} n’est pas écrit en UTF-8.",
            "Renommez ce fichier sans accent, ou refaites le ZIP avec un outil récent.",
        )
    refuse_strange_name(name)
    if entry.flag_bits & _ENCRYPTED_FLAG:
        raise ZipRefused("Ce ZIP est protégé par un mot de passe.", "Refaites-le sans mot de passe.")
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        what = "un lien symbolique" if kind == stat.S_IFLNK else "un fichier spécial"
        raise ZipRefused(f"{shown(name)} est {what}.", "Mettez le fichier lui-même à sa place, puis refaites le ZIP.")
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise ZipRefused(
            f"{shown(name)} est compressé d’une façon que Combiné ne lit pas.",
            "Refaites le ZIP avec l’outil du système (« Compresser »).",
        )


def _unfolds_too_far(files: list[zipfile.ZipInfo]) -> bool:
    return sum(entry.file_size for entry in files) > LARGEST_PACK or any(
        entry.file_size > max(_SMALL, entry.compress_size * MOST_UNFOLDED) for entry in files
    )


def _read_all(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> dict[str, bytes]:
    contents: dict[str, bytes] = {}
    for entry in entries:
        if entry.file_size > LARGEST_FILE:
            raise ZipRefused(
                f"{shown(entry.filename)} dépasse {LARGEST_FILE // MEBIBYTE} Mo.", "Allégez-le ou retirez-le."
            )
        with archive.open(entry) as file:
            # What the ZIP says of its sizes is not believed.
            content = file.read(entry.file_size + 1)
        if len(content) != entry.file_size:
            raise zipfile.BadZipFile
        if content.startswith(_NESTED):
            raise ZipRefused(
                f"{shown(entry.filename)} est une archive dans l’archive.",
                "Dépliez-la et mettez ses fichiers dans le dossier du scénario.",
            )
        contents[entry.filename] = content
    return contents


def _without_folder(contents: dict[str, bytes]) -> Mapping[str, bytes]:
    if "company.yaml" in contents:
        return contents
    folders = {name.split("/", 1)[0] for name in contents}
    (folder, *others) = folders or {""}
    if others or f"{folder}/company.yaml" not in contents:
        raise ZipRefused(
            "Ce ZIP ne contient pas de scénario : company.yaml manque.",
            "Compressez le dossier qui contient company.yaml, customers et subjects.",
        )
    return {name.split("/", 1)[1]: content for name, content in contents.items()}
