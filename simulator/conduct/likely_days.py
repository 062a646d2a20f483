"""A date that a session may be held on: a slip of the keyboard is told, years that no exam is prepared in."""

from collections.abc import Iterable
from datetime import date, timedelta

from simulator.errors import Conflict

BACK, AHEAD = timedelta(days=366), timedelta(days=3653)
"""A session held on paper may be entered afterwards; nobody prepares one ten years ahead."""


def refuse_unlikely(days: Iterable[date], today: date) -> None:
    """Raises Conflict for the first that is none."""
    earliest, latest = today - BACK, today + AHEAD
    for day in days:
        if not earliest <= day <= latest:
            raise Conflict(
                "unlikely_date",
                f"Une session ne peut pas se tenir le {day:%d/%m/%Y}.",
                f"Vérifiez l’année\u00a0: choisissez une date du {earliest:%d/%m/%Y} au {latest:%d/%m/%Y}.",
            )
