"""What was drawn for a seat, read from its facts."""

from scenarios.models import RecordedSequence
from simulator.desk.seat_room import SeatRoom
from simulator.facts import kinds
from simulator.facts.log import Fact
from simulator.interviews.views import DrawnSequence
from simulator.packs.substitute import GONE
from simulator.services import Services


async def draw_of(services: Services, room: SeatRoom) -> Fact | None:
    """The latest draw of this seat."""
    facts = await services.facts.of_seat(room.seat_id)
    return next((fact for fact in reversed(facts) if isinstance(fact.data, kinds.SequenceDrawn)), None)


def sequence_of(room: SeatRoom, drawn: kinds.SequenceDrawn) -> RecordedSequence | None:
    """None where an earlier Combiné drew it and its pack was lost before versions were kept."""
    studies = [one for one in room.state.pack.case_studies if one.id == drawn.case_study_id]
    return next((one for study in studies for one in study.sequences if one.id == drawn.sequence_id), None)


async def drawn_at(services: Services, room: SeatRoom) -> DrawnSequence | None:
    """The same, as pages show it; None before the draw."""
    fact = await draw_of(services, room)
    if fact is None or not isinstance(fact.data, kinds.SequenceDrawn):
        return None
    data = fact.data
    study = next((one for one in room.state.pack.case_studies if one.id == data.case_study_id), None)
    sequence = sequence_of(room, data)
    facts = await services.facts.of_seat(room.seat_id, after=fact.id)
    played = next((one.at for one in facts if isinstance(one.data, kinds.SequencePlayed)), None)
    return DrawnSequence(
        seat_id=room.seat_id,
        case_study_id=data.case_study_id,
        case_study_title=study.title if study is not None else GONE,
        sequence_id=data.sequence_id,
        title=sequence.title if sequence is not None else GONE,
        mood=sequence.mood if sequence is not None else "",
        drawn_at=fact.at,
        drawn_by=fact.actor.name,
        among=len(data.among),
        audio_url=f"/api/staff/seats/{room.seat_id}/draw/audio",
        played_at=played,
    )
