"""What became of the scheduled backups and of their trials: one small file in the data folder, for whoever looks."""

from datetime import datetime
from pathlib import Path

from pydantic import ConfigDict, ValidationError

from simulator.finite import FiniteModel
from telephony.durable import write_whole

FILE = "backups.json"


class Tried(FiniteModel):
    """One try. `problem`: French, empty where it went well."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    at: datetime
    file: str
    said: str = ""
    problem: str = ""


class Diary(FiniteModel):
    """`backup`: the last one that was tried; `good`: the last that was made; `restore`: the last trial of one."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    backup: Tried | None = None
    good: Tried | None = None
    restore: Tried | None = None


def read_diary(data: Path) -> Diary:
    """Empty where there is none, or none that can be read: the next backup writes it anew."""
    try:
        return Diary.model_validate_json((data / FILE).read_bytes())
    except (OSError, ValidationError):
        return Diary()


def write_diary(data: Path, diary: Diary) -> None:
    """Waits for the disk. Raises OSError."""
    write_whole(data / FILE, diary.model_dump_json().encode(), 0o600)
