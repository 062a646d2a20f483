"""The candidate's desk, made from the seat's state. Of the jury's face nothing is read here."""

from collections.abc import Iterator
from datetime import datetime

from simulator.desk.shared_projection import (
    call_view,
    confirmation_view,
    conversation_view,
    notice,
    qualification_view,
)
from simulator.live_messages.candidate_view import (
    CandidateDesk,
    CandidateExchange,
    MissedCall,
    PhaseReceipt,
    SharedFeedback,
)
from simulator.live_messages.shared_view import CallView, LineView, Step
from simulator.seat.deciding.phases import may_read_files
from simulator.seat.here import Here
from simulator.seat.runs import RunState
from simulator.seat.state import SeatState


def candidate_desk(state: SeatState, here: Here, line: LineView, now: datetime) -> CandidateDesk:
    """Everything this seat's candidate may know now."""
    active = state.active
    return CandidateDesk(
        seat_id=state.seat.id,
        session_title=state.training.title,
        session_kind=state.training.kind,
        company_name=state.pack.company.name,
        candidate_name=state.candidate_name,
        seat_label=state.seat.label,
        desk_name=state.seat.desk,
        spell_check=state.training.spell_check,
        paste_limit=state.training.paste_limit,
        notice=notice(state),
        clock=state.clock.view(now),
        phases=tuple(clock.view(now) for clock in state.clocks),
        receipts=tuple(_receipts(state)),
        steps=_steps(state),
        line=line,
        call=_call(active),
        exchange=_exchange(active) if active is not None else None,
        conversation=conversation_view(state, active),
        notes=state.notes,
        notes_saved_at=state.notes_saved_at,
        missed_calls=tuple(_missed(state)),
        jury_present=here.has_jury(),
        headset_checked=state.headset in ("good", "poor"),
        feedback=tuple(
            SharedFeedback(
                run_id=run.run_id,
                position=run.position,
                label=run.exchange.candidate.label,
                text=feedback[0],
                at=feedback[1],
                by_trainer=run.feedback is not None,
            )
            for run in state.runs.values()
            if (feedback := state.feedback_of(run)) is not None
        ),
    )


def _receipts(state: SeatState) -> Iterator[PhaseReceipt]:
    """Of what is sealed and has not been opened again."""
    for clock in state.clocks:
        seal = state.seals.get(clock.phase)
        if seal is not None and clock.state == "ended":
            yield PhaseReceipt(phase=clock.phase, code=seal.code, sha256=seal.sha256, sealed_at=seal.at)


def _call(run: RunState | None) -> CallView | None:
    """For the candidate a call is over once the supervisor has it."""
    call = call_view(run)
    if call is None or call.transferred_at is None:
        return call
    began = call.connected_at or call.rang_at
    return call.model_copy(
        update={
            "state": "ended",
            "ended_at": call.transferred_at,
            "ends_reason": "transferred",
            "ended_by": "candidate",
            "seconds": (call.transferred_at - began).total_seconds(),
            "held_by": None,
            "held_at": None,
            "lost_side": None,
            "consultation": None,
        }
    )


def _steps(state: SeatState) -> tuple[Step, ...]:
    if not (may_read_files(state) or state.clock.state == "ended"):
        # What will be played is part of the subject.
        return ()
    runs = state.runs.values()
    key = tuple((run.run_id, run.phase) for run in runs)
    return state.kept.get("candidate_steps", key, lambda: tuple(_step(run) for run in runs))


def _step(run: RunState) -> Step:
    face = run.exchange.candidate
    return Step(
        run_id=run.run_id,
        position=run.position,
        attempt=run.attempt,
        channel=face.channel,
        direction=face.direction,
        label=face.label,
        # The candidate need not know which exchange the jury has queued.
        phase="planned" if run.phase == "queued" else run.phase,
    )


def _exchange(run: RunState) -> CandidateExchange | None:
    face = run.exchange.candidate
    if run.started_at is None or (run.is_inbound and run.is_phone and run.phase == "offered"):
        return None
    outbound = face.direction == "outbound"
    knows_customer = outbound or run.file_customer_id == run.customer.id
    return CandidateExchange(
        run_id=run.run_id,
        started_at=run.started_at,
        mission=face.mission,
        file_status=face.file_status if knows_customer else None,
        customer_id=run.customer.id if outbound else run.file_customer_id,
        dial_number=run.customer.phone if outbound and run.is_phone else None,
        documents=face.documents,
        asks_confirmation=face.written_confirmation is not None,
        wrap_up_since=run.wrap_up_since if run.phase == "wrap_up" else None,
        wrap_up_limit_seconds=run.wrap_up_limit,
        qualification=qualification_view(run),
        confirmation=confirmation_view(run),
    )


def _missed(state: SeatState) -> list[MissedCall]:
    return [
        MissedCall(run_id=run.run_id, number=run.call.number, name=run.call.name, at=run.call.rang_at)
        for run in state.runs.values()
        if run.phase == "missed" and run.call is not None
    ]
