"""Requests that make a server write: long paths, nonsense instead of HTTP, heads without end."""

import asyncio
import contextlib
from functools import partial

from abuse.abuse import Abuse, Seen
from abuse.house import House

COUNT = 2000
MOST_LOG_BYTES = 60_000


def ask(house: House, request: bytes) -> bytes:
    """The answer's first line."""
    with contextlib.suppress(OSError), house.connect() as one:
        one.sendall(request)
        return one.recv(4096).split(b"\r\n")[0]
    return b""


async def flood(house: House, request: bytes, status: str, count: int = COUNT) -> Seen:
    before = house.log_bytes()

    def all_of_them() -> set[str]:
        return {ask(house, request).decode(errors="replace")[9:12] for _ in range(count)}

    found = await asyncio.to_thread(all_of_them)
    written = house.log_bytes() - before
    what = f"{count} times: {', '.join(sorted(found))}; {written / 1000:.1f} kB of log"
    return Seen(what, found == {status} and written < MOST_LOG_BYTES)


def get(path: bytes) -> bytes:
    return b"GET " + path + b" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"


WAYS = {
    "long_path": ("a path of 300 characters", get(b"/" + b"a" * 300), "404"),
    "long_api_path": ("an API path of 3,000", get(b"/api/staff/runs/" + b"a" * 3000), "404"),
    "endless_url": ("an address of 60,000", get(b"/" + b"a" * 60_000), "414"),
    "huge_head": ("a head of 60,000", b"GET / HTTP/1.1\r\nHost: x\r\nX-A: " + b"a" * 60_000 + b"\r\n\r\n", "431"),
    "not_http": ("no HTTP at all", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 bonjour\r\n\r\n", "400"),
}  # fmt: skip

ABUSES = {
    f"log_{name}": Abuse(
        f"{COUNT} × {words}", f"{status}, less than {MOST_LOG_BYTES // 1000} kB of log",
        partial(flood, request=request, status=status),
    )
    for name, (words, request, status) in WAYS.items()
}  # fmt: skip
