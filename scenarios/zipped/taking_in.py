"""Files of a pack put among the others: checked in a folder that nobody reads, then there by one rename."""

import os
import re
import shutil
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from ..checking import check_pack
from ..editing import edited
from ..exam_rules import ExamRules
from ..faults import Fault, PackError
from ..safe_yaml import read_yaml
from .names import ZipRefused

_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
_COMING, _BEFORE = ".coming-", ".before-"
"""Folders that begin with a dot are no packs: a cut leaves nothing half-written in sight."""
_AN_HOUR = 3600.0


class AlreadyThere(Exception):
    """A pack of this identifier is there, and was not to be replaced."""

    def __init__(self, pack_id: str) -> None:
        super().__init__(pack_id)
        self.pack_id = pack_id


@dataclass(frozen=True, slots=True)
class TakenIn:
    """A pack that is in its place; `remarks` did not stop it."""

    pack_id: str
    folder: Path
    remarks: tuple[Fault, ...]
    has_replaced: bool


def take_in(
    files: Mapping[str, bytes],
    home: Path,
    *,
    rules: ExamRules | None = None,
    pack_id: str | None = None,
    replace: bool = False,
) -> TakenIn:
    """`home/<id>` with these files. `pack_id`: another identifier than the one they say, written into company.yaml.

    Blocking: about a second. Raises ZipRefused, PackError (with every fault), AlreadyThere, OSError; then nothing has
    changed.
    """
    home.mkdir(parents=True, exist_ok=True)
    put_back_what_was_cut(home)
    coming = Path(tempfile.mkdtemp(prefix=_COMING, dir=home))
    try:
        draft = coming / "pack"
        draft.mkdir()
        _write(files, draft)
        found_id = _id_of(draft)
        if pack_id is not None:
            found_id = _renamed(draft / "company.yaml", pack_id)
        # The checker wants the folder to be called like the pack.
        checked = draft.rename(coming / found_id)
        faults = check_pack(checked, rules)
        if any(fault.severity == "error" for fault in faults):
            raise PackError(faults)
        place = home / found_id
        has_replaced = os.path.lexists(place)
        if has_replaced and not replace:
            raise AlreadyThere(found_id)
        put_in_place(checked, place)
        return TakenIn(found_id, place, tuple(faults), has_replaced)
    finally:
        shutil.rmtree(coming, ignore_errors=True)


def put_back_what_was_cut(home: Path) -> None:
    """After a cut between the two renames of a replacement, the earlier pack is in its place again; what an import
    that was cut left aside is cleared once no import can still be at it."""
    for coming in home.glob(f"{_COMING}*"):
        # It may end while we look.
        with suppress(FileNotFoundError):
            if time.time() - coming.stat().st_mtime > _AN_HOUR:
                shutil.rmtree(coming, ignore_errors=True)
    for before in home.glob(f"{_BEFORE}*"):
        place = home / before.name.removeprefix(_BEFORE)
        if not os.path.lexists(place):
            before.rename(place)
        else:
            shutil.rmtree(before, ignore_errors=True)


def put_in_place(checked: Path, place: Path) -> None:
    """Two renames, what stood there kept between them (`put_back_what_was_cut`). Raises OSError, nothing done."""
    before = place.with_name(f"{_BEFORE}{place.name}")
    if os.path.lexists(place):
        place.rename(before)
    try:
        checked.rename(place)
    except OSError:
        if before.exists():
            before.rename(place)
        raise
    _sync(place.parent)
    shutil.rmtree(before, ignore_errors=True)


def _renamed(company: Path, pack_id: str) -> str:
    """Raises ZipRefused. Only for a file that the checker's reader has read: it bears no trap for another one."""
    if not _ID.fullmatch(pack_id):
        raise ZipRefused(
            f"« {pack_id[:80]} » n’est pas un identifiant.",
            "Écrivez des minuscules sans accent, des chiffres et des traits d’union.",
        )
    company.write_bytes(edited(company.read_bytes(), {("id",): pack_id}))
    return pack_id


def _id_of(draft: Path) -> str:
    """Raises ZipRefused, or PackError where company.yaml does not read."""
    path = draft / "company.yaml"
    if not path.is_file():
        raise ZipRefused("company.yaml manque.", "C’est lui qui dit de quelle entreprise il s’agit : ajoutez-le.")
    document = read_yaml(path, "company.yaml")
    if document.faults:
        raise PackError(document.faults)
    found = document.data.get("id") if isinstance(document.data, dict) else None
    if not isinstance(found, str) or not _ID.fullmatch(found):
        raise ZipRefused(
            "company.yaml ne dit pas l’identifiant de l’entreprise.",
            "Sa première ligne est comme « id: mon-entreprise » : minuscules sans accent, chiffres, traits d’union.",
        )
    return found


def _write(files: Mapping[str, bytes], folder: Path) -> None:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    """The rename itself is on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
