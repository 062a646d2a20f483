"""The days of a session that lasts several: each candidate is examined on one, and each day has a plan of its own.

A day is called by its date (« 2026-12-15 »), the session's first by "": what was kept before sessions could last
several days is of that one.
"""

import re
from collections.abc import Sequence
from datetime import date

from simulator.errors import NotFound

FIRST = ""
WRITTEN = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})")
"""« 15/12/2026 » or « 15/12/26 », as a French spreadsheet writes it."""


def day_called(asked: str, days: Sequence[str]) -> str:
    """Its name, of a date that was asked for. Raises NotFound for a date that is not of the session."""
    if asked == FIRST or (days and asked == days[0]):
        return FIRST
    if asked not in days:
        raise NotFound("Cette date n’est pas de cette session.")
    return asked


def date_of(day: str, days: Sequence[str]) -> str:
    """ "" for the first day of a session whose dates are not set."""
    return day or (days[0] if days else "")


def today_of(days: Sequence[str], today: date) -> str:
    """What a board shows unless it is asked for another: today if it is one of them, else the first."""
    return today.isoformat() if today.isoformat() in days[1:] else FIRST


def as_date(written: str) -> str | None:
    """« 15/12/2026 », « 15/12/26 » or « 2026-12-15 (00:00:00) » as « 2026-12-15 »; None for what is no date."""
    found = WRITTEN.fullmatch(written.strip())
    text = written.strip()[:10]
    if found is not None:
        # A session is of this century: « 26 » is 2026.
        year = found[3] if len(found[3]) == 4 else f"20{found[3]}"
        text = f"{year}-{int(found[2]):02}-{int(found[1]):02}"
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return None
