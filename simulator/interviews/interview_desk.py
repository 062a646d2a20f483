"""The jury's screen of an interview, from the seat's state."""

from datetime import datetime

from simulator.interviews.drawing import drawn_view
from simulator.interviews.interview_views import HearingView, InterviewDesk, ReactionView, SequenceView
from simulator.interviews.reactions import Reactions
from simulator.interviews.room_screen import draws_sequence, held_clocks, moment_of, number_of
from simulator.seat.deciding.productions import PHASE as CASE_STUDY
from simulator.seat.interview import Reaction
from simulator.seat.state import SeatState


async def interview_desk(reactions: Reactions, state: SeatState, now: datetime) -> InterviewDesk:
    return InterviewDesk(
        seat_id=state.seat.id,
        session_id=state.training.id,
        session_title=state.training.title,
        seat_label=state.seat.label,
        candidate_name=state.candidate_name,
        format_id=state.training.format_id,
        has_left=state.day.presence == "abandoned",
        server_now=now,
        phases=tuple(clock.view(now) for clock in held_clocks(state)),
        sequence=await _sequence(reactions, state) if draws_sequence(state) else None,
        has_productions=CASE_STUDY in state.seals,
    )


async def _sequence(reactions: Reactions, state: SeatState) -> SequenceView:
    shown = drawn_view(state)
    sequence_id = state.drawn.data.sequence_id if state.drawn is not None else ""
    heard = state.interview.hearings_of(sequence_id)
    moment = moment_of(state)
    reaction = state.interview.reaction_to(sequence_id)
    return SequenceView(
        number=number_of(state),
        title=shown.title if shown is not None else "",
        mood=shown.mood if shown is not None else "",
        moment=moment,
        audio_url=shown.audio_url if shown is not None else "",
        hearings=tuple(
            HearingView(
                at=one.at,
                by=one.by,
                seconds=one.seconds,
                to_the_end=one.to_the_end,
                is_running=moment == "playing" and one is heard[-1],
            )
            for one in heard
        ),
        most_hearings=state.training.most_hearings if state.training.kind == "exam" else None,
        reaction=await reaction_view(reactions, state, reaction) if reaction is not None else None,
    )


async def reaction_view(reactions: Reactions, state: SeatState, reaction: Reaction) -> ReactionView:
    at = f"/api/staff/seats/{state.seat.id}/reactions/{reaction.reaction_id}"
    return ReactionView(
        reaction_id=reaction.reaction_id,
        is_recorded=reaction.is_recorded,
        why=reaction.why,
        started_at=reaction.started_at,
        is_open=reaction.is_open,
        parts=len(reaction.offsets),
        next_number=await reactions.next_number(state, reaction) if reaction.is_open else 0,
        ended_at=reaction.ended_at,
        seconds=reaction.seconds,
        sha256=reaction.sha256,
        audio_url=f"{at}/audio",
        peaks_url=f"{at}/peaks",
    )
