"""Calls as Combiné carries them: its switch, recording included."""

import time
from pathlib import Path
from types import TracebackType

from telephony import MediaSettings, Role, Switch

_ROLES = (Role.CUSTOMER, Role.ADVISER)


class SwitchCarrier:
    """See server.py."""

    def __init__(self, folder: Path, address: str) -> None:
        self._folder = folder
        self._switch = Switch(MediaSettings(connect_seconds=30, ice_addresses=(address,)), lambda event: None)

    async def __aenter__(self) -> "SwitchCarrier":
        await self._switch.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._switch.__aexit__(kind, error, trace)

    async def connect(self, call: str, end: int, offer: str) -> str:
        return await self._switch.connect_line(f"{call}-{_ROLES[end]}", offer)

    async def begin(self, call: str) -> None:
        self._switch.ring(
            call,
            adviser_line=f"{call}-{Role.ADVISER}",
            customer_line=f"{call}-{Role.CUSTOMER}",
            caller=Role.CUSTOMER,
            folder=self._folder / call,
            ring_seconds=30,
        )
        self._switch.answer(call, Role.ADVISER)

    async def end(self, call: str) -> None:
        self._switch.hang_up(call, Role.CUSTOMER)

    def seconds(self) -> float:
        return time.process_time()
