"""The person's sound: microphone, loudspeaker and the device that rings; watched, and replaced when unplugged.

Sound goes both ways through here: `on_frame` gets every 20 ms of the microphone, `source` is asked for each 10 ms
that the loudspeaker plays. Both run on the event loop; devices' threads only ring it.
"""

import asyncio
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

import structlog

from . import devices
from .devices import Device, Direction
from .faults import NoSound, french
from .sound import BLOCK, FRAME, SILENT_DB, Samples, silence
from .streams import LEAST_LATENCY, MOST_LATENCY, Microphone, Speaker, Stream

log = structlog.get_logger(__name__)

WATCH_SECONDS = 0.25
AGAIN_SECONDS = 2.0
"""Between two looks for a device while none works."""

S = TypeVar("S", bound=Stream)

OnFrame = Callable[[int, Samples], None]
"""Position of the frame in samples since the microphone's first, and FRAME samples."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What the person wants, by number or part of a name; "" leaves it to the system."""

    microphone: str = ""
    speaker: str = ""
    ringer: str = ""


@dataclass(slots=True)
class Headset:
    """`async with Headset(choice, on_frame, on_change) as headset`. Raises NoSound when nothing works at first.

    `on_change` is called when a device was replaced or lost; `trouble` then says so, in French.
    """

    choice: Choice
    on_frame: OnFrame
    on_change: Callable[[], None]
    source: Callable[[], Samples] | None = None
    trouble: str = ""
    devices: Sequence[Device] = ()
    microphone: Microphone | None = None
    speaker: Speaker | None = None
    _ringer: Speaker | None = None
    _ring: Iterator[Samples] | None = None
    _half: list[Samples] = field(default_factory=list[Samples])
    _captured: int = 0
    _latency: float = LEAST_LATENCY
    _watcher: asyncio.Task[None] | None = None
    _changing: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def __aenter__(self) -> "Headset":
        self.devices = await asyncio.to_thread(devices.listed)
        try:
            await self._open(self.choice)
        except NoSound:
            await self._close()
            raise
        self._watcher = asyncio.create_task(self._watch(), name="headset-watch")
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._watcher is not None:
            self._watcher.cancel()
            await asyncio.gather(self._watcher, return_exceptions=True)
        await self._close()

    @property
    def is_working(self) -> bool:
        return self.microphone is not None and self.speaker is not None

    @property
    def heard_db(self) -> float:
        """Level of what comes out of the loudspeaker."""
        return self.speaker.level_db if self.speaker is not None else SILENT_DB

    @property
    def spoken_db(self) -> float:
        """Level of what the microphone brings."""
        return self.microphone.level_db if self.microphone is not None else SILENT_DB

    async def choose(self, choice: Choice) -> None:
        """Other devices, at once. Raises NoSound, and keeps the former ones."""
        async with self._changing:
            former = self.choice
            await self._close()
            try:
                await self._open(choice)
            except NoSound:
                await self._open(former)
                raise
            self.choice, self.trouble = choice, ""
        self.on_change()

    async def look_again(self) -> None:
        """Reads the list of devices anew; interrupts the sound for a moment. Raises NoSound."""
        async with self._changing:
            await self._reopen()
        self.on_change()

    async def ring(self, sound: Iterator[Samples]) -> None:
        """Plays on the device that rings until `stop_ringing`; a device that does not open rings in the headset."""
        async with self._changing:
            if self._ringer is not None:
                return
            self._ring = sound
            try:
                device = devices.chosen(self.devices, "speaker", self.choice.ringer or self.choice.speaker)
                self._ringer = await self._opened(Speaker(device, self._latency, self._threadsafe(self._feed_ringer)))
            except NoSound as fault:
                log.warning("ringer_not_opened", why=str(fault))

    async def stop_ringing(self) -> None:
        async with self._changing:
            ringer, self._ringer, self._ring = self._ringer, None, None
            if ringer is not None:
                await asyncio.to_thread(ringer.close)

    # Sound, on the loop.

    def _take(self) -> None:
        microphone = self.microphone
        if microphone is None:
            return
        self._captured += microphone.blocks.forgotten() * BLOCK
        while (block := microphone.blocks.take()) is not None:
            self._half.append(block)
            if len(self._half) * BLOCK == FRAME:
                frame = _joined(self._half)
                self._half.clear()
                self.on_frame(self._captured, frame)
                self._captured += FRAME

    def _feed(self) -> None:
        speaker = self.speaker
        while speaker is not None and len(speaker.blocks) < speaker.ahead:
            block = self.source() if self.source is not None else silence()
            if self._ring is not None and self._ringer is None:
                block = next(self._ring)
            speaker.blocks.put(block)

    def _feed_ringer(self) -> None:
        ringer, ring = self._ringer, self._ring
        while ringer is not None and ring is not None and len(ringer.blocks) < ringer.ahead:
            ringer.blocks.put(next(ring))

    def _threadsafe(self, call: Callable[[], None]) -> Callable[[], None]:
        loop = asyncio.get_running_loop()

        def ring_loop() -> None:
            # The loop may have closed a moment before the device does.
            if not loop.is_closed():
                loop.call_soon_threadsafe(call)

        return ring_loop

    # Devices.

    async def _open(self, choice: Choice) -> None:
        microphone = devices.chosen(self.devices, "microphone", choice.microphone)
        speaker = devices.chosen(self.devices, "speaker", choice.speaker)
        if choice.ringer:
            devices.chosen(self.devices, "speaker", choice.ringer)
        self._half.clear()
        self.microphone = await self._opened(Microphone(microphone, self._latency, self._threadsafe(self._take)))
        self.speaker = await self._opened(Speaker(speaker, self._latency, self._threadsafe(self._feed)))

    @staticmethod
    async def _opened(stream: S) -> S:
        await asyncio.to_thread(stream.open)
        return stream

    async def _close(self) -> None:
        streams = [one for one in (self.microphone, self.speaker, self._ringer) if one is not None]
        self.microphone = self.speaker = self._ringer = None
        for stream in streams:
            await asyncio.to_thread(stream.close)

    async def _reopen(self) -> None:
        """The wanted devices where they are there, else the first of each kind. Raises NoSound."""
        await self._close()
        self.devices = await asyncio.to_thread(devices.read_again)
        wanted = {
            "microphone": self._wanted("microphone", self.choice.microphone),
            "speaker": self._wanted("speaker", self.choice.speaker),
            "ringer": self._wanted("speaker", self.choice.ringer),
        }
        await self._open(replace(self.choice, **wanted))

    def _wanted(self, direction: Direction, name: str) -> str:
        try:
            devices.chosen(self.devices, direction, name)
        except NoSound:
            return ""
        return name

    async def _watch(self) -> None:
        """Notices a device that fell silent, and looks for another."""
        next_look = 0.0
        while True:
            await asyncio.sleep(WATCH_SECONDS)
            lost = [one for one in (self.microphone, self.speaker) if one is not None and not one.is_alive]
            if (self.is_working and not lost) or time.monotonic() < next_look:
                continue
            next_look = time.monotonic() + AGAIN_SECONDS
            async with self._changing:
                await self._replace(lost[0].device.name if lost else "")

    async def _replace(self, lost: str) -> None:
        former = self._names()
        # A device that is there and fell silent could not follow: it gets more time.
        self._latency = min(self._latency * 2, MOST_LATENCY)
        try:
            await self._reopen()
        except NoSound as fault:
            await self._close()
            self.trouble = f"{fault.message} {fault.remedy}"
        else:
            names = self._names()
            self.trouble = ""
            if names != former:
                self._latency = LEAST_LATENCY
                gone = f"Plus de son de « {lost} » : débranché ? " if lost else ""
                self.trouble = french(f"{gone}Utilisés maintenant : micro « {names[0]} », écouteurs « {names[1]} ».")
        log.warning("sound_device_lost", device=lost, works=self.is_working, latency=self._latency)
        self.on_change()

    def _names(self) -> tuple[str, str]:
        microphone, speaker = self.microphone, self.speaker
        return (microphone.device.name if microphone else "", speaker.device.name if speaker else "")


def _joined(blocks: Sequence[Samples]) -> Samples:
    made = silence(FRAME)
    for index, block in enumerate(blocks):
        made[index * BLOCK : (index + 1) * BLOCK] = block
    return made
