"""`python -m bench.media.server switch|relay|janus FOLDER ADDRESS`: carries and records calls, a process of its own.

Told what to do by JSON lines on its standard input, `{"do": …}`; answers each with one line. On uvloop, like uvicorn.
"""

import asyncio
import json
import sys
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any, Protocol

import uvloop

from bench.media.carried_by_janus import JanusCarrier
from bench.media.carried_by_relay import RelayCarrier
from bench.media.carried_by_switch import SwitchCarrier
from bench.media.logs import to_standard_error
from simulator.serving.collecting import Collector


class Carrier(Protocol):
    """What both ways of carrying a call offer. A call has two ends, 0 and 1."""

    async def connect(self, call: str, end: int, offer: str) -> str: ...
    async def begin(self, call: str) -> None: ...
    async def end(self, call: str) -> None: ...

    def seconds(self) -> float:
        """Of processor time that carrying took so far."""
        ...


CARRIERS: dict[str, Callable[[Path, str], AbstractAsyncContextManager[Carrier]]] = {
    "switch": SwitchCarrier,
    "relay": RelayCarrier,
    "janus": JanusCarrier,
}


async def main(kind: str, folder: Path, address: str) -> None:
    asking = asyncio.StreamReader(limit=1_000_000)
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(asking), sys.stdin)
    async with CARRIERS[kind](folder, address) as carrier:
        # Python looks for cycles as often as it does in the product.
        Collector()
        while line := await asking.readline():
            print(json.dumps(await _do(carrier, json.loads(line))), flush=True)


async def _do(carrier: Carrier, asked: dict[str, Any]) -> dict[str, Any]:
    match asked["do"]:
        case "connect":
            return {"answer": await carrier.connect(asked["call"], asked["end"], asked["offer"])}
        case "begin":
            await carrier.begin(asked["call"])
        case "end":
            await carrier.end(asked["call"])
        case "seconds":
            return {"seconds": carrier.seconds()}
        case other:
            raise ValueError(other)
    return {}


if __name__ == "__main__":
    to_standard_error()
    uvloop.run(main(sys.argv[1], Path(sys.argv[2]), sys.argv[3]))
