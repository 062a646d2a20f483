"""What a room may read of the interview that is held in it. Pure; it knows nothing of marks, guides or exchanges."""

from datetime import datetime
from typing import Literal

from exams.phases import PhaseId
from simulator.interviews.interview_views import RoomScreen, SequenceMoment
from simulator.seat.clock import PhaseClock
from simulator.seat.state import SeatState

INTERVIEW: tuple[PhaseId, ...] = (
    "interview_preparation",
    "recorded_sequence",
    "debrief",
    "technical_interview",
    "final_interview",
)


def room_screen(state: SeatState, now: datetime) -> RoomScreen:
    held = held_clocks(state)
    under_way = next((clock for clock in state.clocks if clock.state in ("running", "paused")), None)
    to_come = next((clock for clock in held if clock.state == "not_started"), None)
    return RoomScreen(
        session_title=state.training.title,
        seat_label=state.seat.label,
        server_now=now,
        phase=under_way.phase if under_way is not None else None,
        next_phase=to_come.phase if to_come is not None else None,
        clock=under_way.view(now) if under_way is not None else None,
        sequence=moment_of(state) if draws_sequence(state) else None,
        number=number_of(state),
        reaction=_reaction(state),
    )


def held_clocks(state: SeatState) -> list[PhaseClock]:
    """Of the interview's phases, in order."""
    return [clock for clock in state.clocks if clock.phase in INTERVIEW]


def draws_sequence(state: SeatState) -> bool:
    return not state.training.phases or any(phase.draws == "recording" for phase in state.training.phases)


def moment_of(state: SeatState) -> SequenceMoment:
    """A hearing whose page went away plays on until the next thing happens: the reaction, or another hearing."""
    if state.drawn is None:
        return "to_draw"
    sequence_id = state.drawn.data.sequence_id
    heard = state.interview.hearings_of(sequence_id)
    if not heard:
        return "drawn"
    is_playing = heard[-1].hearing_id and heard[-1].stopped_at is None
    answered = state.interview.reaction_to(sequence_id)
    if is_playing and (answered is None or answered.started_at < heard[-1].at):
        return "playing"
    return "heard"


def number_of(state: SeatState) -> int | None:
    """What the drawn sequence is called before it is heard."""
    draw = state.last_draw("recording")
    return draw.revealed.number if draw is not None and draw.revealed is not None else None


def _reaction(state: SeatState) -> Literal["none", "recording", "done"]:
    found = state.interview.reaction_to(state.drawn.data.sequence_id) if state.drawn is not None else None
    if found is None:
        return "none"
    return "recording" if found.is_open else "done"
