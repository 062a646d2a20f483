"""An accommodation granted beforehand: a fact of the candidate's seat, and the minutes of each of its clocks."""

from simulator.desk.rooms import SeatRooms
from simulator.facts import kinds
from simulator.facts.fact import Actor
from simulator.ids import SeatId
from simulator.seat.deciding import phases


async def accommodate(
    rooms: SeatRooms, actor: Actor, seat_id: SeatId, percent: int, minutes: int, reference: str
) -> None:
    """Replaces what was granted before; none is zero. Cancelled, the seat's owner may have kept it.

    Raises Refused where another phase is under way than the one that would be opened again.
    """
    granted = kinds.AccommodationGranted(percent=percent, minutes=minutes, reference=reference)
    room = await rooms.room(seat_id)
    await room.commanding.decide(actor, lambda scene: phases.grant(scene, granted))
