"""The chat at a seat: messages in order, delivery marks, typing hints, closing."""

from typing import TYPE_CHECKING

from chat import Refused as ChatRefused
from chat import Side
from simulator.facts import kinds
from simulator.live_messages import commands, events
from simulator.seat.refusals import Refused
from simulator.seat.runs import RunState
from simulator.seat.service_levels import service_levels

if TYPE_CHECKING:
    from simulator.desk.feed import DeskFeed
    from simulator.desk.seat_room import SeatRoom


class ChatControl:
    """Conversations of one seat."""

    def __init__(self, room: "SeatRoom") -> None:
        self._room = room

    async def handle(self, desk: "DeskFeed", command: commands.Command) -> bool:
        match command:
            case commands.ChatSend():
                await self._send(desk, command)
            case commands.ChatSeen(message_id=message_id):
                run = self._run()
                by = self._side(desk)
                message = run.conversation.message(message_id) if run.conversation else None
                if message is not None and message.by != by and message.read_at is None:
                    data = kinds.ChatRead(message_id=message_id, by=by.value)
                    await self._room.record(data, run.run_id, desk.actor, command.id)
            case commands.ChatClose():
                run = self._run()
                self._need_part(desk, run)
                await self.close(run, self._side(desk).value)
            case _:
                return False
        return True

    def typing(self, desk: "DeskFeed") -> None:
        """Passes a hint on to the other side."""
        run = self._room.state.active
        if run is None or run.conversation is None or run.conversation.closed_at is not None:
            return
        hint = events.Typing(run_id=run.run_id, by=self._side(desk).value)
        if desk is self._room.candidate:
            for juror in self._room.jurors.values():
                juror.hint(hint)
        elif desk is self._room.player_of(run.played_by):
            self._room.candidate.hint(hint)

    async def received(self, desk: "DeskFeed", last_event: int) -> None:
        """The desk has everything up to this event: its messages are delivered."""
        run = self._room.state.active
        if run is None or run.conversation is None:
            return
        if desk is not self._room.candidate and desk is not self._room.player_of(run.played_by):
            return
        news = False
        for message in run.conversation.undelivered_to(self._side(desk)):
            if desk.message_events.get(message.message_id, last_event + 1) <= last_event:
                data = kinds.ChatDelivered(message_id=message.message_id)
                await self._room.record(data, run.run_id, desk.actor)
                news = True
        if news:
            self._room.tell_everybody()

    async def close(self, run: RunState, by: kinds.Player) -> None:
        """Ends the conversation; if anything was said, the wrap-up begins."""
        if run.conversation is None or run.conversation.closed_at is not None:
            raise Refused("chat_closed")
        await self._room.record(kinds.ChatClosed(by=by), run.run_id)
        if run.phase in ("live", "offered"):
            limit = service_levels(self._room.state, run).wrap_up_seconds
            await self._room.record(kinds.WrapUpStarted(limit_seconds=limit), run.run_id)

    async def _send(self, desk: "DeskFeed", command: commands.ChatSend) -> None:
        run = self._run()
        self._need_part(desk, run)
        side = self._side(desk)
        assert run.conversation is not None
        try:
            is_new = run.conversation.admit(command.message_id, side, command.text)
        except ChatRefused as refusal:
            raise Refused("chat_closed" if refusal.reason == "closed" else "not_now") from refusal
        if is_new:
            data = kinds.ChatSent(message_id=command.message_id, by=side.value, text=command.text)
            await self._room.record(data, run.run_id, desk.actor, command.id)

    def _run(self) -> RunState:
        run = self._room.state.active
        if run is None or run.conversation is None:
            raise Refused("no_chat")
        return run

    def _need_part(self, desk: "DeskFeed", run: RunState) -> None:
        if desk is not self._room.candidate and desk is not self._room.player_of(run.played_by):
            raise Refused("not_player")

    def _side(self, desk: "DeskFeed") -> Side:
        return Side.CANDIDATE if desk is self._room.candidate else Side.CUSTOMER
