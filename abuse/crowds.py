"""Connections that are held and do nothing, or nearly, by somebody who is not signed in, under Debian's limit of
1,024 descriptors."""

import asyncio
import contextlib
import socket
from collections.abc import Callable
from functools import partial
from pathlib import Path

import httpx

from abuse.abuse import Abuse, Seen
from abuse.house import House

HELD = 1100
ANSWER_SECONDS = 5.0
SETTLE_SECONDS = 2.0
"""For what a machine needs to take a thousand connections at all."""


def silent(one: socket.socket) -> None:
    """Nothing at all."""


def half_a_head(one: socket.socket) -> None:
    one.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nX-A")


def half_a_body(one: socket.socket) -> None:
    one.sendall(b"POST /api/candidate/sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 2000\r\n\r\n{")


def kept_alive(one: socket.socket) -> None:
    one.sendall(b"GET /api/public/info HTTP/1.1\r\nHost: x\r\n\r\n")


def turned_away(one: socket.socket) -> None:
    """A WebSocket that is refused and never says goodbye."""
    one.sendall(
        b"GET /api/candidate/live HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
    )


async def hold(house: House, do: Callable[[socket.socket], None]) -> Seen:
    """A new page opens, the desks go on, and the files that a call needs can still be opened."""
    held: list[socket.socket] = []
    try:
        for number in range(HELD):
            with contextlib.suppress(OSError):
                one = house.connect()
                held.append(one)
                do(one)
            if number % 50 == 0:
                await asyncio.sleep(0)
        await asyncio.sleep(SETTLE_SECONDS)
        status = await page(house)
        desk = max(await house.probe(1.0))
        left = descriptors_left(house)
    finally:
        for one in held:
            one.close()
    what = f"{len(held)} held; new page {status}; open desk {1000 * desk:.0f} ms at most; {left} descriptors left"
    return Seen(what, status == "200" and desk < ANSWER_SECONDS and left >= 200)


async def page(house: House) -> str:
    """What somebody gets who comes now."""
    try:
        async with httpx.AsyncClient(timeout=ANSWER_SECONDS) as client:
            return str((await client.get(f"{house.server.address}/api/public/health")).status_code)
    except httpx.HTTPError as error:
        return type(error).__name__


def descriptors_left(house: House) -> int:
    """Of the server's own limit."""
    assert house.server.process is not None
    process = Path(f"/proc/{house.server.process.pid}")
    limits = (process / "limits").read_text().splitlines()
    soft = int(next(line for line in limits if line.startswith("Max open files")).split()[3])
    return soft - len([*(process / "fd").iterdir()])


WAYS: dict[str, tuple[str, Callable[[socket.socket], None]]] = {
    "silent": ("silent connections", silent),
    "half_a_head": ("requests whose head never ends", half_a_head),
    "half_a_body": ("requests whose body never ends", half_a_body),
    "kept_alive": ("connections kept after their answer", kept_alive),
    "turned_away": ("WebSockets that stay after being refused", turned_away),
}

ABUSES = {
    f"crowd_{name}": Abuse(
        f"{HELD} {words}, limit of 1,024 descriptors",
        "a new page opens, desks go on, 200 descriptors left",
        partial(hold, do=do),
        soft_limit=1024,
    )
    for name, (words, do) in WAYS.items()
}
