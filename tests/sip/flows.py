"""The flows that docs/telephony-flows.md draws: each is played with real telephones, and what passed is returned."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from telephony import CallConnected, CallEnded, CallHeld, CallResumed, Role
from tests.sip.flow_diagram import Step, steps
from tests.sip.phones import Exchange, an_exchange
from tests.sip.test_calls import ADVISER, CUSTOMER, connects_to

NAMES = {"lea": "Adviser’s phone", "roy": "Customer’s phone"}
G711 = "PCMA/8000/1"

Flow = Callable[[Path], Awaitable[list[Step]]]


@asynccontextmanager
async def _played(folder: Path, **how: object) -> AsyncIterator[tuple[Exchange, list[Step]]]:
    """The exchange to play with; its steps are there afterwards, registrations left out unless they are the flow."""
    drawn: list[Step] = []
    async with an_exchange(folder, **how) as exchange:  # type: ignore[arg-type]  each by its own name
        yield exchange, drawn
        await exchange.until(lambda: exchange.board.calls.open_legs == 0, "no leg left")
        drawn += steps(exchange.board.calls.endpoint.trace, exchange.told_at, NAMES)


async def registering(folder: Path) -> list[Step]:
    """A phone registers, and leaves when it is closed."""
    async with an_exchange(folder) as exchange:
        async with exchange.phone("roy", ADVISER):
            await exchange.until(lambda: bool(exchange.board.phones("roy")), "registered")
        await exchange.until(lambda: not exchange.board.phones("roy"), "gone")
        return steps(exchange.board.calls.endpoint.trace, [], NAMES, registering=True)


async def called(folder: Path) -> list[Step]:
    """The customer, in a browser, calls; the adviser picks the phone up, holds, resumes and hangs up."""
    async with _played(folder) as (exchange, drawn), exchange.phone("lea", ADVISER, codecs=G711) as phone:
        exchange.ring_adviser()
        await phone.until("CALL_INCOMING")
        await phone.do("accept")
        await exchange.told(CallConnected)
        await phone.until("CALL_ESTABLISHED")
        await phone.do("hold")
        await exchange.told(CallHeld)
        await asyncio.sleep(0.3)
        await phone.do("resume")
        await exchange.told(CallResumed)
        await asyncio.sleep(0.3)
        await phone.do("hangup")
        await exchange.told(CallEnded)
    return drawn


async def dialled(folder: Path) -> list[Step]:
    """The adviser dials on a phone; another phone rings, with the codec of the first offered first."""
    async with (
        _played(folder, on_dial=connects_to("roy")) as (exchange, drawn),
        exchange.phone("lea", ADVISER, codecs=G711) as one,
        exchange.phone("roy", CUSTOMER, codecs=G711) as other,
    ):
        await one.do("dial", "0612345678")
        await other.until("CALL_INCOMING")
        await one.until("CALL_RINGING")
        await other.do("accept")
        await one.until("CALL_ESTABLISHED")
        await other.until("CALL_ESTABLISHED")
        await other.do("hangup")
        await one.until("CALL_CLOSED")
    return drawn


async def answered_elsewhere(folder: Path) -> list[Step]:
    """Browser and phone ring; the browser is first."""
    async with _played(folder) as (exchange, drawn), exchange.phone("lea", ADVISER, codecs=G711) as phone:
        exchange.ring_adviser(only_phone=False)
        await phone.until("CALL_INCOMING")
        exchange.switch.answer("c1", Role.ADVISER)
        await phone.until("CALL_CLOSED")
        exchange.switch.hang_up("c1", Role.ADVISER)
    return drawn


async def declined(folder: Path) -> list[Step]:
    """The called phone declines: the one that dialled is told so."""
    async with (
        _played(folder, on_dial=connects_to("roy")) as (exchange, drawn),
        exchange.phone("lea", ADVISER, codecs=G711) as one,
        exchange.phone("roy", CUSTOMER, codecs=G711) as other,
    ):
        await one.do("dial", "0612345678")
        await other.until("CALL_INCOMING")
        await one.until("CALL_RINGING")
        await other.do("hangup")
        await one.until("CALL_CLOSED")
    return drawn


async def nobody_answers(folder: Path) -> list[Step]:
    """It rings until the limit, then stops ringing."""
    async with _played(folder) as (exchange, drawn), exchange.phone("lea", ADVISER, codecs=G711) as phone:
        exchange.ring_adviser(ring_seconds=1.0)
        await phone.until("CALL_INCOMING")
        await phone.until("CALL_CLOSED")
    return drawn


FLOWS: tuple[Flow, ...] = (registering, called, dialled, answered_elsewhere, declined, nobody_answers)
