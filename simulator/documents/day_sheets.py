"""What is printed of a published day, as data for `official.typ`: per person, convocations, doors, attendance."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Literal

from exams.timetable.fitting import is_room
from exams.timetable.model import Booking, Candidate, Plan
from exams.timetable.words import ACTIVITY
from simulator.centre.identity import Centre
from simulator.conduct.keepers import room_of
from simulator.documents import blocks
from simulator.documents.blocks import ROOM_TO_SIGN
from simulator.french_dates import long_day
from simulator.timetable.store import Kept
from simulator.typography import NO_BREAK

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

READ_STANDING = 11
"""Points: on a door, in a corridor, at a table where several people bend over one list."""

MINUTES_BEFORE = 15
"""How long before the first activity a candidate is asked to come."""


BRING = (
    "Présentez cette convocation et une pièce d’identité avec photographie. Apportez votre dossier professionnel. "
    "Les téléphones personnels restent éteints, hors de portée. En cas de retard, le responsable de session "
    "décide ; l’heure de fin de l’épreuve ne change pas."
)


def day_sheets(kind: SheetKind, kept: Kept, centre: Centre) -> dict[str, Any]:
    """Data of `official.typ`: a sheet for each person or room, each with its own title and its own page numbers."""
    makers = {"people": _people, "convocations": _convocations, "doors": _doors, "attendance": _attendance}
    pages = makers[kind](kept, centre)
    nobody = blocks.page(TITLES[kind], _session(kept), blocks.text("Personne n’est placé dans cet emploi du temps."))
    footer = f"{kept.title} · emploi du temps, version {kept.version}"
    return blocks.sheet(f"{TITLES[kind]} — {kept.title}", pages or [nobody], footer, size=READ_STANDING)


def _session(kept: Kept) -> str:
    return f"{kept.title} · {_day(kept.plan)}"


def _people(kept: Kept, _: Centre) -> list[blocks.Block]:
    plan = kept.plan
    candidates = [(f"{one.label} · {one.name}", _rows(plan, plan.of_candidate(one.id))) for one in plan.day.present]
    jurors = [
        (f"{juror.name} · {pair.name}", _rows(plan, plan.of_pair(pair.id), with_candidate=True))
        for pair in plan.day.pairs
        for juror in pair.jurors
        if plan.of_pair(pair.id)
    ]
    return [
        blocks.page(name, f"{TITLES['people']} · {_session(kept)}", _hours(rows))
        for name, rows in [*candidates, *jurors]
    ]


def _convocations(kept: Kept, centre: Centre) -> list[blocks.Block]:
    plan = kept.plan
    found: list[blocks.Block] = []
    for one in plan.day.present:
        mine = plan.of_candidate(one.id)
        if not mine:
            continue
        room = plan.day.room(mine[0].room)
        desk = kept.desks.get(one.id, "")
        # « Salle A · Poste 1 » names its room already.
        is_told = room is not None and is_room(room, room_of(desk))
        where = ", ".join(it for it in (room.name if room and not is_told else "", desk) if it)
        facts = [
            ("Candidat", f"{one.label} · {one.name}"),
            ("Épreuves", plan.day.format.name),
            ("Date", _day(plan)),
            *([("Centre", centre.in_lines())] if centre.in_lines() else []),
            ("Lieu", where or "à préciser"),
        ]
        at, until = _hour(mine[0].start - MINUTES_BEFORE), _hour(mine[-1].end)
        found.append(
            blocks.page(
                f"{TITLES['convocations']} · {one.name}",
                kept.title,
                blocks.pairs(facts),
                blocks.large(f"Votre présence est attendue {_on(plan)}à {at}. Fin prévue à {until}."),
                blocks.text(BRING),
                blocks.section("Votre journée"),
                _hours(_rows(plan, mine)),
            )
        )
    return found


def _doors(kept: Kept, _: Centre) -> list[blocks.Block]:
    """On each door, who comes in when."""
    plan = kept.plan
    found: list[blocks.Block] = []
    for room in plan.day.rooms:
        rows = [
            [_from_to(one), _who(plan, one), _name(one)]
            for one in sorted(plan.of_room(room.id), key=lambda it: (it.start, _who(plan, it)))
            if one.activity not in ("lunch", "correction", "deliberation")
        ]
        if rows:
            content = blocks.table(["Heure", "Qui", "Épreuve"], rows, [2, 4, 4], strong=[0])
            found.append(blocks.page(room.name, f"{TITLES['doors']} · {_session(kept)}", content))
    return found


def _attendance(kept: Kept, centre: Centre) -> list[blocks.Block]:
    """One list a room where one writes; a person signs on coming and on leaving."""
    plan = kept.plan
    first = {one.id: mine[0] for one in plan.day.candidates if (mine := plan.of_candidate(one.id))}
    pages: list[blocks.Block] = []
    for room in plan.day.rooms:
        here = [one for one in plan.day.candidates if one.id in first and first[one.id].room == room.id]
        rows = [_signs(kept, one, first[one.id]) for one in here]
        if rows:
            pages.append(_to_sign(kept, centre, room.name, ["N°", "Nom", "Poste, heure", "Arrivée", "Départ"], rows))
    jurors = [[pair.name, juror.name, ROOM_TO_SIGN, ""] for pair in plan.day.pairs for juror in pair.jurors]
    if jurors:
        pages.append(_to_sign(kept, centre, "Jury", ["Binôme", "Nom", "Arrivée", "Départ"], jurors))
    return pages


def _to_sign(kept: Kept, centre: Centre, name: str, header: list[str], rows: list[list[str]]) -> blocks.Block:
    held = " · ".join(filter(None, [centre.name.strip(), _session(kept)]))
    subtitle = f"{held}\nSignature de chaque personne, à l’arrivée et au départ"
    content = blocks.table(header, rows, [0, *(3 for _ in header[1:])], strong=[1], boxed=True)
    return blocks.page(f"{TITLES['attendance']} · {name}", subtitle, content)


def _hours(rows: list[list[str]]) -> blocks.Block:
    if not rows:
        return blocks.text("Rien n’est prévu ce jour.")
    return blocks.table(["Heure", "Quoi", "Où"], rows, [2, 4, 4], strong=[0])


def _signs(kept: Kept, candidate: Candidate, first: Booking) -> list[str]:
    where = " · ".join(filter(None, [kept.desks.get(candidate.id, ""), _hour(first.start)]))
    return [candidate.label, candidate.name, where, ROOM_TO_SIGN, ""]


def _rows(plan: Plan, bookings: Iterable[Booking], with_candidate: bool = False) -> list[list[str]]:
    rows: list[list[str]] = []
    for one in bookings:
        room = plan.day.room(one.room)
        what = _name(one)
        if with_candidate and one.candidate:
            what = f"{what} : {_who(plan, one)}"
        rows.append([_from_to(one), what, room.name if room else ""])
    return rows


def _name(one: Booking) -> str:
    words = ACTIVITY[one.activity]
    return words[:1].upper() + words[1:]


def _from_to(one: Booking) -> str:
    return f"{_hour(one.start)} – {_hour(one.end)}"


def _hour(minutes: int) -> str:
    """« 10 h 40 », never parted at the end of a line."""
    return f"{minutes // 60}{NO_BREAK}h{NO_BREAK}{minutes % 60:02}"


def _who(plan: Plan, booking: Booking) -> str:
    candidate = plan.day.candidate(booking.candidate)
    return f"{candidate.label} {candidate.name}".strip() if candidate else ""


def _on(plan: Plan) -> str:
    return f"le {_day(plan)} " if plan.day.date else ""


def _day(plan: Plan) -> str:
    if not plan.day.date:
        return "date à fixer"
    return long_day(date.fromisoformat(plan.day.date))
