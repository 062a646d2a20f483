"""From hanging up a five-minute call to its stereo file in the juror's hands, and what the call takes on the disk.

The whole product: the real server, the two desks' WebSockets, real sound for the whole length of the call.
"""

import asyncio
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import av
import uvloop

from bench.lines import Line, line
from bench.media.beat import Beat
from bench.media.caller import Caller
from bench.media.voices import opus_packets
from telephony.carrying.aiortc_internals import offer_only
from tests.integration.simulator.house import Desk, Room, a_room, a_server

CALL_SECONDS = 300.0


@dataclass(frozen=True, slots=True)
class Finished:
    """Seconds and bytes of one call."""

    ready: float
    """From hanging up to the juror's desk saying that the recording is ready."""
    fetched: float
    """From hanging up to the last byte of the stereo file."""
    length: float
    stereo: int
    kept: int
    """All of the call's folder, originals included."""


def run(seconds: float = CALL_SECONDS) -> Iterator[Line]:
    """Takes as long as the call."""
    done = uvloop.run(play(seconds))
    how = f"a call of {done.length:.1f} s, two voices at 32 kbit/s, through the real server and its desks"
    yield line("hang_up_to_ready", done.ready, "s", f"{how}; until the juror's desk shows it as ready", digits=3)
    yield line("hang_up_to_file", done.fetched, "s", f"{how}; until its stereo file is fetched whole", digits=3)
    minutes = done.length / 60
    yield line("stereo_bytes_a_minute", done.stereo / minutes, "bytes", f"{how}; the stereo Ogg Opus", digits=0)
    yield line(
        "kept_bytes_a_minute", done.kept / minutes, "bytes", f"{how}; originals, waveform and report too", digits=0
    )


async def play(seconds: float) -> Finished:
    """One call of this length. Raises when the file is not what was said."""
    offer_only(("127.0.0.1",))
    with tempfile.TemporaryDirectory(prefix="bench-hang-up-") as name:
        folder = Path(name)
        async with a_server(folder) as server:
            room = await a_room(server)
            async with Beat() as beat:
                adviser, customer = await _line(room.candidate, 1), await _line(room.jury, 2)
                beat.add(adviser, customer)
                done = await _call(room, folder, seconds)
            await room.close()
    return done


async def _line(desk: Desk, voice: int) -> Caller:
    caller = Caller(opus_packets(voice, 10))
    ack = await desk.do("line.offer", sdp=await caller.offer())
    await caller.take_answer(ack["sdp"])
    async with asyncio.timeout(30):
        await caller.connected()
    await desk.until(lambda: desk.state["line"]["state"] == "connected", "line connected")
    return caller


async def _call(room: Room, folder: Path, seconds: float) -> Finished:
    run_id = room.seat.runs["inbound"]
    await room.jury.do("exchange.start", run_id=run_id)
    await room.candidate.until(room.candidate.call_is("ringing"), "it rings")
    await room.candidate.do("call.answer")
    await room.jury.until(room.jury.call_is("connected"), "connected")
    await _stay(room, seconds)
    hung_up = time.perf_counter()
    await room.candidate.do("call.hang_up")
    await room.jury.until(lambda: _step(room.jury, run_id)["recording"] == "ready", "recording ready", 60)
    ready = time.perf_counter() - hung_up
    replay = (await room.jury.person.http.get(f"/api/staff/runs/{run_id}/replay")).json()
    (recording,) = replay["recordings"]
    answer = await room.jury.person.http.get(recording["audio_url"])
    fetched = time.perf_counter() - hung_up
    if answer.status_code != 200:
        raise RuntimeError(f"no stereo file: {answer.status_code} {answer.text[:200]}")
    length = await asyncio.to_thread(_stereo_seconds, folder, answer.content)
    if abs(length - seconds) > 1.0:
        raise RuntimeError(f"the call lasted {seconds} s, its file {length} s")
    (audio,) = (folder / "var").rglob("call.ogg")
    kept = sum(path.stat().st_size for path in audio.parent.iterdir())
    return Finished(ready, fetched, length, len(answer.content), kept)


async def _stay(room: Room, seconds: float) -> None:
    """Desks ping as browsers do; a silent one counts as gone."""
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        await asyncio.gather(*(desk.ping() for desk in (room.candidate, room.jury, room.second)))
        await asyncio.sleep(min(left, 5.0))


def _step(desk: Desk, run_id: str) -> dict[str, str]:
    return next(step for step in desk.state["steps"] if step["run_id"] == run_id)


def _stereo_seconds(folder: Path, content: bytes) -> float:
    """How long it sounds when decoded. Raises ValueError when it is not stereo."""
    path = folder / "fetched.ogg"
    path.write_bytes(content)
    with av.open(str(path)) as container:
        frames = [
            (frame.samples / frame.sample_rate, frame.layout.nb_channels) for frame in container.decode(audio=0)
        ]
    if {channels for _, channels in frames} != {2}:
        raise ValueError("not a stereo file")
    return sum(length for length, _ in frames)
