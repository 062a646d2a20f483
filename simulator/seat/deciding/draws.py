"""The draw of a recorded sequence for the technical interview, and its being played."""

from scenarios.models import CaseStudy
from simulator.errors import Conflict, NotFound
from simulator.facts import kinds
from simulator.facts.fact import NewFact
from simulator.seat.decision import Decision, Scene


def draw(scene: Scene, study: CaseStudy, reason: str, chosen: str) -> Decision:
    """`chosen`: drawn by whoever asks, among the study's. Raises Conflict for a second draw without a reason."""
    if scene.state.drawn is not None and len(reason.strip()) < 3:
        raise Conflict("already_drawn", "Une séquence est déjà tirée.", "Indiquez le motif d’un nouveau tirage.")
    facts: list[NewFact] = []
    if reason:
        again = kinds.IncidentNoted(text="Nouveau tirage\u00a0: " + reason)
        facts.append(NewFact(again, None, scene.desk.actor))
    among = tuple(sequence.id for sequence in study.sequences)
    drawn = kinds.SequenceDrawn(case_study_id=study.id, sequence_id=chosen, among=among)
    return Decision([*facts, NewFact(drawn, None, scene.desk.actor)])


def played(scene: Scene) -> Decision:
    """Raises NotFound before the draw."""
    if scene.state.drawn is None:
        raise NotFound("Aucune séquence n’est tirée.")
    data = kinds.SequencePlayed(sequence_id=scene.state.drawn.data.sequence_id)
    return Decision([NewFact(data, None, scene.desk.actor)])
