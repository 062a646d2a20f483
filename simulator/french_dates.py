"""Days and hours as French documents write them: one style everywhere."""

from datetime import date, datetime

from simulator.typography import NO_BREAK

_MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip


def long_date(when: datetime) -> str:
    """« 24 novembre 2026 à 10 h 38 », on the server's local time."""
    return f"{long_day(when.astimezone().date())} à {clock(when)}"


def clock(when: datetime) -> str:
    """« 10 h 38 », on the server's local time."""
    local = when.astimezone()
    return f"{local.hour}{NO_BREAK}h{NO_BREAK}{local.minute:02}"


def long_day(day: date) -> str:
    """« 24 novembre 2026 », « 1er décembre 2026 »."""
    return f"{'1er' if day.day == 1 else day.day} {_MONTHS[day.month - 1]} {day.year}"
