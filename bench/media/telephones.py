"""What calls our SIP port in benchmarks: light telephones that time each packet, and the server's own process."""

import asyncio
import json
import random
import re
import struct
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any

from bench.media.cores import apart
from tests.sip.bare_phone import BarePhone

ROOT = Path(__file__).resolve().parents[2]
PACKET_SECONDS = 0.02
_HEADER = struct.Struct("!BBHII")
MAPS = {"opus": (111, "opus/48000/2", 960), "G722": (9, "G722/8000", 160), "PCMU": (0, "PCMU/8000", 160)}
"""By codec: payload type, rtpmap and timestamp units of 20 ms."""

OnSound = Callable[[float, bytes], None]
"""Arrival (perf_counter) and the RTP packet."""


class TelephonePort:
    """`async with TelephonePort(folder) as server`: recordings go to `folder`."""

    port = 0

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process: asyncio.subprocess.Process | None = None

    async def __aenter__(self) -> "TelephonePort":
        command = [sys.executable, "-m", "bench.media.telephone_server", str(self._folder)]
        pipe = subprocess.PIPE
        self._process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdin=pipe, stdout=pipe)
        self._apart = apart(self._process.pid)
        self._apart.__enter__()
        self.port = int((await self._line())["port"])
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._process is not None
        assert self._process.stdin is not None
        self._apart.__exit__(kind, error, trace)
        self._process.stdin.close()
        try:
            await asyncio.wait_for(self._process.wait(), 20)
        except TimeoutError:
            self._process.kill()
            await self._process.wait()

    async def ask(self, what: str) -> float:
        """ "seconds" of processor time so far, calls "connected", legs "open"."""
        assert self._process is not None
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"do": what}).encode() + b"\n")
        return float((await self._line())[what])

    async def until(self, what: str, value: float, seconds: float = 30) -> None:
        async with asyncio.timeout(seconds):
            while await self.ask(what) != value:  # noqa: ASYNC110 - it is another process that we ask
                await asyncio.sleep(0.05)

    async def _line(self) -> dict[str, Any]:
        assert self._process is not None
        assert self._process.stdout is not None
        line = await asyncio.wait_for(self._process.stdout.readline(), 60)
        if not line:
            raise RuntimeError("the server of these telephones has ended")
        return json.loads(line)


class LightPhone(asyncio.DatagramProtocol):
    """One telephone in a call: sends ready packets on an even beat, tells those that arrive."""

    def __init__(self, phone: BarePhone, codec: str, voice: list[bytes], on_sound: OnSound) -> None:
        self._phone, self._codec, self._voice, self._on_sound = phone, codec, voice, on_sound
        self.sent_at: list[float] = []
        self._ssrc = random.getrandbits(32)
        self._sending: asyncio.Task[None] | None = None
        self._transport: asyncio.DatagramTransport | None = None

    @classmethod
    async def calling(cls, port: int, number: str, codec: str, voice: list[bytes], on_sound: OnSound) -> "LightPhone":
        phone = await BarePhone.at(port)
        phone.number = number
        made = cls(phone, codec, voice, on_sound)
        kind, name, _ = MAPS[codec]
        body = phone.sdp(codecs=str(kind)).replace("a=sendrecv", f"a=rtpmap:{kind} {name}\r\na=sendrecv")
        await phone.dial(body=body)
        phone.acknowledge()
        phone.rtp.setblocking(False)
        loop = asyncio.get_running_loop()
        made._transport, _ = await loop.create_datagram_endpoint(lambda: made, sock=phone.rtp)
        return made

    def speak(self) -> None:
        found = re.search(r"m=audio (\d+)", self._phone.answer)
        assert found
        self._sending = asyncio.create_task(self._speak(("127.0.0.1", int(found[1]))))

    async def hang_up(self) -> None:
        await self._phone.ask("BYE")

    async def leave(self) -> None:
        if self._sending is not None:
            self._sending.cancel()
            await asyncio.gather(self._sending, return_exceptions=True)
        if self._transport is not None:
            self._transport.close()
        self._phone.close()

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        if len(data) > _HEADER.size and not 64 <= data[1] & 0x7F <= 95:
            self._on_sound(time.perf_counter(), data)

    async def _speak(self, to: tuple[str, int]) -> None:
        kind, _, units = MAPS[self._codec]
        beat = time.perf_counter() + random.uniform(0, PACKET_SECONDS)
        while self._transport is not None:
            await asyncio.sleep(max(0.0, beat - time.perf_counter()))
            beat += PACKET_SECONDS
            number = len(self.sent_at)
            head = _HEADER.pack(0x80, kind, number & 0xFFFF, (number * units) & 0xFFFFFFFF, self._ssrc)
            self.sent_at.append(time.perf_counter())
            self._transport.sendto(head + self._voice[number % len(self._voice)], to)


def numbers_of(packet: bytes) -> tuple[int, int]:
    """Sequence number and timestamp."""
    _, _, sequence, timestamp, _ = _HEADER.unpack_from(packet)
    return sequence, timestamp
