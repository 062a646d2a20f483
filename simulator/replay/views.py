"""An exchange, played again: everything on one time line, in seconds from the exchange's start.

A link to a second is `/reecoute/<run id>?t=<seconds>`; audio is at `at_seconds - recording.starts_at_seconds`.
"""

from datetime import datetime
from typing import Literal

from scenarios.models.exchange import Channel, Direction
from simulator.ids import CallId, RunId, SeatId
from simulator.interviews.views import DrawnSequence
from simulator.live_messages.jury_view import CompetenceToObserve, MarkingView, MeasuredView
from simulator.live_messages.shared_view import ConfirmationView, ConversationView, QualificationView, View
from simulator.replay.moments import Icon
from simulator.transcripts.views import Transcript
from telephony import GapKind


class GapView(View):
    """Sound that is missing: « 0,4 s manquantes à 2:31 »."""

    at_seconds: float
    seconds: float
    channel: Literal["adviser", "customer"]
    kind: GapKind


class SpeechView(View):
    """Somebody speaks, from the recording itself."""

    channel: Literal["adviser", "customer"]
    starts_at_seconds: float
    ends_at_seconds: float


class NetworkRun(View):
    """Seconds of one level of a side's network, one after the other. `mos`: mean opinion score, 1 to 4.5."""

    channel: Literal["adviser", "customer"]
    at_seconds: float
    seconds: float
    level: Literal["good", "fair", "bad"] | None
    """None: nothing is known of these seconds."""
    mos: float | None


class BadNetworkView(View):
    """Somebody heard badly, and it was the network (opinion score below 3.6)."""

    at_seconds: float
    seconds: float
    channel: Literal["adviser", "customer"]
    """Whose network it was."""
    ear: Literal["adviser", "customer"]
    """Who heard badly: the same, or the other one and the recording."""
    cause: Literal["blackout", "loss", "jitter", "delay"]
    mos: float
    loss_percent: float
    jitter_ms: float
    round_trip_ms: float | None


class RecordingView(View):
    """One call of the exchange and its stereo file (left: adviser, right: customer)."""

    call_id: CallId
    starts_at_seconds: float
    seconds: float
    state: Literal["none", "finishing", "ready", "failed"]
    audio_url: str | None
    peaks_url: str | None
    so_far_url: str | None
    """While the call runs: what was said until some seconds ago; `/peaks` behind it gives its waveform."""
    sha256: str | None
    gaps: tuple[GapView, ...]
    speech: tuple[SpeechView, ...]
    network: tuple[NetworkRun, ...]
    bad_network: tuple[BadNetworkView, ...]
    flags: tuple[str, ...]
    """French sentences about what the file lacks; empty when all is well."""


class ConsultationSpan(View):
    """« Consultation du superviseur »: the customer waits; its sound is apart (left: adviser, right: supervisor)."""

    consultation_id: CallId
    at_seconds: float
    """When the supervisor was rung."""
    answered_at_seconds: float | None
    ends_at_seconds: float | None
    seconds: float
    """Of conversation."""
    reason: str | None
    """In French, how it ended."""
    supervisor: str | None
    """Who it was; for the staff only."""
    is_same_person: bool
    recording: RecordingView | None


class Moment(View):
    """Something that happened, in French, on the time line: answered, held, file changed, mail sent…"""

    at_seconds: float
    at: datetime
    kind: str
    icon: Icon
    text: str
    by: str


class TypedMessage(View):
    """A chat message on the time line: the chat replays as it was typed."""

    message_id: str
    at_seconds: float
    by: Literal["candidate", "customer"]
    text: str


class ReplayView(View):
    """What the replay page shows. Without `marking` for a candidate whose trainer has shared nothing."""

    server_now: datetime
    run_id: RunId
    seat_id: SeatId
    session_title: str
    session_kind: Literal["practice", "exam"]
    seat_label: str
    candidate_name: str
    position: int
    attempt: int
    channel: Channel
    direction: Direction
    label: str
    customer_name: str
    started_at: datetime
    ended_at: datetime | None
    seconds: float
    recordings: tuple[RecordingView, ...]
    consultations: tuple[ConsultationSpan, ...]
    transferred_at_seconds: float | None
    """From here on the left channel is the supervisor's."""
    moments: tuple[Moment, ...]
    messages: tuple[TypedMessage, ...]
    transcript: Transcript
    conversation: ConversationView | None
    qualification: QualificationView
    confirmation: ConfirmationView | None
    competences: tuple[CompetenceToObserve, ...]
    marking: MarkingView | None
    measured: MeasuredView | None
    may_mark: bool
    feedback_text: str | None


class RunLine(View):
    """One exchange in the list of a seat's replays."""

    run_id: RunId
    position: int
    attempt: int
    label: str
    customer_name: str
    channel: Channel
    direction: Direction
    started_at: datetime | None
    seconds: float | None
    recording: Literal["none", "live", "finishing", "ready", "failed"]
    marks: int


class SeatReplays(View):
    """All that can be replayed of one candidate's seat."""

    seat_id: SeatId
    session_title: str
    seat_label: str
    candidate_name: str
    runs: tuple[RunLine, ...]
    drawn: DrawnSequence | None
