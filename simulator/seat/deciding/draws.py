"""Draws: of the subject before the preparation, of a recorded sequence for the interview."""

from exams import draws
from exams.timetable.words import ACTIVITY
from scenarios.models import CaseStudy
from simulator.errors import Conflict, NotFound
from simulator.facts import kinds
from simulator.facts.fact import NewFact
from simulator.seat.deciding import breaks
from simulator.seat.decision import Decision, Scene
from simulator.seat.refusals import Refused
from simulator.seat.state import SeatState

SHORTEST_REASON = 3


def draw(scene: Scene, study: CaseStudy, reason: str, chosen: str) -> Decision:
    """Practice: in one step. `chosen`: drawn by whoever asks, among the study's.

    Raises Conflict for a second draw without a reason."""
    if scene.state.drawn is not None:
        _need_reason(reason)
    among = tuple(sequence.id for sequence in study.sequences)
    drawn = kinds.SequenceDrawn(case_study_id=study.id, sequence_id=chosen, among=among)
    return Decision([*_said(scene, reason), NewFact(drawn, None, scene.desk.actor)])


def bind(scene: Scene, bound: kinds.DrawCommitted) -> Decision:
    """First step: seed and choices are bound, nobody has spoken yet.

    Raises Conflict for a further draw without a reason, also while one waits for the candidate's word, for a subject
    whose exchanges have begun, and while a phase before it is under way; Refused in a closed session.
    """
    state = scene.state
    if state.training.closed_at is not None:
        raise Refused("session_closed")
    _need_its_turn(state, bound.what)
    before = state.last_draw(bound.what)
    if before is not None and before.revealed is None and not bound.reason.strip():
        raise Conflict("draw_bound", "Ce tirage est déjà préparé.", "Demandez au candidat son nombre ou son mot.")
    if before is not None:
        _need_reason(bound.reason)
        if bound.what == "subject" and has_begun(state):
            raise Conflict(
                "subject_begun",
                "Les échanges de ce sujet ont commencé.",
                "Le sujet ne se tire plus ; notez un incident si quelque chose l’exige.",
            )
    return Decision([*_said(scene, bound.reason), NewFact(bound, None, scene.desk.actor)])


def reveal(scene: Scene, draw_id: str, word: str, seed: str, case_study_id: str) -> Decision:
    """Second step: what the candidate said and the seed say what is drawn.

    `case_study_id`: whose sequences they are. Raises Refused from a candidate on their break and in a closed session;
    Conflict where this draw is not the one that waits, where nothing was said, or where the seed is not the one that
    was bound.
    """
    if scene.desk.actor == scene.here.candidate.actor:
        breaks.take_no_acts(scene.state)
    waiting = next((one for one in scene.state.draws if one.bound.draw_id == draw_id), None)
    if waiting is None:
        raise NotFound("Ce tirage n’existe pas.")
    if scene.state.training.closed_at is not None:
        raise Refused("session_closed")
    bound = waiting.bound
    _need_its_turn(scene.state, bound.what)
    if waiting.revealed is not None:
        raise Conflict("draw_revealed", "Ce tirage est déjà fait.", "Rechargez la page : son résultat s’y lit.")
    if not draws.spoken(word):
        raise Conflict(
            "no_word", "Il manque le nombre ou le mot du candidat.", "Écrivez-le en lettres ou en chiffres."
        )
    if draws.commitment(seed, bound.numbers) != bound.commitment:
        raise Conflict(
            "seed_damaged",
            "La graine gardée n’est pas celle de l’engagement publié : rien n’est tiré.",
            "Faites un nouveau tirage en donnant ce motif, et notez l’incident.",
        )
    number = draws.outcome(seed, bound.numbers, word).chosen
    chosen = bound.choices[bound.numbers.index(number)]
    shown = kinds.DrawRevealed(
        draw_id=draw_id,
        what=bound.what,
        word=draws.spoken(word),
        said=" ".join(word.split()),
        seed=seed,
        chosen=chosen,
        number=number,
    )
    facts = [NewFact(shown, None, scene.desk.actor)]
    if bound.what == "recording":
        sequence = kinds.SequenceDrawn(case_study_id=case_study_id, sequence_id=chosen, among=bound.choices)
        facts.append(NewFact(sequence, None, scene.desk.actor))
    return Decision(facts)


def has_begun(state: SeatState) -> bool:
    """Whether the exchanges have: what they are is then settled."""
    return state.clock.state != "not_started" or any(run.phase != "planned" for run in state.runs.values())


def _need_its_turn(state: SeatState, what: str) -> None:
    """A subject is drawn for the phase that the format draws it in, never while one before it is under way."""
    held = [phase.id for phase in state.training.phases if phase.draws == what]
    if what != "subject" or not held:
        return
    for clock in state.clocks[: [one.phase for one in state.clocks].index(held[0])]:
        if clock.state in ("running", "paused"):
            raise Conflict(
                "draw_too_early",
                f"L’étape «\u00a0{ACTIVITY[clock.phase]}\u00a0» de ce candidat est encore en cours\u00a0: "
                "son sujet ne se tire qu’après.",
                "Attendez la fin de cette étape, ou terminez-la sur l’écran de la journée, puis recommencez.",
            )


def _need_reason(reason: str) -> None:
    if len(reason.strip()) < SHORTEST_REASON:
        raise Conflict("already_drawn", "Le tirage est déjà fait.", "Indiquez le motif d’un nouveau tirage.")


def _said(scene: Scene, reason: str) -> list[NewFact]:
    if not reason.strip():
        return []
    again = kinds.IncidentNoted(text="Nouveau tirage\u00a0: " + reason.strip())
    return [NewFact(again, None, scene.desk.actor)]
