"""Linphone without a screen: `linphonec` set up by our provisioning file, with WAV files for microphone and ear.

It knows nothing of the account but the address of that file, as after its scan of the QR code.
"""

import asyncio
import os
import wave
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import numpy as np

from tests.sound import RATE, Samples


class Linphone:
    """A prompt that is typed into and read."""

    def __init__(self, process: asyncio.subprocess.Process, folder: Path) -> None:
        self._process = process
        self._folder = folder
        self._said = ""
        self._changed = asyncio.Condition()

    async def type(self, line: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{line}\n".encode())
        await self._process.stdin.drain()

    async def until(self, words: str, seconds: float = 8) -> None:
        """It has said this, now or before."""
        try:
            async with asyncio.timeout(seconds), self._changed:
                await self._changed.wait_for(lambda: words in self._said)
        except TimeoutError:
            raise AssertionError(f"{words!r}: not within {seconds} s; {self._said}\n{self.log()[-3000:]}") from None

    def heard(self) -> Samples:
        """What its loudspeaker would have played, at 48 kHz: whole once the call is over."""
        data = (self._folder / "ear.wav").read_bytes()
        channels, rate = int.from_bytes(data[22:24], "little"), int.from_bytes(data[24:28], "little")
        samples = np.frombuffer(data[44 : 44 + (len(data) - 44) // 2 * 2], np.int16).astype(np.float32) / 32768
        mono = samples[: len(samples) // channels * channels].reshape(-1, channels).mean(axis=1)
        return np.repeat(mono, RATE // rate).astype(np.float32)

    def log(self) -> str:
        return (self._folder / "log").read_text(errors="replace")

    async def read(self) -> None:
        assert self._process.stdout is not None
        while piece := await self._process.stdout.read(4096):
            async with self._changed:
                self._said += piece.decode(errors="replace")
                self._changed.notify_all()


@asynccontextmanager
async def a_linphone(folder: Path, provisioning: str, voice: Samples) -> AsyncIterator[Linphone]:
    """`provisioning`: the address of its file. It speaks `voice` in its first call."""
    # Without a place for its database it stops before it has begun.
    (folder / ".local/share/linphone").mkdir(parents=True)
    write_voice(folder / "voice.wav", voice)
    (folder / "linphonerc").write_text(
        "[sip]\nsip_port=-1\nsip_tcp_port=-1\nsip_tls_port=-1\nuse_ipv6=0\n"
        "[rtp]\naudio_rtp_port=30000-31998\n"
        f"[misc]\nconfig-uri={provisioning}\n"
    )
    process = await asyncio.create_subprocess_exec(
        "linphonec",
        *("-c", str(folder / "linphonerc"), "-d", "6", "-l", str(folder / "log"), "-S"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        cwd=folder,
        env=_environment(folder),
    )
    phone = Linphone(process, folder)
    reading = asyncio.create_task(phone.read())
    try:
        await phone.type("soundcard use files")
        await phone.type(f"play {folder / 'voice.wav'}")
        await phone.type(f"record {folder / 'ear.wav'}")
        yield phone
        await phone.type("quit")
        async with asyncio.timeout(5):
            await process.wait()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
        reading.cancel()
        await asyncio.gather(reading, return_exceptions=True)


def _environment(folder: Path) -> dict[str, str]:
    """A home of its own, English words, and no sound server that it might find or start."""
    (folder / "pulse.conf").write_text("autospawn = no\ndefault-server = unix:/nowhere\n")
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "PULSE_CLIENTCONFIG": str(folder / "pulse.conf"),
        "LC_ALL": "C.UTF-8",
    }


def write_voice(path: Path, voice: Samples) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes((voice * 32767).astype(np.int16).tobytes())
