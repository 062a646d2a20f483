"""A real telephone: baresip in a process of its own, driven over its control port, playing and keeping WAV files."""

import asyncio
import json
import subprocess
import wave
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from tests.free_ports import free_port
from tests.sound import Samples

SPOKEN_RATE = 48000


class Baresip:
    """`async with Baresip(folder, account_line, voice) as phone`.

    `host`: its address, and where its server is. `authority`: the certificate that it trusts, for TLS.
    """

    def __init__(
        self,
        folder: Path,
        account: str,
        voice: Samples,
        *,
        answer: str = "manual",
        host: str = "127.0.0.1",
        authority: Path | None = None,
    ) -> None:
        self.folder = folder
        self._host, self._authority = host, authority
        self.events: list[dict[str, Any]] = []
        self._account = f"{account};answermode={answer}"
        self._voice = voice
        self._process: subprocess.Popen[bytes] | None = None
        self._writer: asyncio.StreamWriter | None = None
        self._reader: asyncio.Task[None] | None = None
        self._changed = asyncio.Condition()
        self._count = 0

    async def __aenter__(self) -> "Baresip":
        await asyncio.to_thread(self._prepare)
        port = free_port()
        self._write_config(port)
        with (self.folder / "log").open("wb") as log:
            command = ["baresip", "-6" if ":" in self._host else "-4", "-f", str(self.folder)]
            self._process = await asyncio.to_thread(
                subprocess.Popen, command, stdout=log, stderr=log, stdin=subprocess.DEVNULL
            )
        async with asyncio.timeout(10):
            while True:
                try:
                    reader, self._writer = await asyncio.open_connection("127.0.0.1", port)
                    break
                except OSError:
                    assert self._process.poll() is None, self.log()
                    await asyncio.sleep(0.05)
        self._reader = asyncio.create_task(self._read(reader))
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        if self._process is not None and self._process.poll() is None:
            await self.do("quit")
            try:
                await asyncio.to_thread(self._process.wait, 5)
            except subprocess.TimeoutExpired:
                self.kill()
        if self._reader is not None:
            self._reader.cancel()
            await asyncio.gather(self._reader, return_exceptions=True)
        if self._writer is not None:
            self._writer.close()

    def kill(self) -> None:
        """The telephone is unplugged: no goodbye."""
        assert self._process is not None
        self._process.kill()
        self._process.wait()

    async def do(self, command: str, params: str = "") -> None:
        assert self._writer is not None
        self._count += 1
        text = json.dumps({"command": command, "params": params, "token": str(self._count)})
        self._writer.write(f"{len(text.encode())}:{text},".encode())
        await self._writer.drain()

    async def until(self, kind: str, seconds: float = 10, since: int = 0) -> dict[str, Any]:
        """The first event of this type after `since` events, waited for."""
        return await self.until_one(lambda event: event.get("type") == kind, kind, seconds, since)

    async def until_one(
        self, holds: Callable[[dict[str, Any]], bool], what: str, seconds: float = 10, since: int = 0
    ) -> dict[str, Any]:
        try:
            async with asyncio.timeout(seconds), self._changed:
                await self._changed.wait_for(lambda: any(holds(event) for event in self.events[since:]))
        except TimeoutError:
            kinds = [event.get("type") for event in self.events]
            raise AssertionError(f"{what}: not within {seconds} s; {kinds}; {self.log()[-1500:]}") from None
        return next(event for event in self.events[since:] if holds(event))

    async def until_logged(self, words: str, seconds: float = 10) -> None:
        """What it said before its control port was open is only in its log."""
        try:
            async with asyncio.timeout(seconds):
                while words not in self.log():
                    await asyncio.sleep(0.02)
        except TimeoutError:
            raise AssertionError(f"{words}: not within {seconds} s; {self.log()[-1500:]}") from None

    def heard(self) -> Samples:
        """What came out of its loudspeaker in its last call, at 48 kHz."""
        files = sorted(self.folder.glob("dump-*-dec.wav"), key=lambda path: path.stat().st_mtime)
        assert files, self.log()
        return _read_wav(files[-1])

    def log(self) -> str:
        return (self.folder / "log").read_text(errors="replace")

    def _prepare(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        with wave.open(str(self.folder / "voice.wav"), "wb") as file:
            # Opus is always called stereo in SDP: baresip refuses to play anything else into it.
            file.setnchannels(2)
            file.setsampwidth(2)
            file.setframerate(SPOKEN_RATE)
            file.writeframes(np.repeat((self._voice * 32767).astype(np.int16), 2).tobytes())

    def _write_config(self, port: int) -> None:
        modules = ("g711", "g722", "opus", "aufile", "sndfile", "srtp", "uuid", "account", "menu", "ctrl_tcp")
        listened = f"[{self._host}]" if ":" in self._host else self._host
        lines = [
            f"sip_listen {listened}:0",
            f"net_interface {self._host}",
            *([f"sip_cafile {self._authority}"] if self._authority is not None else []),
            "rtp_ports 20000-29998",
            f"ctrl_tcp_listen 127.0.0.1:{port}",
            "audio_player aufile,/dev/null",
            f"audio_source aufile,{self.folder / 'voice.wav'}",
            "audio_alert aufile,/dev/null",
            "ausrc_srate 48000",
            "ausrc_channels 2",
            "opus_bitrate 32000",
            f"snd_path {self.folder}",
            "module_path /usr/lib/baresip/modules",
            *(f"module {name}.so" for name in modules if name not in ("account", "menu", "ctrl_tcp")),
            *(f"module_app {name}.so" for name in ("account", "menu", "ctrl_tcp")),
        ]
        (self.folder / "config").write_text("\n".join(lines) + "\n")
        (self.folder / "accounts").write_text(self._account + "\n")
        (self.folder / "contacts").write_text("")

    async def _read(self, reader: asyncio.StreamReader) -> None:
        """Netstrings of JSON: events and answers."""
        try:
            while True:
                length = int((await reader.readuntil(b":"))[:-1])
                message = json.loads(await reader.readexactly(length))
                await reader.readexactly(1)
                async with self._changed:
                    self.events.append(message)
                    self._changed.notify_all()
        except (asyncio.IncompleteReadError, OSError):
            return


def _read_wav(path: Path) -> Samples:
    data = path.read_bytes()
    channels = int.from_bytes(data[22:24], "little")
    rate = int.from_bytes(data[24:28], "little")
    # A file still open says it holds nothing: the samples are taken from where they begin.
    samples = np.frombuffer(data[44 : 44 + (len(data) - 44) // 2 * 2], np.int16).astype(np.float32) / 32768
    mono = samples[: len(samples) // channels * channels].reshape(-1, channels).mean(axis=1)
    return np.repeat(mono, SPOKEN_RATE // rate).astype(np.float32)


def account_line(
    user: str,
    password: str,
    port: int,
    *,
    transport: str = "udp",
    expires: int = 60,
    more: str = "",
    host: str = "127.0.0.1",
) -> str:
    return (
        f'"{user}" <sip:{user}@{host}:{port};transport={transport}>'
        f";auth_user={user};auth_pass={password};regint={expires}{more}"
    )
