"""What `make dist` made, as it arrived here: whole, ours, and which version.

Beside the wheel lie the sums of all files (`SHA256SUMS`), the tested versions (`constraints.txt`) and the bill of
materials (`combine-VERSION.cdx.json`). Without one of them, or with one changed byte, nothing is installed.
"""

import hashlib
import json
import re
import sys
import zipfile
from dataclasses import dataclass
from email.parser import HeaderParser
from pathlib import Path

SUMS = "SHA256SUMS"
CONSTRAINTS = "constraints.txt"
_WHEEL = re.compile(r"combine-(\d+(?:\.\d+){0,3})-py3-none-any\.whl")
_LARGEST_TEXT = 1 << 20
"""Bytes of a wheel's metadata that are read."""


class UpdateProblem(Exception):
    """A sentence with its way out, in French."""


class NotBack(UpdateProblem):
    """Neither the new version nor, by itself, the old one: the sentence says what to do by hand."""


@dataclass(frozen=True, slots=True)
class Release:
    version: str
    wheel: Path
    constraints: Path


def read_release(file: Path) -> Release:
    """Reads every byte of it. Raises UpdateProblem, OSError."""
    if file.suffix == ".deb":
        raise UpdateProblem(
            f"Un paquet Debian s’installe par apt, qui garde réglages et données : sudo apt install {file.absolute()}"
        )
    named = _WHEEL.fullmatch(file.name)
    if named is None:
        raise UpdateProblem(
            f"« {file.name} » n’est pas un paquet de Combiné : donnez le fichier combine-VERSION-py3-none-any.whl "
            "de la nouvelle version."
        )
    if not file.is_file():
        raise UpdateProblem(f"« {file} » n’existe pas : vérifiez le chemin.")
    version = named[1]
    bill = f"combine-{version}.cdx.json"
    sums = _sums(file.parent / SUMS)
    for name in (file.name, CONSTRAINTS, bill):
        _is_as_made(file.parent / name, sums)
    if _said_by_wheel(file) != version or _said_by_bill(file.parent / bill) != version:
        raise UpdateProblem(
            f"« {file.name} » ne contient pas la version que son nom annonce : téléchargez-la de nouveau."
        )
    return Release(version, file, file.parent / CONSTRAINTS)


def is_newer(version: str, than: str) -> bool:
    """Numbers only: `0.10.0` is newer than `0.9.1`; a version without numbers is older than any."""
    return _numbers(version) > _numbers(than)


def _numbers(version: str) -> list[int]:
    numbers = [int(one) for one in re.findall(r"\d+", version)]
    while numbers and numbers[-1] == 0:
        numbers.pop()
    return numbers


def _sums(path: Path) -> dict[str, str]:
    if not path.is_file():
        raise UpdateProblem(
            f"Le fichier {SUMS} manque à côté du paquet : copiez tout le dossier de la nouvelle version, "
            "sans lui rien ne prouve que le paquet est entier."
        )
    lines = (line.partition("  ") for line in path.read_text(encoding="utf-8", errors="replace").splitlines())
    return {name: digest for digest, _, name in lines}


def _is_as_made(path: Path, sums: dict[str, str]) -> None:
    if not path.is_file():
        raise UpdateProblem(
            f"« {path.name} » manque à côté du paquet : copiez tout le dossier de la nouvelle version."
        )
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if sums.get(path.name) != digest:
        raise UpdateProblem(
            f"« {path.name} » n’a pas l’empreinte que {SUMS} annonce : le fichier est abîmé ou changé, "
            "téléchargez-le de nouveau."
        )


def _said_by_wheel(wheel: Path) -> str | None:
    try:
        with zipfile.ZipFile(wheel) as archive:
            (name,) = [one for one in archive.namelist() if one.endswith(".dist-info/METADATA")]
            with archive.open(name) as file:
                about = HeaderParser().parsestr(file.read(_LARGEST_TEXT).decode("utf-8", errors="replace"))
    except (zipfile.BadZipFile, ValueError):
        return None
    needed = re.fullmatch(r">=(\d+)\.(\d+)", about.get("Requires-Python", ">=3.11"))
    if needed is None or sys.version_info[:2] < (int(needed[1]), int(needed[2])):
        raise UpdateProblem(
            f"Cette version demande Python {about.get('Requires-Python')} ; cette machine a "
            f"{sys.version_info[0]}.{sys.version_info[1]} : installez-le d’abord."
        )
    return about.get("Version") if about.get("Name") == "combine" else None


def _said_by_bill(path: Path) -> str | None:
    try:
        return str(json.loads(path.read_text(encoding="utf-8"))["metadata"]["component"]["version"])
    except (ValueError, KeyError, TypeError):
        return None
