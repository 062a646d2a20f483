"""What was drawn for a seat, as pages show it."""

from scenarios.models import RecordedSequence
from simulator.facts import kinds
from simulator.interviews.views import DrawnSequence
from simulator.packs.substitute import GONE
from simulator.seat.state import SeatState


def sequence_of(state: SeatState, drawn: kinds.SequenceDrawn) -> RecordedSequence | None:
    """None where an earlier Combiné drew it and its pack was lost before versions were kept."""
    studies = [one for one in state.pack.case_studies if one.id == drawn.case_study_id]
    return next((one for study in studies for one in study.sequences if one.id == drawn.sequence_id), None)


def drawn_view(state: SeatState) -> DrawnSequence | None:
    """None before the draw."""
    drawn = state.drawn
    if drawn is None:
        return None
    study = next((one for one in state.pack.case_studies if one.id == drawn.data.case_study_id), None)
    sequence = sequence_of(state, drawn.data)
    # A title tells what is to be heard: in an exam it waits until it was.
    is_told = state.training.kind == "practice" or drawn.played_at is not None
    return DrawnSequence(
        seat_id=state.seat.id,
        case_study_id=drawn.data.case_study_id,
        case_study_title=study.title if study is not None else GONE,
        sequence_id=drawn.data.sequence_id if is_told else "",
        title=(sequence.title if sequence is not None else GONE) if is_told else "",
        mood=sequence.mood if sequence is not None and is_told else "",
        drawn_at=drawn.at,
        drawn_by=drawn.by,
        among=len(drawn.data.among),
        audio_url=f"/api/staff/seats/{state.seat.id}/draw/audio",
        played_at=drawn.played_at,
    )
