"""The headset client as a person has it: a process in a terminal of 80 × 24, keys typed and the screen read."""

import asyncio
import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.sip.sound_server import SoundServer

ROOT = Path(__file__).resolve().parents[2]
_DRAWN = re.compile(r"\x1b\[(\d+);1H(.*?)\x1b\[0m\x1b\[K", re.DOTALL)
_STYLE = re.compile(r"\x1b\[[0-9;]*m")


class TypedPhone:
    """`type` keys; `until` words are on the screen."""

    def __init__(self, process: "subprocess.Popen[bytes]", terminal: int) -> None:
        self.process, self._terminal = process, terminal
        self._text = ""
        self._rows: dict[int, str] = {}
        self._changed = asyncio.Event()
        asyncio.get_running_loop().add_reader(terminal, self._read)

    @property
    def screen(self) -> str:
        return "\n".join(self._rows.get(row, "") for row in range(1, 25))

    def type(self, keys: str) -> None:
        os.write(self._terminal, keys.encode())

    async def until(self, words: str, seconds: float = 10) -> str:
        """The screen, once these words are on it."""
        try:
            async with asyncio.timeout(seconds):
                while words not in self.screen:
                    self._changed.clear()
                    await self._changed.wait()
        except TimeoutError:
            raise AssertionError(f"{words}: not within {seconds} s\n{self.screen}\n{self._text[-800:]}") from None
        return self.screen

    async def ended(self, seconds: float = 10) -> int:
        return await asyncio.wait_for(asyncio.to_thread(self.process.wait), seconds)

    def close(self) -> None:
        asyncio.get_running_loop().remove_reader(self._terminal)
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        os.close(self._terminal)

    def _read(self) -> None:
        try:
            self._text += os.read(self._terminal, 65536).decode(errors="replace")
        except OSError:
            # The process has closed its end.
            asyncio.get_running_loop().remove_reader(self._terminal)
            return
        end = 0
        for found in _DRAWN.finditer(self._text):
            self._rows[int(found[1])] = _STYLE.sub("", found[2])
            end = found.end()
        self._text = self._text[end:]
        self._changed.set()


@asynccontextmanager
async def a_typed_phone(sound: SoundServer, *arguments: str) -> AsyncIterator[TypedPhone]:
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    command = [sys.executable, "-m", "softphone", *arguments]
    streams = {"stdin": theirs, "stdout": theirs, "stderr": theirs}
    process = await asyncio.to_thread(
        subprocess.Popen, command, cwd=ROOT, env=sound.environment, start_new_session=True, **streams
    )
    os.close(theirs)
    phone = TypedPhone(process, ours)
    try:
        yield phone
    finally:
        phone.close()


class SpokenPhone:
    """The same line by line (`--plain`)."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self.said: list[str] = []

    def type(self, line: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{line}\n".encode())

    async def until(self, words: str, seconds: float = 10) -> str:
        """The next sentence with these words."""
        assert self.process.stdout is not None
        try:
            async with asyncio.timeout(seconds):
                while True:
                    line = (await self.process.stdout.readline()).decode()
                    self.said.append(line.rstrip("\n"))
                    assert line, self.said
                    if words in line:
                        return line
        except TimeoutError:
            raise AssertionError(f"{words}: not within {seconds} s; {self.said}") from None


@asynccontextmanager
async def a_spoken_phone(sound: SoundServer, *arguments: str) -> AsyncIterator[SpokenPhone]:
    pipe = asyncio.subprocess.PIPE
    command = (sys.executable, "-m", "softphone", "--plain", *arguments)
    process = await asyncio.create_subprocess_exec(
        *command, cwd=ROOT, env=sound.environment, stdin=pipe, stdout=pipe, stderr=asyncio.subprocess.STDOUT
    )
    try:
        yield SpokenPhone(process)
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
