"""What the switch tells of the calls of a seat, and what follows from it. No event of a known call leads to nothing
by accident: what has no row here says so."""

from collections.abc import Mapping

from simulator.facts import kinds
from simulator.facts.fact import NewFact
from simulator.facts.kinds import Party
from simulator.ids import CallId
from simulator.seat import effects
from simulator.seat.deciding.calls import begin_listening, listen_again
from simulator.seat.deciding.disk import on_the_disk
from simulator.seat.deciding.reach import is_carried
from simulator.seat.decision import Decision, OpenRecording, Scene
from simulator.seat.phases import CUT, next_phase
from simulator.seat.runs import CallRecord, Consultation, RunState
from simulator.seat.service_levels import service_levels
from simulator.seat.state import SeatState
from telephony import (
    CallConnected,
    CallDigits,
    CallEnded,
    CallHeld,
    CallMuted,
    CallResumed,
    CallTransferred,
    EndReason,
    LegBack,
    LegLost,
    LineConnected,
    LineLost,
    RecordingRecovered,
    RecordingTrouble,
    Role,
    SwitchEvent,
)

CallEvent = SwitchEvent
"""Any of them but those of a line, which belong to no call."""

_SAID: dict[str, tuple[str, str]] = {
    "declined": ("Le superviseur a refusé votre appel.", "Reprenez le client."),
    "no_answer": ("Le superviseur ne répond pas.", "Reprenez le client."),
    "lost": ("Le son du superviseur est coupé.", "Reprenez le client."),
    "hung_up": ("Le superviseur a raccroché.", "Reprenez le client : il attend toujours."),
}
"""What the candidate is told of an end that they did not choose."""


def happened(scene: Scene, run: RunState, event: SwitchEvent) -> Decision:
    """`run`: the exchange whose call it is."""
    if isinstance(event, LineConnected | LineLost):
        return Decision()
    consulted = run.consultation(CallId(event.call_id))
    if consulted is not None:
        return _consultation(scene, run, *consulted, event)
    return _call(scene, run, event)


def _call(scene: Scene, run: RunState, event: SwitchEvent) -> Decision:
    if isinstance(event, LineConnected | LineLost):
        return Decision()
    call_id = CallId(event.call_id)
    match event:
        case CallConnected():
            return _connected(scene, run, event)
        case CallTransferred():
            return _transferred(scene, run, event)
        case CallHeld(by=by):
            return _fact(kinds.CallHeld(call_id=call_id, by=party(run, call_id, by)), run)
        case CallResumed(by=by):
            return _fact(kinds.CallResumed(call_id=call_id, by=party(run, call_id, by)), run)
        case CallMuted(role=role, muted=muted):
            return _fact(kinds.CallMuted(call_id=call_id, who=party(run, call_id, role), muted=muted), run)
        case CallDigits(by=by, digits=digits):
            return _fact(kinds.CallDigits(call_id=call_id, by=party(run, call_id, by), digits=digits), run)
        case LegLost(role=role):
            return _fact(kinds.CallLegLost(call_id=call_id, who=party(run, call_id, role)), run)
        case LegBack(role=role):
            return _fact(kinds.CallLegBack(call_id=call_id, who=party(run, call_id, role)), run)
        case RecordingTrouble() | RecordingRecovered():
            return on_the_disk(run, call_id, event)
        case CallEnded():
            by = party(run, call_id, event.by) if event.by else None
            return over(scene.state, run, call_id, str(event.reason), by, event.seconds)
        case _:
            # That it rings, or is heard early, the seat knows without a fact.
            return Decision()


def _connected(scene: Scene, run: RunState, event: CallConnected) -> Decision:
    call_id, state = CallId(event.call_id), scene.state
    decision = Decision(
        [NewFact(kinds.CallConnected(call_id=call_id, answer_seconds=event.answer_seconds), run.run_id)],
        [OpenRecording(call_id, run.run_id, state.recording_folder(run.run_id, call_id))],
        [effects.HearWords(call_id, run.run_id)],
    )
    for juror in scene.here.jurors.values():
        if juror.listening and juror.actor.id != run.played_by:
            decision = decision.then(begin_listening(juror, run, call_id))
    for actor in scene.here.phone_listeners:
        decision.facts.append(NewFact(kinds.ListeningStarted(call_id=call_id, by_phone=True), run.run_id, actor))
    return decision


def over(state: SeatState, run: RunState, call_id: CallId, reason: str, by: Party | None, seconds: float) -> Decision:
    """The call is over; a finished conversation is followed by its wrap-up."""
    ended = kinds.CallEnded(call_id=call_id, reason=reason, by=by, seconds=seconds)
    decision = Decision([NewFact(ended, run.run_id)], effects=[effects.CallIsOver(call_id, was_recorded=seconds > 0)])
    phase = next_phase(run.phase, ended, run.is_inbound)
    if phase == "live":
        limit = service_levels(state, run).wrap_up_seconds
        decision.facts.append(NewFact(kinds.WrapUpStarted(limit_seconds=limit), run.run_id))
    elif phase == "missed" and reason in CUT:
        decision.effects.append(
            effects.Notice(
                None,
                "warning",
                "call_lost",
                "L’appel a été coupé.",
                "L’enregistrement est conservé. Le client peut rappeler, ou le candidat rappelle depuis la fiche.",
            )
        )
    return decision


def _transferred(scene: Scene, run: RunState, event: CallTransferred) -> Decision:
    """The candidate's part is over; what is still said is between customer and supervisor."""
    data = kinds.CallTransferred(call_id=CallId(event.call_id), consultation_id=CallId(event.consultation_id))
    decision = Decision([NewFact(data, run.run_id, scene.here.candidate.actor)], effects=[effects.WordsTransferred()])
    if run.phase == "live" and not event.same_desk:
        limit = service_levels(scene.state, run).wrap_up_seconds
        decision.facts.append(NewFact(kinds.WrapUpStarted(limit_seconds=limit), run.run_id))
    return decision


def _consultation(scene: Scene, run: RunState, call: CallRecord, asked: Consultation, event: SwitchEvent) -> Decision:
    match event:
        case CallConnected():
            folder = scene.state.recording_folder(run.run_id, call.call_id, asked.consultation_id)
            answered = kinds.ConsultationAnswered(call_id=call.call_id, consultation_id=asked.consultation_id)
            recording = OpenRecording(asked.consultation_id, run.run_id, folder, consulted_from=call.call_id)
            return Decision([NewFact(answered, run.run_id)], [recording])
        case CallEnded(seconds=seconds):
            return consultation_over(scene, run, call, asked, _why(event), seconds)
        case RecordingTrouble() | RecordingRecovered():
            return on_the_disk(run, asked.consultation_id, event)
        case _:
            return Decision()


def consultation_over(
    scene: Scene, run: RunState, call: CallRecord, asked: Consultation, reason: str, seconds: float
) -> Decision:
    ended = kinds.ConsultationEnded(
        call_id=call.call_id, consultation_id=asked.consultation_id, reason=reason, seconds=seconds
    )
    decision = Decision(
        [NewFact(ended, run.run_id)],
        effects=[effects.CallIsOver(asked.consultation_id, was_recorded=seconds > 0)],
    )
    if reason in _SAID:
        notice = effects.Notice(scene.here.candidate.key, "info", f"consultation_{reason}", *_SAID[reason])
        decision.effects.append(notice)
    supervisor = scene.here.of_actor(asked.supervisor_id)
    return decision.then(listen_again(scene, supervisor)) if supervisor is not None else decision


def left_alone(scene: Scene, recorded_seconds: Mapping[CallId, float], reason: str) -> Decision:
    """Closes what the seat holds for running and nobody carries: after a restart, or when an event was lost.

    `recorded_seconds`: how long each was, by its sound on disk; 0 when it never connected.
    """
    decision = Decision()
    for run, call in uncarried(scene.state, scene):
        asked = call.consultation
        if asked is not None:
            seconds = recorded_seconds.get(asked.consultation_id, 0.0)
            decision = decision.then(consultation_over(scene, run, call, asked, reason, seconds))
        seconds = recorded_seconds.get(call.call_id, 0.0)
        decision = decision.then(over(scene.state, run, call.call_id, reason, None, seconds))
    return decision


def uncarried(state: SeatState, scene: Scene) -> list[tuple[RunState, CallRecord]]:
    """Calls of this seat that are not over, though whatever carries calls knows none of them as running.

    One whose end has been told and waits to be kept ends as it was told, however slow the database.
    """
    return [
        (run, call)
        for run in state.runs.values()
        for call in run.calls
        if not call.is_over
        and not is_carried(scene.here.calls, call.call_id)
        and call.call_id not in scene.here.ending
    ]


def party(run: RunState, call_id: CallId, role: Role) -> Party:
    """Who this side of the call is: after a transfer the supervisor stands where the candidate stood."""
    if role is Role.CUSTOMER:
        return "customer"
    is_transferred = any(call.call_id == call_id and call.transferred_at for call in run.calls)
    return "supervisor" if is_transferred else "candidate"


def _fact(data: kinds.AnyFact, run: RunState) -> Decision:
    return Decision([NewFact(data, run.run_id)])


def _why(event: CallEnded) -> str:
    """In the words of the facts: who ended it matters."""
    if event.reason is EndReason.HUNG_UP and event.by is Role.ADVISER:
        return "returned"
    return "call_over" if event.reason is EndReason.STOPPED else str(event.reason)
