"""What the interviews' pages show."""

from datetime import datetime

from simulator.ids import SeatId
from simulator.live_messages.shared_view import View


class DrawnSequence(View):
    """A recorded customer sequence drawn by the server for the technical interview."""

    seat_id: SeatId
    case_study_id: str
    case_study_title: str
    sequence_id: str
    title: str
    mood: str
    drawn_at: datetime
    drawn_by: str
    among: int
    """How many sequences it was drawn from."""
    audio_url: str
    played_at: datetime | None
