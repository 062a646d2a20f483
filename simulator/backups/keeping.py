"""When a backup is due, and which of them are kept: dates in, decisions out.

Kept is told by the backups' own dates, not by today's: a clock that is years ahead deletes none.
"""

import re
from collections.abc import Callable, Collection
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

_NAME = re.compile(r"combine-(\d{8}T\d{6}Z)\.zip")
_FORM = "%Y%m%dT%H%M%SZ"


class Kept(NamedTuple):
    """How many: the newest of as many days, weeks (ISO 8601) and months."""

    days: int
    weeks: int
    months: int


def name_of(made_at: datetime) -> str:
    return f"combine-{made_at.astimezone(UTC):{_FORM}}.zip"


def made_at(path: Path) -> datetime | None:
    """By its name; None for a file that is none of ours."""
    found = _NAME.fullmatch(path.name)
    if found is None:
        return None
    try:
        return datetime.strptime(found[1], _FORM).replace(tzinfo=UTC)
    except ValueError:
        return None


def is_due(now: datetime, last: datetime | None, hour: int, overdue: timedelta = timedelta(0)) -> bool:
    """Whether none was made since the hour of the day last struck, `overdue` ago or longer.

    `now`: of this machine's own time zone.

    A last one that is still to come was made while the clock was ahead: it says nothing of today.
    """
    struck = now.replace(hour=hour, minute=0, second=0, microsecond=0)
    if struck > now - overdue:
        struck -= timedelta(days=1)
    return last is None or last < struck or last > now


def next_at(now: datetime, last: datetime | None, hour: int) -> datetime:
    """When the day's backup is due: `now` where it is overdue. `now`: of this machine's own time zone."""
    if is_due(now, last, hour):
        return now
    strikes = now.replace(hour=hour, minute=0, second=0, microsecond=0)
    return strikes if strikes > now else strikes + timedelta(days=1)


def to_remove(files: Collection[Path], kept: Kept, made: Path) -> list[Path]:
    """Of our own backups those that no day, week or month keeps. `made`: the one of this very moment, always kept."""
    dated = sorted(((at, path) for path in files if (at := made_at(path)) is not None), reverse=True)
    stay = {made}
    for most, period in ((kept.days, _day), (kept.weeks, _week), (kept.months, _month)):
        stay |= _newest_of_each(dated, period, most)
    return [path for _, path in dated if path not in stay]


def _newest_of_each(dated: list[tuple[datetime, Path]], period: Callable[[datetime], object], most: int) -> set[Path]:
    newest: dict[object, Path] = {}
    for at, path in dated:
        newest.setdefault(period(at), path)
    return set(list(newest.values())[:most])


def _day(at: datetime) -> object:
    return at.date()


def _week(at: datetime) -> object:
    return at.isocalendar()[:2]


def _month(at: datetime) -> object:
    return at.year, at.month
