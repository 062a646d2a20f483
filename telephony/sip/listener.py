"""A telephone that listens in silence: it is asked for a code by tones, then hears whatever call there is.

Nothing that it says is taken: its packets end here. Two rising notes ask for the code (four digits, by RFC 4733 or
INFO), three rising ones let in, two low ones refuse; a door that locks hangs up. Between calls it hears silence, and
stays until it hangs up.
"""

import asyncio
import time
from collections import deque
from dataclasses import dataclass
from itertools import count
from typing import Protocol

from telephony.carrying.mixing import Mixer, Samples, notes
from telephony.carrying.stream import Hears
from telephony.carrying.transcoding import FRAME_SECONDS, a_worker
from telephony.codecs import Codec
from telephony.roles import Role

from .leg import SipLeg

CODE_LENGTH = 4
CODE_SECONDS = 45.0
"""How long the door waits for a right code."""

_ASK, _ENTER, _REFUSE = (660.0, 880.0), (660.0, 880.0, 1100.0), (220.0, 165.0)


class Door(Protocol):
    """Who may listen."""

    @property
    def is_locked(self) -> bool:
        """After too many wrong codes."""
        ...

    def opens(self, code: str) -> bool: ...
    async def entered(self) -> None:
        """Told once: from now on the telephone hears."""
        ...


class ListeningPhone:
    """`run` is its whole life. `codec`: what the telephone speaks when it begins."""

    def __init__(self, leg: SipLeg, codec: Codec, door: Door) -> None:
        self.leg = leg
        self._codec, self._door = codec, door
        self._typed = ""
        self._is_inside = False
        self._tones: deque[Samples] = deque()
        self._worker = a_worker()
        self._mixer = Mixer(codec)

    def pressed(self, digit: str) -> None:
        """A key; `#` and `*` begin the code anew."""
        if self._is_inside or self._door.is_locked:
            return
        self._typed = self._typed + digit if digit.isdigit() else ""
        if len(self._typed) < CODE_LENGTH:
            return
        code, self._typed = self._typed, ""
        self._is_inside = self._door.opens(code)
        self._say(_ENTER if self._is_inside else _REFUSE)

    def hearers(self) -> dict[Role, Hears]:
        """What the switch sends the two sides of a call to."""
        return {role: _Hearer(self, role) for role in Role}

    def hears(self, role: Role, source: object, codec: Codec, payload: bytes) -> None:
        """A packet of the call; a telephone at the door hears nothing of it."""
        if self._is_inside:
            self._worker.submit(self._mixer.put, role, source, codec, payload)

    async def run(self) -> None:
        """Until the telephone hangs up, or is turned away at the door."""
        self._say(_ASK)
        loop, units = asyncio.get_running_loop(), round(self._codec.clock * FRAME_SECONDS)
        beat = began = time.monotonic()
        is_told = False
        for number in count():
            if self.leg.is_over:
                return
            if self._is_inside and not is_told:
                is_told = True
                await self._door.entered()
            is_late = time.monotonic() - began > CODE_SECONDS
            if not self._is_inside and not self._tones and (is_late or self._door.is_locked):
                return
            tone = self._tones.popleft() if self._tones else None
            payload = await loop.run_in_executor(self._worker, self._mixer.next_packet, tone)
            if payload and self.leg.outputs:
                sequence, timestamp = number & 0xFFFF, (number * units) & 0xFFFFFFFF
                self.leg.outputs[0].send(self, sequence, timestamp, 0, None, payload, self._codec)
            # Held up for long, it goes on from there instead of sending everything at once.
            beat = max(beat + FRAME_SECONDS, time.monotonic() - 0.2)
            await asyncio.sleep(max(0.0, beat - time.monotonic()))

    def _say(self, pitches: tuple[float, ...]) -> None:
        self._tones.extend(notes(self._codec, pitches))


@dataclass(frozen=True, slots=True)
class _Hearer:
    """One side of the call, as this telephone hears it."""

    phone: ListeningPhone
    role: Role

    def send(
        self,
        source: object,
        sequence: int,
        timestamp: int,
        marker: int,
        level: int | None,
        payload: bytes,
        codec: Codec = Codec.OPUS,
    ) -> None:
        self.phone.hears(self.role, source, codec, payload)
