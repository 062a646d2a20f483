"""An accommodation granted beforehand, as a fact of the candidate's seat."""

from simulator.desk.rooms import SeatRooms
from simulator.facts import kinds
from simulator.facts.fact import Actor, NewFact
from simulator.seat.decision import Decision, Scene


async def accommodate(
    rooms: SeatRooms, actor: Actor, seat_id: str, percent: int, minutes: int, reference: str
) -> None:
    """Replaces what was granted before; none is zero. Cancelled, the seat's owner may have kept it."""
    granted = kinds.AccommodationGranted(percent=percent, minutes=minutes, reference=reference)
    room = await rooms.room(seat_id)

    def decide(scene: Scene) -> Decision:
        return Decision([NewFact(granted, None, actor)])

    await room.commanding.decide(actor, decide)
