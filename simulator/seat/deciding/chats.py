"""The chat at a seat: messages in order, delivery marks, closing."""

from collections.abc import Mapping

from chat import Refused as ChatRefused
from chat import Side
from simulator.facts import kinds
from simulator.facts.fact import NewFact
from simulator.live_messages import commands
from simulator.seat.decision import Decision, Scene
from simulator.seat.here import DeskHere
from simulator.seat.refusals import Refused
from simulator.seat.runs import RunState
from simulator.seat.service_levels import service_levels
from simulator.seat.state import SeatState


def send(scene: Scene, command: commands.ChatSend) -> Decision:
    run, side = _run(scene.state), side_of(scene.desk)
    _need_part(scene, run)
    assert run.conversation is not None
    try:
        is_new = run.conversation.admit(command.message_id, side, command.text)
    except ChatRefused as refusal:
        raise Refused("chat_closed" if refusal.reason == "closed" else "not_now") from refusal
    if not is_new:
        return Decision()
    data = kinds.ChatSent(message_id=command.message_id, by=side.value, text=command.text)
    return Decision([NewFact(data, run.run_id, scene.desk.actor)])


def seen(scene: Scene, command: commands.ChatSeen) -> Decision:
    run, by = _run(scene.state), side_of(scene.desk)
    if not has_part(scene.desk, run):
        # A juror who only follows has seen it too: that says nothing to the candidate.
        return Decision()
    message = run.conversation.message(command.message_id) if run.conversation else None
    if message is None or message.by == by or message.read_at is not None:
        return Decision()
    data = kinds.ChatRead(message_id=command.message_id, by=by.value)
    return Decision([NewFact(data, run.run_id, scene.desk.actor)])


def close(scene: Scene, command: commands.ChatClose) -> Decision:
    run = _run(scene.state)
    _need_part(scene, run)
    return closed(scene.state, run, side_of(scene.desk).value)


def closed(state: SeatState, run: RunState, by: kinds.Player) -> Decision:
    """Ends the conversation; the wrap-up begins. Raises Refused."""
    if run.conversation is None or run.conversation.closed_at is not None:
        raise Refused("chat_closed")
    facts = [NewFact(kinds.ChatClosed(by=by), run.run_id)]
    if run.phase in ("live", "offered"):
        limit = service_levels(state, run).wrap_up_seconds
        facts.append(NewFact(kinds.WrapUpStarted(limit_seconds=limit), run.run_id))
    return Decision(facts)


def delivered(scene: Scene, event_of: Mapping[str, int], last_event: int) -> Decision:
    """The desk has everything up to this event. `event_of`: message → the event that first brought it to the desk."""
    run = scene.state.active
    if run is None or run.conversation is None or not has_part(scene.desk, run):
        return Decision()
    return Decision(
        [
            NewFact(kinds.ChatDelivered(message_id=message.message_id), run.run_id, scene.desk.actor)
            for message in run.conversation.undelivered_to(side_of(scene.desk))
            if event_of.get(message.message_id, last_event + 1) <= last_event
        ]
    )


def has_part(desk: DeskHere, run: RunState) -> bool:
    """Whether this desk is one of the conversation's two sides."""
    return desk.is_candidate or desk.actor.id == run.played_by


def side_of(desk: DeskHere) -> Side:
    return Side.CANDIDATE if desk.is_candidate else Side.CUSTOMER


def _run(state: SeatState) -> RunState:
    run = state.active
    if run is None or run.conversation is None:
        raise Refused("no_chat")
    return run


def _need_part(scene: Scene, run: RunState) -> None:
    if not has_part(scene.desk, run):
        raise Refused("not_player")
