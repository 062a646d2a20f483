"""Names inside a ZIP: which are a pack's own, which lead elsewhere, which are only what a system left there."""

import re
import unicodedata
from pathlib import PurePosixPath

from ..faults import french_spaces

LONGEST_NAME = 240
KINDS = (".yaml", ".yml", ".opus", ".md", ".txt")
"""What the folder of a pack may hold."""

_DRIVE = re.compile(r"^[A-Za-z]:")
_LEFT_BEHIND = {"__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini"}


class ZipRefused(Exception):
    """This ZIP is not taken. For people, in French: what is wrong, and what to do."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(problem)
        self.problem, self.remedy = french_spaces(problem), french_spaces(remedy)


def shown(name: str) -> str:
    """A name that may be hostile, as a sentence can bear it."""
    plain = "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in name)
    return f"« {plain[:80]}… »" if len(plain) > 80 else f"« {plain} »"


def is_left_behind(name: str) -> bool:
    """What macOS and Windows add to a folder by themselves: passed over, never a fault."""
    return any(part in _LEFT_BEHIND or part.startswith("._") for part in name.split("/"))


def refuse_strange_name(name: str) -> None:
    """Raises ZipRefused for a name that is not a plain path below the pack's folder."""
    if any(unicodedata.category(character).startswith("C") for character in name):
        raise ZipRefused(
            f"Le nom {shown(name)} contient un caractère invisible ou abîmé.",
            "Renommez ce fichier avec des lettres simples, puis refaites le ZIP.",
        )
    if "\\" in name:
        raise ZipRefused(
            f"Le nom {shown(name)} contient une barre oblique inverse.",
            "Refaites le ZIP avec l’outil du système (« Compresser ») ou par « simulator packs export ».",
        )
    if name.startswith("/") or _DRIVE.match(name):
        raise ZipRefused(
            f"Le nom {shown(name)} est un chemin absolu.",
            "Refaites le ZIP à partir du dossier du scénario lui-même.",
        )
    parts = name.rstrip("/").split("/")
    if any(part in ("", ".", "..") for part in parts):
        raise ZipRefused(
            f"Le nom {shown(name)} sort du dossier du scénario.",
            "Retirez ce fichier : un scénario ne contient que son propre dossier.",
        )
    if len(name.encode()) > LONGEST_NAME or len(parts) > 5:
        raise ZipRefused(
            f"Le nom {shown(name)} est trop long ou trop profond.",
            "Un fichier se trouve au plus un dossier plus bas, comme customers/lea-morin.yaml.",
        )


def refuse_strange_kind(name: str) -> None:
    """Raises ZipRefused for what no pack holds."""
    if PurePosixPath(name).suffix.lower() not in KINDS:
        raise ZipRefused(
            f"Le fichier {shown(name)} n’est pas d’un scénario.",
            f"Retirez-le du ZIP : un scénario ne contient que des fichiers {', '.join(KINDS)}.",
        )


def refuse_twins(names: list[str]) -> None:
    """Raises ZipRefused where two names are one on some system, or where a file is also a folder."""
    seen: dict[str, str] = {}
    for name in names:
        alike = unicodedata.normalize("NFC", name).casefold()
        if alike in seen:
            raise ZipRefused(
                f"Deux fichiers du ZIP ont le même nom : {shown(name)}.",
                "Gardez celui qui compte, renommez ou retirez l’autre.",
            )
        seen[alike] = name
    for alike, name in seen.items():
        for parent in PurePosixPath(alike).parents:
            if str(parent) in seen:
                raise ZipRefused(
                    f"{shown(seen[str(parent)])} est à la fois un fichier et un dossier.",
                    f"Renommez l’un des deux ; {shown(name)} est dans ce dossier.",
                )
