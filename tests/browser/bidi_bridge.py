"""Debian's Firefox for Playwright: `python bidi_bridge.py FIREFOX arguments…` starts it and passes WebDriver BiDi on.

Playwright drives released Firefoxes through WebDriver BiDi, and asks for a few commands that the ESR does not know
yet (collecting answers' bodies, where downloads go, what a screen and a language look like). None matters to a test
that looks at a page: what this Firefox calls an unknown command is answered as done. With an ESR that knows them (153
and later) the bridge passes everything and may go.
"""

import asyncio
import json
import re
import signal
import sys
from contextlib import suppress

from websockets.asyncio.client import ClientConnection, connect
from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed

READY = re.compile(rb"WebDriver BiDi listening on (ws://\S+)")

MAY_BE_UNKNOWN = ("network.addDataCollector", "browser.setDownloadBehavior", "emulation.set")


async def _pass_on(from_playwright: ServerConnection, firefox: ClientConnection, asked: dict[int, str]) -> None:
    async for text in from_playwright:
        message = json.loads(text)
        asked[message["id"]] = message["method"]
        await firefox.send(text)


async def _pass_back(firefox: ClientConnection, to_playwright: ServerConnection, asked: dict[int, str]) -> None:
    async for text in firefox:
        message = json.loads(text)
        method = asked.pop(message.get("id"), "")
        if message.get("error") == "unknown command" and method.startswith(MAY_BE_UNKNOWN):
            text = json.dumps({"type": "success", "id": message["id"], "result": {}})
        await to_playwright.send(text)


async def main(program: str, *arguments: str) -> int:
    """Ends with Firefox, and Firefox with it."""
    firefox = await asyncio.create_subprocess_exec(program, *arguments, stderr=asyncio.subprocess.PIPE)
    assert firefox.stderr is not None
    for ending in signal.SIGTERM, signal.SIGINT:
        asyncio.get_running_loop().add_signal_handler(ending, firefox.terminate)
    found = None
    while found is None and (line := await firefox.stderr.readline()):
        found = READY.search(line)
    if found is None:
        return await firefox.wait()
    address = found[1].decode() + "/session"

    async def join(playwright: ServerConnection) -> None:
        asked: dict[int, str] = {}
        with suppress(ConnectionClosed):
            async with connect(address, max_size=None, compression=None) as session:
                ways = (_pass_on(playwright, session, asked), _pass_back(session, playwright, asked))
                tasks = [asyncio.create_task(way) for way in ways]
                await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
                for task in tasks:
                    task.cancel()

    async with serve(join, "127.0.0.1", 0, max_size=None, compression=None) as server:
        port = server.sockets[0].getsockname()[1]
        print(f"WebDriver BiDi listening on ws://127.0.0.1:{port}", file=sys.stderr, flush=True)
        while await firefox.stderr.read(65536):
            pass
        return await firefox.wait()


if __name__ == "__main__":
    sys.exit(asyncio.run(main(*sys.argv[1:])))
