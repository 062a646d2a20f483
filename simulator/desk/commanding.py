"""What a desk asks for: each command once, in the seat's order, as long as its right holds."""

from collections.abc import Callable

from simulator.accounts.live_rights import LiveRight
from simulator.desk.feed import DeskFeed
from simulator.desk.inbox import Inbox
from simulator.desk.seat_desks import SeatDesks
from simulator.desk.seat_owner import SeatOwner, own_command
from simulator.desk.seat_parts import SeatParts
from simulator.errors import SimulatorError
from simulator.facts.fact import Actor
from simulator.facts.log import AlreadyDone
from simulator.live_messages import commands, events
from simulator.seat.decide import CANDIDATE, Rules, decide, jury_rules
from simulator.seat.deciding import chats
from simulator.seat.decision import Decision, Scene
from simulator.seat.here import DeskHere, Here
from simulator.seat.refusals import Refused
from simulator.seat.state import SeatState
from simulator.storage.not_kept import NotKept
from telephony import TelephonyError


class Commanding:
    """Of one room."""

    def __init__(
        self, parts: SeatParts, state: SeatState, here: Here, desks: SeatDesks, inbox: Inbox, owner: SeatOwner
    ) -> None:
        self._parts, self._state, self._here = parts, state, here
        self._desks, self._inbox, self._owner = desks, inbox, owner
        self._jury_rules = jury_rules(parts.referential)

    async def handle(self, feed: DeskFeed, command: commands.Command, right: LiveRight) -> events.Ack:
        """Carries a command out once, however often it comes, if its right still holds when its turn has come.

        Cancelled, it is carried out or was never begun.
        """
        known = feed.answer_to(command.id)
        if known is not None and right.lost is None:
            return known
        ack = events.Ack(id=command.id, ok=True)
        try:
            if isinstance(command, commands.LineOffer):
                ack = events.Ack(id=command.id, ok=True, sdp=await self._connect_sound(feed, command.sdp, right))
            else:
                rules = CANDIDATE if feed is self._desks.candidate else self._jury_rules
                await self._inbox.do(lambda: self._command(feed.key, rules, command, right))
        except SimulatorError as error:
            problem = events.Problem(code=error.code, message=error.message, remedy=error.remedy)
            ack = events.Ack(id=command.id, ok=False, problem=problem)
            if error.status in (401, 403, 503):
                # Passing (a full disk, a database that is away, a right that is given back): it may come again.
                return ack
        feed.answers.append((command.id, ack))
        return ack

    async def command_by_page(
        self, feed: DeskFeed, command: commands.Command, right: LiveRight, during_replay: bool
    ) -> None:
        """The same from a page that asks over HTTP. Raises Refused, NotKept, and what `right.must_hold` raises."""
        rules = jury_rules(self._parts.referential, during_replay)
        await self._inbox.do(lambda: self._command(feed.key, rules, command, right))

    async def received(self, feed: DeskFeed, last_event: int) -> None:
        """The desk has everything up to this event: its messages are delivered. Cancelled, they may be still."""

        def decide_delivered() -> Decision:
            return chats.delivered(self._owner.scene(self._desks.of(feed)), feed.message_events, last_event)

        if decide_delivered().facts:
            try:
                await self._inbox.do(lambda: self._owner.carry(decide_delivered, of_command=False))
            except NotKept:
                # The next ping says it again.
                return

    async def decide(self, actor: Actor, make: Callable[[Scene], Decision]) -> None:
        """What a page asks for that is no desk's command. Raises what `make` raises, NotKept.

        Cancelled, it is carried out all the same.
        """
        desk = self._here.of_actor(actor.id) or DeskHere(f"{actor.id}@{self._state.seat.id}", actor)

        async def work() -> None:
            await self._owner.catch_up()
            await self._owner.carry(lambda: make(self._owner.scene(desk)))

        await self._inbox.do(work)

    async def write(self, make: Callable[[Scene], Decision]) -> None:
        """What the candidate writes on a page of their own: no desk shows it, and none is told.

        Raises what `make` raises, NotKept. Cancelled, it is carried out all the same.
        """

        async def work() -> None:
            await self._owner.catch_up()
            await self._owner.carry(lambda: make(self._owner.scene(self._here.candidate)), of_command=False)

        await self._inbox.do(work)

    async def _command(self, key: str, rules: Rules, command: commands.Command, right: LiveRight) -> None:
        desk = self._here.desk(key)
        assert desk is not None
        await right.must_hold()
        if own_command(self._state.seat.id, desk.actor, command.id) in self._state.commands:
            return
        await self._owner.catch_up()
        try:
            await self._owner.carry(
                lambda: decide(rules, self._owner.scene(desk), command), command_of=(desk.actor, command.id)
            )
        except AlreadyDone:
            # Kept by another process before this one knew it.
            await self._parts.read_again(self._state)

    async def _connect_sound(self, feed: DeskFeed, sdp: str, right: LiveRight) -> str:
        await right.must_hold()
        right.opens_line(feed.key)
        try:
            answer = await self._parts.media.switch.connect_line(feed.key, sdp)
            if right.lost is not None and right.has_line(feed.key):
                # Lost while the line was being made: whoever ends lines had none to end yet.
                await self._parts.media.switch.disconnect_line(feed.key)
        except TelephonyError as error:
            raise Refused(error.code) from error
        finally:
            self._inbox.put(self._owner.look_and_tell)
        await right.must_hold()
        return answer
