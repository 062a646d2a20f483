"""An accommodation granted beforehand: a fact of the candidate's seat, and the minutes of each of its clocks."""

from simulator.desk.rooms import SeatRooms
from simulator.facts import kinds
from simulator.facts.fact import Actor
from simulator.ids import SeatId
from simulator.seat.deciding import phases
from simulator.seat.decision import Decision, Scene


async def accommodate(
    rooms: SeatRooms, actor: Actor, seat_id: SeatId, percent: int, minutes: int, reference: str
) -> None:
    """Replaces what was granted before; none is zero. Cancelled, the seat's owner may have kept it.

    Raises Refused where another phase is under way than the one that would be opened again.
    """
    room = await rooms.room(seat_id)
    await room.commanding.decide(actor, granted(percent, minutes, reference))


def granted(percent: int, minutes: int, reference: str) -> phases.Act:
    """What is decided at the seat."""

    def act(scene: Scene) -> Decision:
        # Breaks and captions are granted on the day's board: a record that says nothing of them takes none away.
        known = scene.state.day.accommodation or kinds.AccommodationGranted(reference=reference)
        given = {"percent": percent, "minutes": minutes, "reference": reference, "phases": ()}
        return phases.grant(scene, known.model_copy(update=given))

    return act
