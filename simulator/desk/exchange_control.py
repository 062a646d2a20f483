"""What the jury does with exchanges and with the clock."""

from typing import TYPE_CHECKING, Literal

from simulator.facts import kinds
from simulator.facts.log import Actor
from simulator.live_messages import commands
from simulator.seat.refusals import Refused
from simulator.seat.runs import RunState
from telephony import Role

if TYPE_CHECKING:
    from simulator.desk.feed import DeskFeed
    from simulator.desk.seat_room import JurorDesk, SeatRoom

MOST_QUEUED = 2


class ExchangeControl:
    """Exchanges and clock of one seat, from the jury's side."""

    def __init__(self, room: "SeatRoom") -> None:
        self._room = room

    async def handle(self, desk: "DeskFeed", command: commands.Command) -> bool:
        juror = self._room.jurors[desk.key]
        match command:
            case commands.ExchangeStart(run_id=run_id):
                await self.start(self._run(run_id), juror, command.id)
            case commands.ExchangeQueue(run_id=run_id):
                await self._queue(self._run(run_id), juror, command.id)
            case commands.ExchangeUnqueue(run_id=run_id):
                run = self._run(run_id)
                if run.phase == "queued":
                    await self._room.record(kinds.ExchangeUnqueued(), run_id, juror.actor, command.id)
            case commands.ExchangeEnd(run_id=run_id):
                await self._end(self._run(run_id), juror)
            case commands.ExchangeTakeOver(run_id=run_id):
                await self._take_over(self._run(run_id), juror, command.id)
            case commands.ExchangeShow(run_id=run_id):
                juror.shown_run = run_id
            case commands.IncidentNote(text=text):
                await self._room.record(kinds.IncidentNoted(text=text), actor=juror.actor, command_id=command.id)
            case _:
                return await self._clock(juror, command)
        return True

    async def start(self, run: RunState, juror: "JurorDesk", command_id: str | None = None) -> None:
        """Opens an exchange with this juror as the customer. Raises Refused."""
        state = self._room.state
        if run.phase not in ("planned", "queued", "missed"):
            raise Refused("already_played" if run.phase == "done" else "candidate_busy")
        if state.training.closed_at is not None:
            raise Refused("session_closed")
        if state.clock.state == "ended" or (state.clock.state == "paused"):
            raise Refused("time_is_up" if state.clock.state == "ended" else "clock_state")
        if state.active is not None:
            raise Refused("candidate_busy")
        if not self._room.candidate.is_connected:
            raise Refused("candidate_away")
        if run.is_phone:
            self._need_sound(juror)
        if state.clock.state == "not_started":
            await self._room.record(kinds.ClockStarted(minutes=state.training.minutes), actor=juror.actor)
        started = kinds.ExchangeStarted(findings=state.training.findings)
        await self._room.record(started, run.run_id, juror.actor, command_id)
        juror.shown_run = None
        if run.is_phone and run.is_inbound:
            await self._room.calls.ring_candidate(run, juror)

    async def start_next(self) -> None:
        """The first queued exchange begins as soon as the candidate is free; if it cannot, the jury is told why."""
        state = self._room.state
        if state.active is not None or not state.queued:
            return
        run = state.queued[0]
        juror = self._room.player_of(run.queued_by)
        if juror is None:
            return
        try:
            await self.start(run, juror)
        except Refused as refusal:
            self._room.notice(juror, "warning", refusal.code, refusal.message, refusal.remedy)

    def _need_sound(self, juror: "JurorDesk") -> None:
        self._room.calls.phones.need_sound(self._room.candidate)
        self._room.calls.phones.need_sound(juror)

    def _run(self, run_id: str) -> RunState:
        run = self._room.state.runs.get(run_id)
        if run is None:
            raise Refused("unknown_run")
        return run

    async def _queue(self, run: RunState, juror: "JurorDesk", command_id: str) -> None:
        if run.phase != "planned":
            raise Refused("already_played")
        if len(self._room.state.queued) >= MOST_QUEUED:
            raise Refused("queue_full")
        await self._room.record(kinds.ExchangeQueued(), run.run_id, juror.actor, command_id)
        await self.start_next()

    async def _end(self, run: RunState, juror: "JurorDesk") -> None:
        """Hangs up or closes the chat; a second time, ends the wrap-up as well."""
        call = run.call
        if call is not None and not call.is_over:
            # A conversation is followed by its wrap-up once the switch has told its end; one that only rings is over.
            self._room.services.switch.hang_up(call.call_id, Role.CUSTOMER)
            if call.connected_at is None:
                await self.finish(run, juror.actor, "jury")
        elif run.conversation is not None and run.conversation.closed_at is None and run.phase in ("live", "offered"):
            await self._room.chat.close(run, "customer")
        elif run.phase in ("offered", "missed", "wrap_up", "live"):
            await self.finish(run, juror.actor, "jury")
        else:
            raise Refused("not_now")

    def may_take_over(self, run: RunState, juror: "JurorDesk") -> bool:
        """Whether this juror may play on: the one who plays is away, and no conversation by voice is running."""
        player = self._room.player_of(run.played_by)
        is_left = run.played_by not in (None, juror.actor.id) and (player is None or not player.is_connected)
        return is_left and run.phase in ("offered", "live", "missed") and (run.call is None or run.call.is_over)

    async def _take_over(self, run: RunState, juror: "JurorDesk", command_id: str) -> None:
        if not self.may_take_over(run, juror):
            raise Refused("not_left")
        await self._room.record(kinds.ExchangeTakenOver(), run.run_id, juror.actor, command_id)

    async def finish(
        self, run: RunState, actor: Actor, by: Literal["candidate", "jury", "system"], command_id: str | None = None
    ) -> None:
        """The exchange is over for good; the next in the queue may begin.

        A call that the supervisor took over does not outlive it: the desks must be free for what follows.
        """
        if run.call is not None and run.call.transferred_at is not None and not run.call.is_over:
            self._room.services.switch.hang_up(run.call.call_id, None)
        await self._room.record(kinds.ExchangeEnded(by=by), run.run_id, actor, command_id)
        await self.start_next()

    async def _clock(self, juror: "JurorDesk", command: commands.Command) -> bool:
        clock, room = self._room.state.clock, self._room
        match command:
            case commands.ClockStart():
                self._need(clock.state == "not_started")
                await room.record(
                    kinds.ClockStarted(minutes=room.state.training.minutes), None, juror.actor, command.id
                )
            case commands.ClockPause(reason=reason):
                self._need(clock.state == "running")
                await room.record(kinds.ClockPaused(reason=reason), None, juror.actor, command.id)
            case commands.ClockResume():
                self._need(clock.state == "paused")
                await room.record(kinds.ClockResumed(), None, juror.actor, command.id)
            case commands.ClockExtend(minutes=minutes, reason=reason):
                self._need(clock.state != "ended")
                data = kinds.ClockExtended(minutes=minutes, reason=reason)
                await room.record(data, None, juror.actor, command.id)
            case commands.ClockEnd():
                self._need(clock.state != "ended")
                if room.state.active is not None:
                    raise Refused("clock_not_ended")
                await room.record(kinds.ClockEnded(), None, juror.actor, command.id)
            case _:
                return False
        return True

    @staticmethod
    def _need(holds: bool) -> None:
        if not holds:
            raise Refused("clock_state")
