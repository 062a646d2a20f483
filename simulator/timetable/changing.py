"""A candidate's record corrected after the import: name, number, place, access route, day. Pure, but for the rows.

A correction is a fact of the seat with its author and date, and says what stood there before; its rows are written in
the same transaction. It goes with the candidate's file when that is erased.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from exams.timetable.model import Candidate
from scenarios.invisible import invisible_in
from simulator.accounts.tables import PersonRow
from simulator.conduct.tables import ExamDayRow, SeatRow
from simulator.errors import Conflict
from simulator.facts.exam_facts import CandidateChanged
from simulator.facts.fact import Fact
from simulator.timetable.days import day_called
from simulator.timetable.rows import NO_REFERENCE, is_reference, name_fault, parts_of_name
from simulator.timetable.tables import CandidateRecordRow
from simulator.timetable.views import CandidateChange

_NUMBER = re.compile(r"[0-9A-Za-zÀ-ÿ](?:[0-9A-Za-zÀ-ÿ /.-]{0,18}[0-9A-Za-zÀ-ÿ])?")
LONGEST_DESK = 40


class BadChange(Conflict):
    """What was typed cannot be kept, and nothing was."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__("bad_candidate", problem, remedy)


@dataclass(frozen=True, slots=True)
class Days:
    """Where a candidate is, and where the correction puts them: ISO dates, "" where the session has none.

    `beside`: who is examined on the second of the two, and so sits there at the same time.
    """

    before: str
    after: str
    beside: frozenset[str]


def changed(
    seat_id: str, new: CandidateChange, everybody: Sequence[tuple[Candidate, str]], days: Days
) -> CandidateChanged | None:
    """What this correction changes; None where all is as before. `everybody`: of the session, with their places.

    Raises BadChange. The seat is of the session.
    """
    mine, desk = next((one, place) for one, place in everybody if one.id == seat_id)
    others = [(one, place) for one, place in everybody if one.id != seat_id]
    before = {
        "name": mine.name,
        "number": mine.label,
        "desk": desk,
        "route": str(mine.route),
        "day": days.before,
    }
    after = {
        "name": _name(new.name, [one.name for one, _ in others]) if new.name is not None else mine.name,
        "number": _number(new.number, {one.label: one.name for one, _ in others}) if new.number else mine.label,
        "desk": desk,
        "route": str(new.route),
        "day": days.after,
    }
    if new.desk is not None or days.after != days.before:
        seated = {place: one.name for one, place in others if one.id in days.beside}
        after["desk"] = _desk(desk if new.desk is None else new.desk, seated)
    if (new.extra_percent or new.extra_minutes) and not is_reference(new.accommodation):
        raise BadChange(*NO_REFERENCE)
    if new.number is not None and not new.number.strip():
        raise BadChange("Le numéro du candidat manque.", "Écrivez-le : « C-07 », par exemple.")
    other = [key for key in after if after[key] != before[key]]
    if not other:
        return None
    return CandidateChanged(before={key: before[key] for key in other}, after={key: after[key] for key in other})


async def write_change(session: AsyncSession, fact: Fact) -> None:
    """Follows the fact in its transaction."""
    assert isinstance(fact.data, CandidateChanged)
    after, seat = fact.data.after, await session.get_one(SeatRow, fact.place.seat_id)
    seat.label, seat.desk = after.get("number", seat.label), after.get("desk", seat.desk)
    if "name" in after:
        (await session.get_one(PersonRow, seat.person_id)).name = after["name"]
    if "route" in after or "day" in after:
        record = await session.get(CandidateRecordRow, seat.id)
        if record is None:
            record = CandidateRecordRow(seat_id=seat.id, trainers=[])
            session.add(record)
        record.route = after.get("route", record.route)
        if "day" in after:
            held = await session.get_one(ExamDayRow, seat.session_id)
            record.day = day_called(after["day"], held.days)


def _name(typed: str, others: Sequence[str]) -> str:
    name = unicodedata.normalize("NFC", " ".join(typed.split()))
    fault = name_fault(name)
    if fault is not None:
        raise BadChange(
            fault[0], fault[1].replace("Enregistrez le fichier", "Retapez le nom, ou enregistrez le fichier")
        )
    if parts_of_name(name) in {parts_of_name(one) for one in others}:
        raise BadChange(
            f"« {name} » est déjà inscrit dans cette session.", "Pour un homonyme, ajoutez un second prénom."
        )
    return name


def _number(typed: str, others: dict[str, str]) -> str:
    number = " ".join(typed.split())
    if number and _NUMBER.fullmatch(number) is None:
        raise BadChange(
            f"« {number[:30]} » n’est pas un numéro de candidat.",
            "Gardez des lettres, des chiffres et des tirets : 20 caractères au plus.",
        )
    taken = {one.casefold(): name for one, name in others.items()}.get(number.casefold())
    if taken is not None:
        raise BadChange(f"Le numéro « {number} » est déjà celui de {taken}.", "Choisissez un numéro libre.")
    return number


def _desk(typed: str, others: dict[str, str]) -> str:
    desk = " ".join(typed.split())
    if not desk:
        raise BadChange("Le poste manque.", "Écrivez où le candidat s’assied : « Salle A · Poste 4 ».")
    if len(desk) > LONGEST_DESK:
        raise BadChange(f"Ce poste a {len(desk)} caractères.", f"Abrégez-le : {LONGEST_DESK} caractères au plus.")
    if invisible_in(desk) is not None or any(not one.isprintable() for one in desk):
        raise BadChange("Ce poste contient un caractère invisible.", "Effacez-le et retapez-le.")
    taken = {place.casefold(): name for place, name in others.items()}.get(desk.casefold())
    if taken is not None:
        raise BadChange(f"« {desk} » est déjà la place de {taken}.", "Choisissez un poste libre.")
    return desk
