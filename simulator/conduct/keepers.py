"""Which rooms of a day an invigilator keeps: those that they are attached to, all where nobody is attached.

The responsible person stands in for any of them. Attachments are facts of the day: it says who kept what, and when.
"""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import column, select, table

from simulator.errors import Forbidden
from simulator.facts.day_facts import InvigilatorsAttached, OfDay
from simulator.facts.day_log import DayLog
from simulator.ids import PersonId, SeatId, SessionId
from simulator.storage.database import Sessions

WHOLE = ""
"""Instead of a room's name: the whole day."""

Attached = Mapping[PersonId, tuple[str, ...]]
"""Of one day."""

AttachedByDay = Mapping[OfDay, Attached]
"""None: of every day for which nothing was said since."""

_records = table("candidate_record", column("seat_id"), column("day"))
"""Of the timetable, which stands above this room: who is examined on which day."""


def attached_on(by_day: AttachedByDay, day: str) -> Attached:
    """On one day of the session, called as in `timetable/days.py`."""
    return by_day.get(day, by_day.get(None, {}))


def rooms_kept(attached: Attached, person_id: PersonId, roles: Iterable[str]) -> frozenset[str] | None:
    """None: every room. Raises Forbidden for an invigilator who is attached to nothing while others are."""
    if "session_lead" in roles or not attached:
        return None
    mine = frozenset(attached.get(person_id, ()))
    if not mine:
        raise Forbidden("Vous n’êtes pas surveillant de cette journée : le responsable de session vous y attache.")
    return None if WHOLE in mine else mine


def keeps_any(attached: Attached, person_id: PersonId, roles: Iterable[str]) -> bool:
    """Whether this person keeps any room of the day."""
    return "session_lead" in roles or not attached or bool(attached.get(person_id))


def days_kept(by_day: AttachedByDay, days: Sequence[str], person_id: PersonId, roles: Iterable[str]) -> list[str]:
    """Of a session held on these dates: the days of which this person keeps any room, as they are called."""
    called = ["", *days[1:]]
    return [day for day in called if keeps_any(attached_on(by_day, day), person_id, roles)]


def may_keep(attached: Attached, person_id: PersonId, roles: Iterable[str], room: str) -> bool:
    """Whether this person keeps whoever sits in this room."""
    if not keeps_any(attached, person_id, roles):
        return False
    rooms = rooms_kept(attached, person_id, roles)
    return rooms is None or room in rooms


async def attached_in(sessions: Sessions, session_id: SessionId) -> AttachedByDay:
    """As the facts of the session say now."""
    by_day: dict[OfDay, Attached] = {}
    for fact in await DayLog(sessions).of_session(session_id):
        if isinstance(fact.data, InvigilatorsAttached):
            by_day[fact.data.day] = fact.data.rooms
    return by_day


async def attached_at(sessions: Sessions, session_id: SessionId, seat_id: SeatId) -> Attached:
    """On the day of this seat's candidate."""
    async with sessions() as session:
        day = await session.scalar(select(_records.c.day).where(_records.c.seat_id == seat_id))
    return attached_on(await attached_in(sessions, session_id), day or "")


def room_of(desk: str) -> str:
    """« Salle 2 · Poste 4 » stands in « Salle 2 »; a desk that names no room stands in none."""
    room, dot, _ = desk.partition("·")
    return room.strip() if dot else ""
