"""The seats of a day: reading them all, and doing one thing at several of them."""

import asyncio
from collections.abc import Callable, Sequence

from simulator.desk.rooms import SeatRooms
from simulator.exam_day.board import Sat
from simulator.exam_day.roster import Day, Place
from simulator.exam_day.views import Done, PhaseRefused
from simulator.facts.fact import Actor
from simulator.ids import SeatId
from simulator.seat.decision import Decision, Scene
from simulator.seat.refusals import Refused


async def read_all(rooms: SeatRooms, day: Day) -> list[Sat]:
    """Every place with its seat as it stands."""
    return list(await asyncio.gather(*(read_one(rooms, place) for place in day.places)))


async def read_one(rooms: SeatRooms, place: Place) -> Sat:
    """Raises NotFound."""
    read, room = await rooms.read(place.seat_id), rooms.open_room(place.seat_id)
    return Sat(place, read.state, room is not None and room.here.candidate.is_connected)


async def at_work(rooms: SeatRooms, places: Sequence[Place]) -> tuple[SeatId, ...]:
    """Those of them whose clock runs, or who are in a break of it."""
    seats = await asyncio.gather(*(read_one(rooms, place) for place in places))
    return tuple(
        one.place.seat_id
        for one in seats
        if any(clock.state == "running" or clock.break_until is not None for clock in one.state.clocks)
    )


async def at_each(
    rooms: SeatRooms, day: Day, seat_ids: Sequence[SeatId], actor: Actor, make: Callable[[Scene], Decision]
) -> Done:
    """The same act at these seats. Where one refuses, the others go on and the words say who and why.

    Raises Refused where every seat refuses for the same reason, NotKept. Cancelled, those not reached yet are left.
    """
    done: list[str] = []
    refusals: list[tuple[SeatId, Refused]] = []
    for seat_id in seat_ids:
        try:
            await (await rooms.room(seat_id)).commanding.decide(actor, make)
            done.append(seat_id)
        except Refused as refusal:
            refusals.append((seat_id, refusal))
    if refusals and not done and len({refusal.code for _, refusal in refusals}) == 1:
        raise refusals[0][1]
    refused = tuple(
        PhaseRefused(
            seat_id=seat_id,
            label=day.place(seat_id).label,
            code=refusal.code,
            message=refusal.message,
            remedy=refusal.remedy,
        )
        for seat_id, refusal in refusals
    )
    return Done(done=tuple(done), refused=refused)
