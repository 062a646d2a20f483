"""`make bench ARGS=sipit`: every telephone program with every other, each as adviser and as customer: who hears whom,
and what the recording keeps, as correlation with what was spoken. The table stands in docs/telephony.md.

With `--table` it prints that table. Chromium and Firefox play the browser's part in tests/browser; here it is their
peer in the tests (aiortc). sipp has no voice and sends back what it hears: whoever calls it must hear themselves,
and its channel of the recording is what it heard. PJSIP plays where `pjsua2` is installed by hand: Debian 12 has
none, and no wheel of it has a known maker.
"""

import asyncio
import importlib.util
import itertools
import json
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from telephony import CallConnected, Role
from telephony.sip import CallerId
from tests.integration.simulator.house import free_port
from tests.integration.telephony.peers import Peer
from tests.sip.linphone import a_linphone
from tests.sip.phones import CUSTOMER as SHOWN
from tests.sip.phones import Exchange, an_exchange
from tests.sip.pjsua_phone import a_pjsua_phone
from tests.sip.ports import ACCOUNTS, Wire
from tests.sip.sipp import sipp
from tests.sip.test_linphone import provisioned
from tests.sip.test_registering import signed_in
from tests.sound import Samples, find, speech_like

VOICES = {Role.ADVISER: speech_like(1, 20), Role.CUSTOMER: speech_like(2, 20)}
USERS = {Role.ADVISER: "lea", Role.CUSTOMER: "roy"}
PIECES = [slice(second * 48000, (second + 2) * 48000) for second in (1, 3, 5, 7)]
"""Of what is spoken, the best heard counts: a telephone that is picked up first has begun to speak already."""


@dataclass(frozen=True)
class End:
    """One end of a call: `answer` picks up, `heard` is what it heard, once `over` has been awaited."""

    answer: Callable[[], Awaitable[object]]
    over: Callable[[], Awaitable[object]]
    heard: Callable[[], Samples]
    is_browser: bool = False
    sends_back: bool = False
    """It says what it hears, and nothing of its own."""


async def _nothing() -> None: ...


@asynccontextmanager
async def baresip(exchange: Exchange, role: Role, folder: Path) -> AsyncIterator[End]:
    async with exchange.phone(USERS[role], VOICES[role], answer="auto", folder=f"b-{role}") as phone:
        yield End(_nothing, _nothing, phone.heard)


@asynccontextmanager
async def linphone(exchange: Exchange, role: Role, folder: Path) -> AsyncIterator[End]:
    async with a_linphone(folder / f"l-{role}", provisioned(exchange, USERS[role]), VOICES[role]) as phone:
        await exchange.until(lambda: bool(exchange.board.phones(USERS[role])), "registered", 20)

        async def answer() -> None:
            await phone.until("incoming call", 15)
            await phone.type("answer")

        yield End(answer, lambda: phone.until("ended"), phone.heard)


@asynccontextmanager
async def pjsua(exchange: Exchange, role: Role, folder: Path) -> AsyncIterator[End]:
    async with a_pjsua_phone(folder / f"p-{role}", exchange.port, USERS[role], VOICES[role]) as phone:

        async def answer() -> None:
            await phone.until("incoming")
            await phone.type("answer")

        yield End(answer, phone.quit, phone.heard)


@asynccontextmanager
async def browser(exchange: Exchange, role: Role, folder: Path) -> AsyncIterator[End]:
    peer = await Peer.join(exchange.switch, role.value, VOICES[role])
    yield End(_nothing, _nothing, peer.heard, is_browser=True)
    await peer.leave()


@asynccontextmanager
async def sipp_echo(exchange: Exchange, role: Role, folder: Path) -> AsyncIterator[End]:
    """sipp's stock callee, unchanged, with its own echo of RTP."""
    port, user, own = free_port(), USERS[role], folder / f"s-{role}"
    await asyncio.to_thread(own.mkdir)
    # It cannot register: somebody does it from its port, since a telephone is called where it truly came from.
    _, wire = await asyncio.get_running_loop().create_datagram_endpoint(
        Wire, local_addr=("127.0.0.1", port), remote_addr=("127.0.0.1", exchange.port)
    )
    await signed_in(wire, user, ACCOUNTS[user].password, contact=f"<sip:{user}@127.0.0.1:{port}>")
    wire.close()
    await asyncio.sleep(0)
    answering = asyncio.create_task(sipp("-sn", "uas", "-rtp_echo", "-m", "1", folder=own, port=port))
    yield End(_nothing, lambda: answering, lambda: np.zeros(0, np.float32), sends_back=True)


ENDS: dict[str, Callable[[Exchange, Role, Path], AbstractAsyncContextManager[End]]] = {
    "baresip": baresip,
    "Linphone": linphone,
    "pjsua": pjsua,
    "sipp": sipp_echo,
    "browser": browser,
}


async def call(adviser: str, customer: str, folder: Path) -> tuple[float, ...]:
    """(adviser hears, customer hears, left channel, right channel)."""
    async with (
        an_exchange(folder, trace=False) as exchange,
        ENDS[adviser](exchange, Role.ADVISER, folder) as here,
        ENDS[customer](exchange, Role.CUSTOMER, folder) as there,
    ):
        board, leg = exchange.board, None
        if not there.is_browser:
            picked = asyncio.create_task(board.pick_up(board.phones("roy"), CallerId("600", "Essai"), 15))
            await there.answer()
            leg = await picked
        exchange.ring(Role.CUSTOMER)
        if leg is not None:
            board.summoned_call("c1", Role.CUSTOMER, leg)
        if here.is_browser:
            exchange.switch.answer("c1", Role.ADVISER)
        else:
            board.ring_phones("c1", Role.ADVISER, board.phones("lea"), SHOWN, only_phone=True)
            await here.answer()
        await exchange.told(CallConnected, 15)
        await asyncio.sleep(5)
        exchange.switch.hang_up("c1", Role.CUSTOMER)
        await here.over()
        await there.over()
        _, left, right = await exchange.recording()
        # What each end says: its own voice, or the other's once more.
        says = {
            Role.ADVISER: Role.CUSTOMER if here.sends_back else Role.ADVISER,
            Role.CUSTOMER: Role.ADVISER if there.sends_back else Role.CUSTOMER,
        }
        pairs = (
            (says[Role.CUSTOMER], left if here.sends_back else here.heard()),
            (says[Role.ADVISER], right if there.sends_back else there.heard()),
            (says[Role.ADVISER], left),
            (says[Role.CUSTOMER], right),
        )
        return tuple(max(find(VOICES[role][piece], heard).score for piece in PIECES) for role, heard in pairs)


async def main(as_table: bool) -> None:
    if as_table:
        print("| adviser | customer | adviser hears | customer hears | left | right |\n|---|---|---|---|---|---|")
    here = [name for name in ENDS if name != "pjsua" or importlib.util.find_spec("pjsua2") is not None]
    for adviser, customer in itertools.product(here, here):
        if adviser == customer == "sipp":
            continue  # nobody would say anything
        with tempfile.TemporaryDirectory() as folder:
            try:
                scores = await call(adviser, customer, Path(folder))
            except (AssertionError, TimeoutError, IndexError) as error:
                print(f"{adviser}, {customer}: {str(error).splitlines()[0][:80]}", file=sys.stderr)
                scores = (0.0,) * 4
        if as_table:
            print(f"| {adviser} | {customer} | {' | '.join(f'{score:.2f}' for score in scores)} |", flush=True)
        else:
            how = "least correlation of both ears and both channels"
            row = {"name": f"{adviser} and {customer}", "value": round(min(scores), 2), "unit": "", "how": how}
            print(json.dumps(row), flush=True)


if __name__ == "__main__":
    asyncio.run(main("--table" in sys.argv))
