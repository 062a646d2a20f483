"""What is printed of a published day, as data for the templates: per person, convocations, doors, attendance."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Literal

from exams.timetable.model import Booking, Candidate, Plan
from exams.timetable.words import ACTIVITY, hour
from simulator.documents.printing import MONTHS
from simulator.timetable.store import Kept
from simulator.typography import french_spaces

SheetKind = Literal["people", "convocations", "doors", "attendance"]

TITLES: dict[SheetKind, str] = {
    "people": "Emploi du temps",
    "convocations": "Convocation",
    "doors": "Liste de salle",
    "attendance": "Feuille d’émargement",
}
FILE_NAMES: dict[SheetKind, str] = {
    "people": "emplois-du-temps",
    "convocations": "convocations",
    "doors": "listes-de-salle",
    "attendance": "emargement",
}

MINUTES_BEFORE = 15
"""How long before the first activity a candidate is asked to come."""


def day_sheets(kind: SheetKind, kept: Kept) -> dict[str, Any]:
    """Data of `day_sheets.typ`: one page or more for each person or room."""
    pages = {"people": _people, "convocations": _convocations, "doors": _doors, "attendance": _attendance}
    return {
        "title": TITLES[kind],
        "kind": kind,
        "subtitle": french_spaces(f"{kept.title} · {_day(kept.plan)}"),
        "footer": f"{kept.title} · emploi du temps, version {kept.version}",
        "pages": pages[kind](kept),
    }


def _people(kept: Kept) -> list[dict[str, Any]]:
    plan = kept.plan
    candidates = [
        {"name": f"{one.label} · {one.name}", "rows": _rows(plan, plan.of_candidate(one.id))}
        for one in plan.day.present
    ]
    jurors = [
        {"name": f"{juror.name} · {pair.name}", "rows": _rows(plan, plan.of_pair(pair.id), with_candidate=True)}
        for pair in plan.day.pairs
        for juror in pair.jurors
        if plan.of_pair(pair.id)
    ]
    return [*candidates, *jurors]


def _convocations(kept: Kept) -> list[dict[str, Any]]:
    plan = kept.plan
    found: list[dict[str, Any]] = []
    for one in plan.day.present:
        mine = plan.of_candidate(one.id)
        if not mine:
            continue
        room = plan.day.room(mine[0].room)
        found.append(
            {
                "name": one.name,
                "number": one.label,
                "format": plan.day.format.name,
                "day": _day(plan),
                "at": hour(mine[0].start - MINUTES_BEFORE),
                "where": ", ".join(it for it in (room.name if room else "", kept.desks.get(one.id, "")) if it),
                "until": hour(mine[-1].end),
                "rows": _rows(plan, mine),
            }
        )
    return found


def _doors(kept: Kept) -> list[dict[str, Any]]:
    """On each door, who comes in when."""
    plan = kept.plan
    return [
        {
            "name": room.name,
            "rows": [
                [f"{hour(one.start)} – {hour(one.end)}", _who(plan, one), ACTIVITY[one.activity]]
                for one in plan.of_room(room.id)
                if one.activity not in ("lunch", "correction", "deliberation")
            ],
        }
        for room in plan.day.rooms
        if plan.of_room(room.id)
    ]


def _attendance(kept: Kept) -> list[dict[str, Any]]:
    """One list a room where one writes; a person signs on coming and on leaving."""
    plan = kept.plan
    first = {one.id: mine[0] for one in plan.day.candidates if (mine := plan.of_candidate(one.id))}
    pages: list[dict[str, Any]] = []
    for room in plan.day.rooms:
        here = [one for one in plan.day.candidates if one.id in first and first[one.id].room == room.id]
        if here:
            pages.append({"name": room.name, "people": [_signs(kept, one, first[one.id]) for one in here]})
    jurors = [[pair.name, juror.name, ""] for pair in plan.day.pairs for juror in pair.jurors]
    return [*pages, {"name": "Jury", "people": jurors}] if jurors else pages


def _signs(kept: Kept, candidate: Candidate, first: Booking) -> list[str]:
    return [candidate.label, candidate.name, f"{kept.desks.get(candidate.id, '')} · {hour(first.start)}"]


def _rows(plan: Plan, bookings: Iterable[Booking], with_candidate: bool = False) -> list[list[str]]:
    rows: list[list[str]] = []
    for one in bookings:
        room = plan.day.room(one.room)
        what = ACTIVITY[one.activity]
        if with_candidate and one.candidate:
            what = f"{what} : {_who(plan, one)}"
        rows.append([f"{hour(one.start)} – {hour(one.end)}", french_spaces(what), room.name if room else ""])
    return rows


def _who(plan: Plan, booking: Booking) -> str:
    candidate = plan.day.candidate(booking.candidate)
    return f"{candidate.label} {candidate.name}".strip() if candidate else ""


def _day(plan: Plan) -> str:
    if not plan.day.date:
        return "date à fixer"
    on = date.fromisoformat(plan.day.date)
    return f"{'1er' if on.day == 1 else on.day} {MONTHS[on.month - 1]} {on.year}"
