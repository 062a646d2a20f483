"""What was drawn for a seat, as pages show it."""

from simulator.interviews.views import DrawnSequence
from simulator.seat.state import SeatState


def drawn_view(state: SeatState) -> DrawnSequence | None:
    """None before the draw."""
    drawn = state.drawn
    if drawn is None:
        return None
    study = state.pack.case_study(drawn.data.case_study_id)
    sequence = next(one for one in study.sequences if one.id == drawn.data.sequence_id)
    return DrawnSequence(
        seat_id=state.seat.id,
        case_study_id=study.id,
        case_study_title=study.title,
        sequence_id=sequence.id,
        title=sequence.title,
        mood=sequence.mood,
        drawn_at=drawn.at,
        drawn_by=drawn.by,
        among=len(drawn.data.among),
        audio_url=f"/api/staff/seats/{state.seat.id}/draw/audio",
        played_at=drawn.played_at,
    )
