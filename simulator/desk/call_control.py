"""Calls at a seat: what the two telephones ask of the switch, and what the switch tells back, kept as facts."""

import re
import secrets
from typing import TYPE_CHECKING

import structlog

from simulator.desk.phone_calls import PhoneCalls
from simulator.facts import kinds
from simulator.facts.kinds import Party, Player
from simulator.facts.log import Actor
from simulator.live_messages import commands
from simulator.seat.refusals import Refused
from simulator.seat.runs import CallRecord, RunState
from simulator.seat.service_levels import service_levels
from telephony import (
    CallConnected,
    CallDigits,
    CallEnded,
    CallHeld,
    CallMuted,
    CallResumed,
    CallSnapshot,
    CallTransferred,
    LegBack,
    LegLost,
    LineConnected,
    LineLost,
    RecordingTrouble,
    Role,
    SwitchEvent,
    TelephonyError,
)
from telephony.sip import IncomingCall, SipLeg

if TYPE_CHECKING:
    from simulator.desk.feed import DeskFeed
    from simulator.desk.seat_room import JurorDesk, SeatRoom
    from simulator.seat.measuring import Speech

log = structlog.get_logger(__name__)


def party(run: RunState, call_id: str, role: Role) -> Party:
    """Who this side of the call is: after a transfer the supervisor stands where the candidate stood."""
    if role is Role.CUSTOMER:
        return "customer"
    is_transferred = any(call.call_id == call_id and call.transferred_at for call in run.calls)
    return "supervisor" if is_transferred else "candidate"


class CallControl:
    """Calls of one seat."""

    def __init__(self, room: "SeatRoom") -> None:
        self._room = room
        self.phones = PhoneCalls(room, self._ring)

    # What desks ask.

    async def handle(self, desk: "DeskFeed", command: commands.Command) -> bool:
        switch = self._room.services.switch
        match command:
            case commands.LineEcho(on=on):
                switch.echo(desk.key, on)
            case commands.CallAnswer():
                call = self.mine(desk)
                self.phones.need_browser(desk)
                switch.answer(call.call_id, self.phones.role(desk))
            case commands.CallDecline():
                switch.decline(self.mine(desk).call_id, self.phones.role(desk))
            case commands.CallHangUp() if self.phones.give_up(desk):
                pass
            case commands.CallHangUp():
                switch.hang_up(self.mine(desk).call_id, self.phones.role(desk))
            case commands.CallHold():
                switch.hold(self.mine(desk).call_id, self.phones.role(desk))
            case commands.CallResume():
                switch.resume(self.mine(desk).call_id, self.phones.role(desk))
            case commands.CallMute(muted=muted):
                switch.mute(self.mine(desk).call_id, self.phones.role(desk), muted)
            case commands.CallDigitsPressed(digits=digits):
                switch.digits(self.mine(desk).call_id, self.phones.role(desk), digits)
            case commands.CallDial(number=number) if desk is self._room.candidate:
                await self._dial(number)
            case commands.CallPlace(run_id=run_id) if desk is not self._room.candidate:
                await self._call_again(desk, run_id)
            case commands.Listen(on=on) if desk is not self._room.candidate:
                await self._listen(desk, on)
            case _:
                return False
        return True

    async def ring_candidate(self, run: RunState, desk: "DeskFeed") -> None:
        """The customer calls. Raises Refused when somebody is missing."""
        self._need_candidate()
        self.phones.need_sound(desk)
        await self.phones.begin(run, desk, "customer")

    def mine(self, desk: "DeskFeed") -> CallRecord:
        """The running call, if this desk is one of its two ends. Raises Refused."""
        active = self._room.state.active
        call = active.call if active is not None else None
        if active is None or call is None or call.is_over:
            raise Refused("no_call")
        if desk is self._room.candidate:
            if call.transferred_at is not None:
                raise Refused("no_call")
        elif desk.actor.id not in (active.played_by, call.supervisor_id):
            raise Refused("not_player")
        return call

    async def phone_dials(self, call: IncomingCall) -> None:
        """The candidate dials on their telephone. Called under the seat's lock."""
        try:
            await self._dial(call.dialled, call)
        except Refused as refusal:
            call.refuse({"unknown_number": 404, "not_now": 486, "line_busy": 486}.get(refusal.code, 480))
        except TelephonyError:
            call.refuse(486)

    async def _dial(self, number: str, phone: IncomingCall | None = None) -> None:
        """The candidate dials: the customer of an open outbound exchange, or of a missed call."""
        run = self._reachable(number)
        if run is None:
            reason = "unknown_number" if self._room.state.active is None else "not_now"
            known = any(_same_number(number, r.customer.phone) for r in self._room.state.runs.values())
            active = self._room.state.active
            await self._room.record(
                kinds.CallDialFailed(number=number, reason=reason if known else "unknown_number"),
                active.run_id if active else None,
                self._room.candidate.actor,
            )
            raise Refused("not_now" if known else "unknown_number")
        player = self._room.player_of(run.played_by)
        if player is None or not player.is_connected or not self.phones.has_sound(player):
            await self._room.record(
                kinds.CallDialFailed(number=number, reason="nobody_there"), run.run_id, self._room.candidate.actor
            )
            raise Refused("jury_away")
        if phone is None:
            self.phones.need_sound(self._room.candidate)
            await self.phones.begin(run, player, "candidate")
        else:
            await self._ring(run, player, "candidate", phone)

    def _reachable(self, number: str) -> RunState | None:
        active = self._room.state.active
        for run in self._room.state.runs.values():
            numbers = filter(None, (run.customer.phone, run.customer.second_phone))
            if not run.is_phone or not any(_same_number(number, one) for one in numbers):
                continue
            open_mission = run is active and run.phase == "offered" and not run.is_inbound
            if open_mission or (run.phase == "missed" and active is None):
                return run
        return None

    async def _call_again(self, desk: "DeskFeed", run_id: str) -> None:
        """After a missed or a lost call, the customer tries again; also when the server died before it rang."""
        run, active = self._room.state.runs.get(run_id), self._room.state.active
        if run is None or not run.is_phone:
            raise Refused("no_call")
        if active is not None and not (active is run and _never_rang(run)):
            raise Refused("candidate_busy")
        if active is None and run.phase != "missed":
            raise Refused("no_call")
        if run.played_by != desk.actor.id:
            raise Refused("not_player")
        await self.ring_candidate(run, desk)

    def _need_candidate(self) -> None:
        if not self._room.candidate.is_connected:
            raise Refused("candidate_away")
        self.phones.need_sound(self._room.candidate)

    async def _ring(
        self, run: RunState, player: "DeskFeed", caller: Player, phone: IncomingCall | SipLeg | None = None
    ) -> None:
        """`phone`: the telephone over which the caller speaks, if they do."""
        room = self._room
        call_id = secrets.token_hex(8)
        room.services.switch.stop_listening(player.key)
        room.services.switch.ring(
            call_id,
            adviser_line=room.candidate.key,
            customer_line=player.key,
            caller=Role.CUSTOMER if caller == "customer" else Role.ADVISER,
            folder=room.services.settings.recordings / self._folder(run, call_id),
            ring_seconds=room.services.settings.ring_seconds,
        )
        self.phones.ring(call_id, run, player, caller, phone)
        number = run.customer.phone
        await room.record(
            kinds.CallRinging(call_id=call_id, caller=caller, number=number, name=run.customer.display_name),
            run.run_id,
            player.actor if caller == "customer" else room.candidate.actor,
        )

    def _folder(self, run: RunState, call_id: str) -> str:
        return f"{self._room.state.training.id}/{run.run_id}/{call_id}"

    async def _listen(self, desk: "DeskFeed", on: bool) -> None:
        juror = self._room.jurors[desk.key]
        juror.listening = on
        if on and self._room.services.switch.line_state(desk.key) != "connected":
            # Listening in silence is the page's: a telephone hears one call, its own.
            raise Refused("jury_no_sound")
        await self._follow(juror)

    async def _follow(self, juror: "JurorDesk") -> None:
        """Attaches a listening juror to the running call, or lets them go."""
        switch, active = self._room.services.switch, self._room.state.active
        call = active.call if active is not None else None
        switch.stop_listening(juror.key)
        running = active is not None and call is not None and not call.is_over and call.connected_at is not None
        if (
            juror.listening
            and running
            and active
            and call
            and juror.actor.id not in (active.played_by, call.supervisor_id)
        ):
            switch.listen(call.call_id, juror.key)
            await self._room.record(kinds.ListeningStarted(call_id=call.call_id), active.run_id, juror.actor)

    async def phone_listens(self, actor: Actor) -> None:
        """A telephone of the staff listens to this desk from now on, call after call."""
        async with self._room.lock:
            self._room.phone_listeners.append(actor)
            await self._phone_listening(actor, kinds.ListeningStarted)
            self._room.tell_everybody()

    async def phone_left(self, actor: Actor) -> None:
        async with self._room.lock:
            self._room.phone_listeners.remove(actor)
            await self._phone_listening(actor, kinds.ListeningStopped)
            self._room.tell_everybody()

    async def _phone_listening(
        self, actor: Actor, kind: type[kinds.ListeningStarted] | type[kinds.ListeningStopped]
    ) -> None:
        """Kept of a running call only: between calls there is nothing to hear."""
        active = self._room.state.active
        call = active.call if active is not None else None
        if active is not None and call is not None and not call.is_over and call.connected_at is not None:
            await self._room.record(kind(call_id=call.call_id, by_phone=True), active.run_id, actor)

    async def follow_again(self, actor_id: str) -> None:
        """A juror who listened before they were consulted listens on."""
        juror = self._room.player_of(actor_id)
        if juror is not None and juror.listening:
            await self._follow(juror)

    # What the switch tells.

    async def happened(self, run: RunState, event: SwitchEvent) -> None:
        """Keeps what the switch tells of a call of this exchange. Called under the seat's lock."""
        room = self._room
        consultation = run.consultation(event.call_id) if not isinstance(event, LineConnected | LineLost) else None
        if consultation is not None:
            await room.consulting.happened(run, *consultation, event)
            return
        match event:
            case CallTransferred():
                await room.consulting.transferred(run, event)
            case CallConnected(call_id=call_id, answer_seconds=seconds):
                await room.services.finisher.begin(call_id, room.state, run, self._folder(run, call_id))
                await room.record(kinds.CallConnected(call_id=call_id, answer_seconds=seconds), run.run_id)
                room.captions.begin()
                await room.services.live.begin(
                    call_id, room.services.settings.recordings / self._folder(run, call_id)
                )
                for juror in room.jurors.values():
                    if juror.listening:
                        await self._follow(juror)
                for actor in room.phone_listeners:
                    await self._phone_listening(actor, kinds.ListeningStarted)
            case CallHeld(call_id=call_id, by=by):
                await room.record(kinds.CallHeld(call_id=call_id, by=party(run, call_id, by)), run.run_id)
            case CallResumed(call_id=call_id, by=by):
                await room.record(kinds.CallResumed(call_id=call_id, by=party(run, call_id, by)), run.run_id)
            case CallMuted(call_id=call_id, role=role, muted=muted):
                await room.record(
                    kinds.CallMuted(call_id=call_id, who=party(run, call_id, role), muted=muted), run.run_id
                )
            case CallDigits(call_id=call_id, by=by, digits=digits):
                await room.record(
                    kinds.CallDigits(call_id=call_id, by=party(run, call_id, by), digits=digits), run.run_id
                )
            case LegLost(call_id=call_id, role=role):
                await room.record(kinds.CallLegLost(call_id=call_id, who=party(run, call_id, role)), run.run_id)
            case LegBack(call_id=call_id, role=role):
                await room.record(kinds.CallLegBack(call_id=call_id, who=party(run, call_id, role)), run.run_id)
            case RecordingTrouble(call_id=call_id, reason=reason):
                await room.record(kinds.RecordingFailed(call_id=call_id, reason=reason), run.run_id)
                room.notice(
                    None,
                    "error",
                    "recording_trouble",
                    "L’enregistrement ne s’écrit plus sur le disque (espace plein ou disque absent).",
                    "Prévenez le responsable : libérez de la place. Ce qui est déjà enregistré est conservé.",
                )
            case CallEnded():
                await self._ended(run, event)
            case _:
                pass

    async def _ended(self, run: RunState, event: CallEnded) -> None:
        by = party(run, event.call_id, event.by) if event.by else None
        await self.close_call(run, event.call_id, str(event.reason), by, event.seconds)
        if event.seconds > 0:
            self._room.services.finisher.call_ended(event.call_id)
            self._room.services.live.end(event.call_id)

    async def close_call(self, run: RunState, call_id: str, reason: str, by: Party | None, seconds: float) -> None:
        """The call is over; a finished conversation is followed by its wrap-up."""
        room = self._room
        await room.record(kinds.CallEnded(call_id=call_id, reason=reason, by=by, seconds=seconds), run.run_id)
        if run.phase == "live":
            limit = service_levels(room.state, run).wrap_up_seconds
            await room.record(kinds.WrapUpStarted(limit_seconds=limit), run.run_id)
        elif run.phase == "missed" and reason in ("lost", "stopped", "server_restarted"):
            room.notice(
                None,
                "warning",
                "call_lost",
                "L’appel a été coupé.",
                "L’enregistrement est conservé. Le client peut rappeler, ou le candidat rappelle depuis la fiche.",
            )

    async def close_orphans(self) -> None:
        """After a restart of the server: calls that no switch knows any more are closed, their recordings kept."""
        room = self._room
        for run in room.state.runs.values():
            for call in run.calls:
                if not call.is_over and room.services.switch.call(call.call_id) is None:
                    await room.consulting.close_orphan(run, call)
                    seconds = await room.services.finisher.recorded_seconds(call.call_id)
                    await self.close_call(run, call.call_id, "server_restarted", None, seconds)

    def running(self) -> CallSnapshot | None:
        """The running call, as the switch knows it."""
        active = self._room.state.active
        call = active.call if active is not None else None
        return self._room.services.switch.call(call.call_id) if call is not None else None

    def live_speech(self) -> "dict[str, Speech]":
        """Who has spoken when in the running call."""
        snapshot = self.running()
        return {snapshot.call_id: snapshot.speech} if snapshot is not None else {}


def _never_rang(run: RunState) -> bool:
    """An inbound call that was begun and rings nowhere: whatever cut it off there, it can be placed."""
    is_silent = run.call is None or run.call.is_over
    return run.phase == "offered" and run.is_phone and run.is_inbound and is_silent


def _same_number(dialled: str, known: str) -> bool:
    digits = re.sub(r"\D", "", dialled)
    if digits.startswith("0033"):
        digits = "0" + digits[4:]
    elif digits.startswith("33") and len(digits) == 11:
        digits = "0" + digits[2:]
    return digits == re.sub(r"\D", "", known)
