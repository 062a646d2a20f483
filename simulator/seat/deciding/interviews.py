"""The interviews: hearings of the drawn sequence, the candidate's reaction, each juror's guide. Pure.

A thing of the interview begins only in its phase; what has begun may end after it, as a conversation may. Whether
somebody may act at all is asked at the door (`conduct.doors`).
"""

from collections.abc import Collection

from exams.phases import PhaseId
from simulator.errors import NotFound
from simulator.facts import kinds
from simulator.facts.fact import NewFact
from simulator.seat.decision import Decision, Scene
from simulator.seat.interview import Reaction
from simulator.seat.refusals import Refused
from simulator.seat.state import SeatState

PHASE: PhaseId = "recorded_sequence"

SHORTEST_REASON = 3


def begin_hearing(scene: Scene, hearing_id: str) -> Decision:
    """Each hearing is a fact; asked for twice by the same name, it is one.

    Raises NotFound before the draw, Refused outside the phase or once it was heard as often as the session allows.
    """
    state = scene.state
    if state.drawn is None:
        raise NotFound("Aucune séquence n’est tirée.")
    sequence_id = state.drawn.data.sequence_id
    heard = state.interview.hearings_of(sequence_id)
    if hearing_id and any(one.hearing_id == hearing_id for one in heard):
        return Decision()
    _need_begun(state)
    most = state.training.most_hearings
    if state.training.kind == "exam" and most is not None and len(heard) >= most:
        raise Refused("heard_enough")
    played = kinds.SequencePlayed(sequence_id=sequence_id, hearing_id=hearing_id)
    return Decision([NewFact(played, None, scene.desk.actor)])


def end_hearing(scene: Scene, hearing_id: str, at_seconds: float, to_the_end: bool) -> Decision:
    """Raises NotFound for a hearing that never began; ended already, it stays as it ended."""
    hearing = next((one for one in scene.state.interview.hearings if one.hearing_id == hearing_id), None)
    if hearing is None:
        raise NotFound("Cette écoute n’existe pas.")
    if hearing.stopped_at is not None:
        return Decision()
    stopped = kinds.SequenceStopped(hearing_id=hearing_id, at_seconds=at_seconds, to_the_end=to_the_end)
    return Decision([NewFact(stopped, None, scene.desk.actor)])


def start_reaction(scene: Scene, reaction_id: str, *, is_recorded: bool, why: str = "") -> Decision:
    """Raises NotFound before the draw, Refused before the sequence was heard, outside the phase, where one of this
    sequence exists already, or without a reason where nothing is recorded."""
    state = scene.state
    if state.drawn is None:
        raise NotFound("Aucune séquence n’est tirée.")
    sequence_id = state.drawn.data.sequence_id
    before = state.interview.reaction_to(sequence_id)
    if before is not None and before.reaction_id == reaction_id:
        return Decision()
    _need_begun(state)
    if not state.interview.hearings_of(sequence_id):
        raise Refused("not_heard")
    if before is not None and before.is_recorded:
        raise Refused("reaction_there")
    if not is_recorded and len(why.strip()) < SHORTEST_REASON:
        raise Refused("reaction_reason")
    began = kinds.ReactionStarted(
        reaction_id=reaction_id, sequence_id=sequence_id, is_recorded=is_recorded, why=why.strip()
    )
    facts = [NewFact(began, None, scene.desk.actor)]
    if not is_recorded:
        facts.append(NewFact(kinds.ReactionEnded(reaction_id=reaction_id, seconds=0), None, scene.desk.actor))
    return Decision(facts)


def resume_reaction(scene: Scene, reaction_id: str, part: int) -> Decision:
    """A page that was cut, or another one, goes on recording. `part`: the one that it begins; asked for twice, it is
    one. Raises NotFound, Refused where other parts have begun meanwhile or nothing is recorded."""
    reaction = recorded(scene.state, reaction_id)
    if part < len(reaction.offsets):
        return Decision()
    _need_open_session(scene.state)
    if part > len(reaction.offsets):
        raise Refused("reaction_elsewhere")
    offset = (scene.now - reaction.started_at).total_seconds()
    resumed = kinds.ReactionResumed(
        reaction_id=reaction_id, part=part, offset_seconds=round(max(offset, reaction.offsets[-1]), 2)
    )
    return Decision([NewFact(resumed, None, scene.desk.actor)])


def end_reaction(scene: Scene, reaction_id: str, seconds: float, sha256: str) -> Decision:
    """Raises NotFound. Ended already with the same sound, it is nothing new."""
    reaction = recorded(scene.state, reaction_id)
    if not reaction.is_open and reaction.sha256 == sha256:
        return Decision()
    ended = kinds.ReactionEnded(
        reaction_id=reaction_id, seconds=round(seconds, 2), sha256=sha256, cuts=len(reaction.offsets) - 1
    )
    return Decision([NewFact(ended, None, scene.desk.actor)])


def tick(scene: Scene, item: str, is_ticked: bool, items: Collection[str]) -> Decision:
    """`items`: those that this juror's guide may have. Raises Refused; ticked already, it keeps its first time."""
    _may_note(scene, item, items)
    mine = scene.state.interview.raised_by(scene.desk.actor.id).get(item)
    if (mine is not None and mine.ticked_at is not None) == is_ticked:
        return Decision()
    return Decision([NewFact(kinds.GuideTicked(item=item, is_ticked=is_ticked), None, scene.desk.actor)])


def note(scene: Scene, item: str, text: str, items: Collection[str]) -> Decision:
    """Raises Refused; the very same words again are nothing new."""
    _may_note(scene, item, items)
    mine = scene.state.interview.raised_by(scene.desk.actor.id).get(item)
    if (mine.note if mine is not None else "") == text:
        return Decision()
    return Decision([NewFact(kinds.GuideNoted(item=item, text=text), None, scene.desk.actor)])


def give_verdict(scene: Scene, given: kinds.InterviewVerdict, criteria: Collection[str]) -> Decision:
    """`criteria`: on which this exam is decided. One's own, blind to the other's, until one hands in one's marks.

    Raises Refused; the very same again is nothing new.
    """
    _need_open_session(scene.state)
    if scene.desk.actor.id in scene.state.marking.submitted:
        raise Refused("submitted")
    if given.criterion not in criteria:
        raise Refused("unknown_criterion")
    mine = scene.state.interview.verdicts.get((scene.desk.actor.id, given.interview, given.criterion))
    if (mine.verdict if mine else "none", mine.comment if mine else "") == (given.verdict, given.comment):
        return Decision()
    if given.made_at is not None:
        given = given.model_copy(update={"made_at": min(given.made_at, scene.now)})
    return Decision([NewFact(given, None, scene.desk.actor)])


def recorded(state: SeatState, reaction_id: str) -> Reaction:
    """Raises NotFound, Refused where nothing of it is recorded."""
    reaction = state.interview.reaction(reaction_id)
    if reaction is None:
        raise NotFound("Cette réaction n’existe pas à ce poste.")
    if not reaction.is_recorded:
        raise Refused("reaction_unrecorded")
    return reaction


def _may_note(scene: Scene, item: str, items: Collection[str]) -> None:
    _need_open_session(scene.state)
    known = item in items or item in scene.state.interview.raised_by(scene.desk.actor.id)
    if not known:
        raise Refused("unknown_item")


def _need_begun(state: SeatState) -> None:
    """In its phase, and with the candidate there; practice and days without that phase know no such rule."""
    _need_open_session(state)
    if state.day.presence == "abandoned":
        raise Refused("candidate_gone")
    clock = state.phase_clocks.get(PHASE)
    if clock is not None and clock.state == "not_started":
        raise Refused("interview_not_open")
    if clock is not None and clock.state == "ended":
        raise Refused("interview_over")


def _need_open_session(state: SeatState) -> None:
    if state.training.closed_at is not None:
        raise Refused("session_closed")
