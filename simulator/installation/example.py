"""An example to begin with: one practice session of a shipped scenario, with two candidates and whoever asked for it.

Nobody's account comes with it: those of the demo have passwords that everybody knows.
"""

from fastapi import APIRouter
from sqlalchemy import select

from simulator.accounts.guards import Leader
from simulator.accounts.live_rights import LiveRights
from simulator.conduct.in_turn import in_turn
from simulator.conduct.sessions import SessionMaker, UseSessionMaker, set_jurors
from simulator.conduct.tables import TrainingSessionRow
from simulator.conduct.views import NewSeat, NewSession
from simulator.errors import Conflict
from simulator.ids import PersonId, SessionId
from simulator.live_messages.shared_view import View
from simulator.packs.registry import PackRegistry
from simulator.parts import UseLiveRights, UsePackRegistry, UseSessions
from simulator.storage.database import Sessions

router = APIRouter()

TITLE = "Séance d’exemple"
GROUP = "Groupe d’exemple"
CANDIDATES = ("Léa Martin", "Yanis Benali")


class ExampleMade(View):
    session_id: SessionId


@router.post("/api/staff/installation/example", status_code=201)
async def make_example(
    who: Leader, sessions: UseSessions, packs: UsePackRegistry, maker: UseSessionMaker, live_rights: UseLiveRights
) -> ExampleMade:
    """In a centre that has no session yet; of two who ask at once, one makes it and the other is told so.

    Cancelled half way, what is there is a session like any other.
    """
    async with in_turn("example"):
        return await _make(who.person_id, sessions, packs, maker, live_rights)


async def _make(
    person_id: PersonId, sessions: Sessions, packs: PackRegistry, maker: SessionMaker, live_rights: LiveRights
) -> ExampleMade:
    async with sessions() as session:
        if await session.scalar(select(TrainingSessionRow.id).limit(1)) is not None:
            raise Conflict(
                "has_sessions", "Ce centre a déjà une séance.", "Créez la suivante depuis la page « Séances »."
            )
    found = [(pack, subject) for pack in packs.all() for subject in pack.subjects]
    pack, subject = next((one for one in found if one[1].exam_format is None), (None, None))
    if pack is None or subject is None:
        raise Conflict("no_pack", "Aucun scénario n’est installé.", "Lancez « simulator packs check ».")
    new = NewSession(
        kind="practice", title=TITLE, pack_id=pack.company.id, subject_id=subject.id, minutes=60, group_name=GROUP
    )
    training = await maker.create(new, person_id)
    for number, name in enumerate(CANDIDATES, start=1):
        seat = await maker.add_seat(training, NewSeat(candidate_name=name, desk=f"Poste {number}"))
        await set_jurors(sessions, live_rights, seat.id, [person_id])
    return ExampleMade(session_id=training.id)
