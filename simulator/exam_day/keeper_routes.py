"""Who keeps which rooms of a day, and the texts that are printed for the candidates' folders."""

from fastapi import APIRouter
from sqlalchemy import select

from simulator.accounts.actors import actor_of
from simulator.accounts.guards import Leader
from simulator.accounts.tables import PersonRow
from simulator.conduct.keepers import WHOLE, attached_on
from simulator.conduct.tables import ExamDayRow
from simulator.errors import Conflict, NotFound
from simulator.exam_day import bodies, views
from simulator.exam_day.board import prints_of, rooms_of
from simulator.exam_day.day_parts import DayParts, UseDay
from simulator.exam_day.roster import Day, day_of
from simulator.exam_day.routes import DayAsked, Watcher, kept_day
from simulator.exam_day.seats import read_one
from simulator.exam_day.state import DayState
from simulator.facts import day_facts
from simulator.facts.day_facts import AnyDayFact
from simulator.ids import SeatId, SessionId

router = APIRouter(prefix="/api/staff/exam-days")


@router.get("/{session_id}/invigilators")
async def invigilators(
    session_id: SessionId, who: Leader, parts: UseDay, asked: DayAsked = None
) -> views.KeepersView:
    """Every invigilator of the centre, with the rooms of this day that they keep."""
    day = parts.shown(await day_of(parts.sessions, session_id), asked)
    return await _keepers(parts, day, await parts.days.state(session_id))


@router.put("/{session_id}/invigilators")
async def attach(
    session_id: SessionId, body: bodies.Attachments, who: Leader, parts: UseDay, asked: DayAsked = None
) -> views.KeepersView:
    """From now on these keep these rooms of this day; a dated fact. Raises NotFound for an unknown room or person."""
    day = parts.shown(await day_of(parts.sessions, session_id), asked)
    known = {one.person_id for one in (await _keepers(parts, day, DayState())).keepers}
    rooms = {one.person_id: tuple(dict.fromkeys(one.rooms)) for one in body.attached}
    if not known.issuperset(rooms):
        raise NotFound("Cette personne n’est pas surveillante, ou son compte est fermé.")
    for chosen in rooms.values():
        for room in chosen:
            day.seats_of(room)
        if WHOLE in chosen and len(chosen) > 1:
            raise Conflict(
                "room_and_whole",
                "Un surveillant garde toute la journée, ou des salles.",
                "Retirez les salles, ou décochez « toute la journée ».",
            )
    told = day_facts.InvigilatorsAttached(rooms=rooms, day=day.day)
    state = await parts.days.keep(
        session_id,
        actor_of(who),
        lambda state: [] if attached_on(state.attached, day.day) == rooms else [told],
    )
    return await _keepers(parts, day, state)


@router.get("/{session_id}/extra-time-cap")
async def cap(session_id: SessionId, who: Leader, parts: UseDay) -> views.ExtraTimeCapView:
    """How much extra time an accommodation may grant."""
    return views.ExtraTimeCapView(percent=(await day_of(parts.sessions, session_id)).row.most_extra_percent)


@router.put("/{session_id}/extra-time-cap", status_code=204)
async def set_cap(session_id: SessionId, body: bodies.ExtraTimeCap, who: Leader, parts: UseDay) -> None:
    """How much extra time an accommodation may grant from now on; what was granted stays. A dated fact."""
    day = await day_of(parts.sessions, session_id)
    if day.row.most_extra_percent == body.percent:
        return
    await parts.days.keep(session_id, actor_of(who), lambda _: [day_facts.ExtraTimeCapSet(percent=body.percent)])
    async with parts.sessions() as session, session.begin():
        (await session.get_one(ExamDayRow, session_id)).most_extra_percent = body.percent
    await parts.rooms.opened(session_id)


@router.post("/{session_id}/seats/{seat_id}/printed", status_code=204)
async def printed(
    session_id: SessionId, seat_id: SeatId, body: bodies.PrintedNow, who: Watcher, parts: UseDay
) -> None:
    """These texts lie in the candidate's folder; said twice, it was printed once. Raises Forbidden, Conflict."""
    day = await kept_day(parts, who, session_id, None, seat_id)
    sat = await read_one(parts.rooms, day.place(seat_id))

    def told(state: DayState) -> list[AnyDayFact]:
        job = next((one for one in prints_of([sat], state) if one.receipt == body.receipt), None)
        if job is None:
            raise Conflict(
                "not_sealed",
                "Ces productions ne sont pas scellées, ou ont été rouvertes depuis.",
                "Rechargez la page, puis imprimez ce qui est scellé.",
            )
        if job.printed_at is not None:
            return []
        return [day_facts.ProductionsPrinted(seat_id=seat_id, receipt=body.receipt)]

    await parts.days.keep(session_id, actor_of(who), told)


async def _keepers(parts: DayParts, day: Day, state: DayState) -> views.KeepersView:
    async with parts.sessions() as session:
        people = list(await session.scalars(select(PersonRow).order_by(PersonRow.name)))
    attached = attached_on(state.attached, day.day)
    keepers = tuple(
        views.KeeperView(person_id=one.id, name=one.name, rooms=attached.get(one.id, ()))
        for one in people
        if "invigilator" in one.roles and one.disabled_at is None
    )
    return views.KeepersView(anybody=not attached, rooms=rooms_of(day), keepers=keepers)
