"""The deliberation over HTTP. Each write is a fact of the seat; the page is read anew after it."""

import base64
from collections.abc import Callable
from typing import Annotated, Literal

from fastapi import APIRouter, Depends
from pydantic import AwareDatetime, Field, StringConstraints
from sqlalchemy import select

from archives.keys import fingerprint
from exams.seals import signed_page
from scoring.referential import Referential
from simulator.accounts.actors import actor_of
from simulator.accounts.guards import CurrentStaff
from simulator.accounts.own_account import UseSureness
from simulator.accounts.signing import SignedIn
from simulator.accounts.tables import PersonRow
from simulator.bodies import Body, VisibleText
from simulator.conduct.doors import Doors, UseDoors
from simulator.conduct.in_turn import signing_turn
from simulator.conduct.tables import SeatJurorRow
from simulator.custody.session_keys import SessionKeys
from simulator.deliberation.owed import ARCHIVE_JOB
from simulator.deliberation.projection import deliberation_view
from simulator.deliberation.views import DeliberationView, VerdictWord
from simulator.desk.rooms import SeatRooms
from simulator.errors import Conflict
from simulator.facts import kinds
from simulator.facts.fact import Actor
from simulator.ids import SeatId
from simulator.parts import UseClock, UseJobs, UseReferential, UseRooms, UseSecret, UseSessions
from simulator.seat.deciding.deliberating import Deliberating
from simulator.seat.decision import Decision, Scene
from simulator.seat.state import SeatState
from simulator.storage.database import Sessions

router = APIRouter(prefix="/api/staff/seats/{seat_id}/deliberation")

Reason = Annotated[str, Field(max_length=1000), VisibleText]


class NewAgreedVerdict(Body):
    """`reason` is needed where the verdict is no juror's own. `seen`: the moment (`at`) of the verdict over which it
    is chosen; None where the page showed none."""

    verdict: VerdictWord
    reason: Reason = ""
    seen: AwareDatetime | None = None


class NewDecision(Body):
    """The jury's; « undecided » takes it back. `seen`: the moment (`at`) of the decision that the page showed."""

    decision: Literal["acquired", "not_acquired", "undecided"]
    reason: Reason = ""
    seen: AwareDatetime | None = None


class NewSignature(Body):
    """`digest`: of the page that was read. `password`: the signer's own, given again."""

    digest: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    password: Annotated[str, Field(min_length=1, max_length=200)]


class NewCorrection(Body):
    reason: Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=1000), VisibleText]


class Deliberations:
    """The deliberations that this person may take part in: those of the seats that they mark."""

    def __init__(self, doors: Doors, rooms: SeatRooms, sessions: Sessions, referential: Referential) -> None:
        self._doors, self._rooms, self._sessions = doors, rooms, sessions
        self._referential, self.deciding = referential, Deliberating(referential)

    async def page(self, who: SignedIn, seat_id: SeatId) -> DeliberationView:
        """Raises NotFound, Forbidden, Conflict in a practice."""
        await self._doors.may_mark_seat(who, seat_id)
        state = (await self._rooms.read(seat_id)).state
        _need_exam(state)
        async with self._sessions() as session:
            attached = select(PersonRow.id, PersonRow.name).join(SeatJurorRow, SeatJurorRow.person_id == PersonRow.id)
            rows = await session.execute(attached.where(SeatJurorRow.seat_id == seat_id))
            names = {Actor.of_person(person_id).id: name for person_id, name in rows}
        return deliberation_view(state, self._referential, names, actor_of(who).id)

    async def write(self, who: SignedIn, seat_id: SeatId, make: Callable[[Scene], Decision]) -> DeliberationView:
        """Raises as `page` does, and what `make` raises. Cancelled, it is kept all the same."""
        await self._doors.may_mark_seat(who, seat_id)
        room = await self._rooms.room(seat_id)
        _need_exam(room.state)
        await room.commanding.decide(actor_of(who), make)
        return await self.page(who, seat_id)


def _session_keys(sessions: UseSessions, secret: UseSecret) -> SessionKeys:
    return SessionKeys(sessions, secret)


UseSessionKeys = Annotated[SessionKeys, Depends(_session_keys)]


def _deliberations(
    doors: UseDoors, rooms: UseRooms, sessions: UseSessions, referential: UseReferential
) -> Deliberations:
    return Deliberations(doors, rooms, sessions, referential)


UseDeliberations = Annotated[Deliberations, Depends(_deliberations)]


@router.get("")
async def deliberation(seat_id: SeatId, who: CurrentStaff, deliberations: UseDeliberations) -> DeliberationView:
    """Both markings side by side, once all jurors of the seat have submitted; before, who is still awaited."""
    return await deliberations.page(who, seat_id)


@router.put("/verdicts/{criterion}")
async def agree_on_verdict(
    seat_id: SeatId, criterion: str, body: NewAgreedVerdict, who: CurrentStaff, deliberations: UseDeliberations
) -> DeliberationView:
    """The jury's verdict on a criterion. What another juror chose meanwhile is told first, never replaced."""
    agreed = kinds.VerdictAgreed(criterion=criterion, verdict=body.verdict, reason=body.reason.strip())
    return await deliberations.write(
        who, seat_id, lambda scene: deliberations.deciding.agree(scene, agreed, body.seen)
    )


@router.put("/decisions/{what}")
async def take_decision(
    seat_id: SeatId, what: str, body: NewDecision, who: CurrentStaff, deliberations: UseDeliberations
) -> DeliberationView:
    """The jury's decision on a competence, a certificate or the title."""
    taken = kinds.DecisionTaken(what=what, decision=body.decision, reason=body.reason.strip())
    return await deliberations.write(
        who, seat_id, lambda scene: deliberations.deciding.decide(scene, taken, body.seen)
    )


@router.post("/signatures", status_code=201)
async def sign(
    seat_id: SeatId,
    body: NewSignature,
    who: CurrentStaff,
    deliberations: UseDeliberations,
    sureness: UseSureness,
    session_keys: UseSessionKeys,
    clock: UseClock,
    jobs: UseJobs,
) -> DeliberationView:
    """This juror's signature below the page that they read. Signing twice is signing once."""
    page = await deliberations.page(who, seat_id)
    await sureness.is_really(who, body.password, "Mot de passe")
    now = clock.now()
    key, at = await session_keys.of(page.session_id, now), now.isoformat()
    seal = key.sign(signed_page(body.digest, seat_id, actor_of(who).id, at))
    signed = kinds.DeliberationSigned(
        digest=body.digest,
        signed_at=at,
        seal=base64.b64encode(seal).decode(),
        key=fingerprint(key.public_key()),
    )
    async with signing_turn(seat_id):
        page = await deliberations.write(who, seat_id, lambda scene: deliberations.deciding.sign(scene, signed))
    if page.is_signed:
        jobs.ring(ARCHIVE_JOB)
    return page


@router.post("/corrections", status_code=201)
async def correct(
    seat_id: SeatId, body: NewCorrection, who: CurrentStaff, deliberations: UseDeliberations
) -> DeliberationView:
    """Opens again what was signed; what had been signed stays readable."""
    reopened = kinds.DeliberationReopened(reason=body.reason.strip())
    return await deliberations.write(who, seat_id, lambda scene: deliberations.deciding.reopen(scene, reopened))


def _need_exam(state: SeatState) -> None:
    if state.training.kind != "exam":
        raise Conflict(
            "exam_only", "On ne délibère que d’un examen.", "En entraînement, partagez vos remarques à la réécoute."
        )
