"""What a desk asks of its telephone: to ring, answer, hold, hang up, dial, listen."""

import phonenumbers

from simulator.facts import kinds
from simulator.facts.fact import NewFact
from simulator.facts.kinds import Player
from simulator.ids import CallId, RunId
from simulator.live_messages import commands
from simulator.seat import effects
from simulator.seat.deciding import breaks
from simulator.seat.deciding.reach import (
    listens,
    need_candidate,
    need_page,
    need_sound,
    own_call,
    role_of,
    running_call,
)
from simulator.seat.decision import Decision, Scene
from simulator.seat.here import DeskHere
from simulator.seat.refusals import Refused
from simulator.seat.runs import RunState


def echo(scene: Scene, command: commands.LineEcho) -> Decision:
    return Decision(effects=[effects.Echo(scene.desk.key, command.on)])


def answer(scene: Scene, command: commands.CallAnswer) -> Decision:
    call = own_call(scene)
    need_page(scene.desk)
    return Decision(effects=[effects.Answer(call.call_id, role_of(scene.state, scene.desk))])


def decline(scene: Scene, command: commands.CallDecline) -> Decision:
    return Decision(effects=[effects.Decline(own_call(scene).call_id, role_of(scene.state, scene.desk))])


def hang_up(scene: Scene, command: commands.CallHangUp) -> Decision:
    """Also before one's own telephone, which rings first, was picked up."""
    if scene.here.picking_up == scene.desk.key:
        return Decision(effects=[effects.StopPickingUp()])
    return Decision(effects=[effects.HangUp(own_call(scene).call_id, role_of(scene.state, scene.desk))])


def hold(scene: Scene, command: commands.CallHold) -> Decision:
    return Decision(effects=[effects.Hold(own_call(scene).call_id, role_of(scene.state, scene.desk))])


def resume(scene: Scene, command: commands.CallResume) -> Decision:
    return Decision(effects=[effects.Resume(own_call(scene).call_id, role_of(scene.state, scene.desk))])


def mute(scene: Scene, command: commands.CallMute) -> Decision:
    call = own_call(scene)
    return Decision(effects=[effects.Mute(call.call_id, role_of(scene.state, scene.desk), command.muted)])


def press(scene: Scene, command: commands.CallDigitsPressed) -> Decision:
    call = own_call(scene)
    return Decision(effects=[effects.PressDigits(call.call_id, role_of(scene.state, scene.desk), command.digits)])


def dial(scene: Scene, command: commands.CallDial) -> Decision:
    return dialled(scene, command.number)


def dialled(scene: Scene, number: str, by_phone: bool = False) -> Decision:
    """The candidate dials: the customer of an open outbound exchange, or of a missed call.

    `by_phone`: on a telephone that they hold already, so that none need ring first.
    """
    state, candidate = scene.state, scene.here.candidate
    breaks.take_no_acts(state)
    run = _reachable(scene, number)
    if run is None:
        is_known = any(_same_number(number, one.customer.phone) for one in state.runs.values())
        reason = "not_now" if is_known and state.active is not None else "unknown_number"
        failed = kinds.CallDialFailed(number=number, reason=reason)
        fact = NewFact(failed, state.active.run_id if state.active else None, candidate.actor)
        return Decision([fact], refusal=Refused("not_now" if is_known else "unknown_number"))
    player = scene.here.of_actor(run.played_by)
    if player is None or not player.is_connected or not player.sound.is_there:
        failed = kinds.CallDialFailed(number=number, reason="nobody_there")
        return Decision([NewFact(failed, run.run_id, candidate.actor)], refusal=Refused("jury_away"))
    if by_phone:
        return ring(scene, run, player, "candidate")
    need_sound(candidate)
    return place(scene, run, player, "candidate")


def call_again(scene: Scene, command: commands.CallPlace) -> Decision:
    """After a missed or a lost call, the customer tries again; also when the server died before it rang."""
    run, active = scene.state.runs.get(command.run_id), scene.state.active
    if run is None or not run.is_phone:
        raise Refused("no_call")
    if active is not None and not (active is run and _never_rang(run)):
        raise Refused("candidate_busy")
    if active is None and run.phase != "missed":
        raise Refused("no_call")
    if run.played_by != scene.desk.actor.id:
        raise Refused("not_player")
    breaks.leave_in_peace(scene.state)
    return ring_candidate(scene, run)


def ring_candidate(scene: Scene, run: RunState) -> Decision:
    """The customer calls, played by the desk that asks. Raises Refused when somebody is missing."""
    need_candidate(scene.here)
    need_sound(scene.desk)
    return place(scene, run, scene.desk, "customer")


def place(scene: Scene, run: RunState, player: DeskHere, caller: Player) -> Decision:
    """Rings at once, or, where the caller speaks over a telephone alone, once they have picked it up."""
    calling = player if caller == "customer" else scene.here.candidate
    if calling.sound.by_page or not calling.sound.by_phone:
        return ring(scene, run, player, caller)
    if scene.here.picking_up is not None:
        raise Refused("phone_ringing")
    return Decision(effects=[effects.PickUpFirst(run.run_id, player.key, caller)])


def picked_up(scene: Scene, run_id: RunId, player_key: str, caller: Player) -> Decision:
    """The caller's own telephone was picked up: the call begins, if it still may. Raises Refused."""
    breaks.leave_in_peace(scene.state)
    run, player = scene.state.runs.get(run_id), scene.here.desk(player_key)
    if run is None or player is None or run.phase not in ("offered", "missed") or running_call(scene.state):
        raise Refused("not_now")
    return ring(scene, run, player, caller)


def ring(scene: Scene, run: RunState, player: DeskHere, caller: Player) -> Decision:
    """The fact first: whatever the other side does, and however fast, happens to a call that is known."""
    call_id, by = CallId(scene.fresh_id), player if caller == "customer" else scene.here.candidate
    ringing = kinds.CallRinging(
        call_id=call_id, caller=caller, number=run.customer.phone, name=run.customer.display_name
    )
    return Decision(
        [NewFact(ringing, run.run_id, by.actor)],
        effects=[effects.StopListening(player.key), effects.Ring(call_id, run.run_id, player.key, caller)],
    )


def listen(scene: Scene, command: commands.Listen) -> Decision:
    """In silence, call after call: the page's own. A telephone hears one call, its own."""
    desk = scene.desk
    chosen = Decision(effects=[effects.SetListening(desk.key, command.on), effects.StopListening(desk.key)])
    if not command.on:
        return chosen
    if desk.sound.sound != "connected":
        chosen.refusal = Refused("jury_no_sound")
        return chosen
    run, call = scene.state.active, running_call(scene.state)
    if (
        run is None
        or call is None
        or call.connected_at is None
        or desk.actor.id in (run.played_by, call.supervisor_id)
    ):
        return chosen
    return chosen.then(begin_listening(desk, run, call.call_id))


def begin_listening(desk: DeskHere, run: RunState, call_id: CallId) -> Decision:
    return Decision(
        [NewFact(kinds.ListeningStarted(call_id=call_id), run.run_id, desk.actor)],
        effects=[effects.ListenTo(call_id, desk.key)],
    )


def listen_again(scene: Scene, desk: DeskHere) -> Decision:
    """A juror who listened before they were consulted listens on."""
    run, call = scene.state.active, running_call(scene.state)
    if run is None or call is None or call.connected_at is None or not listens(desk, run, call):
        return Decision()
    return begin_listening(desk, run, call.call_id)


def _reachable(scene: Scene, number: str) -> RunState | None:
    active = scene.state.active
    for run in scene.state.runs.values():
        numbers = filter(None, (run.customer.phone, run.customer.second_phone))
        if not run.is_phone or not any(_same_number(number, one) for one in numbers):
            continue
        is_open_mission = run is active and run.phase == "offered" and not run.is_inbound and _is_silent(run)
        if is_open_mission or (run.phase == "missed" and active is None):
            return run
    return None


def _never_rang(run: RunState) -> bool:
    """An inbound call that was begun and rings nowhere: whatever cut it off there, it can be placed."""
    return run.phase == "offered" and run.is_phone and run.is_inbound and _is_silent(run)


def _is_silent(run: RunState) -> bool:
    return run.call is None or run.call.is_over


def _same_number(dialled: str, known: str) -> bool:
    """However it is written: 06…, +33 6…, 0033 6…, with or without blanks."""
    return _digits(dialled) == _digits(known)


def _digits(number: str) -> str:
    """Digits alone of what nobody could dial, E.164 of the rest."""
    try:
        return phonenumbers.format_number(
            phonenumbers.parse(number.replace(".", ""), "FR"), phonenumbers.PhoneNumberFormat.E164
        )
    except phonenumbers.NumberParseException:
        return "".join(one for one in number if one.isdigit())
