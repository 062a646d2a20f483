"""The jury's desk of one seat, made from the seat's state for one juror."""

from dataclasses import replace
from datetime import datetime

from scoring.referential import WRITTEN_AFTERWARDS, Referential
from simulator.desk.shared_projection import (
    call_view,
    confirmation_view,
    conversation_view,
    notice,
    qualification_view,
)
from simulator.ids import RunId
from simulator.live_messages.jury_view import (
    CandidatePresence,
    CompetenceToObserve,
    CriterionToObserve,
    JuryConsultation,
    JuryDesk,
    JuryExchange,
    JurySeatStep,
    MatrixCell,
)
from simulator.live_messages.shared_view import LineView
from simulator.seat.deciding.exchanges import may_take_over
from simulator.seat.here import DeskHere, Here
from simulator.seat.measuring import Speech, measured_view
from simulator.seat.runs import RecordingState, RunState
from simulator.seat.state import SeatState


def jury_desk(
    state: SeatState,
    referential: Referential,
    here: Here,
    juror: DeskHere,
    candidates_line: LineView,
    own_line: LineView,
    speech: dict[str, Speech],
    now: datetime,
) -> JuryDesk:
    """Everything this juror may know of this seat now."""
    active = state.active
    shown = state.runs.get(juror.shown_run or RunId("")) or active or _next(state)
    return JuryDesk(
        seat_id=state.seat.id,
        session_id=state.training.id,
        session_title=state.training.title,
        session_kind="exam" if state.training.kind == "exam" else "practice",
        subject_title=state.subject_title,
        company_name=state.pack.company.name,
        seat_label=state.seat.label,
        desk_name=state.seat.desk,
        candidate_name=state.candidate_name,
        my_name=juror.actor.name,
        may_mark=juror.may_mark,
        jurors=tuple(_doing(active, one) for one in here.jurors.values() if one.is_connected and one is not juror),
        notice=notice(state),
        clock=state.clock.view(now),
        steps=_steps(state, here, juror),
        presence=CandidatePresence(
            connected=here.candidate.is_connected,
            last_seen_at=None if here.candidate.is_connected else here.candidate.last_seen_at,
            line=candidates_line,
            headset=state.headset,
            listening_number=here.listening_number,
        ),
        line=own_line,
        call=call_view(active or (shown if shown and shown.phase == "missed" else None)),
        consultation=_consultation(active, juror),
        exchange=_exchange(state, referential, shown) if shown is not None else None,
        conversation=conversation_view(state, shown),
        measured=measured_view(state, shown, speech, now) if shown is not None and shown.started_at else None,
        marking=state.kept.get(
            ("marking", juror.actor.id),
            (state.marking.version, state.jurors),
            lambda: state.marking_seen_by(juror.actor.id),
        ),
        matrix=_matrix(state, juror.actor.id),
        listening=juror.listening,
        candidate_notes=state.notes,
    )


def _doing(active: RunState | None, desk: DeskHere) -> str:
    if active is not None and active.played_by == desk.actor.id:
        return f"{desk.actor.name} joue le client"
    return f"{desk.actor.name} écoute et note" if desk.listening else f"{desk.actor.name} est présent"


def _consultation(run: RunState | None, juror: DeskHere) -> JuryConsultation | None:
    call = run.call if run is not None else None
    if run is None or call is None or call.is_over or not call.consultations:
        return None
    one = call.consultations[-1]
    if one.ended_at is not None and call.transferred_at is None:
        return None
    return JuryConsultation(
        consultation_id=one.consultation_id,
        state="transferred" if call.transferred_at else "talking" if one.answered_at else "ringing",
        supervisor=one.supervisor,
        is_mine=one.supervisor_id == juror.actor.id,
        is_same_person=one.is_same_person,
        customer_name=run.customer.display_name,
        asked_at=one.asked_at,
        answered_at=one.answered_at,
        transferred_at=call.transferred_at,
    )


def _steps(state: SeatState, here: Here, juror: DeskHere) -> tuple[JurySeatStep, ...]:
    """Made again only when a phase, a mark, a recording or somebody's presence has changed."""
    runs = state.runs.values()
    key = (
        state.marking.version,
        tuple(
            (
                run.run_id,
                run.phase,
                recording_state(run),
                run.call is not None and run.call.is_transcribed,
                may_take_over(here, run, juror),
            )
            for run in runs
        ),
    )
    return state.kept.get(
        ("steps", juror.actor.id), key, lambda: tuple(_step(state, here, run, juror) for run in runs)
    )


def _matrix(state: SeatState, actor: str) -> tuple[MatrixCell, ...]:
    key = (state.marking.version, tuple(state.runs))
    return state.kept.get(("matrix", actor), key, lambda: matrix(state, actor))


def matrix(state: SeatState, actor: str) -> tuple[MatrixCell, ...]:
    """Exchanges × competences, for one juror."""
    cells: list[MatrixCell] = []
    for run in state.runs.values():
        observed = state.marking.observed(actor, run.run_id)
        for competence in run.exchange.competences:
            criteria = {
                o.criterion for o in run.exchange.jury.observables if o.criterion.startswith(competence + ".")
            }
            cells.append(
                MatrixCell(
                    run_id=run.run_id,
                    competence=competence,
                    observable=len(criteria),
                    observed=len(criteria & observed),
                )
            )
    return tuple(cells)


def to_observe(referential: Referential, run: RunState) -> tuple[CompetenceToObserve, ...]:
    """The criteria that this exchange lets one observe, word for word, in the official order."""
    face, channel = run.exchange.jury, run.exchange.candidate.channel
    look_for = {observable.criterion: observable.look_for for observable in face.observables}
    found: list[CompetenceToObserve] = []
    for competence_id in run.exchange.competences:
        competence = referential.competence(competence_id)
        criteria = tuple(
            CriterionToObserve(
                criterion=criterion,
                label=label,
                look_for=look_for[criterion],
                after_exchange=WRITTEN_AFTERWARDS.judged_after(criterion, channel),
            )
            for criterion, label in competence.criteria.items()
            if criterion in look_for
        )
        found.append(CompetenceToObserve(competence=competence_id, label=competence.name, criteria=criteria))
    return tuple(found)


def recording_state(run: RunState) -> RecordingState:
    """Of the exchange's latest recorded call."""
    for call in reversed(run.calls):
        if call.recording != "none":
            return call.recording
    return "none"


def _next(state: SeatState) -> RunState | None:
    waiting = [run for run in state.runs.values() if run.phase in ("missed", "queued", "planned")]
    return waiting[0] if waiting else next(reversed(state.runs.values()), None)


def _step(state: SeatState, here: Here, run: RunState, juror: DeskHere) -> JurySeatStep:
    face = run.exchange.candidate
    return JurySeatStep(
        run_id=run.run_id,
        position=run.position,
        attempt=run.attempt,
        channel=face.channel,
        direction=face.direction,
        label=face.label,
        phase=run.phase,
        exchange_id=run.exchange.id,
        customer_name=run.customer.display_name,
        competences=run.exchange.competences,
        marks=state.marking.of_run(juror.actor.id, run.run_id),
        recording=recording_state(run),
        is_transcribed=run.call is not None and run.call.is_transcribed,
        may_take_over=may_take_over(here, run, juror),
    )


def _exchange(state: SeatState, referential: Referential, run: RunState) -> JuryExchange:
    confirmation = run.confirmation
    key = (
        run.exchange,
        run.customer,
        run.started_at,
        run.ended_at,
        run.file_customer_id,
        run.qualified_at,
        tuple(run.qualification.items()),
        None if confirmation is None else replace(confirmation),
    )
    return state.kept.get(("jury_exchange", run.run_id), key, lambda: _exchange_now(state, referential, run))


def _exchange_now(state: SeatState, referential: Referential, run: RunState) -> JuryExchange:
    return JuryExchange(
        run_id=run.run_id,
        subject_id=run.subject_id,
        exchange_id=run.exchange.id,
        started_at=run.started_at,
        ended_at=run.ended_at,
        customer_id=run.customer.id,
        customer_name=run.customer.display_name,
        customer_number=run.customer.number,
        customer_phone=run.customer.phone,
        face=run.exchange.jury,
        competences=state.kept.get(("to_observe", run.run_id), run.exchange, lambda: to_observe(referential, run)),
        qualification=qualification_view(run),
        confirmation=confirmation_view(run),
        mission=run.exchange.candidate.mission,
    )
