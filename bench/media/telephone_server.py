"""`python -m bench.media.telephone_server FOLDER`: our SIP port and switch, recording, in a process of their own.

Tells its port, then answers JSON lines on its standard input: `{"do": "seconds"}`, `"connected"`, `"open"`. Whoever
dials 1… is put through to the registered telephone of roy; 2… meets the next who dials the same number; others are
answered at once by a side that says nothing.
"""

import asyncio
import json
import sys
import time
from pathlib import Path
from typing import Any

import uvloop

from bench.media.logs import to_standard_error
from telephony import CallConnected, CallEnded, MediaSettings, Role, Switch, SwitchEvent
from telephony.sip import CallerId, IncomingCall, SipSettings, Switchboard
from tests.sip.ports import KnownAccounts


class TelephoneServer:
    """Decides about calls as the simulator would, by what was dialled."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.connected = self._count = 0
        self._waiting: dict[str, tuple[str, IncomingCall]] = {}
        self._switch = Switch(MediaSettings(), self._happened)
        settings = SipSettings(port=0, lockout_attempts=1_000_000)
        self._board = Switchboard(self._switch, settings, KnownAccounts(), lambda _: None, self._dialled)

    async def run(self) -> None:
        asking = asyncio.StreamReader()
        loop = asyncio.get_running_loop()
        await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(asking), sys.stdin)
        async with self._switch, self._board:
            print(json.dumps({"port": self._board.calls.endpoint.port}), flush=True)
            while line := await asking.readline():
                print(json.dumps(self._told(json.loads(line)["do"])), flush=True)

    def _told(self, what: str) -> dict[str, Any]:
        return {
            "seconds": {"seconds": time.process_time()},
            "connected": {"connected": self.connected},
            "open": {"open": self._board.calls.open_legs},
        }[what]

    def _dialled(self, call: IncomingCall) -> None:
        first = self._waiting.pop(call.dialled, None)
        if first is not None:
            name, waited = first
            self._ring(name)
            self._board.dialled_call(name, Role.ADVISER, waited)
            self._board.dialled_call(name, Role.CUSTOMER, call)
            self._switch.answer(name, Role.CUSTOMER)
        elif call.dialled.startswith("2"):
            self._count += 1
            self._waiting[call.dialled] = (f"c{self._count}", call)
        else:
            self._count += 1
            name = f"c{self._count}"
            self._ring(name)
            self._board.dialled_call(name, Role.ADVISER, call)
            if call.dialled.startswith("1"):
                shown = CallerId("0612345678", "Hélène Çelik")
                self._board.ring_phones(name, Role.CUSTOMER, self._board.phones("roy"), shown, only_phone=True)
            else:
                self._switch.answer(name, Role.CUSTOMER)

    def _ring(self, name: str) -> None:
        lines = {"adviser_line": f"a-{name}", "customer_line": f"b-{name}"}
        self._switch.ring(name, **lines, caller=Role.ADVISER, folder=self._folder / name, ring_seconds=20)

    def _happened(self, event: SwitchEvent) -> None:
        if isinstance(event, CallConnected):
            self.connected += 1
        elif isinstance(event, CallEnded):
            if event.seconds:
                self.connected -= 1
            # Told while the switch still works on it.
            asyncio.get_running_loop().call_soon(self._switch.forget, event.call_id)


if __name__ == "__main__":
    to_standard_error()
    uvloop.run(TelephoneServer(Path(sys.argv[1])).run())
