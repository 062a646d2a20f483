"""The demo centre: people, a practice and an exam session, one-click sign-in. On loopback only.

A start without the demo closes its accounts again: its staff's, and those of the candidates of its sessions.
"""

from datetime import UTC, datetime
from typing import Literal

from fastapi import APIRouter, Request, Response
from pydantic import Field
from sqlalchemy import ColumnElement, or_, select, update

from simulator import demo_day
from simulator.accounts.live_rights import LiveRights
from simulator.accounts.people import DEMO_LOGINS, add_person_row
from simulator.accounts.signing import SignIns, refuse_foreign_origin
from simulator.accounts.tables import PersonRow
from simulator.bodies import Body
from simulator.conduct.sessions import SessionMaker, set_jurors
from simulator.conduct.tables import SeatRow, TrainingSessionRow
from simulator.conduct.views import NewSeat, NewSession
from simulator.errors import Forbidden, NotFound, SimulatorError
from simulator.finite import FiniteModel
from simulator.packs.registry import PackRegistry
from simulator.parts import UseRooms, UseSessions, UseSignIns
from simulator.phones.accounts import make_account
from simulator.settings import BadSettings, Settings, is_loopback
from simulator.storage.database import Sessions

router = APIRouter()

PASSWORD = "combine-demo"

PEOPLE: dict[str, tuple[str, list[str]]] = {
    "demo-responsable": ("Claire Delmas", ["session_lead"]),
    "demo-jury": ("Nadia Roy", ["jury"]),
    "demo-jury2": ("Marc Lefort", ["jury"]),
    "demo-formateur": ("Julien Abadie", ["trainer"]),
    "demo-journee": ("Inès Sow", ["session_lead", "jury", "invigilator"]),
}
PRACTICE_TITLE = "Entraînement de démonstration"
GROUP_NAME = "Groupe de démonstration"
EXAM_TITLE = "Session d’examen de démonstration"


Staff = Literal["jury", "second_jury", "trainer", "session_lead", "invigilator"]
STAFF_LOGINS: dict[str, str] = {
    "jury": "demo-jury",
    "second_jury": "demo-jury2",
    "trainer": "demo-formateur",
    "session_lead": "demo-responsable",
    "invigilator": "demo-journee",
}


class DemoEnter(Body):
    """As whom, in which of the demo's sessions."""

    who: Literal["candidate"] | Staff = Field(alias="as")
    session: Literal["practice", "exam", "day"] = "practice"


class DemoDoor(FiniteModel):
    """Where to go once signed in."""

    path: str


@router.post("/api/public/demo/enter")
async def enter(
    body: DemoEnter,
    request: Request,
    response: Response,
    sign_ins: UseSignIns,
    sessions: UseSessions,
    day: demo_day.UseDemoDay,
    rooms: UseRooms,
) -> DemoDoor:
    """Signs this browser in as one of the demo's people, beside whoever else is signed in in its other tabs."""
    _refuse_strangers(request)
    if body.session == "day":
        return DemoDoor(path=await demo_day.enter(day, rooms, sign_ins, response, body.who))
    if body.who == "candidate":
        return await _open_candidate(sign_ins, sessions, response, body.session)
    return await _open_staff(sign_ins, sessions, response, body.who, body.session)


def _refuse_strangers(request: Request) -> None:
    """A page of another site, or one that borrowed our address through its own name. Raises Forbidden."""
    refuse_foreign_origin(request)
    if not is_loopback(request.url.hostname or ""):
        raise Forbidden(
            "La démonstration ne s’ouvre que depuis cette machine.",
            "Ouvrez-la sur cette machine, à http://127.0.0.1.",
        )


async def _open_staff(sign_ins: SignIns, sessions: Sessions, response: Response, who: str, kind: str) -> DemoDoor:
    async with sessions() as session:
        person = await session.scalar(select(PersonRow).where(PersonRow.login == STAFF_LOGINS[who]))
    if person is None:
        raise NotFound
    seat = await _seat(sessions, kind) if who != "session_lead" else None
    await sign_ins.open(response, "staff", person.id)
    return DemoDoor(path=f"/jury/candidat/{seat.id}" if seat else "/sessions")


async def _open_candidate(sign_ins: SignIns, sessions: Sessions, response: Response, kind: str) -> DemoDoor:
    seat = await _seat(sessions, kind)
    await sign_ins.open(response, "candidate", seat.person_id, seat.id)
    return DemoDoor(path="/candidat")


class NoPack(SimulatorError):
    status = 503

    def __init__(self) -> None:
        super().__init__(
            "no_pack", "Aucun scénario n’est installé.", "Lancez « simulator packs check » sur le dossier."
        )


async def install(
    settings: Settings,
    secret: str,
    sessions: Sessions,
    packs: PackRegistry,
    maker: SessionMaker,
    live_rights: LiveRights,
) -> None:
    """Makes what is missing of the demo centre; opens its accounts again. Idempotent."""
    if not settings.is_loopback:
        raise BadSettings("La démonstration ne démarre que sur cette machine (127.0.0.1).")
    for login, (name, roles) in PEOPLE.items():
        async with sessions() as session:
            known = await session.scalar(select(PersonRow.id).where(PersonRow.login == login))
        if known is None:
            await add_person_row(sessions, login, name, roles, PASSWORD)
    async with sessions() as session, session.begin():
        await session.execute(update(PersonRow).where(_of_the_demo()).values(disabled_at=None))
    for login in PEOPLE:
        await make_account(sessions, secret, login)
    playable = [pack for pack in packs.all() if pack.subjects]
    if not playable:
        return
    pack = playable[0]
    practice = next((s for s in pack.subjects if s.exam_format is None), pack.subjects[0])
    exam = next((s for s in pack.subjects if s.exam_format == "title"), pack.subjects[0])
    await _session(sessions, maker, live_rights, "practice", PRACTICE_TITLE, pack.company.id, practice.id)
    await _session(sessions, maker, live_rights, "exam", EXAM_TITLE, pack.company.id, exam.id)


async def disable(sessions: Sessions) -> None:
    """Demo accounts exist only in demo mode."""
    async with sessions() as session, session.begin():
        closing = update(PersonRow).where(_of_the_demo(), PersonRow.disabled_at.is_(None))
        await session.execute(closing.values(disabled_at=datetime.now(UTC)))


def _of_the_demo() -> ColumnElement[bool]:
    """Its staff, and the candidates of the sessions that they made."""
    staff = select(PersonRow.id).where(PersonRow.login.startswith(DEMO_LOGINS))
    candidates = (
        select(SeatRow.person_id)
        .join(TrainingSessionRow, TrainingSessionRow.id == SeatRow.session_id)
        .where(TrainingSessionRow.created_by.in_(staff))
    )
    return or_(PersonRow.id.in_(staff), PersonRow.id.in_(candidates))


async def _session(
    sessions: Sessions,
    maker: SessionMaker,
    live_rights: LiveRights,
    kind: Literal["practice", "exam"],
    title: str,
    pack_id: str,
    subject_id: str,
) -> None:
    async with sessions() as session:
        known = await session.scalar(
            select(TrainingSessionRow).where(
                TrainingSessionRow.title == title, TrainingSessionRow.closed_at.is_(None)
            )
        )
        people = {p.login: p.id for p in await session.scalars(select(PersonRow).where(PersonRow.login.is_not(None)))}
    if known is not None:
        return
    new = NewSession(
        kind=kind, title=title, pack_id=pack_id, subject_id=subject_id, minutes=60, group_name=GROUP_NAME
    )
    training = await maker.create(new, people["demo-responsable"])
    for number, name in enumerate(("Léa Martin", "Yanis Benali"), start=1):
        seat = await maker.add_seat(training, NewSeat(candidate_name=name, desk=f"Poste {number}"))
        jurors = ["demo-jury", "demo-jury2"] + (["demo-formateur"] if kind == "practice" else [])
        await set_jurors(sessions, live_rights, seat.id, [people[login] for login in jurors])


async def _seat(sessions: Sessions, kind: str) -> SeatRow:
    title = PRACTICE_TITLE if kind == "practice" else EXAM_TITLE
    async with sessions() as session:
        query = (
            select(SeatRow)
            .join(TrainingSessionRow)
            .where(TrainingSessionRow.title == title, TrainingSessionRow.closed_at.is_(None))
            .order_by(TrainingSessionRow.created_at.desc(), SeatRow.label)
        )
        seat = (await session.scalars(query)).first()
    if seat is None:
        raise NoPack
    return seat
