"""What is looked at every second while calls run: each side's network, its recording, and whose sound has stopped."""

import asyncio
import time

from telephony.roles import Role

from .call import CallState
from .call_book import CallBook
from .call_recordings import CallRecordings
from .lines import Lines
from .lost_sides import LostSides
from .opinions import Opinions
from .tally import PacketTally

MEASURE_SECONDS = 1.0


class EverySecond:
    """Both coroutines run until they are cancelled, which leaves nothing half done."""

    def __init__(
        self,
        book: CallBook,
        lines: Lines,
        recordings: CallRecordings,
        lost: LostSides,
        opinions: Opinions,
        silence_seconds: float,
    ) -> None:
        self._book, self._lines, self._recordings, self._lost = book, lines, recordings, lost
        self._opinions = opinions
        self._silence_seconds = silence_seconds
        self.packets = PacketTally()

    async def measure(self) -> None:
        """What each side's network does to each call."""
        due = time.monotonic()
        while True:
            due = max(due + MEASURE_SECONDS, time.monotonic())
            await asyncio.sleep(due - time.monotonic())
            self._measure_all()
            self._recordings.look()

    async def watch_silence(self) -> None:
        while True:
            await asyncio.sleep(1.0)
            self._lose_silent(time.monotonic() - self._silence_seconds)

    # Functions of their own: a task that sleeps must not hold the last call that it looked at.

    def _measure_all(self) -> None:
        for call in self._book.all():
            if call.machine.state in (CallState.CONNECTED, CallState.HELD):
                legs = {role: call.phones.get(role) or self._lines.get(call.lines[role]) for role in Role}
                for role, side in call.measure(legs).items():
                    self.packets.add(side)
                    self._opinions.heard(call.call_id, role, side)

    def _lose_silent(self, oldest: float) -> None:
        self._lost.lose_silent(self._book.all(), oldest)
