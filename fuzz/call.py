"""A recorded call between two telephones, for targets that need one: real dialogs, a real switch, real files."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from telephony import Role
from telephony.sip import IncomingCall, SipLeg, Switchboard
from tests.sip.bare_phone import BarePhone
from tests.sip.phones import Exchange, an_exchange


class Call:
    """`phone` is our end of the adviser's telephone. `again()` hangs up and dials anew."""

    def __init__(self, exchange: Exchange, folder: Path) -> None:
        self._exchange, self._folder = exchange, folder
        self._bare: BarePhone | None = None
        self._count = 0

    @property
    def board(self) -> Switchboard:
        return self._exchange.board

    @property
    def phone(self) -> SipLeg:
        return self._exchange.dialled[-1].leg

    @property
    def folder(self) -> Path:
        return self._folder / f"c{self._count}"

    def answered(self, call: IncomingCall) -> None:
        switch, name = self._exchange.switch, f"c{self._count}"
        switch.ring(
            name,
            adviser_line=f"a{self._count}",
            customer_line=f"b{self._count}",
            caller=Role.ADVISER,
            folder=self.folder,
            ring_seconds=5,
        )
        self.board.dialled_call(name, Role.ADVISER, call)
        switch.answer(name, Role.CUSTOMER)

    async def again(self) -> None:
        await self.end()
        self._count += 1
        self._exchange.events.clear()
        self._exchange.dialled.clear()
        self.board.calls.endpoint.trace.clear()
        self._bare = await BarePhone.at(self._exchange.port)
        await self._bare.dial()
        self._bare.acknowledge()
        async with asyncio.timeout(3):
            while not self.phone.is_connected:
                await asyncio.sleep(0.01)

    async def end(self) -> None:
        if self._bare is None:
            return
        self._bare.close()
        name, switch = f"c{self._count}", self._exchange.switch
        snapshot = switch.call(name)
        if snapshot is not None and snapshot.state != "ended":
            switch.hang_up(name, None)
        async with asyncio.timeout(5):
            while not switch.is_written(name):
                await asyncio.sleep(0.01)
        switch.forget(name)
        await asyncio.to_thread(shutil.rmtree, self.folder, ignore_errors=True)


@asynccontextmanager
async def a_call(folder: Path) -> AsyncIterator[Call]:
    calls: list[Call] = []
    async with an_exchange(folder, on_dial=lambda _, call: calls[0].answered(call), trace=False) as exchange:
        calls.append(Call(exchange, folder))
        await calls[0].again()
        yield calls[0]
        await calls[0].end()
