"""A call whose two telephones share no codec: what converting adds to the way, and takes of the processor.

Beside it, in the same run, what the same coders (libopus, FFmpeg's G.722 and G.711) take by themselves for the same
sound, without a call around them: what a peer such as Asterisk, which Debian does not have, would have to do too.
"""

import asyncio
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import av
import numpy as np
import uvloop

from bench.lines import Line, line, median, percentile
from bench.media.telephones import MAPS, LightPhone, TelephonePort, numbers_of
from bench.media.voices import opus_packets
from telephony.carrying.jitter_buffer import Due
from telephony.carrying.transcoding import Transcoder, a_decoder
from telephony.codecs import Codec
from tests.sound import RATE, Samples, find

SETTLES_SECONDS = 2.0
ALLOWED_MS = 30.0
PAIRS = (("opus", "PCMU"), ("opus", "G722"))
VOICE_SECONDS = 10.0


@dataclass
class Way:
    """One direction of one call, as its two ends saw it."""

    codec: Codec
    heard: list[tuple[float, bytes]] = field(default_factory=list[tuple[float, bytes]])

    def arrived(self, at: float, packet: bytes) -> None:
        self.heard.append((at, packet))


def run(calls: int = 10, seconds: float = 8.0, pairs: Sequence[tuple[str, str]] = PAIRS) -> Iterator[Line]:
    for one, other in pairs:
        found = uvloop.run(measure(one, other, calls, seconds))
        how = f"{calls} calls {one}↔{other}, both ways converted and recorded, {seconds:g} s"
        name = f"{one}_{other}".lower()
        for way, (delays, held) in found.ways.items():
            for share in (0.5, 0.95):
                told = 1000 * percentile(delays, share) + held
                which = f"{way.lower()}_p{share * 100:.0f}"
                yield line(
                    f"added_delay_{which}", told, "ms", f"{how}; {held:.1f} ms of it is what the coders hold back"
                )
        yield line(f"call_cpu_{name}", 100 * found.cpu / calls, "% of a core", f"{how}, server process only")
        bare = 100 * (coders_alone(one, other) + coders_alone(other, one))
        yield line(f"coders_alone_{name}", bare, "% of a core", "the same conversion, no call around it", digits=2)
        yield line(f"ratio_to_coders_{name}", 100 * found.cpu / calls / bare, "call / coders alone", how)
        yield line(f"lost_{name}", found.lost, "packets", f"{how}, of {found.sent}")


@dataclass
class Found:
    cpu: float
    ways: dict[str, tuple[list[float], float]]
    """By "FROM_TO": seconds from a packet's sending to its own sound's arrival, and milliseconds held by coders."""
    sent: int
    lost: int


async def measure(one: str, other: str, calls: int, seconds: float) -> Found:
    voices = {name: coded(Codec(name)) for name in (one, other)}
    pairs: list[tuple[LightPhone, LightPhone]] = []
    ways: list[tuple[Way, Way]] = []
    with tempfile.TemporaryDirectory(prefix="bench-transcoding-") as folder:
        async with TelephonePort(Path(folder)) as server:
            try:
                for number in range(calls):
                    to_one, to_other = Way(Codec(one)), Way(Codec(other))
                    ways.append((to_one, to_other))
                    dialled = f"2{number:05d}"
                    first = asyncio.create_task(
                        LightPhone.calling(server.port, dialled, one, voices[one], to_one.arrived)
                    )
                    await asyncio.sleep(0.05)
                    second = await LightPhone.calling(server.port, dialled, other, voices[other], to_other.arrived)
                    pairs.append((await first, second))
                await server.until("connected", calls)
                for pair in pairs:
                    for phone in pair:
                        phone.speak()
                await asyncio.sleep(SETTLES_SECONDS)
                cpu, start = await server.ask("seconds"), time.perf_counter()
                await asyncio.sleep(seconds)
                cpu, passed = await server.ask("seconds") - cpu, time.perf_counter() - start
                sent = [len(phone.sent_at) for pair in pairs for phone in pair]
                await asyncio.sleep(0.5)
                for first_phone, _ in pairs:
                    await first_phone.hang_up()
            finally:
                await asyncio.gather(*(phone.leave() for pair in pairs for phone in pair))
    directions: dict[str, tuple[list[float], float]] = {}
    for source, target, sender in ((other, one, 1), (one, other, 0)):
        delays: list[float] = []
        for phones, to in zip(pairs, ways, strict=True):
            delays += delays_of(phones[sender], to[1 - sender], MAPS[target][2])
        directions[f"{source}_{target}"] = (delays, 1000 * held_back(Codec(source), Codec(target)))
    arrived = sum(min(len(way.heard), count) for way, count in zip(_crossed(ways), sent, strict=True))
    return Found(cpu / passed, directions, sum(sent), max(0, sum(sent) - arrived))


def _crossed(ways: list[tuple[Way, Way]]) -> list[Way]:
    """In the order of who sent them: what the first of a pair says arrives at the second."""
    return [way for to_one, to_other in ways for way in (to_other, to_one)]


def delays_of(sender: LightPhone, way: Way, units: int) -> list[float]:
    """Seconds from the sending of 20 ms of sound to the arrival of the packet that stands for it."""
    if not way.heard:
        raise RuntimeError("nothing was heard")
    began = numbers_of(way.heard[0][1])[1]
    delays: list[float] = []
    for at, packet in way.heard:
        number = ((numbers_of(packet)[1] - began) & 0xFFFFFFFF) // units
        if number < len(sender.sent_at):
            delays.append(at - sender.sent_at[number])
    return delays


@cache
def coded(codec: Codec) -> list[bytes]:
    """A voice in packets of 20 ms."""
    through = Transcoder(Codec.PCMU if codec is Codec.OPUS else Codec.OPUS, codec)
    if codec is Codec.OPUS:
        source, units = coded(Codec.PCMU), 160
    else:
        source, units = opus_packets(1, VOICE_SECONDS), 960
    return [
        made[2]
        for number, payload in enumerate(source)
        for made in through.convert(Due(number, number * units, payload))
    ]


@cache
def held_back(source: Codec, target: Codec) -> float:
    """Seconds by which converted sound lies behind, beyond what decoding its packets alone would show."""
    packets = coded(source)
    converter = Transcoder(source, target)
    units = MAPS[source.value][2]
    made = [
        one[2]
        for number, payload in enumerate(packets)
        for one in converter.convert(Due(number, number * units, payload))
    ]
    before, after = decoded(source, packets), decoded(target, made)
    piece = before[RATE : 4 * RATE]
    return max(0.0, find(piece, after).lag_seconds - find(piece, before).lag_seconds)


def decoded(codec: Codec, packets: list[bytes]) -> Samples:
    """At 48 kHz."""
    decoder, resampler = a_decoder(codec), av.AudioResampler(format="s16", layout="mono", rate=RATE)
    pieces: list[Samples] = []
    for packet in packets:
        for frame in decoder.decode(av.Packet(packet)):
            frame.pts = None
            pieces += [
                np.frombuffer(one.planes[0], np.int16, one.samples) / 32768 for one in resampler.resample(frame)
            ]
    return np.concatenate(pieces).astype(np.float32)


def coders_alone(source: str, target: str) -> float:
    """Share of a core that converting this voice in real time takes, one way; the best of three."""
    packets = coded(Codec(source))
    shares: list[float] = []
    for _ in range(3):
        converter, units = Transcoder(Codec(source), Codec(target)), MAPS[source][2]
        began = time.process_time()
        for number, payload in enumerate(packets):
            converter.convert(Due(number, number * units, payload))
        shares.append((time.process_time() - began) / (len(packets) * 0.02))
    return median(shares)
