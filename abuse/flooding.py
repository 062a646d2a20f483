"""`python -m abuse.flooding '{"port":…, "cookie":…, "kind":…, "seconds":…}'`: one candidate's flood.

Bare sockets and ready-made frames: what it costs to send is next to nothing, so that the server is what is measured.
Ends when the time is over; when the server closes the connection it comes back at once, as a determined page would.
"""

import base64
import contextlib
import json
import os
import socket
import struct
import sys
import time
from collections.abc import Callable

CONTINUATION, TEXT, PING = 0x0, 0x1, 0x9


def frame(opcode: int, body: bytes, is_last: bool = True) -> bytes:
    """A masked frame (RFC 6455 §5.2); a mask of zeros leaves the body as it is."""
    first = bytes([opcode | (0x80 if is_last else 0)])
    if len(body) < 126:
        length = bytes([0x80 | len(body)])
    elif len(body) < 65536:
        length = b"\xfe" + struct.pack("!H", len(body))
    else:
        length = b"\xff" + struct.pack("!Q", len(body))
    return first + length + b"\0\0\0\0" + body


def text(**message: object) -> bytes:
    return frame(TEXT, json.dumps(message, ensure_ascii=False).encode())


BODY = "\U0001f600" * 19_000
FLOODS: dict[str, Callable[[int], bytes]] = {
    "typing": lambda n: text(type="chat.typing") * 500,
    "pings": lambda n: text(type="ping", sent_ms=0, last_event=0) * 300,
    "refused": lambda n: text(type="mark.place", id=f"r{n}", text="x" * 99_000),
    "nonsense": lambda n: frame(TEXT, b"[" * 90_000),
    "oversized": lambda n: frame(TEXT, b"x" * 5_000_000),
    "empty": lambda n: frame(TEXT, b"") * 5000,
    "control": lambda n: frame(PING, b"") * 5000,
    "fragments": lambda n: frame(TEXT, b"", is_last=False) + frame(CONTINUATION, b"", is_last=False) * 5000,
    "commands": lambda n: b"".join(text(type="notes.save", id=f"n{n}-{i}", text=f"{n} {i}") for i in range(50)),
    "saves": lambda n: text(type="confirmation.save", id=f"c{n}", medium="mail", subject=f"s{n}", body=BODY),
    "reconnect": lambda n: b"",
}
DEAF = frozenset({"pings-deaf"})


def connect(port: int, cookie: str) -> socket.socket:
    """An open desk: the handshake and its Hello. Raises OSError."""
    one = socket.create_connection(("127.0.0.1", port), timeout=10)
    key = base64.b64encode(os.urandom(16)).decode()
    one.sendall(
        f"GET /api/candidate/live HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: http://127.0.0.1:{port}\r\n"
        f"Cookie: {cookie}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
        f"Sec-WebSocket-Key: {key}\r\n\r\n".encode()
    )
    answer = b""
    while b"\r\n\r\n" not in answer:
        some = one.recv(4096)
        if not some:
            raise ConnectionError("no handshake")
        answer += some
    one.sendall(text(type="hello"))
    return one


def main(port: int, cookie: str, kind: str, seconds: float) -> int:
    """Bytes sent."""
    end, sent, count, reads = time.monotonic() + seconds, 0, 0, kind not in DEAF
    flood = FLOODS[kind.removesuffix("-deaf")]
    while time.monotonic() < end:
        with contextlib.suppress(OSError), connect(port, cookie) as one:
            one.settimeout(0.25)
            while time.monotonic() < end and kind != "reconnect":
                count += 1
                waiting = flood(count)
                while waiting and time.monotonic() < end:
                    with contextlib.suppress(TimeoutError):
                        written = one.send(waiting)
                        waiting, sent = waiting[written:], sent + written
                    if reads:
                        with contextlib.suppress(BlockingIOError):
                            if not one.recv(1 << 20, socket.MSG_DONTWAIT):
                                raise ConnectionError("closed by the server")
    return sent


if __name__ == "__main__":
    print(main(**json.loads(sys.argv[1])))
