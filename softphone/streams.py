"""One open microphone, one open loudspeaker: PortAudio's threads on one side, our loop on the other.

What runs in PortAudio's threads copies a block and rings the loop, nothing else.
"""

import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any

import numpy as np

from .devices import Device, Direction, portaudio
from .faults import NoSound
from .sound import BLOCK, RATE, SILENT_DB, BlockRing, Samples, peak_db, silence

LEAST_LATENCY, MOST_LATENCY = 0.03, 0.24
"""Seconds of the device's own buffer: less crackles on a busy machine, more is heard as delay."""

RING_BLOCKS = 40
"""Blocks that may wait (0.4 s) when our loop is held up."""

FALL_DB = 0.5
"""How much a shown level falls per block, so that an eye can follow it."""

DEAD_SECONDS = 2.0
"""A stream whose thread has not come by for this long is dead: unplugged, or the sound server is gone."""

STARTING_SECONDS = 4.0
"""The same for its first block: sound servers wake sleeping devices slowly."""

LEAST_AHEAD, MOST_AHEAD = 2, 10
"""Blocks kept ready for a loudspeaker: what our loop may be held up, and what a driver asks for at once."""

CALM_BLOCKS = 2000
"""20 s without a gap, then one block less is kept ready."""


class Stream(ABC):
    """What both directions share. `on_block` is called in PortAudio's thread after each block."""

    direction: Direction

    def __init__(self, device: Device, latency: float, on_block: Callable[[], None]) -> None:
        self.device, self.latency = device, latency
        self.blocks = BlockRing(RING_BLOCKS)
        self.level_db = SILENT_DB
        """The loudest of late: falls by 50 dB a second."""
        self._on_block = on_block
        self._dead_at = 0.0
        self._stream: Any = None

    @property
    def is_alive(self) -> bool:
        return self._stream is not None and self._stream.active and time.monotonic() < self._dead_at

    def open(self) -> None:
        """Blocks while the device opens: call it in a thread. Raises NoSound."""
        sd = portaudio()
        channels = self.device.inputs if self.direction == "microphone" else self.device.outputs
        # Some drivers know no mono loudspeaker: both ears then get the same.
        reason: Exception | None = None
        for count in (1, 2) if channels > 1 else (1,):
            try:
                self._stream = self._made(sd, count)
                self._stream.start()
            except sd.PortAudioError as error:
                self.close()
                reason = error
                continue
            self._dead_at = time.monotonic() + STARTING_SECONDS
            return
        raise NoSound(
            f"« {self.device.name} » ne s’ouvre pas ({reason}).",
            "Un autre programme l’utilise peut-être seul ; fermez-le ou choisissez un autre périphérique (P).",
        )

    def close(self) -> None:
        """Any number of times."""
        stream, self._stream = self._stream, None
        if stream is not None:
            stream.close(ignore_errors=True)

    @abstractmethod
    def _made(self, sd: Any, channels: int) -> Any:
        """PortAudio's stream of this direction, not started yet."""

    def _options(self, channels: int) -> dict[str, Any]:
        return {
            "samplerate": RATE,
            "blocksize": BLOCK,
            "device": self.device.number,
            "channels": channels,
            "dtype": "int16",
            "latency": self.latency,
        }

    def _came(self, block: Samples) -> None:
        self._dead_at = time.monotonic() + DEAD_SECONDS
        self.level_db = max(peak_db(block), self.level_db - FALL_DB)
        self._on_block()


class Microphone(Stream):
    direction = "microphone"

    def _made(self, sd: Any, channels: int) -> Any:
        def captured(data: Any, frames: int, when: Any, status: Any) -> None:
            block = np.frombuffer(data, np.int16).reshape(-1, channels)[:, 0].copy()
            self.blocks.put(block)
            self._came(block)

        return sd.RawInputStream(callback=captured, **self._options(channels))


class Speaker(Stream):
    direction = "speaker"

    def __init__(self, device: Device, latency: float, on_block: Callable[[], None]) -> None:
        super().__init__(device, latency, on_block)
        self.starved = 0
        """Blocks of silence played because nothing was there in time."""
        self.ahead = LEAST_AHEAD
        """Blocks to keep ready: more after each gap, fewer again when all is calm."""
        self._calm = 0

    def _made(self, sd: Any, channels: int) -> Any:
        def played(data: Any, frames: int, when: Any, status: Any) -> None:
            block = self.blocks.take()
            self._note(was_there=block is not None)
            block = silence(frames) if block is None else block
            np.frombuffer(data, np.int16).reshape(-1, channels)[:] = block[:, None]
            self._came(block)

        return sd.RawOutputStream(callback=played, **self._options(channels))

    def _note(self, *, was_there: bool) -> None:
        self._calm = self._calm + 1 if was_there else 0
        if not was_there:
            self.starved += 1
            self.ahead = min(self.ahead + 1, MOST_AHEAD)
        elif self._calm == CALM_BLOCKS:
            self._calm = 0
            self.ahead = max(self.ahead - 1, LEAST_AHEAD)
