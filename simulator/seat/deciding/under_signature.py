"""What may not change any more once a juror has signed: nobody's signature stands over something else. Pure.

From the first signature until a juror opens a correction. Kept at the one way into a seat's facts, so that no door
and no desk's command goes around it: what is listed here is refused, whoever decides it. What has begun may end.
"""

from collections.abc import Callable

from simulator.facts import kinds
from simulator.facts.fact import NewFact
from simulator.facts.fact_data import FactData
from simulator.seat.decision import Decision
from simulator.seat.refusals import Refused
from simulator.seat.state import SeatState

SHORTEST_REASON = 3

CHANGES: tuple[type[FactData], ...] = (
    # Phases that open, or open again, and what is played in them.
    kinds.ClockStarted,
    kinds.ClockReopened,
    kinds.ExchangeQueued,
    kinds.ExchangeStarted,
    kinds.SequencePlayed,
    kinds.ReactionStarted,
    kinds.ReactionResumed,
    # Who the candidate is, whether they were there, and what was granted to them.
    kinds.CandidateChanged,
    kinds.IdentityChecked,
    kinds.CandidateArrived,
    kinds.CandidateAbsent,
    kinds.CandidateAbandoned,
    kinds.AccommodationGranted,
    # What fell to them by lot.
    kinds.DrawCommitted,
    kinds.DrawRevealed,
    kinds.SequenceDrawn,
    # What was said and heard.
    kinds.TranscriptCorrected,
    kinds.InterviewVerdict,
    kinds.NotesSaved,
    kinds.PreparationNoted,
)
"""Kinds of facts that are refused."""


def is_under_signature(state: SeatState) -> bool:
    """Whether somebody has signed since the last correction was opened.

    Also where that signature does not stand just now, below a verdict or a jury that changed since: it would stand
    again as soon as the change is taken back.
    """
    return bool(state.deliberation.signatures)


def need_unsigned(state: SeatState) -> None:
    """For what is kept beside the seat's facts: a piece of sound, a document. Raises Refused."""
    if is_under_signature(state):
        raise Refused("signed_by_jury")


def need_changeable(state: SeatState) -> None:
    """The same for a document or a line of the candidate's record, which a closed session keeps too."""
    if state.training.closed_at is not None:
        raise Refused("session_closed")
    need_unsigned(state)


def may_change_jury(state: SeatState, reason: str) -> None:
    """Another jury voids what this one signed: never in a closed session, and never without a reason. Raises
    Refused."""
    if is_under_signature(state) and state.training.closed_at is not None:
        raise Refused("session_closed")
    if was_signed(state) and len(reason.strip()) < SHORTEST_REASON:
        raise Refused("jury_has_signed")


def was_signed(state: SeatState) -> bool:
    """Whether somebody has ever signed here, a correction opened since or not."""
    return bool(state.deliberation.pages)


def refuse_changes(state: SeatState, decision: Decision) -> None:
    """Raises Refused where this decision changes something that a juror has signed."""
    if not is_under_signature(state):
        return
    refused = [fact for fact in decision.facts if _changes(state, fact)]
    if decision.versions or any(fact.actor.id.startswith("candidate:") for fact in refused):
        # The candidate learns nothing of what their jury does.
        raise Refused("not_now")
    if refused:
        raise Refused("signed_by_jury")


def _changes(state: SeatState, fact: NewFact) -> bool:
    if isinstance(fact.data, CHANGES):
        return True
    judge = _JUDGED.get(type(fact.data))
    return judge is not None and judge(state, fact)


def _is_other_sound(state: SeatState, fact: NewFact) -> bool:
    """A reaction that had ended ends anew with another recording; one that is open still may end."""
    assert isinstance(fact.data, kinds.ReactionEnded)
    known = state.interview.reaction(fact.data.reaction_id)
    return known is not None and not known.is_open


def _is_of_a_signed_guide(state: SeatState, fact: NewFact) -> bool:
    """One who came into the jury since prepares their interview; whoever has handed in has had theirs."""
    return fact.actor.id not in state.jurors or fact.actor.id in state.marking.submitted


_JUDGED: dict[type[FactData], Callable[[SeatState, NewFact], bool]] = {
    kinds.ReactionEnded: _is_other_sound,
    kinds.GuideTicked: _is_of_a_signed_guide,
    kinds.GuideNoted: _is_of_a_signed_guide,
}
