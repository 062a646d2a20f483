"""Notes and verdicts on sealed productions. Pure.

Never before the seal, never after one's marking was submitted, never another juror's note. Who may correct at all is
asked at the door (`conduct.doors`).
"""

from collections.abc import Collection

from simulator.facts import kinds
from simulator.facts.fact import NewFact
from simulator.seat.deciding.productions import PHASE, clock_of
from simulator.seat.decision import Decision, Scene
from simulator.seat.refusals import Refused
from simulator.seat.state import SeatState


def note(scene: Scene, new: kinds.CorrectionNoted, criteria: Collection[str]) -> Decision:
    """`criteria`: those that productions are read by. Raises Refused; the very same note again is nothing new."""
    _may_correct(scene)
    if new.criterion not in criteria:
        raise Refused("unknown_criterion")
    kept = scene.state.correction.notes.get(new.note_id)
    if kept is not None and kept.by != scene.desk.actor.id:
        raise Refused("mark_taken")
    if kept is not None and kept.data == new:
        return Decision()
    return Decision([NewFact(new, None, scene.desk.actor)])


def remove_note(scene: Scene, note_id: str) -> Decision:
    """Raises Refused. Asked for again, it is gone already."""
    _may_correct(scene)
    author = scene.state.correction.author_of(note_id)
    if author is None:
        return Decision()
    if author != scene.desk.actor.id:
        raise Refused("unknown_mark")
    return Decision([NewFact(kinds.CorrectionNoteRemoved(note_id=note_id), None, scene.desk.actor)])


def set_verdict(scene: Scene, verdict: kinds.CorrectionVerdict, criteria: Collection[str]) -> Decision:
    """Raises Refused."""
    _may_correct(scene)
    if verdict.criterion not in criteria:
        raise Refused("unknown_criterion")
    return Decision([NewFact(verdict, None, scene.desk.actor)])


def must_be_sealed(state: SeatState) -> None:
    """Raises Refused while the case study may still be written in: before its end, and once it is open again."""
    if clock_of(state).state != "ended" or PHASE not in state.seals:
        raise Refused("not_sealed")


def _may_correct(scene: Scene) -> None:
    must_be_sealed(scene.state)
    if scene.desk.actor.id in scene.state.marking.submitted:
        raise Refused("submitted")
