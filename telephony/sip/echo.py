"""A telephone hears itself back: the check of a headset, without a call and without a recording."""

import asyncio
import time
from collections import deque
from collections.abc import Callable

from telephony.aiortc_internals import RtpPacket

from .leg import SipLeg

DELAY_SECONDS = 1.0
"""Later than one's own voice in the ear, soon enough to know it again."""
LOOK_SECONDS = 0.2


async def echo(
    leg: SipLeg, packets: "asyncio.Queue[RtpPacket]", seconds: float, on_sound: Callable[[], None]
) -> None:
    """Until the telephone hangs up, `seconds` at most. `on_sound` is told once, at the first packet of sound."""
    waiting: deque[tuple[float, RtpPacket]] = deque()
    has_sound = False
    ends_at = time.monotonic() + seconds
    while not leg.is_over and time.monotonic() < ends_at:
        try:
            async with asyncio.timeout(LOOK_SECONDS):
                waiting.append((time.monotonic(), await packets.get()))
        except TimeoutError:
            pass
        if waiting and not has_sound:
            has_sound = True
            on_sound()
        while waiting and leg.outputs and leg.codec and time.monotonic() - waiting[0][0] >= DELAY_SECONDS:
            _, old = waiting.popleft()
            await leg.outputs[0].send(
                "echo", old.sequence_number, old.timestamp, old.marker, None, old.payload, leg.codec
            )
