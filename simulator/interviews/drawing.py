"""What was drawn for a seat, read from its facts."""

from simulator.desk.seat_room import SeatRoom
from simulator.facts import kinds
from simulator.facts.log import Fact
from simulator.interviews.views import DrawnSequence
from simulator.services import Services


async def draw_of(services: Services, room: SeatRoom) -> Fact | None:
    """The latest draw of this seat."""
    facts = await services.facts.of_seat(room.seat_id)
    return next((fact for fact in reversed(facts) if isinstance(fact.data, kinds.SequenceDrawn)), None)


async def drawn_at(services: Services, room: SeatRoom) -> DrawnSequence | None:
    """The same, as pages show it; None before the draw."""
    fact = await draw_of(services, room)
    if fact is None or not isinstance(fact.data, kinds.SequenceDrawn):
        return None
    data = fact.data
    study = room.state.pack.case_study(data.case_study_id)
    sequence = next(one for one in study.sequences if one.id == data.sequence_id)
    facts = await services.facts.of_seat(room.seat_id, after=fact.id)
    played = next((one.at for one in facts if isinstance(one.data, kinds.SequencePlayed)), None)
    return DrawnSequence(
        seat_id=room.seat_id,
        case_study_id=study.id,
        case_study_title=study.title,
        sequence_id=sequence.id,
        title=sequence.title,
        mood=sequence.mood,
        drawn_at=fact.at,
        drawn_by=fact.actor.name,
        among=len(data.among),
        audio_url=f"/api/staff/seats/{room.seat_id}/draw/audio",
        played_at=played,
    )
