"""What both desks are told in the same shape: the clock, the call, the conversation, the written confirmation.

Every view is a whole slice: a desk that gets one replaces what it had. Dates are UTC; `*_at` lets a desk that knows
its clock offset count seconds by itself, so that nothing is sent every second.
"""

from datetime import datetime
from typing import Literal

from pydantic import ConfigDict, Field

from exams.phases import PhaseId
from scenarios.models.exchange import Channel, Direction
from simulator.facts.kinds import Party, Player
from simulator.finite import FiniteModel
from simulator.ids import CallId, RunId


class View(FiniteModel):
    """Base of all that a desk receives."""

    model_config = ConfigDict(extra="forbid", frozen=True, json_schema_serialization_defaults_required=True)


class ClockView(View):
    """The clock of one phase, on the server's time."""

    phase: PhaseId = "exchanges"
    state: Literal["not_started", "running", "paused", "ended"]
    ends_at: datetime | None
    """When it reaches zero if nothing stops it; None unless running."""
    remaining_seconds: float
    """At `server_now`."""
    server_now: datetime
    total_minutes: int
    extra_minutes: int
    accommodated_minutes: int = 0
    """Of the extra minutes, those that an accommodation grants."""
    pause_reason: str | None = None
    break_until: datetime | None = None
    """Of a break that an accommodation grants: when the clock goes on by itself."""
    is_shut: bool = False
    """Nothing of the exam is shown: on a break, where a measure cut one short, and while the room is evacuated."""
    is_evacuated: bool = False
    """Paused because the room is left."""
    closed_early: bool = False
    """Ended by somebody, with time left."""


class LineView(View):
    """The desk's own sound connection with the server: not the call, not the web connection."""

    state: Literal["absent", "connecting", "connected", "lost"]
    is_unstable: bool = False
    """In a call: its network is too poor to be heard or to hear well."""
    rings: Literal["browser", "phone", "both"] = "browser"
    """What the person chose to be rung on."""
    phones: list[str] = Field(default_factory=list[str])
    """Telephones registered just now, by the name that each gives itself."""
    phone_trouble: str = ""
    """What one of them did with its last call that brought none, and what to do."""
    phone_rings: bool = False
    """One of them rings: for the call, or before it where its owner speaks over a telephone alone."""
    sounds_early: bool = False
    """What this desk calls is heard before it answers: the page makes no ring-back of its own."""
    call_on_phone: str | None = None
    """The telephone that carries the running call."""


class ConsultationView(View):
    """The candidate is away with the supervisor, or rings them; the customer waits."""

    consultation_id: CallId
    state: Literal["ringing", "talking"]
    asked_at: datetime
    answered_at: datetime | None


class CallView(View):
    """The call of the live exchange, as both sides may know it."""

    call_id: CallId
    run_id: RunId
    state: Literal["ringing", "connected", "held", "ended"]
    caller: Player
    number: str
    name: str
    """Caller id and name from the scenario: the customer's, whoever calls."""
    rang_at: datetime
    connected_at: datetime | None = None
    ended_at: datetime | None = None
    ends_reason: str | None = None
    """hung_up | declined | no_answer | cancelled | lost | server_restarted | recording… (end of the call only)."""
    ended_by: Party | None = None
    seconds: float | None = None
    held_by: Party | None = None
    held_at: datetime | None = None
    candidate_muted: bool = False
    customer_muted: bool = False
    """Confirmed mutes: the server drops that side's sound."""
    lost_side: Party | None = None
    """The side whose sound is cut just now; the call waits for it until the grace time is over."""
    recorded: bool = False
    consultation: ConsultationView | None = None
    transferred_at: datetime | None = None
    """Since when the supervisor has the customer; the candidate's part is over."""


class CaptionLine(View):
    """`at_seconds`: of the call. Not final: the words may still change. The supervisor: after a transfer."""

    by: Literal["candidate", "customer", "supervisor"]
    at_seconds: float
    text: str
    is_final: bool


class CaptionsView(View):
    """The call's last words. `later`: this machine is too busy, the transcript comes after the call."""

    state: Literal["unavailable", "on", "later"]
    lines: tuple[CaptionLine, ...]


class ChatMessageView(View):
    message_id: str
    by: Player
    text: str
    sent_at: datetime
    order: int
    """Position in the conversation, given by the server: 1, 2, 3…"""
    delivered_at: datetime | None = None
    read_at: datetime | None = None


class ConversationView(View):
    """The chat of one exchange."""

    run_id: RunId
    opened_at: datetime
    closed_at: datetime | None
    closed_by: Literal["candidate", "customer", "system"] | None
    messages: tuple[ChatMessageView, ...]
    typing: Player | None = None
    waiting_since: datetime | None = None
    """Since when the customer waits for a reply; None when it is the customer's turn."""
    first_reply_seconds: int
    reply_seconds: int
    """The procedure's targets: the desk warns at them."""


class ConfirmationView(View):
    """The written confirmation of an exchange, draft or sent."""

    medium: Literal["mail", "letter"]
    recipient: str
    subject: str
    body: str
    saved_at: datetime | None
    sent_at: datetime | None


class QualificationView(View):
    """What the candidate has put in the file during this exchange."""

    customer_id: str | None
    motif: str = ""
    statut: str = ""
    suite: str = ""
    comment: str = ""
    appointment: str = ""
    phone: str = ""
    second_phone: str = ""
    email: str = ""
    address: str = ""
    changed_at: datetime | None = None


class RecordingNotice(View):
    """Shown on both desks as long as calls are recorded."""

    legal_basis: str
    retention_days: int


class Step(View):
    """One exchange in the row of steps. The candidate's says channel and direction only."""

    run_id: RunId
    position: int
    attempt: int
    channel: Channel
    direction: Direction
    label: str
    phase: Literal["planned", "queued", "offered", "live", "wrap_up", "missed", "done"]
    """offered: it rings, or waits for the candidate's first move; missed: unanswered, a call back is possible."""
