"""What somebody hears at the end of a path: packets played from a buffer of fixed depth, what is missing left silent.

Nothing is concealed here: what fills a hole must have been sent by us.
"""

import itertools
from dataclasses import dataclass, field

import av
import numpy as np

from telephony.carrying.transcoding import a_decoder
from telephony.codecs import Codec
from tests.sound import RATE, Samples

BUFFER_SECONDS = 0.12
"""How late a packet may be and still be heard: what browsers and telephones keep when the network is poor."""


@dataclass
class Ear:
    """Packets as they arrive; `heard()` is what was heard of them, from the first on."""

    codec: Codec = Codec.OPUS
    packets: list[tuple[float, int, int, bytes]] = field(default_factory=list[tuple[float, int, int, bytes]])

    def take(self, arrived: float, sequence: int, timestamp: int, payload: bytes) -> None:
        self.packets.append((arrived, sequence, timestamp, payload))

    def forget(self) -> None:
        self.packets.clear()

    @property
    def out_of_order(self) -> int:
        """Packets that came after one that was sent later."""
        return sum(
            0 < ((before[1] - after[1]) & 0xFFFF) < 0x8000 for before, after in itertools.pairwise(self.packets)
        )

    def heard(self, buffer_seconds: float = BUFFER_SECONDS) -> Samples:
        """Mono at 48 kHz."""
        if not self.packets:
            return np.zeros(0, np.float32)
        first = self.packets[0][2]
        clock = self.codec.clock
        places = [((packet[2] - first + 2**31) % 2**32 - 2**31) / clock for packet in self.packets]
        begin = min(places)
        # The buffer is measured from what came fastest lately: a path that became longer is followed within a second.
        in_time: dict[float, bytes] = {}
        recent: list[tuple[float, float]] = []
        for packet, place in zip(self.packets, places, strict=True):
            recent = [(at, delay) for at, delay in recent if packet[0] - at < 1.0]
            recent.append((packet[0], packet[0] - place))
            if packet[0] - place <= min(delay for _, delay in recent) + buffer_seconds:
                in_time.setdefault(place - begin, packet[3])
        return self._decoded(in_time)

    def _decoded(self, in_time: dict[float, bytes]) -> Samples:
        out = np.zeros(round((max(in_time) + 0.2) * RATE), np.float32)
        decoder = a_decoder(self.codec)
        reached = 0
        for place, payload in sorted(in_time.items()):
            start = max(round(place * RATE), reached)
            for frame in decoder.decode(av.Packet(payload)):
                samples = frame.to_ndarray().reshape(-1).astype(np.float32)
                samples = samples / 32768 if frame.format.name.startswith("s16") else samples
                samples = np.repeat(samples, RATE // self.codec.rate)
                out[start : start + len(samples)] = samples[: max(0, len(out) - start)]
                start += len(samples)
            reached = start
        return out[:reached]


def holes(sound: Samples, spoken: Samples, lag_seconds: float) -> float:
    """Seconds in which something was said and nothing at all is heard, in pieces of 5 ms."""
    lag = round(lag_seconds * RATE)
    piece = RATE // 200
    missing = 0
    for start in range(max(0, -lag), min(len(spoken), len(sound) - lag) - piece, piece):
        said, heard = spoken[start : start + piece], sound[start + lag : start + lag + piece]
        if np.abs(said).max() > 0.02 and np.abs(heard).max() < 0.0008:
            missing += 1
    return missing * 0.005
