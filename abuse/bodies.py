"""Bodies far beyond what any page sends, by somebody who is not signed in."""

import asyncio
import contextlib
import socket

from abuse.abuse import Abuse, Seen
from abuse.house import House, p99, times

MEGABYTES = 400
MOST_MEMORY_MB = 50.0


def send(house: House, head: bytes, piece: bytes, count: int) -> bytes:
    """The first bytes of the answer; empty when there was none."""
    with house.connect() as one:
        one.settimeout(20)
        one.sendall(b"POST /api/candidate/sign-in HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n" + head)
        with contextlib.suppress(OSError):
            for _ in range(count):
                one.sendall(piece)
                with contextlib.suppress(BlockingIOError):
                    if one.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT):
                        break
        answer = b""
        with contextlib.suppress(OSError):
            while some := one.recv(1000):
                answer += some
        return answer


async def refused(house: House, head: bytes, piece: bytes, count: int) -> Seen:
    before = peak = house.memory_mb()
    sending = asyncio.create_task(asyncio.to_thread(send, house, head, piece, count))
    found: list[float] = []
    while not sending.done() or len(found) < 5:
        found += await house.probe(0.1)
        peak = max(peak, house.memory_mb())
    answer = await sending
    status = answer[9:12].decode() or "none"
    has_words = "volumineuse" in answer.decode(errors="replace")
    what = f"answer {status}, {'in words' if has_words else 'no words'}; +{peak - before:.0f} MB; {times(found)}"
    return Seen(what, status == "413" and has_words and peak - before < MOST_MEMORY_MB and p99(found) < 1)


async def announced(house: House) -> Seen:
    return await refused(
        house, f"Content-Length: {MEGABYTES * 1_000_000}\r\n\r\n".encode(), b"x" * 1_000_000, MEGABYTES
    )


async def chunked(house: House) -> Seen:
    piece = b"f4240\r\n" + b"x" * 1_000_000 + b"\r\n"
    return await refused(house, b"Transfer-Encoding: chunked\r\n\r\n", piece, MEGABYTES)


EXPECTED = f"413 in French before it is read, memory + {MOST_MEMORY_MB:.0f} MB at most"
ABUSES = {
    "body_announced": Abuse("a body of 400 MB to the sign-in page", EXPECTED, announced),
    "body_chunked": Abuse("the same in chunks, without a length", EXPECTED, chunked),
}
