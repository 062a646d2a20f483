"""What the interviews' pages show."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from simulator.finite import FiniteModel
from simulator.ids import SeatId, SessionId
from simulator.live_messages.shared_view import ClockView, View


class DrawnSequence(View):
    """A recorded customer sequence drawn by the server for the technical interview."""

    seat_id: SeatId
    case_study_id: str
    case_study_title: str
    sequence_id: str
    """As title and mood, empty in an exam until it was heard."""
    title: str
    mood: str
    drawn_at: datetime
    drawn_by: str
    among: int
    """How many sequences it was drawn from."""
    audio_url: str
    played_at: datetime | None


class OneChoice(View):
    """What may be drawn, by its number; `title` only where it tells nothing that is still to be heard."""

    number: int
    title: str
    is_left: bool
    """Whether it is among those that this draw is made from; before the first step: would be."""


class RevealedDraw(View):
    """How it came out, step by step."""

    word: str
    """What counted of what was said."""
    seed: str
    line: str
    digest: str
    group: str
    group_number: int
    passed_over: tuple[str, ...]
    remainder: int
    number: int
    """What is drawn."""
    title: str
    revealed_at: datetime
    revealed_by: str


class BoundDraw(View):
    """A draw from its first step on."""

    draw_id: str
    commitment: str
    bound_line_ends: str
    """What stands after the seed in the line that the commitment is the SHA-256 of."""
    numbers: tuple[int, ...]
    bound_at: datetime
    bound_by: str
    times: int
    """How often each had been drawn before in this jury's row; above 0: all had been."""
    reason: str
    revealed: RevealedDraw | None


class Drawing(View):
    """The draw of one thing at one seat."""

    what: Literal["subject", "recording"]
    choices: tuple[OneChoice, ...]
    draw: BoundDraw | None
    earlier: int
    """Draws of the same thing before this one, each with its reason."""
    can_draw_again: bool


class SeatDraws(View):
    """All that is drawn at a seat. `drawings`: in the order of the day."""

    seat_id: SeatId
    label: str
    candidate_name: str
    jurors: tuple[str, ...]
    session_id: SessionId
    is_in_two_steps: bool
    """Practice draws in one step."""
    drawings: tuple[Drawing, ...]


class CandidateDraws(View):
    """One's own draws, bound or revealed. `clock`: of the phase under way."""

    label: str
    candidate_name: str
    clock: ClockView | None
    drawings: tuple[Drawing, ...]


class DrawProof(FiniteModel):
    """What a draw can be verified with, without a network: `simulator draw verify FILE`."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    format: Literal["combine-draw-1"]
    what: Literal["subject", "recording"]
    candidate: str
    """Label of the seat, no name."""
    commitment: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    bound_at: datetime
    numbers: Annotated[tuple[int, ...], Field(min_length=1, max_length=1000)]
    word: Annotated[str, Field(max_length=200)]
    seed: Annotated[str, Field(max_length=200)]
    number: int
    revealed_at: datetime
