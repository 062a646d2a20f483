"""Which desk is on which side of the running call, and whether a call can reach a desk at all."""

from simulator.ids import CallId
from simulator.seat.decision import Scene
from simulator.seat.here import CallsHere, DeskHere, Here, Side
from simulator.seat.refusals import Refused
from simulator.seat.runs import CallRecord, RunState
from simulator.seat.state import SeatState
from telephony import Role


def running_call(state: SeatState) -> CallRecord | None:
    """The call that rings or runs."""
    call = state.active.call if state.active is not None else None
    return call if call is not None and not call.is_over else None


def role_of(state: SeatState, desk: DeskHere) -> Role:
    """The side of the running call on which this desk speaks."""
    call = running_call(state)
    is_supervisor = call is not None and call.supervisor_id == desk.actor.id
    return Role.ADVISER if desk.is_candidate or is_supervisor else Role.CUSTOMER


def own_call(scene: Scene) -> CallRecord:
    """The running call, if the desk that asks is one of its two ends. Raises Refused."""
    active, call = scene.state.active, running_call(scene.state)
    if active is None or call is None:
        raise Refused("no_call")
    if scene.desk.is_candidate:
        if call.transferred_at is not None:
            raise Refused("no_call")
    elif scene.desk.actor.id not in (active.played_by, call.supervisor_id):
        raise Refused("not_player")
    return call


def call_of(state: SeatState, desk: DeskHere) -> CallRecord | None:
    """The running call, if this desk is one of its two ends."""
    active, call = state.active, running_call(state)
    if active is None or call is None:
        return None
    is_candidates = desk.is_candidate and call.transferred_at is None
    return call if is_candidates or desk.actor.id in (active.played_by, call.supervisor_id) else None


def side_of(state: SeatState, desk: DeskHere) -> Side | None:
    """The call, and the side of it, that a telephone of this desk rings for or carries just now."""
    running = running_call(state)
    asked = running.consultation if running is not None else None
    if asked is not None and asked.supervisor_id == desk.actor.id and not asked.is_same_person:
        return asked.consultation_id, Role.CUSTOMER
    call = call_of(state, desk)
    return (call.call_id, role_of(state, desk)) if call is not None else None


def is_busy(state: SeatState, desk: DeskHere) -> bool:
    """Whether this juror's line is in a call or a consultation of this seat."""
    return side_of(state, desk) is not None


def need_sound(desk: DeskHere) -> None:
    """Raises Refused where no call can reach this desk."""
    if not desk.sound.is_there:
        raise Refused("candidate_no_sound" if desk.is_candidate else "jury_no_sound")


def need_page(desk: DeskHere) -> None:
    """Answering on the page needs the page's own sound. Raises Refused where a telephone rings instead."""
    if not desk.sound.by_page and desk.sound.by_phone:
        raise Refused("answer_on_phone")


def need_candidate(here: Here) -> None:
    """Raises Refused unless the candidate is at their desk and can be heard."""
    if not here.candidate.is_connected:
        raise Refused("candidate_away")
    need_sound(here.candidate)


def listens(desk: DeskHere, run: RunState, call: CallRecord) -> bool:
    """Whether this juror hears this call in silence: never one that they speak in."""
    return desk.listening and desk.actor.id not in (run.played_by, call.supervisor_id)


def is_carried(calls: CallsHere, call_id: CallId) -> bool:
    """Whether whatever carries calls still knows this one as not over."""
    snapshot = calls.snapshots.get(call_id)
    return snapshot is not None and snapshot.state != "ended"
