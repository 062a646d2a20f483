"""One recorded call over one path, with the weather on the adviser's side: what each end and the recording heard."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np

from telephony import CallConnected, CallEnded, Role
from telephony.codecs import Codec
from telephony.finishing.mixdown import RecordingReport
from telephony.sip import IncomingCall
from tests.sip.phones import CUSTOMER, Exchange, an_exchange
from tests.sound import RATE, Samples, find

from .desk import Desk, as_packets
from .ear import Ear, holes
from .hop import Hop
from .telephone import Telephone, a_telephone
from .voices import voiced
from .weather import Impairment

Route = Literal["browser↔browser", "browser↔phone", "phone↔browser", "phone↔phone"]
PATHS: tuple[Route, ...] = ("browser↔browser", "browser↔phone", "phone↔browser", "phone↔phone")
"""Adviser↔customer: forwarded Opus; Opus and G.711 converted, the browser's network bad or the telephone's; forwarded
G.711."""

SPEAKS_SECONDS = 3.0
BEFORE_SECONDS = 0.3
AFTER_SECONDS = 0.4
TAIL_SECONDS = 1.2
ATTEMPTS = 3
STANDS_STILL_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class Heard:
    """One voice at one place. `score`: correlation of all that was said; `tail`: of its last seconds alone.

    `shift`: by how much the tail is displaced against the whole, in seconds. `holes`: seconds of nothing at all where
    something was said.
    """

    score: float
    tail: float
    shift: float
    holes: float


@dataclass
class Outcome:
    """`up`: the adviser's voice, which leaves through bad weather; `down`: what reaches the adviser through it."""

    path: Route
    impairment: Impairment
    weather: str = ""
    up: Heard | None = None
    down: Heard | None = None
    adviser: Heard | None = None
    """The adviser's channel of the recording."""
    customer: Heard | None = None
    lost_up: float = 0.0
    """Seconds of sound that the weather swallowed on the way to us, first transmissions and later ones."""
    report: RecordingReport | None = None
    ended: CallEnded | None = None
    connected_for: float = 0.0
    stood_still: float = 0.0
    """The longest hiccup of this machine while they spoke, seconds."""

    @property
    def gaps(self) -> float:
        """Seconds listed as missing in the adviser's channel, once its first packet had come."""
        assert self.report is not None
        return sum(gap.seconds for gap in self.report.gaps if gap.channel is Role.ADVISER and gap.start > 0)

    @property
    def length_error(self) -> float:
        """Recording against the call's own facts, seconds."""
        assert self.report is not None
        return self.report.seconds - self.connected_for

    def __str__(self) -> str:
        def cell(heard: Heard | None) -> str:
            if heard is None:
                return "      —            "
            return f"{heard.score:.2f} {heard.tail:.2f} {1000 * heard.holes:4.0f} ms"

        cells = " │ ".join(cell(heard) for heard in (self.up, self.down, self.adviser, self.customer))
        return (
            f"{self.path:16}│ {self.impairment!s:15}│ {cells} │ {1000 * self.length_error:+4.0f} ms"
            f" │ {self.lost_up:4.2f} s lost, {self.gaps:4.2f} s listed"
        )


HEAD = (
    f"{'path':16}│ {'network':15}│ {'heard far':17} │ {'heard near':17} │ {'adviser channel':17} │ "
    f"{'customer channel':17} │ length  │ gaps\n{'':33}  (score, of the last 1.2 s, silent holes)"
)


async def play(
    path: Route,
    impairment: Impairment,
    folder: Path,
    *,
    seed: int = 7,
    repairs: bool = True,
    alone: asyncio.Lock | None = None,
) -> Outcome:
    """The whole call: set up in fair weather, spoken through bad weather, hung up, finished.

    What is heard depends on when packets arrive: a call during which this machine itself stood still is played again,
    one at a time where `alone` is shared with the other calls.
    """
    outcome = await _played(path, impairment, folder / "0", seed, repairs)
    for attempt in range(1, ATTEMPTS):
        if outcome.stood_still < STANDS_STILL_SECONDS:
            break
        async with alone or asyncio.Lock():
            outcome = await _played(path, impairment, folder / str(attempt), seed, repairs)
    return outcome


async def _played(path: Route, impairment: Impairment, folder: Path, seed: int, repairs: bool) -> Outcome:
    outcome = Outcome(path, impairment)
    lasts = SPEAKS_SECONDS + impairment.cut
    voices = await asyncio.to_thread(_voices, lasts)
    async with AsyncExitStack() as stack:
        exchange = await stack.enter_async_context(_exchange(path, folder))
        adviser, customer = await _connected(path, exchange, voices, seed, repairs, stack)
        hop = adviser.hop
        hop.set(impairment)
        watching = asyncio.create_task(_watch(outcome))
        await asyncio.sleep(BEFORE_SECONDS)
        for end in (adviser, customer):
            if isinstance(end, Desk):
                end.voice.speak()
        await asyncio.sleep(1.0)
        if impairment.cut:
            hop.cut(impairment.cut)
        if impairment.moves:
            await hop.move()
        await asyncio.sleep(lasts - 1.0 + AFTER_SECONDS)
        watching.cancel()
        outcome.weather, outcome.lost_up = str(hop), hop.up.lost * 0.02
        exchange.switch.hang_up("c1", Role.CUSTOMER)
        ended = await exchange.told(CallEnded)
        assert isinstance(ended, CallEnded)
        outcome.ended, outcome.connected_for = ended, ended.seconds
        for end in (adviser, customer):
            if isinstance(end, Desk):
                await end.leave()
        report, left, right = await exchange.recording()
    ours, theirs = voices
    outcome.report = report
    # Not in the event loop: other calls may still be running there.
    outcome.up = await asyncio.to_thread(lambda: _heard(ours, _ear(customer).heard()))
    outcome.down = await asyncio.to_thread(lambda: _heard(theirs, _ear(adviser).heard()))
    outcome.adviser = await asyncio.to_thread(_heard, ours, left)
    outcome.customer = await asyncio.to_thread(_heard, theirs, right)
    return outcome


def _voices(seconds: float) -> tuple[Samples, Samples]:
    """Both, coded beforehand as well."""
    both = voiced(1, seconds), voiced(2, seconds)
    for voice in both:
        as_packets(voice.tobytes())
    return both


async def _watch(outcome: Outcome) -> None:
    """Keeps the longest time for which the event loop came late."""
    loop = asyncio.get_running_loop()
    while True:
        due = loop.time() + 0.01
        await asyncio.sleep(0.01)
        outcome.stood_still = max(outcome.stood_still, loop.time() - due)


def _heard(spoken: Samples, heard: Samples) -> Heard:
    whole = find(spoken, heard)
    if not whole.score:
        return Heard(0.0, 0.0, 0.0, len(spoken) / RATE)
    start = len(spoken) - round(TAIL_SECONDS * RATE)
    around = max(0, round(whole.lag_seconds * RATE) + start - RATE // 4)
    tail = find(spoken[start:], heard[around:])
    shift = tail.lag_seconds + around / RATE - start / RATE - whole.lag_seconds
    return Heard(whole.score, tail.score, shift, holes(heard, spoken, whole.lag_seconds))


def _ear(end: Desk | Telephone) -> Ear:
    return end.ears[0] if isinstance(end, Desk) else end.ear


@asynccontextmanager
async def _exchange(path: Route, folder: Path) -> AsyncIterator[Exchange]:
    def on_dial(exchange: Exchange, call: IncomingCall) -> None:
        exchange.ring(Role.ADVISER)
        exchange.board.dialled_call("c1", Role.ADVISER, call)
        phones = exchange.board.phones("roy")
        exchange.board.ring_phones("c1", Role.CUSTOMER, phones, CUSTOMER, only_phone=True)

    async with an_exchange(folder, on_dial=on_dial if path == "phone↔phone" else None) as exchange:
        yield exchange


async def _connected(
    path: Route, exchange: Exchange, voices: tuple[Samples, Samples], seed: int, repairs: bool, stack: AsyncExitStack
) -> tuple[Desk | Telephone, Desk | Telephone]:
    ours, theirs = voices
    # A telephone speaks from the moment it is answered: the weather shall have changed by then.
    quiet = np.zeros(round((BEFORE_SECONDS + 0.2) * RATE), np.float32)
    said, replied = np.concatenate((quiet, ours)), np.concatenate((quiet, theirs))
    if path == "phone↔phone":
        caller = await stack.enter_async_context(a_telephone(exchange, "lea", said, seed, Codec.PCMA))
        called = await stack.enter_async_context(a_telephone(exchange, "roy", replied, seed + 1, Codec.PCMA))
        await caller.phone.do("dial", "0612345678")
        await called.phone.until("CALL_INCOMING")
        await called.phone.do("accept")
        await exchange.told(CallConnected)
        return caller, called
    if path == "browser↔phone":
        own_hop = await stack.enter_async_context(Hop(seed))
        adviser = await Desk.join(exchange.switch, "adviser", ours, own_hop, repairs=repairs)
        phone = await stack.enter_async_context(a_telephone(exchange, "roy", replied, seed + 1, Codec.PCMA))
        exchange.ring(Role.ADVISER)
        phones = exchange.board.phones("roy")
        exchange.board.ring_phones("c1", Role.CUSTOMER, phones, CUSTOMER, only_phone=True)
        await phone.phone.until("CALL_INCOMING")
        await phone.phone.do("accept")
        await exchange.told(CallConnected)
        return adviser, phone
    hop = await stack.enter_async_context(Hop(seed + 1))
    customer = await Desk.join(exchange.switch, "customer", theirs, hop, repairs=repairs)
    if path == "phone↔browser":
        phone = await stack.enter_async_context(a_telephone(exchange, "lea", said, seed, Codec.PCMA))
        exchange.ring_adviser()
        await phone.phone.until("CALL_INCOMING")
        await phone.phone.do("accept")
        await exchange.told(CallConnected)
        return phone, customer
    own_hop = await stack.enter_async_context(Hop(seed))
    adviser = await Desk.join(exchange.switch, "adviser", ours, own_hop, repairs=repairs)
    exchange.ring(Role.CUSTOMER)
    exchange.switch.answer("c1", Role.ADVISER)
    await exchange.told(CallConnected)
    return adviser, customer
