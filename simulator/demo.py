"""The demo centre: people, a practice and an exam session, one-click sign-in. On loopback only.

A start without the demo closes its accounts again.
"""

from datetime import UTC, datetime
from typing import Literal

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict
from sqlalchemy import select

from simulator.accounts.routes import create_person
from simulator.accounts.signing import refuse_foreign_origin, sign_in
from simulator.accounts.tables import PersonRow
from simulator.conduct import sessions as conduct
from simulator.conduct.tables import SeatRow, TrainingSessionRow
from simulator.conduct.views import NewSeat, NewSession
from simulator.errors import NotFound, SimulatorError
from simulator.services import Services, UseServices

router = APIRouter()

PASSWORD = "combine-demo"
LOGIN_PREFIX = "demo-"

PEOPLE: dict[str, tuple[str, list[str]]] = {
    "demo-responsable": ("Claire Delmas", ["session_lead"]),
    "demo-jury": ("Nadia Roy", ["jury"]),
    "demo-jury2": ("Marc Lefort", ["jury"]),
    "demo-formateur": ("Julien Abadie", ["trainer"]),
}
PRACTICE_TITLE = "Entraînement de démonstration"
EXAM_TITLE = "Session d’examen de démonstration"


class DemoEnter(BaseModel):
    model_config = ConfigDict(extra="forbid")

    who: Literal["candidate", "jury", "second_jury", "trainer", "session_lead"]
    session: Literal["practice", "exam"] = "practice"


class DemoDoor(BaseModel):
    """Where to go once signed in."""

    path: str


@router.post("/api/public/demo/enter/staff")
async def enter_staff(body: DemoEnter, request: Request, response: Response, services: UseServices) -> DemoDoor:
    """Signs this browser in as one of the demo's staff."""
    refuse_foreign_origin(request)
    login = {
        "jury": "demo-jury",
        "second_jury": "demo-jury2",
        "trainer": "demo-formateur",
        "session_lead": "demo-responsable",
    }.get(body.who)
    async with services.sessions() as session:
        person = await session.scalar(select(PersonRow).where(PersonRow.login == login))
    if person is None:
        raise NotFound
    await sign_in(services, response, "staff", person.id)
    if body.who == "session_lead":
        return DemoDoor(path="/sessions")
    seat = await _seat(services, body.session)
    return DemoDoor(path=f"/jury/candidat/{seat.id}")


@router.post("/api/public/demo/enter/candidate")
async def enter_candidate(body: DemoEnter, request: Request, response: Response, services: UseServices) -> DemoDoor:
    """Signs this browser in as the demo's candidate."""
    refuse_foreign_origin(request)
    seat = await _seat(services, body.session)
    await sign_in(services, response, "candidate", seat.person_id, seat.id)
    return DemoDoor(path="/candidat")


class NoPack(SimulatorError):
    status = 503

    def __init__(self) -> None:
        super().__init__(
            "no_pack", "Aucun scénario n’est installé.", "Lancez « simulator packs check » sur le dossier."
        )


async def install(services: Services) -> None:
    """Makes what is missing of the demo centre; opens its accounts again. Idempotent."""
    if not services.settings.is_loopback:
        raise SystemExit(
            "La démonstration ne démarre que sur cette machine (127.0.0.1) : retirez HOST, ou lancez sans démonstration."
        )
    for login, (name, roles) in PEOPLE.items():
        async with services.sessions() as session, session.begin():
            person = await session.scalar(select(PersonRow).where(PersonRow.login == login))
            if person is not None:
                person.disabled_at = None
        if person is None:
            await create_person(services, login, name, roles, PASSWORD)
    packs = [pack for pack in services.packs.all() if pack.subjects]
    if not packs:
        return
    pack = packs[0]
    practice = next((s for s in pack.subjects if s.exam_format is None), pack.subjects[0])
    exam = next((s for s in pack.subjects if s.exam_format == "title"), pack.subjects[0])
    await _session(services, "practice", PRACTICE_TITLE, pack.company.id, practice.id)
    await _session(services, "exam", EXAM_TITLE, pack.company.id, exam.id)


async def disable(services: Services) -> None:
    """Demo accounts exist only in demo mode."""
    async with services.sessions() as session, session.begin():
        people = select(PersonRow).where(PersonRow.login.startswith(LOGIN_PREFIX), PersonRow.disabled_at.is_(None))
        for person in await session.scalars(people):
            person.disabled_at = datetime.now(UTC)


async def _session(
    services: Services, kind: Literal["practice", "exam"], title: str, pack_id: str, subject_id: str
) -> None:
    async with services.sessions() as session:
        known = await session.scalar(
            select(TrainingSessionRow).where(
                TrainingSessionRow.title == title, TrainingSessionRow.closed_at.is_(None)
            )
        )
        people = {p.login: p.id for p in await session.scalars(select(PersonRow).where(PersonRow.login.is_not(None)))}
    if known is not None:
        return
    new = NewSession(kind=kind, title=title, pack_id=pack_id, subject_id=subject_id, minutes=60)
    training = await conduct.create_session(services, new, people["demo-responsable"])
    for number, name in enumerate(("Léa Martin", "Yanis Benali"), start=1):
        seat = await conduct.add_seat(services, training, NewSeat(candidate_name=name, desk=f"Poste {number}"))
        jurors = ["demo-jury", "demo-jury2"] + (["demo-formateur"] if kind == "practice" else [])
        await conduct.set_jurors(services, seat.id, [people[login] for login in jurors])


async def _seat(services: Services, kind: str) -> SeatRow:
    title = PRACTICE_TITLE if kind == "practice" else EXAM_TITLE
    async with services.sessions() as session:
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
