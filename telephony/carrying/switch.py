"""The switch: every line and every call of this process, and the packets that pass between them.

Commands are plain calls that change state at once and tell it through `on_event`; only connecting a line awaits.
Use as `async with Switch(settings, on_event) as switch`: leaving it ends every task, socket and file.
"""

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from telephony import events
from telephony.codecs import Codec
from telephony.errors import TelephonyError
from telephony.roles import EndReason, Role
from telephony.rtp_packet import RtpPacket

from . import consulting, waiting_tone
from .aiortc_internals import offer_only
from .call import CallEvent, CallState, Change, IllegalCallEvent
from .call_recordings import CallRecordings
from .lines import Lines, LineState
from .listening import Listening
from .live_call import CallSnapshot, LiveCall
from .lost_sides import LostSides
from .nack_offer import offer_repair
from .own_tasks import OwnTasks
from .phone import Phone
from .settings import MediaSettings
from .socket_guard import guard_sockets
from .stream import Hears, OutgoingStream

MEASURE_SECONDS = 1.0


class Switch:
    """See the module's text. One per process."""

    def __init__(self, settings: MediaSettings, on_event: Callable[[events.SwitchEvent], None]) -> None:
        self._settings = settings
        self._on_event = on_event
        self._calls: dict[str, LiveCall] = {}
        self._call_of_line: dict[str, str] = {}
        self._tasks = OwnTasks()
        self._lines = Lines(settings, self._tasks, self._route, self._line_changed)
        self._listening = Listening(self._lines)
        self._recordings = CallRecordings(settings.flush_seconds, self._tell)
        self._lost = LostSides(settings, self._tasks, self._lines, self._tell, self._gone)
        self._watchers: list[Callable[[events.SwitchEvent], None]] = []

    async def __aenter__(self) -> "Switch":
        offer_only(self._settings.ice_addresses, self._settings.ports)
        offer_repair()
        guard_sockets()
        self._recordings.begin()
        await asyncio.to_thread(waiting_tone.packets)
        self._tasks.own(self._watch_silence())
        self._tasks.own(self._measure())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for call in list(self._calls.values()):
            if not call.is_over:
                self._feed(call, CallEvent.STOP)
        await self._tasks.close()
        await self._lines.close()
        await self._recordings.close()

    # Lines.

    async def connect_line(self, line_id: str, offer_sdp: str) -> str:
        """Answers a desk's offer (see line.py). A running call of this line goes on over the new connection.

        Raises TelephonyError: bad_offer, no_sound_port.
        """
        return await self._lines.connect(line_id, offer_sdp)

    async def disconnect_line(self, line_id: str) -> None:
        """The desk leaves for good; a running call of it counts as lost after the grace time."""
        line = self._lines.take(line_id)
        self.stop_listening(line_id)
        if line is not None:
            self._leg_lost(line_id)
            await line.close()

    def line_state(self, line_id: str) -> LineState:
        return self._lines.state(line_id)

    def line_path(self, line_id: str) -> tuple[str, str]:
        """How a connected line's sound passes: the kinds of our ICE candidate and of the desk's (host, relay…)."""
        return self._lines.path(line_id)

    def echo(self, line_id: str, on: bool) -> None:
        """Headset check: the line hears itself after a short delay. Never during a call."""
        if on and line_id not in self._call_of_line:
            self._lines.start_echo(line_id)
        else:
            self._lines.stop_echo(line_id)

    # Calls.

    def ring(
        self,
        call_id: str,
        *,
        adviser_line: str,
        customer_line: str,
        caller: Role,
        folder: Path,
        ring_seconds: float,
    ) -> None:
        """Rings the side that is not `caller`. Raises TelephonyError: line_busy, call_exists."""
        if call_id in self._calls:
            raise TelephonyError("call_exists", call_id)
        lines = {Role.ADVISER: adviser_line, Role.CUSTOMER: customer_line}
        for line_id in lines.values():
            if line_id in self._call_of_line:
                raise TelephonyError("line_busy", line_id)
        call = LiveCall(call_id, lines, caller, folder)
        self._calls[call_id] = call
        for line_id in lines.values():
            self._call_of_line[line_id] = call_id
            self._lines.stop_echo(line_id)
            self.stop_listening(line_id)
        self._feed(call, CallEvent.RING)
        self._tasks.set_timer(call_id, "ring", ring_seconds, lambda: self._feed(call, CallEvent.RING_TIMEOUT))

    def use_phone(self, call_id: str, role: Role, phone: Phone) -> None:
        """From now on this side speaks and hears over a telephone; its line is silent until the call ends."""
        self._live(call_id).phones[role] = phone

    def phone_packet(self, call_id: str, role: Role, packet: RtpPacket) -> None:
        """A packet of a telephone that `use_phone` named; its payload type says the codec (see codecs.py)."""
        call = self._calls.get(call_id)
        phone = call.phones.get(role) if call is not None else None
        if call is None or phone is None or phone.codec is None or call.is_over:
            return
        if call.consultation is not None:
            inner = next((one for one, theirs in call.consultation.phones.items() if theirs is phone), None)
            call, role = (call.consultation, inner) if inner is not None else (call, role)
        if call.lost or call.consulted_from is not None:
            self._lost.is_there(call, role)
        codec = Codec.of_payload_type(packet.payload_type)
        call.route(role, packet, self._sound_of(call, role.other), self._listening.outputs(call, role), codec)

    def early_sound(self, call_id: str, packet: RtpPacket, codec: Codec) -> None:
        """What a called telephone sounds before it is answered: the caller hears it, nothing keeps it."""
        call = self._calls.get(call_id)
        if call is None or call.machine.state is not CallState.RINGING:
            return
        caller = call.machine.caller
        phone = call.phones.get(caller)
        if phone is not None:
            output = phone.outputs[0] if phone.outputs else None
        else:
            output = self._lines.output(call.lines[caller], 0)
        if output is None:
            return
        if not call.sounds_early:
            call.sounds_early = True
            self._tell(events.CallSoundsEarly(call_id, _now()))
        source = (call_id, "early", packet.ssrc)
        output.send(
            source, packet.sequence_number, packet.timestamp, packet.marker, packet.level, packet.payload, codec
        )

    def sounds_early(self, call_id: str) -> bool:
        """Whether the called telephone is heard while it rings: whoever calls makes no ring-back of their own."""
        call = self._calls.get(call_id)
        return call is not None and call.sounds_early and call.machine.state is CallState.RINGING

    def watch(self, watcher: Callable[[events.SwitchEvent], None]) -> None:
        """Another who is told everything, before `on_event` is."""
        self._watchers.append(watcher)

    def answer(self, call_id: str, by: Role) -> None:
        self._feed(self._live(call_id), CallEvent.ANSWER, by)

    def decline(self, call_id: str, by: Role) -> None:
        self._feed(self._live(call_id), CallEvent.DECLINE, by)

    def hang_up(self, call_id: str, by: Role | None) -> None:
        self._feed(self._live(call_id), CallEvent.HANG_UP if by else CallEvent.STOP, by)

    def hold(self, call_id: str, by: Role) -> None:
        self._feed(self._live(call_id), CallEvent.HOLD, by)

    def resume(self, call_id: str, by: Role) -> None:
        """A consultation of this call, rung or answered, ends with it."""
        call = self._live(call_id)
        if call.consultation is not None and by is call.machine.held_by:
            self._feed(call.consultation, CallEvent.HANG_UP, by)
        self._feed(call, CallEvent.RESUME, by)

    def consult(
        self, call_id: str, consultation_id: str, *, supervisor_line: str, folder: Path, ring_seconds: float
    ) -> None:
        """The adviser of a call that they hold rings a supervisor (see consulting.py).

        Answered, declined and hung up like any call; resuming the call ends it, and so does the call's own end.
        Raises TelephonyError: not_now, line_busy, call_exists.
        """
        call = self._live(call_id)
        if consultation_id in self._calls:
            raise TelephonyError("call_exists", consultation_id)
        if supervisor_line in self._call_of_line and supervisor_line != call.lines[Role.CUSTOMER]:
            raise TelephonyError("line_busy", supervisor_line)
        consultation = consulting.begin(call, consultation_id, supervisor_line, folder)
        self._calls[consultation_id] = consultation
        for line_id in consultation.lines.values():
            self._call_of_line[line_id] = consultation_id
            self._lines.stop_echo(line_id)
        call.note("consulting", consultation=consultation_id)
        self._feed(consultation, CallEvent.RING)
        self._tasks.set_timer(
            consultation_id, "ring", ring_seconds, lambda: self._feed(consultation, CallEvent.RING_TIMEOUT)
        )

    def transfer(self, call_id: str) -> None:
        """The supervisor who answered takes the call over; the adviser is free. Raises TelephonyError: not_now."""
        call = self._live(call_id)
        adviser_was_muted = call.muted[Role.ADVISER]
        consultation = consulting.hand_over(call)
        same_desk = consulting.is_same_desk(consultation)
        call.note("transferred", consultation=consultation.call_id)
        # Told first: a telephone of the supervisor's changes over before the consultation ends.
        self._tell(events.CallTransferred(call_id, _now(), consultation.call_id, same_desk))
        if same_desk:
            self._feed(consultation, CallEvent.HANDED_OVER, Role.ADVISER)
            self._feed(call, CallEvent.HANDED_OVER, Role.ADVISER)
            return
        if adviser_was_muted:
            call.muted[Role.ADVISER] = False
            call.note("unmuted", role=Role.ADVISER)
        self._lost.back(call, Role.ADVISER)
        self._feed(call, CallEvent.TRANSFER, Role.ADVISER)
        self._feed(consultation, CallEvent.HANDED_OVER, Role.ADVISER)

    def mute(self, call_id: str, role: Role, muted: bool) -> None:
        """From the next packet on, nothing of this side is forwarded or recorded, in a consultation neither."""
        call = self._live(call_id)
        call.muted[role] = muted
        if call.consultation is not None:
            for inner, behind in consulting.shared_roles(call.consultation):
                if behind is role:
                    call.consultation.muted[inner] = muted
                    call.consultation.note("muted" if muted else "unmuted", role=inner)
        call.note("muted" if muted else "unmuted", role=role)
        self._tell(events.CallMuted(call_id, _now(), role, muted))

    def digits(self, call_id: str, by: Role, digits: str) -> None:
        call = self._live(call_id)
        call.note("digits", role=by)
        self._tell(events.CallDigits(call_id, _now(), by, digits))

    def listen(self, call_id: str, line_id: str) -> None:
        """This line hears both sides; nothing of it is heard. Raises TelephonyError when it is on a call itself."""
        if line_id in self._call_of_line:
            raise TelephonyError("line_busy", line_id)
        self._listening.start(self._live(call_id), line_id)

    def stop_listening(self, line_id: str) -> None:
        self._listening.stop(line_id)

    def listen_at(self, line_id: str, hearers: dict[Role, Hears]) -> None:
        """Every call of this adviser's desk, and its consultations, from now on; the same `hearers` stop it."""
        self._listening.start_at(line_id, hearers)

    def stop_listening_at(self, line_id: str, hearers: dict[Role, Hears]) -> None:
        self._listening.stop_at(line_id, hearers)

    def call(self, call_id: str) -> CallSnapshot | None:
        """None for a call that this process does not know (any more)."""
        call = self._calls.get(call_id)
        return call.snapshot() if call is not None else None

    def is_consulting(self, call_id: str, role: Role) -> bool:
        """Whether this side of the call is away in a consultation, rung or answered."""
        call = self._calls.get(call_id)
        inner = call.consultation if call is not None else None
        return inner is not None and any(behind is role for _, behind in consulting.shared_roles(inner))

    def is_busy(self, line_id: str) -> bool:
        return line_id in self._call_of_line

    def is_written(self, call_id: str) -> bool:
        """Whether an ended call's packets have all reached the disk (or it never had any)."""
        call = self._calls.get(call_id)
        return call is None or self._recordings.is_written(call)

    def written_until(self, call_id: str) -> float | None:
        """Seconds of a call's recording before which every packet is in its file; None without a recording."""
        call = self._calls.get(call_id)
        return call.recording.written_until if call is not None and call.recording is not None else None

    def recording_folder(self, call_id: str) -> Path | None:
        """Where a connected call's sound is written; None for any other."""
        call = self._calls.get(call_id)
        return call.folder if call is not None and call.recording is not None else None

    def hold_back_recordings(self, is_held: bool) -> None:
        """The disk's last room is kept for what matters more: sound waits in memory, and its calls are told."""
        self._recordings.hold_back(is_held)

    def forget(self, call_id: str) -> None:
        """An ended call is no longer needed in memory."""
        call = self._calls.get(call_id)
        if call is not None and call.is_over:
            del self._calls[call_id]

    # The inside.

    def _live(self, call_id: str) -> LiveCall:
        call = self._calls.get(call_id)
        if call is None or call.is_over:
            raise TelephonyError("no_such_call", call_id)
        return call

    def _feed(self, call: LiveCall, event: CallEvent, by: Role | None = None) -> None:
        try:
            change = call.machine.feed(event, by)
        except IllegalCallEvent as error:
            if event in (CallEvent.RING_TIMEOUT, CallEvent.LEG_GONE):
                return
            raise TelephonyError("not_now", str(error)) from error
        self._apply(call, event, change)

    def _apply(self, call: LiveCall, event: CallEvent, change: Change) -> None:
        now = _now()
        match event:
            case CallEvent.RING:
                self._tell(events.CallRinging(call.call_id, now))
            case CallEvent.ANSWER:
                self._connected(call)
            case CallEvent.HOLD if change.by is not None:
                call.note("held", role=change.by)
                self._play_tone(call, change.by.other)
                self._tell(events.CallHeld(call.call_id, now, change.by))
            case CallEvent.RESUME if change.by is not None:
                self._tasks.drop(call.call_id, "tone")
                call.note("resumed", role=change.by)
                self._tell(events.CallResumed(call.call_id, now, change.by))
            case CallEvent.TRANSFER:
                self._tasks.drop(call.call_id, "tone")
                call.note("resumed", role=Role.ADVISER)
            case _:
                self._ended(call, change)

    def _connected(self, call: LiveCall) -> None:
        self._tasks.drop(call.call_id, "ring")
        if call.consulted_from is not None:
            # Whoever speaks as the supervisor neither listens nor waits any more.
            self.stop_listening(call.lines[Role.CUSTOMER])
            if consulting.is_same_desk(call):
                self._tasks.drop(call.consulted_from.call_id, "tone")
        self._recordings.open(call)
        call.note("connected", call_id=call.call_id)
        assert call.connected_at is not None
        self._tell(events.CallConnected(call.call_id, call.connected_at, call.answer_seconds))

    def _ended(self, call: LiveCall, change: Change) -> None:
        call.end()
        assert call.ended_at is not None
        for name in ("ring", "tone", "grace"):
            self._tasks.drop(call.call_id, name)
        if call.consultation is not None:
            self._feed(call.consultation, CallEvent.STOP)
        self._free_lines(call)
        for line_id in list(call.listeners):
            self.stop_listening(line_id)
        call.note("ended", reason=change.reason, seconds=call.seconds())
        self._recordings.end(call)
        reason = change.reason or EndReason.STOPPED
        self._tell(events.CallEnded(call.call_id, call.ended_at, reason, change.by, call.seconds()))
        if call.consulted_from is not None:
            self._consultation_over(call, call.consulted_from)

    def _free_lines(self, call: LiveCall) -> None:
        """A line of a consultation goes back to the call that waited, if it is still part of it."""
        behind = call.consulted_from
        for line_id in call.lines.values():
            if self._call_of_line.get(line_id) != call.call_id:
                continue
            if behind is not None and not behind.is_over and behind.role_of(line_id) is not None:
                self._call_of_line[line_id] = behind.call_id
            else:
                del self._call_of_line[line_id]

    def _consultation_over(self, consultation: LiveCall, call: LiveCall) -> None:
        call.consultation = None
        call.note("consulted", consultation=consultation.call_id)
        if call.machine.state is CallState.HELD and consulting.is_same_desk(consultation):
            self._play_tone(call, Role.CUSTOMER)

    def _play_tone(self, call: LiveCall, to: Role) -> None:
        output = self._sound_of(call, to)
        if output is not None and not (to is Role.CUSTOMER and consulting.keeps_customer_busy(call)):
            self._tasks.run(call.call_id, "tone", waiting_tone.play(output))

    def _route(self, line_id: str, packet: RtpPacket) -> None:
        call = self._calls.get(self._call_of_line.get(line_id, ""))
        if call is None:
            self._lines.echo(line_id, packet)
            return
        role = call.role_of(line_id)
        if role is None or role in call.phones:
            return
        if call.lost or call.consulted_from is not None:
            self._lost.is_there(call, role)
        call.route(role, packet, self._sound_of(call, role.other), self._listening.outputs(call, role))

    def _sound_of(self, call: LiveCall, role: Role) -> OutgoingStream | None:
        """Where this side hears: its telephone, else its line; None while neither can."""
        phone = call.phones.get(role)
        if phone is not None:
            return phone.outputs[0] if phone.is_connected and phone.outputs else None
        return self._lines.output(call.lines[role], 0)

    def _line_changed(self, line_id: str, connected: bool) -> None:
        if not connected:
            self._tell(events.LineLost(line_id, _now()))
            self._leg_lost(line_id)
            return
        self._tell(events.LineConnected(line_id, _now()))
        for call in self._calls_of(line_id):
            role = call.role_of(line_id)
            if role is None or role in call.phones:
                continue
            self._lost.back(call, role)
            if call.machine.held_by is role.other:
                self._play_tone(call, role)

    def _calls_of(self, line_id: str) -> list[LiveCall]:
        """The call in front on this line, and the one that waits for its consultation to end."""
        call = self._calls.get(self._call_of_line.get(line_id, ""))
        behind = call.consulted_from if call is not None else None
        return [one for one in (call, behind) if one is not None and one.role_of(line_id) is not None]

    def _leg_lost(self, line_id: str) -> None:
        for call in self._calls_of(line_id):
            role = call.role_of(line_id)
            if role is not None and role not in call.phones:
                self._lost.lose(call, role)

    # Functions of their own: a task that sleeps must not hold the last call that it looked at.

    def _measure_all(self) -> None:
        for call in list(self._calls.values()):
            if call.machine.state in (CallState.CONNECTED, CallState.HELD):
                call.measure({role: call.phones.get(role) or self._lines.get(call.lines[role]) for role in Role})

    async def _measure(self) -> None:
        """Every second, what each side's network does to each call."""
        due = time.monotonic()
        while True:
            due = max(due + MEASURE_SECONDS, time.monotonic())
            await asyncio.sleep(due - time.monotonic())
            self._measure_all()
            self._recordings.look()

    async def _watch_silence(self) -> None:
        while True:
            await asyncio.sleep(1.0)
            self._lose_silent(time.monotonic() - self._settings.silence_seconds)

    def _lose_silent(self, oldest: float) -> None:
        self._lost.lose_silent(list(self._calls.values()), oldest)

    def _gone(self, call: LiveCall, role: Role) -> None:
        self._feed(call, CallEvent.LEG_GONE, role)

    def _tell(self, event: events.SwitchEvent) -> None:
        for watcher in self._watchers:
            watcher(event)
        self._on_event(event)


def _now() -> datetime:
    return datetime.now(UTC)
