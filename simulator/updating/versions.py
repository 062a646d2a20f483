"""Versions side by side, and which one is in use:

HOME/versions/0.1.0   an environment of Python with this version in it
HOME/versions/0.2.0
HOME/current          a symbolic link to one of them: what the service starts
HOME/update.json      the last update: from where to where, and the backup made before

Going from one to the other, and back, is one rename of the link.
"""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from simulator.finite import FiniteModel
from telephony.durable import sync_folder, temporary_name, write_whole

VERSIONS, CURRENT, LAST = "versions", "current", "update.json"


class LastUpdate(FiniteModel):
    """What going back needs."""

    old: str
    new: str
    schema_before: str
    """Of the database; empty: there was none."""
    backup: str
    """Path of the file."""
    at: str
    """ISO 8601, UTC."""


@dataclass(frozen=True, slots=True)
class Home:
    folder: Path

    def of(self, version: str) -> Path:
        return self.folder / VERSIONS / version

    def program(self, version: str) -> Path:
        return self.of(version) / "bin" / "simulator"

    def in_use(self) -> str:
        """Raises OSError: there is no link."""
        return (self.folder / CURRENT).readlink().name

    def use(self, version: str) -> None:
        """At one instant: whoever starts meanwhile gets the one or the other, whole. Raises OSError."""
        beside = self.folder / temporary_name(CURRENT)
        beside.symlink_to(Path(VERSIONS, version))
        os.replace(beside, self.folder / CURRENT)
        sync_folder(self.folder)

    def forget(self, *but: str) -> None:
        """Removes every version but these."""
        for one in (self.folder / VERSIONS).iterdir():
            if one.name not in but:
                shutil.rmtree(one)

    def last(self) -> LastUpdate | None:
        try:
            return LastUpdate.model_validate_json((self.folder / LAST).read_bytes())
        except (FileNotFoundError, ValueError):
            return None

    def note(self, last: LastUpdate) -> None:
        write_whole(self.folder / LAST, last.model_dump_json(indent=1).encode(), 0o644)


def home_of(prefix: Path) -> Home | None:
    """Of the environment that runs (`sys.prefix`); None: it does not stand among versions."""
    home = Home(prefix.parent.parent)
    is_among = prefix.parent.name == VERSIONS and (home.folder / CURRENT).is_symlink()
    return home if is_among and (home.folder / CURRENT).resolve() == prefix.resolve() else None
