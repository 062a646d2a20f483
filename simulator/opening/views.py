"""What the page of the opening shows and sends."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from simulator.bodies import ONE_LINE, Body, Visible
from simulator.ids import SeatId, SessionId
from simulator.live_messages.shared_view import View


class Confirmation(View):
    name: str
    at: datetime
    intact: bool
    remark: str
    way: Literal["account", "desk_code", "name"]


class CandidateOfDay(View):
    """Who may confirm beside the responsible person."""

    seat_id: SeatId
    label: str
    name: str


class OpeningView(View):
    """Where the opening stands. Nothing of what is in the envelopes but titles."""

    session_id: SessionId
    session_title: str
    company_name: str
    subject_title: str
    """ "" where each candidate draws theirs among several."""
    days: tuple[str, ...]
    """ISO dates of the session."""
    is_sealed: bool
    """Its content is encrypted: the opening code is asked for."""
    is_pack_installed: bool
    """The pack's folder still lies on this server, readable for whoever has its disk."""
    fingerprint: str
    """Of the emergency key; empty where nothing is sealed."""
    by_lead: Confirmation | None
    by_candidate: Confirmation | None
    candidates: tuple[CandidateOfDay, ...]
    photo_sha256: str
    """Of the photo taken so far, or of the one that was kept; empty: none."""
    opened_at: datetime | None
    opened_by: str
    emergency_used_at: datetime | None


class SealedSheet(View):
    """For two envelopes, shown once: neither is kept anywhere."""

    opening_code: str
    emergency_key: str
    emergency_qr: str
    """The same as an SVG picture."""
    fingerprint: str
    also_played_by: int


class LeadConfirms(Body):
    intact: bool = True
    remark: Annotated[str, Field(max_length=400, pattern=ONE_LINE), Visible] = ""


class CandidateConfirms(LeadConfirms):
    seat_id: Annotated[SeatId, Field(max_length=32)]
    code_or_name: Annotated[str, Field(min_length=1, max_length=160)]


class ChangeSubject(Body):
    """A subject in documents that is ready."""

    pack_id: Annotated[str, Field(max_length=60)]


class OpenEnvelopes(Body):
    """Empty where nothing is sealed; else the opening code, or the emergency key with a reason."""

    code: Annotated[str, Field(max_length=60)] = ""
    emergency_key: Annotated[str, Field(max_length=300)] = ""
    reason: Annotated[str, Field(max_length=400, pattern=ONE_LINE)] = ""
