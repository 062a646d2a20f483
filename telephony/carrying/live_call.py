"""A running call: the machine, the two lines, the listeners, the recording, and the packets between them."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from telephony.codecs import COMFORT_NOISE, Codec
from telephony.recording.recorder import CallRecording
from telephony.roles import Role
from telephony.rtp_packet import RtpPacket

from .activity import SpeechActivity
from .call import CallMachine, CallState
from .phone import Measured, Phone
from .quality import CallMeter, SideQuality
from .stream import Hears


@dataclass(frozen=True, slots=True)
class CallSnapshot:
    """What is known of a call now. Speech spans are seconds since the call was connected."""

    call_id: str
    state: CallState
    rang_at: datetime
    connected_at: datetime | None
    seconds: float
    held_by: Role | None
    muted: dict[Role, bool]
    lost: frozenset[Role]
    speech: dict[Role, list[tuple[float, float]]]
    quality: dict[Role, SideQuality]
    """Of each side's network, over the last seconds."""


class LiveCall:
    """Routes packets while the call lives. Owned by the switch, which also moves its state."""

    def __init__(self, call_id: str, lines: dict[Role, str], caller: Role, folder: Path) -> None:
        self.call_id = call_id
        self.lines = lines
        self.folder = folder
        self.machine = CallMachine(caller)
        self.rang_at = datetime.now(UTC)
        self.connected_at: datetime | None = None
        self.ended_at: datetime | None = None
        self.muted = dict.fromkeys(Role, False)
        self.lost: set[Role] = set()
        self.sounds_early = False
        """The called telephone is heard before it answers."""
        self.activity = {role: SpeechActivity() for role in Role}
        self.recording: CallRecording | None = None
        self.listeners: set[str] = set()
        self.phones: dict[Role, Phone] = {}
        """Sides that speak over a telephone instead of their line."""
        self.consultation: LiveCall | None = None
        """While the customer waits: the adviser's conversation with a supervisor."""
        self.consulted_from: LiveCall | None = None
        """Of a consultation: the call whose customer waits."""
        self.is_transferred = False
        self.desk_line = lines[Role.ADVISER]
        """Whose call it is for whoever listens, also once the supervisor has it."""
        self.answer_seconds = 0.0
        """How long it rang until it was answered."""
        self._zero = time.monotonic()
        """When it began to ring, then when it was answered: lengths never hang on the system's date."""
        self._ended: float | None = None
        self._meter = CallMeter()

    def role_of(self, line_id: str) -> Role | None:
        for role, line in self.lines.items():
            if line == line_id:
                return role
        return None

    @property
    def is_over(self) -> bool:
        return self.machine.state is CallState.ENDED

    def seconds(self) -> float:
        """Length of the conversation until now, or in all once it is over."""
        if self.connected_at is None:
            return 0.0
        return (time.monotonic() if self._ended is None else self._ended) - self._zero

    def snapshot(self) -> CallSnapshot:
        return CallSnapshot(
            call_id=self.call_id,
            state=self.machine.state,
            rang_at=self.rang_at,
            connected_at=self.connected_at,
            seconds=self.seconds(),
            held_by=self.machine.held_by,
            muted=dict(self.muted),
            lost=frozenset(self.lost),
            speech={role: self.activity[role].so_far() for role in Role},
            quality=self._meter.now(time.monotonic()),
        )

    def connect(self, recording: CallRecording) -> None:
        self.connected_at = datetime.now(UTC)
        self.recording = recording
        rang, self._zero = self._zero, time.monotonic()
        self.answer_seconds = self._zero - rang

    def end(self) -> None:
        self.ended_at, self._ended = datetime.now(UTC), time.monotonic()

    def measure(self, legs: Mapping[Role, Measured | None]) -> Mapping[Role, Mapping[str, Any]]:
        """Looks at both legs, writes down what it saw and returns it; called every second while it is connected."""
        if self.recording is None:
            return {}
        seen = self._meter.take(time.monotonic(), legs, self.machine.state is CallState.HELD)
        self.recording.quality(seen)
        return seen

    def note(self, what: str, **details: Any) -> None:
        """Into the recording's journal, where there is one."""
        if self.recording is not None:
            self.recording.note(what, **details)

    def route(
        self,
        role: Role,
        packet: RtpPacket,
        other: Hears | None,
        listeners: list[Hears],
        codec: Codec = Codec.OPUS,
    ) -> None:
        """One packet of this side: written down, then sent on untouched. Held or muted, it goes nowhere at all."""
        if self.machine.state is not CallState.CONNECTED or self.muted[role] or self.recording is None:
            return
        self.activity[role].heard(packet.arrived - self._zero, packet.level)
        self.recording.packet(role, packet)
        if packet.payload_type == COMFORT_NOISE:
            return  # How the silence sounds is each end's own affair; that something came was told.
        source = (self.call_id, role, packet.ssrc)
        outputs = listeners if other is None else [other, *listeners]
        for output in outputs:
            output.send(
                source, packet.sequence_number, packet.timestamp, packet.marker, packet.level, packet.payload, codec
            )
