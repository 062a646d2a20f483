"""Which rooms of a day an invigilator keeps: those that they are attached to, all where nobody is attached.

The responsible person stands in for any of them. Attachments are facts of the day: it says who kept what, and when.
"""

from collections.abc import Iterable, Mapping

from simulator.errors import Forbidden
from simulator.facts.day_facts import InvigilatorsAttached
from simulator.facts.day_log import DayLog
from simulator.ids import PersonId, SessionId
from simulator.storage.database import Sessions

WHOLE = ""
"""Instead of a room's name: the whole session."""

Attached = Mapping[PersonId, tuple[str, ...]]


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


def may_keep(attached: Attached, person_id: PersonId, roles: Iterable[str], room: str) -> bool:
    """Whether this person keeps whoever sits in this room."""
    if not keeps_any(attached, person_id, roles):
        return False
    rooms = rooms_kept(attached, person_id, roles)
    return rooms is None or room in rooms


async def attached_in(sessions: Sessions, session_id: SessionId) -> Attached:
    """As the day's facts say now."""
    rooms: Attached = {}
    for fact in await DayLog(sessions).of_session(session_id):
        if isinstance(fact.data, InvigilatorsAttached):
            rooms = fact.data.rooms
    return rooms


def room_of(desk: str) -> str:
    """« Salle 2 · Poste 4 » stands in « Salle 2 »; a desk that names no room stands in none."""
    room, dot, _ = desk.partition("·")
    return room.strip() if dot else ""
