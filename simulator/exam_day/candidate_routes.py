"""The candidate's day over HTTP: what their shell shows beside the live desk, help, preparation."""

from fastapi import APIRouter

from simulator.accounts.guards import CurrentCandidate
from simulator.accounts.signing import SignedIn
from simulator.conduct.tables import ExamDayRow, SeatRow
from simulator.desk.rooms import SeatRooms
from simulator.exam_day import bodies, views
from simulator.exam_day.board import candidates_day
from simulator.exam_day.day_parts import DayParts, UseDay
from simulator.exam_day.roster import Day, day_of
from simulator.exam_day.seats import read_one
from simulator.exam_day.state import on_day
from simulator.facts import day_facts
from simulator.facts.fact import Actor
from simulator.ids import SeatId
from simulator.seat.deciding import breaks, phases
from simulator.seat.refusals import Refused

router = APIRouter(prefix="/api/candidate/day")


@router.get("")
async def my_day(who: CurrentCandidate, parts: UseDay) -> views.CandidateDay | None:
    """My day; null where only exchanges are played."""
    day = await _day(parts, who)
    if day is None:
        return None
    place = day.place(who.seat_id or SeatId(""))
    state = on_day(await parts.days.state(day.session.id), place.day)
    sat = await read_one(parts.rooms, place)
    return candidates_day(day, state, sat, parts.clock.now())


@router.post("/help", status_code=204)
async def ask_for_help(body: bodies.CandidatesHelp, who: CurrentCandidate, parts: UseDay) -> None:
    """Somebody is wanted at my place; sent twice, it is one call."""
    day = await _day(parts, who)
    if day is None:
        raise Refused("not_now")
    place = day.place(who.seat_id or SeatId(""))
    called = day_facts.HelpCalled(
        help_id=body.id, room=place.room, seat_id=place.seat_id, text=body.text, day=place.day
    )
    await parts.days.keep(
        day.session.id,
        Actor(f"candidate:{place.seat_id}", place.candidate),
        lambda state: [] if body.id in state.helps else [called],
    )


@router.get("/preparation")
async def my_preparation(who: CurrentCandidate, parts: UseDay) -> views.Preparation:
    """The customers of my subject, once it is drawn and the preparation runs, with my notes. Raises Refused."""
    return await _preparation(parts.rooms, who.seat_id or SeatId(""))


@router.put("/preparation")
async def note(body: bodies.PreparationNote, who: CurrentCandidate, parts: UseDay) -> views.Preparation:
    """What I prepare for one customer, whole; at hand during the exchanges. On a break no file is shown with it."""
    seat_id = who.seat_id or SeatId("")
    room = await parts.rooms.room(seat_id)
    await room.commanding.decide(
        room.here.candidate.actor, lambda scene: phases.note_preparation(scene, body.customer_id, body.text)
    )
    if breaks.shut(room.state) is not None:
        return views.Preparation(customers=())
    return await _preparation(parts.rooms, seat_id)


async def _preparation(rooms: SeatRooms, seat_id: SeatId) -> views.Preparation:
    state = (await rooms.read(seat_id)).state
    if not state.training.phases or not phases.may_read_files(state):
        raise Refused("files_closed")
    customers = [state.pack.customer(customer_id) for customer_id in phases.customers_of(state)]
    return views.Preparation(
        customers=tuple(
            views.PreparedCustomer(
                customer_id=one.id, name=one.display_name, number=one.number, note=state.day.notes.get(one.id, "")
            )
            # By name: the order of the exchanges is the jury's.
            for one in sorted(customers, key=lambda one: (one.last_name, one.first_name))
        )
    )


async def _day(parts: DayParts, who: SignedIn) -> Day | None:
    async with parts.sessions() as session:
        seat = await session.get_one(SeatRow, who.seat_id)
        is_day = await session.get(ExamDayRow, seat.session_id) is not None
    return await day_of(parts.sessions, seat.session_id) if is_day else None
