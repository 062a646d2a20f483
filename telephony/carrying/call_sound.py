"""The packets of calls: from where they come up to whoever hears them, and the tone of a hold."""

from collections.abc import Callable
from datetime import UTC, datetime

from telephony import events
from telephony.codecs import Codec
from telephony.roles import Role
from telephony.rtp_packet import RtpPacket

from . import consulting, waiting_tone
from .call import CallState
from .call_book import CallBook
from .lines import Lines
from .listening import Listening
from .live_call import LiveCall
from .lost_sides import LostSides
from .own_tasks import OwnTasks
from .stream import OutgoingStream


class CallSound:
    """Decides nothing about a call: `LiveCall` says what passes, the lost sides are told what is heard again."""

    def __init__(
        self,
        book: CallBook,
        lines: Lines,
        listening: Listening,
        lost: LostSides,
        tasks: OwnTasks,
        tell: Callable[[events.SwitchEvent], None],
    ) -> None:
        self._book, self._lines, self._listening, self._lost = book, lines, listening, lost
        self._tasks, self._tell = tasks, tell

    def line_packet(self, line_id: str, packet: RtpPacket) -> None:
        """A packet of a desk: of its call, or of its headset check."""
        call = self._book.in_front(line_id)
        if call is None:
            self._lines.echo(line_id, packet)
            return
        role = call.role_of(line_id)
        if role is None or role in call.phones:
            return
        if call.lost or call.consulted_from is not None:
            self._lost.is_there(call, role)
        call.route(role, packet, self._heard_by(call, role.other), self._listening.outputs(call, role))

    def phone_packet(self, call_id: str, role: Role, packet: RtpPacket) -> None:
        """A packet of a telephone; its payload type says the codec (see codecs.py)."""
        call = self._book.get(call_id)
        phone = call.phones.get(role) if call is not None else None
        if call is None or phone is None or phone.codec is None or call.is_over:
            return
        if call.consultation is not None:
            inner = next((one for one, theirs in call.consultation.phones.items() if theirs is phone), None)
            call, role = (call.consultation, inner) if inner is not None else (call, role)
        if call.lost or call.consulted_from is not None:
            self._lost.is_there(call, role)
        codec = Codec.of_payload_type(packet.payload_type)
        call.route(role, packet, self._heard_by(call, role.other), self._listening.outputs(call, role), codec)

    def early(self, call_id: str, packet: RtpPacket, codec: Codec) -> None:
        """What a called telephone sounds before it is answered: the caller hears it, nothing keeps it."""
        call = self._book.get(call_id)
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
            self._tell(events.CallSoundsEarly(call_id, datetime.now(UTC)))
        source = (call_id, "early", packet.ssrc)
        output.send(
            source, packet.sequence_number, packet.timestamp, packet.marker, packet.level, packet.payload, codec
        )

    def play_tone(self, call: LiveCall, to: Role) -> None:
        """Whoever waits hears that they wait, until `stop_tone`."""
        output = self._heard_by(call, to)
        if output is not None and not (to is Role.CUSTOMER and consulting.keeps_customer_busy(call)):
            self._tasks.run(call.call_id, "tone", waiting_tone.play(output))

    def stop_tone(self, call: LiveCall) -> None:
        self._tasks.drop(call.call_id, "tone")

    def _heard_by(self, call: LiveCall, role: Role) -> OutgoingStream | None:
        """Where this side hears: its telephone, else its line; None while neither can."""
        phone = call.phones.get(role)
        if phone is not None:
            return phone.outputs[0] if phone.is_connected and phone.outputs else None
        return self._lines.output(call.lines[role], 0)
