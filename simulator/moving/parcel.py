"""The file that a session travels in: a zip with rows, keys and files, and what each should weigh.

manifest.json         what is in it, each file with its size and SHA-256; written last
session.sqlite3       the session's rows alone, in the schema of the version that wrote them
keys.age              keys of boxes and of the session, encrypted to a code that was shown once; only where there are
recordings/…          sound of calls and reactions, as it stands
documents/…           candidates' documents, encrypted as they stand
archives/…            sealed archives
"""

import json
import re
import zipfile
from typing import Literal

from pydantic import ConfigDict, ValidationError

from simulator.finite import FiniteModel
from simulator.storage.archive import KeptFile

MANIFEST, DATABASE, KEYS = "manifest.json", "session.sqlite3", "keys.age"
RECORDINGS, DOCUMENTS, ARCHIVES = "recordings", "documents", "archives"

PRODUCT, FORMAT = "combine-session", 1
LARGEST_MANIFEST = 32 << 20
"""Bytes, unpacked: some two hundred thousand files."""
MOST_UNPACKED = 50
"""Times the file's own size: rows compress to a tenth, sound hardly at all."""
ALWAYS_FINE = 64 << 20
"""Bytes that may come of any file, however small."""
_PART = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,119}")


class MoveProblem(Exception):
    """A sentence with its way out, in French."""


class Parcel(FiniteModel):
    """What the file says of itself."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    product: Literal["combine-session"] = "combine-session"
    format: Literal[1] = 1
    version: str
    made_at: str
    """ISO 8601, UTC."""
    db_schema: str
    session_id: str
    files: dict[str, KeptFile]


def read_parcel(archive: zipfile.ZipFile, size: int) -> Parcel:
    """`size`: bytes of the file itself. Raises MoveProblem: not ours, a later format, names that lead elsewhere, more
    in it than it can honestly hold."""
    try:
        if archive.getinfo(MANIFEST).file_size > LARGEST_MANIFEST:
            raise MoveProblem("Ce fichier n’est pas une session exportée par Combiné, ou il est abîmé.")
        said: object = json.loads(archive.read(MANIFEST))
        if isinstance(said, dict) and said.get("product") == PRODUCT and said.get("format") != FORMAT:
            raise MoveProblem(
                "Cet export vient d’une version plus récente de Combiné : mettez d’abord celle-ci à jour "
                "(simulator update)."
            )
        parcel = Parcel.model_validate(said)
    except (ValidationError, KeyError, zipfile.BadZipFile, EOFError, OSError, ValueError, NotImplementedError):
        raise MoveProblem("Ce fichier n’est pas une session exportée par Combiné, ou il est abîmé.") from None
    names = [name for name in archive.namelist() if name != MANIFEST]
    if sorted(names) != sorted(parcel.files) or DATABASE not in parcel.files:
        raise MoveProblem("Il manque des fichiers à cet export, ou il y en a trop : exportez la session de nouveau.")
    for name in names:
        has_place = name.partition("/")[0] in (RECORDINGS, DOCUMENTS, ARCHIVES) and "/" in name and is_plain(name)
        if name not in (DATABASE, KEYS) and not has_place:
            raise MoveProblem(f"Le nom « {name[:80]} » n’a pas sa place dans un export : rien n’en a été repris.")
    if sum(one.size for one in parcel.files.values()) > ALWAYS_FINE + MOST_UNPACKED * size:
        raise MoveProblem(
            "Cet export se déplierait sans mesure : rien n’en a été repris. Exportez la session de nouveau."
        )
    return parcel


def is_plain(path: str) -> bool:
    """Whether it leads down only, by names that every file system takes."""
    return all(_PART.fullmatch(part) for part in path.split("/"))
