"""A machine's sound, made of nothing: a PulseAudio of the test's own, with devices that PortAudio sees through ALSA.

Each device is a null sink. What is played into `micro` is what the microphone hears; what a program plays on
`headset` or `speakers` can be recorded from their monitors.
"""

import asyncio
import os
import shutil
import subprocess
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import numpy as np

from tests.sound import Samples

MICROPHONE, HEADSET, SPEAKERS = "Micro_du_casque", "Casque_virtuel", "Haut_parleurs"
_SINKS = {MICROPHONE: "micro", HEADSET: "headset", SPEAKERS: "speakers"}
_RAW = ("--raw", "--rate=48000", "--channels=1", "--format=s16le")


class SoundServer:
    """`environment`: for programs that are to use it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        self.environment = {
            **os.environ,
            "HOME": str(folder),
            "XDG_RUNTIME_DIR": str(folder),
            "XDG_CONFIG_HOME": str(folder / "config"),
            "PULSE_RUNTIME_PATH": str(folder),
            "PULSE_SERVER": f"unix:{folder}/native",
            # Null sinks wake every two seconds unless somebody is in a hurry; real devices do not wait so.
            "PULSE_LATENCY_MSEC": "40",
            "ALSA_CONFIG_PATH": str(folder / "asound.conf"),
        }

    async def start(self) -> None:
        lines = [f"load-module module-native-protocol-unix auth-anonymous=1 socket={self._folder}/native"]
        lines += [f"load-module module-null-sink sink_name={name} rate=48000 channels=1" for name in _SINKS.values()]
        (self._folder / "default.pa").write_text("\n".join(lines) + "\n")
        devices = [
            f'pcm.{name} {{ type pulse device "{sink}{".monitor" if name == MICROPHONE else ""}" }}'
            for name, sink in _SINKS.items()
        ]
        if not (self._folder / "asound.conf").exists():
            (self._folder / "asound.conf").write_text("\n".join(["</usr/share/alsa/alsa.conf>", *devices]) + "\n")
        command = ["pulseaudio", "-n", "-F", str(self._folder / "default.pa"), "--daemonize=no"]
        command += ["--exit-idle-time=-1", "--use-pid-file=no", "--realtime=no", "--disable-shm=yes"]
        with (self._folder / "log").open("wb") as log:
            self._process = await asyncio.to_thread(
                subprocess.Popen, command, env=self.environment, stdout=log, stderr=log, stdin=subprocess.DEVNULL
            )
        async with asyncio.timeout(10):
            while await self._control("info"):
                assert self._process.poll() is None, (self._folder / "log").read_text()
                await asyncio.sleep(0.05)

    async def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            await asyncio.to_thread(self._process.wait, 5)

    async def come_back_without(self, device: str) -> None:
        """As after an accident on a real machine: the sound stops, then goes on with one device less."""
        await self.stop()
        path = self._folder / "asound.conf"
        kept = [line for line in path.read_text().splitlines() if f"pcm.{device} " not in line]
        path.write_text("\n".join(kept) + "\n")
        (self._folder / "native").unlink(missing_ok=True)
        await self.start()

    @asynccontextmanager
    async def listening(self, device: str) -> AsyncIterator[list[Samples]]:
        """Filled at the end with what came out of this device."""
        heard: list[Samples] = []
        process = await asyncio.create_subprocess_exec(
            "parec", *_RAW, "--latency-msec=20", "-d", f"{_SINKS[device]}.monitor",
            env=self.environment, stdout=asyncio.subprocess.PIPE, limit=1 << 24,
        )  # fmt: skip
        assert process.stdout is not None
        # A recording begins some time after it was asked for.
        data = await asyncio.wait_for(process.stdout.read(960), 10)
        try:
            yield heard
        finally:
            process.terminate()
            data += await process.stdout.read()
            await process.wait()
            heard.append(np.frombuffer(data[: len(data) // 2 * 2], np.int16).astype(np.float32) / 32768)

    @asynccontextmanager
    async def speaking(self, samples: Samples) -> AsyncIterator[None]:
        """Somebody speaks into the microphone meanwhile."""
        process = await asyncio.create_subprocess_exec(
            "pacat", *_RAW, "--latency-msec=200", "-d", _SINKS[MICROPHONE],
            env=self.environment, stdin=asyncio.subprocess.PIPE,
        )  # fmt: skip
        assert process.stdin is not None
        process.stdin.write((samples * 32767).astype(np.int16).tobytes())
        process.stdin.write_eof()
        try:
            yield
        finally:
            if process.returncode is None:
                process.terminate()
            await process.wait()

    async def _control(self, *arguments: str) -> int:
        process = await asyncio.create_subprocess_exec(
            "pactl", *arguments,
            env=self.environment, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
        )  # fmt: skip
        return await process.wait()


@asynccontextmanager
async def a_sound_server() -> AsyncIterator[SoundServer]:
    # A socket's path has 107 characters at most: a test's own folder is often longer.
    folder = Path(tempfile.mkdtemp(prefix="sound-"))
    server = SoundServer(folder)
    try:
        await server.start()
        yield server
    finally:
        await server.stop()
        shutil.rmtree(folder, ignore_errors=True)
