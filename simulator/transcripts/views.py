"""A transcript on the exchange's time line."""

from typing import Literal

from simulator.ids import CallId
from simulator.live_messages.shared_view import View

TranscriptState = Literal["none", "unavailable", "waiting", "ready", "failed"]
"""none: no recorded call. unavailable: the engine is not installed here."""


class SaidWordView(View):
    at_seconds: float
    text: str


class SaidTurnView(View):
    """What one side said without a break; seconds from the exchange's start."""

    call_id: CallId
    turn: int
    """Its place in the call, from 0."""
    by: Literal["adviser", "customer", "supervisor"]
    """The supervisor: on the adviser's channel, from the transfer on."""
    at_seconds: float
    ends_at_seconds: float
    text: str
    words: tuple[SaidWordView, ...]
    """Empty once corrected: whose second would it be?"""
    corrected: bool


class Transcript(View):
    state: TranscriptState
    turns: tuple[SaidTurnView, ...]
