"""What the jury does with exchanges: start, queue, end, take over, look at."""

from typing import Literal

from simulator.facts import kinds
from simulator.facts.fact import Actor, NewFact
from simulator.ids import RunId
from simulator.live_messages import commands
from simulator.seat import effects
from simulator.seat.deciding import breaks
from simulator.seat.deciding.call_events import over
from simulator.seat.deciding.calls import ring_candidate
from simulator.seat.deciding.chats import closed
from simulator.seat.deciding.reach import is_carried, need_sound
from simulator.seat.decision import Decision, Scene
from simulator.seat.here import DeskHere, Here
from simulator.seat.refusals import Refused
from simulator.seat.runs import RunState
from telephony import Role

MOST_QUEUED = 2


def start(scene: Scene, command: commands.ExchangeStart) -> Decision:
    return begin(scene, _run(scene, command.run_id))


def begin(scene: Scene, run: RunState) -> Decision:
    """Opens an exchange, the desk that asks playing the customer. Raises Refused."""
    state, here, juror = scene.state, scene.here, scene.desk
    if run.phase not in ("planned", "queued", "missed"):
        raise Refused("already_played" if run.phase == "done" else "candidate_busy")
    if state.training.closed_at is not None:
        raise Refused("session_closed")
    breaks.leave_in_peace(state)
    if state.clock.state in ("ended", "paused"):
        raise Refused("time_is_up" if state.clock.state == "ended" else "clock_state")
    if state.active is not None:
        raise Refused("candidate_busy")
    if not here.candidate.is_connected:
        raise Refused("candidate_away")
    if run.is_phone:
        need_sound(here.candidate)
        need_sound(juror)
    facts: list[NewFact] = []
    if state.clock.state == "not_started":
        if state.training.phases:
            raise Refused("phase_not_open")
        facts.append(NewFact(kinds.ClockStarted(minutes=state.training.minutes), None, juror.actor))
    facts.append(NewFact(kinds.ExchangeStarted(findings=state.training.findings), run.run_id, juror.actor))
    opened = Decision(facts, effects=[effects.Show(juror.key, None)])
    return opened.then(ring_candidate(scene, run)) if run.is_phone and run.is_inbound else opened


def queue(scene: Scene, command: commands.ExchangeQueue) -> Decision:
    run = _run(scene, command.run_id)
    if run.phase != "planned":
        raise Refused("already_played")
    if len(scene.state.queued) >= MOST_QUEUED:
        raise Refused("queue_full")
    return Decision([NewFact(kinds.ExchangeQueued(), run.run_id, scene.desk.actor)])


def unqueue(scene: Scene, command: commands.ExchangeUnqueue) -> Decision:
    run = _run(scene, command.run_id)
    if run.phase != "queued":
        return Decision()
    return Decision([NewFact(kinds.ExchangeUnqueued(), run.run_id, scene.desk.actor)])


def next_queued(scene: Scene) -> Decision:
    """The first queued exchange, begun by whoever queued it (the scene's desk); if it cannot, they are told why."""
    if scene.state.active is not None or not scene.state.queued:
        return Decision()
    try:
        return begin(scene, scene.state.queued[0])
    except Refused as refusal:
        notice = effects.Notice(scene.desk.key, "warning", refusal.code, refusal.message, refusal.remedy)
        return Decision(effects=[notice])


def end(scene: Scene, command: commands.ExchangeEnd) -> Decision:
    """Hangs up or closes the chat; a second time, ends the wrap-up as well. The one way out of whatever goes on."""
    run, actor = _run(scene, command.run_id), scene.desk.actor
    call = run.call
    if call is not None and not call.is_over and is_carried(scene.here.calls, call.call_id):
        # A conversation is followed by its wrap-up once the switch has told its end; one that only rings is over.
        hang_up = Decision(effects=[effects.HangUp(call.call_id, Role.CUSTOMER)])
        return finished(run, actor, "jury").then(hang_up) if call.connected_at is None else hang_up
    if call is not None and not call.is_over:
        # Nobody carries it any more, whatever happened to it.
        spoken = (scene.now - call.connected_at).total_seconds() if call.connected_at is not None else 0.0
        return over(scene.state, run, call.call_id, "lost", None, spoken).then(finished(run, actor, "jury"))
    if run.conversation is not None and run.conversation.closed_at is None and run.phase in ("live", "offered"):
        return closed(scene.state, run, "customer")
    if run.phase in ("offered", "missed", "wrap_up", "live"):
        return finished(run, actor, "jury").then(_stop_picking_up(scene.here))
    raise Refused("not_now")


def finished(run: RunState, actor: Actor, by: Literal["candidate", "jury", "system"]) -> Decision:
    """The exchange is over for good; the next in the queue may begin.

    A call that the supervisor took over does not outlive it: the desks must be free for what follows.
    """
    over = Decision([NewFact(kinds.ExchangeEnded(by=by), run.run_id, actor)])
    call = run.call
    if call is not None and call.transferred_at is not None and not call.is_over:
        over.effects.append(effects.HangUp(call.call_id, None))
    return over


def may_take_over(here: Here, run: RunState, juror: DeskHere) -> bool:
    """Whether this juror may play on: the one who plays is away, and no conversation by voice is running."""
    player = here.of_actor(run.played_by)
    is_left = run.played_by not in (None, juror.actor.id) and (player is None or not player.is_connected)
    return is_left and run.phase in ("offered", "live", "missed") and (run.call is None or run.call.is_over)


def take_over(scene: Scene, command: commands.ExchangeTakeOver) -> Decision:
    run = _run(scene, command.run_id)
    if not may_take_over(scene.here, run, scene.desk):
        raise Refused("not_left")
    return Decision([NewFact(kinds.ExchangeTakenOver(), run.run_id, scene.desk.actor)])


def show(scene: Scene, command: commands.ExchangeShow) -> Decision:
    return Decision(effects=[effects.Show(scene.desk.key, command.run_id)])


def note_incident(scene: Scene, command: commands.IncidentNote) -> Decision:
    return Decision([NewFact(kinds.IncidentNoted(text=command.text), None, scene.desk.actor)])


def _stop_picking_up(here: Here) -> Decision:
    """No telephone goes on ringing for an exchange that is over."""
    return Decision(effects=[effects.StopPickingUp()] if here.picking_up is not None else [])


def _run(scene: Scene, run_id: RunId) -> RunState:
    run = scene.state.runs.get(run_id)
    if run is None:
        raise Refused("unknown_run")
    return run
