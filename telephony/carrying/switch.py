"""The switch: every line and every call of this process, and the packets that pass between them.

What it is made of: `call_book.py` (which calls, on which line), `call_life.py` (what follows from each step of a
call), `call_sound.py` (packets), `consultations.py`, `every_second.py`.

Commands are plain calls that change state at once and tell it through `on_event`; only connecting a line awaits.
Use as `async with Switch(settings, on_event) as switch`: leaving it ends every task, socket and file.
"""

import asyncio
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from telephony import events
from telephony.codecs import Codec
from telephony.roles import Role
from telephony.rtp_packet import RtpPacket

from . import consulting, waiting_tone
from .aiortc_internals import offer_only
from .call import CallEvent, CallState
from .call_book import CallBook
from .call_life import CallLife
from .call_recordings import CallRecordings
from .call_sound import CallSound
from .consultations import Consultations
from .every_second import EverySecond
from .lines import Lines, LineState
from .listening import Listening
from .live_call import CallSnapshot, LiveCall
from .lost_sides import LostSides
from .nack_offer import offer_repair
from .opinions import Opinions
from .own_tasks import OwnTasks
from .phone import Phone
from .settings import MediaSettings
from .socket_guard import guard_sockets
from .stream import Hears
from .tally import SwitchTally


class Switch:
    """See the module's text. One per process."""

    def __init__(self, settings: MediaSettings, on_event: Callable[[events.SwitchEvent], None]) -> None:
        self._settings = settings
        self._on_event = on_event
        self._book = CallBook()
        self._tasks = OwnTasks()
        self._lines = Lines(settings, self._tasks, self._line_packet, self._line_changed)
        self._listening = Listening(self._lines)
        self._recordings = CallRecordings(settings.flush_seconds, self._tell)
        self._lost = LostSides(settings, self._tasks, self._lines, self._tell, self._gone)
        self._sound = CallSound(self._book, self._lines, self._listening, self._lost, self._tasks, self._tell)
        self._opinions = Opinions()
        self._life = CallLife(
            self._book, self._sound, self._listening, self._recordings, self._opinions, self._tasks, self._tell
        )
        self._consultations = Consultations(self._book, self._lines, self._lost, self._life, self._tell)
        self._every_second = EverySecond(
            self._book, self._lines, self._recordings, self._lost, self._opinions, settings.silence_seconds
        )
        self._watchers: list[Callable[[events.SwitchEvent], None]] = []

    async def __aenter__(self) -> "Switch":
        offer_only(self._settings.ice_addresses, self._settings.ports)
        offer_repair()
        guard_sockets()
        self._recordings.begin()
        await asyncio.to_thread(waiting_tone.packets)
        self._tasks.own(self._every_second.watch_silence())
        self._tasks.own(self._every_second.measure())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for call in self._book.all():
            if not call.is_over:
                self._life.feed(call, CallEvent.STOP)
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
        if on and not self._book.is_busy(line_id):
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
        self._book.must_be_new(call_id)
        lines = {Role.ADVISER: adviser_line, Role.CUSTOMER: customer_line}
        for line_id in lines.values():
            self._book.must_be_free(line_id)
        call = LiveCall(call_id, lines, caller, folder)
        self._book.put_in_front(call)
        for line_id in lines.values():
            self._lines.stop_echo(line_id)
            self.stop_listening(line_id)
        self._life.ring(call, ring_seconds)

    def use_phone(self, call_id: str, role: Role, phone: Phone) -> None:
        """From now on this side speaks and hears over a telephone; its line is silent until the call ends."""
        self._book.live(call_id).phones[role] = phone

    def phone_packet(self, call_id: str, role: Role, packet: RtpPacket) -> None:
        """A packet of a telephone that `use_phone` named; its payload type says the codec (see codecs.py)."""
        self._sound.phone_packet(call_id, role, packet)

    def early_sound(self, call_id: str, packet: RtpPacket, codec: Codec) -> None:
        """What a called telephone sounds before it is answered: the caller hears it, nothing keeps it."""
        self._sound.early(call_id, packet, codec)

    def sounds_early(self, call_id: str) -> bool:
        """Whether the called telephone is heard while it rings: whoever calls makes no ring-back of their own."""
        call = self._book.get(call_id)
        return call is not None and call.sounds_early and call.machine.state is CallState.RINGING

    def watch(self, watcher: Callable[[events.SwitchEvent], None]) -> None:
        """Another who is told everything, before `on_event` is."""
        self._watchers.append(watcher)

    def answer(self, call_id: str, by: Role) -> None:
        self._life.feed(self._book.live(call_id), CallEvent.ANSWER, by)

    def decline(self, call_id: str, by: Role) -> None:
        self._life.feed(self._book.live(call_id), CallEvent.DECLINE, by)

    def hang_up(self, call_id: str, by: Role | None) -> None:
        self._life.feed(self._book.live(call_id), CallEvent.HANG_UP if by else CallEvent.STOP, by)

    def hold(self, call_id: str, by: Role) -> None:
        self._life.feed(self._book.live(call_id), CallEvent.HOLD, by)

    def resume(self, call_id: str, by: Role) -> None:
        """A consultation of this call, rung or answered, ends with it."""
        call = self._book.live(call_id)
        if call.consultation is not None and by is call.machine.held_by:
            self._life.feed(call.consultation, CallEvent.HANG_UP, by)
        self._life.feed(call, CallEvent.RESUME, by)

    def consult(
        self, call_id: str, consultation_id: str, *, supervisor_line: str, folder: Path, ring_seconds: float
    ) -> None:
        """The adviser of a call that they hold rings a supervisor (see consulting.py).

        Answered, declined and hung up like any call; resuming the call ends it, and so does the call's own end.
        Raises TelephonyError: not_now, line_busy, call_exists.
        """
        call = self._book.live(call_id)
        self._consultations.ring(call, consultation_id, supervisor_line, folder, ring_seconds)

    def transfer(self, call_id: str) -> None:
        """The supervisor who answered takes the call over; the adviser is free. Raises TelephonyError: not_now."""
        self._consultations.transfer(self._book.live(call_id))

    def mute(self, call_id: str, role: Role, muted: bool) -> None:
        """From the next packet on, nothing of this side is forwarded or recorded, in a consultation neither."""
        call = self._book.live(call_id)
        call.muted[role] = muted
        if call.consultation is not None:
            for inner, behind in consulting.shared_roles(call.consultation):
                if behind is role:
                    call.consultation.muted[inner] = muted
                    call.consultation.note("muted" if muted else "unmuted", role=inner)
        call.note("muted" if muted else "unmuted", role=role)
        self._tell(events.CallMuted(call_id, _now(), role, muted))

    def digits(self, call_id: str, by: Role, digits: str) -> None:
        call = self._book.live(call_id)
        call.note("digits", role=by)
        self._tell(events.CallDigits(call_id, _now(), by, digits))

    def listen(self, call_id: str, line_id: str) -> None:
        """This line hears both sides; nothing of it is heard. Raises TelephonyError when it is on a call itself."""
        self._book.must_be_free(line_id)
        self._listening.start(self._book.live(call_id), line_id)

    def stop_listening(self, line_id: str) -> None:
        self._listening.stop(line_id)

    def listen_at(self, line_id: str, hearers: dict[Role, Hears]) -> None:
        """Every call of this adviser's desk, and its consultations, from now on; the same `hearers` stop it."""
        self._listening.start_at(line_id, hearers)

    def stop_listening_at(self, line_id: str, hearers: dict[Role, Hears]) -> None:
        self._listening.stop_at(line_id, hearers)

    def call(self, call_id: str) -> CallSnapshot | None:
        """None for a call that this process does not know (any more)."""
        call = self._book.get(call_id)
        return call.snapshot() if call is not None else None

    def tally(self) -> SwitchTally:
        """Calls that are not over, by state, and packets since the start."""
        states = Counter(str(call.machine.state) for call in self._book.all() if not call.is_over)
        calls = {str(state): states[str(state)] for state in CallState if state is not CallState.ENDED}
        return SwitchTally(calls, self._every_second.packets, self._opinions.tally)

    def is_consulting(self, call_id: str, role: Role) -> bool:
        """Whether this side of the call is away in a consultation, rung or answered."""
        call = self._book.get(call_id)
        inner = call.consultation if call is not None else None
        return inner is not None and any(behind is role for _, behind in consulting.shared_roles(inner))

    def is_busy(self, line_id: str) -> bool:
        return self._book.is_busy(line_id)

    def is_written(self, call_id: str) -> bool:
        """Whether an ended call's packets have all reached the disk (or it never had any)."""
        call = self._book.get(call_id)
        return call is None or self._recordings.is_written(call)

    def written_until(self, call_id: str) -> float | None:
        """Seconds of a call's recording before which every packet is in its file; None without a recording."""
        call = self._book.get(call_id)
        return call.recording.written_until if call is not None and call.recording is not None else None

    def recording_folder(self, call_id: str) -> Path | None:
        """Where a connected call's sound is written; None for any other."""
        call = self._book.get(call_id)
        return call.folder if call is not None and call.recording is not None else None

    def hold_back_recordings(self, is_held: bool) -> None:
        """The disk's last room is kept for what matters more: sound waits in memory, and its calls are told."""
        self._recordings.hold_back(is_held)

    def forget(self, call_id: str) -> None:
        """An ended call is no longer needed in memory."""
        self._book.forget(call_id)

    # The inside.

    def _line_packet(self, line_id: str, packet: RtpPacket) -> None:
        self._sound.line_packet(line_id, packet)

    def _line_changed(self, line_id: str, connected: bool) -> None:
        if not connected:
            self._tell(events.LineLost(line_id, _now()))
            self._leg_lost(line_id)
            return
        self._tell(events.LineConnected(line_id, _now()))
        for call in self._book.on_line(line_id):
            role = call.role_of(line_id)
            if role is None or role in call.phones:
                continue
            self._lost.back(call, role)
            if call.machine.held_by is role.other:
                self._sound.play_tone(call, role)

    def _leg_lost(self, line_id: str) -> None:
        for call in self._book.on_line(line_id):
            role = call.role_of(line_id)
            if role is not None and role not in call.phones:
                self._lost.lose(call, role)

    def _gone(self, call: LiveCall, role: Role) -> None:
        self._life.feed(call, CallEvent.LEG_GONE, role)

    def _tell(self, event: events.SwitchEvent) -> None:
        for watcher in self._watchers:
            watcher(event)
        self._on_event(event)


def _now() -> datetime:
    return datetime.now(UTC)
