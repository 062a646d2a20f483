"""Where the service may write: what its unit is told of, and what to do where the unit shuts a folder."""

import os
import shlex
from pathlib import Path

from simulator.service.unit import Places
from simulator.settings import Settings
from simulator.storage.copying import sqlite_path

BY_SYSTEMD = "INVOCATION_ID"
"""In the environment of whatever a unit starts (systemd.exec(5))."""


def written_outside(settings: Settings, data: Path) -> list[Path]:
    """Folders that Combiné writes in and that are not below `data`; what is relative is (the unit works there)."""
    database = sqlite_path(settings.url) if settings.database_url else None
    wanted = (settings.data, settings.backups, settings.packs, settings.models, database and database.parent)
    found = dict.fromkeys(one for one in wanted if one is not None and one.is_absolute())
    return [one for one in found if not one.is_relative_to(data)]


def to_be_made(places: Places) -> list[str]:
    """Of those, the ones that are not there: whether a disk is missing or a folder, a person knows."""
    return [str(one) for one in places.written if not Path(one).is_dir()]


def is_shut_by_the_unit(folder: Path) -> bool:
    """Whether we run as a service whose unit makes this place read-only, whoever owns it."""
    if BY_SYSTEMD not in os.environ or os.name != "posix":
        return False
    there = next(one for one in (folder.absolute(), *folder.absolute().parents) if one.exists())
    return bool(os.statvfs(there).f_flag & os.ST_RDONLY)


def how_to_open(folder: Path, otherwise: str) -> str:
    """The remedy where Combiné cannot write in a folder: `otherwise`, unless only the unit forbids it."""
    if not is_shut_by_the_unit(folder):
        return otherwise
    place = shlex.quote(str(folder.absolute()))
    return (
        f"Le service n’écrit que là où on le lui permet. Créez ce dossier et donnez-le à son compte "
        f"(sudo mkdir -p {place}, puis sudo chown combine: {place}) ; ouvrez-le au service : "
        f"« sudo systemctl edit combine », deux lignes, [Service] puis ReadWritePaths=-{folder.absolute()} ; "
        "enfin : sudo systemctl restart combine."
    )
