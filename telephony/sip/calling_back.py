"""A telephone on TCP whose connection is gone: one of ours to the Contact that it gave (RFC 3261 §18.1.1).

Its connection breaks (Wi-Fi, a switch that restarts) long before it registers again; many listen on TCP meanwhile.
One that does not is no longer registered, as before. Only the address that it registered from is called, never
another that its Contact names: an account must not make the server knock at strangers' doors.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from ipaddress import ip_address

import structlog

from .addresses import Address
from .registrar import Binding, Registrar
from .wire import Flow

log = structlog.get_logger(__name__)

AGAIN_AFTER_SECONDS = 30.0
"""A telephone that closes what we opened sooner than this does not want it."""


def way_back(binding: Binding) -> Flow | None:
    """Where a connection of ours would find this telephone; None where its Contact names no such place."""
    if binding.flow.transport != "TCP":
        return None
    try:
        uri = Address(binding.contact).parsed
        host, here = ip_address(uri.host.strip("[]")), ip_address(binding.flow.host)
    except ValueError:
        return None
    asks_tcp = uri.scheme == "sip" and (uri.params.get("transport") or "").lower() == "tcp"
    return Flow("TCP", str(here), uri.port or 5060) if asks_tcp and host == here else None


class CallingBack:
    """`look` now and then; `close` ends what is being tried. `connect(host, port)`: raises OSError, TimeoutError."""

    def __init__(
        self,
        registrar: Registrar,
        has: Callable[[Flow], bool],
        connect: Callable[[str, int], Awaitable[Flow]],
    ) -> None:
        self._registrar, self._has, self._connect = registrar, has, connect
        self._trying: dict[tuple[str, str], asyncio.Task[None]] = {}
        self._opened_at: dict[Flow, float] = {}

    def look(self) -> None:
        """Telephones whose connection is gone are called back, or forgotten."""
        now = time.monotonic()
        self._opened_at = {flow: at for flow, at in self._opened_at.items() if now - at < AGAIN_AFTER_SECONDS}
        for account in self._registrar.accounts():
            for one in self._registrar.phones(account):
                if not self._has(one.flow) and (account, one.contact) not in self._trying:
                    self._lost(account, one)

    def _lost(self, account: str, binding: Binding) -> None:
        towards = way_back(binding)
        if towards is None or towards in self._opened_at:
            self._registrar.drop_flow(account, binding.flow)
            return
        key = (account, binding.contact)
        self._trying[key] = asyncio.create_task(self._try(account, binding, towards), name="sip-calling-back")
        self._trying[key].add_done_callback(lambda _: self._trying.pop(key, None))

    async def _try(self, account: str, binding: Binding, towards: Flow) -> None:
        self._opened_at[towards] = time.monotonic()
        try:
            found = await self._connect(towards.host, towards.port)
        except (OSError, TimeoutError) as error:
            log.info("sip_not_called_back", account=account, host=towards.host, why=type(error).__name__)
            self._registrar.drop_flow(account, binding.flow)
            return
        log.info("sip_called_back", account=account, host=towards.host, port=towards.port)
        self._registrar.moved(account, binding, found)

    async def close(self) -> None:
        tasks = list(self._trying.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
