"""A telephone on PJSIP (pjsua2), in a process of its own: WAV files for microphone and ear."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import BinaryIO

import numpy as np

from tests.sip.linphone import write_voice
from tests.sip.ports import ACCOUNTS
from tests.sound import RATE, Samples


class PjsuaPhone:
    def __init__(self, process: asyncio.subprocess.Process, ear: Path) -> None:
        self._process, self._ear = process, ear

    async def type(self, line: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{line}\n".encode())
        await self._process.stdin.drain()

    async def until(self, words: str, seconds: float = 15) -> str:
        assert self._process.stdout is not None
        async with asyncio.timeout(seconds):
            while line := (await self._process.stdout.readline()).decode():
                if words in line:
                    return line
        raise AssertionError(f"it ended before it said {words!r}")

    async def quit(self) -> None:
        """What it heard is whole after it."""
        await self.type("quit")
        await asyncio.wait_for(self._process.wait(), 10)

    def heard(self) -> Samples:
        data = self._ear.read_bytes()
        rate = int.from_bytes(data[24:28], "little")
        samples = np.frombuffer(data[44 : 44 + (len(data) - 44) // 2 * 2], np.int16).astype(np.float32) / 32768
        return np.repeat(samples, RATE // rate).astype(np.float32)


@asynccontextmanager
async def a_pjsua_phone(folder: Path, port: int, user: str, voice: Samples) -> AsyncIterator[PjsuaPhone]:
    """Registered at our port."""
    ear, log = await asyncio.to_thread(_ready, folder, voice)
    pipe = asyncio.subprocess.PIPE
    account = ["127.0.0.1", str(port), user, ACCOUNTS[user].password]
    command = [sys.executable, "-m", "tests.sip.pjsua_program", *account, str(folder / "voice.wav"), str(ear)]
    process = await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe, stderr=log)
    phone = PjsuaPhone(process, ear)
    try:
        await phone.until("registered 200")
        yield phone
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
        log.close()


def _ready(folder: Path, voice: Samples) -> tuple[Path, BinaryIO]:
    folder.mkdir(parents=True)
    write_voice(folder / "voice.wav", voice)
    return folder / "ear.wav", (folder / "log").open("wb")
