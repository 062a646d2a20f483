"""Recorded calls between telephones with G.711: sipp speaks and echoes, light telephones among them time each packet.

Then set-ups: sipp dials with a password, is answered, hangs up, as fast as we let it.
"""

import asyncio
import csv
import itertools
import socket
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import uvloop

from bench.lines import Line, line, median, percentile
from bench.media.telephones import LightPhone, TelephonePort, numbers_of
from telephony.recording import rtpdump
from tests.sip.ports import ACCOUNTS, Wire, authorization, register
from tests.sip.sipp import PROGRESS, dialled, recv, send, sipp

SETTLES_SECONDS = 2.0
RATE = 20
"""New calls a second while the load is built up."""
TIMED_CALLS = 2
"""Calls of light telephones among those of sipp."""
CODEC, FRAME_BYTES = "PCMU", 160


def run(
    counts: Sequence[int] = (40, 100), seconds: float = 6.0, set_ups: int = 300, at_once: int = 20
) -> Iterator[Line]:
    for calls in counts:
        found = uvloop.run(under_load(calls, seconds))
        how = (
            f"{calls} recorded calls sipp→server→sipp with G.711 and its echo, {TIMED_CALLS} timed ones among them, "
            f"{seconds:g} s, server on one core"
        )
        yield line(
            f"sip_call_cpu_at_{calls}", 100 * found.cpu / calls, "% of a core", f"{how}, server process only", 3
        )
        for share in (0.5, 0.95):
            late = 1000 * (percentile(found.delays, share) - percentile(found.direct, share))
            yield line(f"sip_added_delay_p{share * 100:.0f}_at_{calls}", late, "ms", f"{how}, beyond the direct way")
        yield line(f"sip_lost_at_{calls}", found.lost, "packets", f"{how}, gaps in the recordings, of {found.kept}")
    rate, answers = uvloop.run(setting_up(set_ups, at_once))
    how = f"{set_ups} calls by sipp over UDP, {at_once} at once: INVITE, digest, 200, ACK, BYE; each recorded"
    yield line("set_ups_a_second", rate, "calls/s", how)
    yield line("answer_p50", median(answers), "ms", f"{how}; from the INVITE with its password to the 200")
    yield line("answer_p95", percentile(answers, 0.95), "ms", f"{how}; from the INVITE with its password to the 200")


@dataclass
class Load:
    cpu: float
    delays: list[float]
    direct: list[float]
    kept: int
    lost: int


async def under_load(calls: int, seconds: float) -> Load:
    """Raises RuntimeError when sipp complains."""
    delays: list[float] = []
    by_sipp = calls - TIMED_CALLS
    lasts = by_sipp / RATE + SETTLES_SECONDS + seconds + 3
    with tempfile.TemporaryDirectory(prefix="bench-telephones-") as name:
        folder = Path(name)
        (folder / "voice.ul").write_bytes(bytes(range(256)) * 400)
        direct = await directly(min(seconds, 2.0))
        async with TelephonePort(folder / "kept") as server, asyncio.TaskGroup() as running:
            echoing = running.create_task(_answering(server.port, by_sipp, folder)) if by_sipp else None
            await asyncio.sleep(0.5)
            speaking = running.create_task(_speaking(server.port, by_sipp, lasts, folder)) if by_sipp else None
            timed = [await _timed(server.port, number, delays) for number in range(TIMED_CALLS)]
            await server.until("connected", calls, lasts)
            for phone in (phone for pair in timed for phone in pair):
                phone.speak()
            await asyncio.sleep(SETTLES_SECONDS)
            delays.clear()
            cpu, began = await server.ask("seconds"), time.perf_counter()
            await asyncio.sleep(seconds)
            cpu, passed = await server.ask("seconds") - cpu, time.perf_counter() - began
            heard = list(delays)
            for pair in timed:
                await pair[0].hang_up()
                await asyncio.gather(*(phone.leave() for phone in pair))
            for task in (speaking, echoing):
                if task is not None:
                    code, said = await task
                    if code:
                        raise RuntimeError(f"sipp: {said[-1500:]}")
            await server.until("connected", 0)
        kept, lost = await asyncio.to_thread(_kept, folder / "kept")
    return Load(cpu / passed, heard, direct, kept, lost)


async def _speaking(port: int, calls: int, lasts: float, folder: Path) -> tuple[int, str]:
    """sipp dials so many telephones of roy, and each speaks."""
    scenario = [
        *[step.replace("[media_port]", "[rtpstream_audio_port]") for step in dialled()],
        *PROGRESS,
        recv(200, rrs="true"),
        send("ACK", 2),
        '<nop><action><exec rtp_stream="voice.ul,-1,0"/></action></nop>',
        "<pause/>",
        send("BYE", 3),
        recv(200),
    ]
    arguments = ["-s", "1", "-au", "lea", "-ap", ACCOUNTS["lea"].password, "-m", str(calls), "-l", str(calls)]
    arguments += ["-r", str(RATE), "-d", str(int(lasts * 1000))]
    return await sipp(*arguments, f"127.0.0.1:{port}", folder=folder, scenario=scenario, seconds=int(lasts) + 60)


async def _answering(port: int, calls: int, folder: Path) -> tuple[int, str]:
    """sipp's stock telephone at roy's number, which sends back what it hears."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        own = probe.getsockname()[1]
    await _register(port, own)
    arguments = ["-sn", "uas", "-rtp_echo", "-m", str(calls)]
    return await sipp(*arguments, f"127.0.0.1:{port}", folder=folder, port=own, seconds=180)


async def _register(port: int, own: int) -> None:
    """From the very port where sipp will listen."""
    loop = asyncio.get_running_loop()
    there, here = ("127.0.0.1", port), ("127.0.0.1", own)
    _, wire = await loop.create_datagram_endpoint(Wire, local_addr=here, remote_addr=there)
    try:
        asked = await wire.ask(register("roy", own, 1, expires=600))
        proof = authorization(asked, "roy", ACCOUNTS["roy"].password)
        told = await wire.ask(register("roy", own, 2, more=proof, expires=600))
        if not told.startswith("SIP/2.0 200"):
            raise RuntimeError(told)
    finally:
        wire.close()


async def _timed(port: int, number: int, delays: list[float]) -> tuple[LightPhone, LightPhone]:
    """Two light telephones in one call."""
    heads = [bytes((number, end)) for end in (0, 1)]
    voices = [[head + index.to_bytes(4, "big") * 40 for index in range(2000)] for head in heads]
    voices = [[packet[:FRAME_BYTES] for packet in voice] for voice in voices]
    pair: list[LightPhone] = []

    def heard_by(end: int):
        def heard(at: float, packet: bytes) -> None:
            index = int.from_bytes(packet[14:18], "big")
            other = pair[1 - end] if len(pair) == 2 else None
            if other is not None and packet[12:14] == heads[1 - end] and index < len(other.sent_at):
                delays.append(at - other.sent_at[index])

        return heard

    dialled_number = f"2{number:04d}"
    first = asyncio.create_task(LightPhone.calling(port, dialled_number, CODEC, voices[0], heard_by(0)))
    await asyncio.sleep(0.1)
    second = await LightPhone.calling(port, dialled_number, CODEC, voices[1], heard_by(1))
    pair += [await first, second]
    return pair[0], pair[1]


async def directly(seconds: float) -> list[float]:
    """The same packets from socket to socket of this process, nothing between."""
    loop = asyncio.get_running_loop()
    delays: list[float] = []

    class Ear(asyncio.DatagramProtocol):
        def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
            delays.append(time.perf_counter() - sent_at[numbers_of(data)[0]])

    ear, _ = await loop.create_datagram_endpoint(Ear, local_addr=("127.0.0.1", 0))
    mouth, _ = await loop.create_datagram_endpoint(
        asyncio.DatagramProtocol, remote_addr=ear.get_extra_info("sockname")
    )
    sent_at: list[float] = []
    for number in range(int(seconds / 0.005)):
        sent_at.append(time.perf_counter())
        mouth.sendto(b"\x80\0" + number.to_bytes(2, "big") + bytes(8 + FRAME_BYTES))
        await asyncio.sleep(0.005)
    ear.close()
    mouth.close()
    return delays


def _kept(folder: Path) -> tuple[int, int]:
    """Packets in all recordings, and those missing between the first and the last of each."""
    kept = lost = 0
    for path in folder.rglob("*.rtpdump"):
        numbers = [record.sequence for record in rtpdump.read(path)]
        if not numbers:
            raise RuntimeError(f"{path.parent.name}/{path.name} is empty")
        kept += len(numbers)
        steps = sum((after - before) & 0xFFFF for before, after in itertools.pairwise(numbers))
        lost += steps - (len(numbers) - 1)
    return kept, lost


async def setting_up(calls: int, at_once: int) -> tuple[float, list[float]]:
    """Calls a second, and the milliseconds of each answer."""
    scenario = [
        *dialled()[:-1],
        dialled()[-1].replace("<send", '<send start_rtd="1"'),
        *PROGRESS,
        recv(200, rrs="true", rtd="1"),
        send("ACK", 2),
        send("BYE", 3),
        recv(200),
    ]
    with tempfile.TemporaryDirectory(prefix="bench-set-ups-") as name:
        folder = Path(name)
        async with TelephonePort(folder / "kept") as server:
            arguments = [
                "-s",
                "3",
                "-au",
                "lea",
                "-ap",
                ACCOUNTS["lea"].password,
                "-m",
                str(calls),
                "-l",
                str(at_once),
            ]
            arguments += ["-r", "1000", "-trace_rtt", "-rtt_freq", "1"]
            began = time.perf_counter()
            code, said = await sipp(
                *arguments, f"127.0.0.1:{server.port}", folder=folder, scenario=scenario, seconds=120
            )
            passed = time.perf_counter() - began
            if code:
                raise RuntimeError(f"sipp: {said[-1500:]}")
        answers = await asyncio.to_thread(_answer_times, folder)
    return calls / passed, answers


def _answer_times(folder: Path) -> list[float]:
    (path,) = folder.glob("*_rtt.csv")
    with path.open() as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    return [float(row["response_time_ms"]) for row in rows]
