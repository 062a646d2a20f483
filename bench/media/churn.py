"""Calls that come and go in fast succession, and what is left of them: for a day of calls in a minute."""

import asyncio
import ctypes
import gc
import os
import re
import shutil
import threading
from collections import Counter, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from telephony import Role
from telephony.sip import IncomingCall, SipLeg
from telephony.sip.server_transactions import MOST_TRANSACTIONS
from tests.integration.telephony.peers import Peer
from tests.sip.bare_phone import BarePhone
from tests.sip.phones import Exchange, an_exchange
from tests.sound import speech_like

OURS = ("telephony", "aiosipua", "aiortc", "aioice", "pylibsrtp", "asyncio")
PACKETS = 5
"""Of sound, in each telephone's call."""
UNANSWERED = 5
"""Of so many telephones one is hung up on and does not answer that."""
IN_FLIGHT = 1
"""Of each kind: a timer that is just being set, an iteration that is under way. What leaks, leaks with each call."""
POOLS = ("asyncio_", "recording-sync", "transcoding-")
"""Threads that are kept for the next work, up to a number of their own."""
BOUNDED = {"Digest._counts", "asyncio.events.TimerHandle"}
"""Tables that fill up to a limit of their own: nonces that were answered (digest.py); cancelled
timers, which asyncio sweeps out by the hundred (live ones are counted as `timers`)."""
_PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True, slots=True)
class Remains:
    """What the process holds. `timers`: −1 where the loop does not tell; `objects`: by class, see OURS.

    `entries`: what all tables (dict, list, set…) of all objects of `telephony` hold, by class and name.
    """

    tasks: int
    files: int
    threads: int
    timers: int
    objects: Counter[str]
    entries: Counter[str]
    resident_mb: float

    @classmethod
    def now(cls) -> "Remains":
        gc.collect()
        gc.collect()
        scheduled: list[Any] | None = getattr(asyncio.get_running_loop(), "_scheduled", None)
        return cls(
            tasks=len(asyncio.all_tasks()),
            files=len(os.listdir("/proc/self/fd")),
            threads=sum(not thread.name.startswith(POOLS) for thread in threading.enumerate()),
            timers=-1 if scheduled is None else sum(not timer.cancelled() for timer in scheduled),
            objects=Counter(
                f"{kind.__module__}.{kind.__qualname__}"
                for kind in map(type, gc.get_objects())
                if str(kind.__module__).startswith(OURS)
            ),
            entries=_entries(),
            resident_mb=_resident_mb(),
        )

    def grown_since(self, before: "Remains") -> dict[str, int]:
        """What there is more of than before, memory apart; see IN_FLIGHT."""
        counted = {
            name: getattr(self, name) - getattr(before, name) for name in ("tasks", "files", "threads", "timers")
        }
        counted |= {name: count - before.objects[name] for name, count in self.objects.items() if name not in BOUNDED}
        counted |= {name: count - before.entries[name] for name, count in self.entries.items()}
        return {name: more for name, more in counted.items() if more > IN_FLIGHT}


def _resident_mb() -> float:
    """After what the allocator keeps for later was given back, where it can be told to (glibc)."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
    return int(Path("/proc/self/statm").read_text().split()[1]) * _PAGE / 1e6


def _entries() -> Counter[str]:
    found: Counter[str] = Counter()
    for one in gc.get_objects():
        kind = type(one)
        if str(kind.__module__).startswith("telephony") and hasattr(one, "__dict__"):
            for name, value in vars(one).items():
                if f"{kind.__qualname__}.{name}" not in BOUNDED and isinstance(value, dict | list | set | deque):
                    found[f"{kind.__qualname__}.{name}"] += len(value)
    return found


class Churn:
    """`async with churning(folder) as churn`."""

    def __init__(self, exchange: Exchange, folder: Path) -> None:
        self._exchange, self._folder = exchange, folder
        self._count = 0
        self._legs: dict[str, tuple[str, SipLeg]] = {}
        """By Call-ID, until the next calls."""
        self._voice = speech_like(1, 2)

    async def telephone_calls(self, count: int, at_once: int = 10) -> None:
        """Each is dialled with a password, answered, recorded, and ended by one side or the other."""
        endpoint = self._exchange.board.calls.endpoint
        for begin in range(0, count, at_once):
            # Each call leaves transactions that UDP keeps for 32 s, and the table of them is bounded.
            await self._exchange.until(lambda: len(endpoint.server) < MOST_TRANSACTIONS // 2, "transactions", 40)
            together = range(begin, min(begin + at_once, count))
            await asyncio.gather(*(self._telephone_call(number % UNANSWERED == 0) for number in together))
            await self._tidied()

    async def browser_calls(self, count: int) -> None:
        """Two lines are made, speak with each other and are given up again."""
        switch = self._exchange.switch
        for _ in range(count):
            self._count += 1
            name = f"w{self._count}"
            lines = [f"{name}-{role}" for role in Role]
            peers = await asyncio.gather(*(Peer.join(switch, line, self._voice) for line in lines))
            self._ring(name)
            switch.answer(name, Role.CUSTOMER)
            await self._exchange.until(lambda peers=peers: len(peers[0].heard()) > 4800, "sound")
            switch.hang_up(name, Role.ADVISER)
            await asyncio.gather(*(peer.leave() for peer in peers))
            await asyncio.gather(*(switch.disconnect_line(line) for line in lines))
            await self._tidied()

    async def settled(self, seconds: float) -> None:
        """Until every transaction is over: an unanswered request is given up after 32 s (RFC 3261 §17.1.1.2)."""
        endpoint = self._exchange.board.calls.endpoint
        await self._exchange.until(
            lambda: not len(endpoint.server) and not len(endpoint.client), "transactions", seconds
        )

    def dialled(self, call: IncomingCall) -> None:
        self._count += 1
        name = f"t{self._count}"
        self._legs[call.leg.dialog.call_id] = (name, call.leg)
        self._ring(name)
        self._exchange.board.dialled_call(name, Role.ADVISER, call)
        self._exchange.switch.answer(name, Role.CUSTOMER)

    async def _telephone_call(self, is_unanswered: bool) -> None:
        phone = await BarePhone.at(self._exchange.port)
        try:
            await phone.dial()
            phone.acknowledge()
            found = re.search(r"m=audio (\d+)", phone.answer)
            assert found
            for number in range(PACKETS):
                packet = bytes((0x80, 8, 0, number)) + (160 * number).to_bytes(4, "big") + bytes(164)
                phone.rtp.sendto(packet, ("127.0.0.1", int(found[1])))
            if is_unanswered:
                name, leg = self._legs[phone.call_id]
                # Only once its ACK is here: else the 200 is repeated to a port that the next telephone may get.
                await self._exchange.until(lambda: leg.accepting is None, "ACK")
                self._exchange.switch.hang_up(name, Role.CUSTOMER)
                await phone.until("BYE")
            else:
                await phone.ask("BYE")
        finally:
            phone.close()

    def _ring(self, name: str) -> None:
        lines = {"adviser_line": f"{name}-{Role.ADVISER}", "customer_line": f"{name}-{Role.CUSTOMER}"}
        folder = self._folder / name
        self._exchange.switch.ring(name, **lines, caller=Role.ADVISER, folder=folder, ring_seconds=5)

    async def _tidied(self) -> None:
        """As the simulator does once a call's files are made: the switch forgets it."""
        exchange = self._exchange
        names = [path.name for path in self._folder.iterdir()]
        for name in names:
            await exchange.until(lambda name=name: exchange.switch.is_written(name), "written")
            exchange.switch.forget(name)
            await asyncio.to_thread(shutil.rmtree, self._folder / name)
        self._legs.clear()
        for told in (exchange.events, exchange.dialled, exchange.told_at):
            told.clear()


@asynccontextmanager
async def churning(folder: Path) -> AsyncIterator[Churn]:
    made: list[Churn] = []
    async with an_exchange(folder, on_dial=lambda _, call: made[0].dialled(call), trace=False) as exchange:
        calls = folder / "calls"
        calls.mkdir()
        made.append(Churn(exchange, calls))
        yield made[0]
