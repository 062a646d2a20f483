"""« Le superviseur »: the candidate leaves the customer on hold, asks a juror, comes back or hands over."""

from simulator.facts import kinds
from simulator.facts.fact import NewFact
from simulator.ids import CallId
from simulator.live_messages import commands
from simulator.seat import effects
from simulator.seat.deciding.reach import is_busy, need_page, own_call, running_call
from simulator.seat.decision import Decision, Scene
from simulator.seat.here import DeskHere
from simulator.seat.refusals import Refused
from simulator.seat.runs import Consultation, RunState
from telephony import Role


def ask(scene: Scene, command: commands.CallConsult) -> Decision:
    call = own_call(scene)
    run = scene.state.run_of_call(call.call_id)
    if run is None or call.connected_at is None or call.held_by == "customer" or call.consultation is not None:
        raise Refused("not_now")
    supervisor = _supervisor(scene, run)
    if supervisor is None:
        fact = NewFact(kinds.ConsultationUnavailable(call_id=call.call_id), run.run_id, scene.desk.actor)
        return Decision([fact], refusal=Refused("no_supervisor"))
    consultation_id = CallId(f"consult-{scene.fresh_id}")
    is_same = supervisor.actor.id == run.played_by
    asked = kinds.ConsultationAsked(
        call_id=call.call_id,
        consultation_id=consultation_id,
        supervisor_id=supervisor.actor.id,
        supervisor=supervisor.actor.name,
        is_same_person=is_same,
    )
    return Decision(
        [NewFact(asked, run.run_id, scene.desk.actor)],
        effects=[
            *([effects.Hold(call.call_id, Role.ADVISER)] if call.held_by is None else []),
            effects.Consult(call.call_id, consultation_id, run.run_id, supervisor.key, rings_phones=not is_same),
        ],
    )


def transfer(scene: Scene, command: commands.CallTransfer) -> Decision:
    return Decision(effects=[effects.Transfer(own_call(scene).call_id)])


def answer(scene: Scene, command: commands.ConsultationAnswer) -> Decision:
    asked = _asked_of(scene)
    if not asked.is_same_person:
        need_page(scene.desk)
    return Decision(effects=[effects.Answer(asked.consultation_id, Role.CUSTOMER)])


def hang_up(scene: Scene, command: commands.ConsultationHangUp) -> Decision:
    """Refuses while it rings."""
    asked = _asked_of(scene)
    end = effects.Decline if asked.answered_at is None else effects.HangUp
    return Decision(effects=[end(asked.consultation_id, Role.CUSTOMER)])


def _supervisor(scene: Scene, run: RunState) -> DeskHere | None:
    """Another juror or trainer at their desk whom a call can reach; else whoever plays the customer."""
    here = [one for one in scene.here.jurors.values() if one.is_connected and one.sound.is_there]
    free = [one for one in here if one.actor.id != run.played_by and not is_busy(scene.state, one)]
    others = sorted((one for one in free if one.actor.id != "partner"), key=lambda one: not one.may_mark)
    return next(iter(others), None) or next((one for one in here if one.actor.id == run.played_by), None)


def _asked_of(scene: Scene) -> Consultation:
    """The consultation for which the desk that asks is the supervisor. Raises Refused."""
    call = running_call(scene.state)
    asked = call.consultation if call is not None else None
    if asked is None or asked.supervisor_id != scene.desk.actor.id:
        raise Refused("no_call")
    return asked
