"""A real server loses its power at any instant: what it had acknowledged is there, sound but for the last second."""

import asyncio
import contextlib
import json
import random
import sqlite3
import struct
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from telephony import Role, finish_recording
from tests.integration.simulator.house import Room, Server, a_room, write_pack
from tests.integration.simulator.sound import speak
from tests.power.disk import ALL_LOST, Disk, build, read, taped
from tests.sound import speech_like

SECONDS = 6.0
"""Of the call, and of the marks and messages beside it."""

SOUND_LOST_SECONDS = 1.0
"""What the IT guide promises."""

SEED = 20261128


@dataclass
class Scene:
    """What a server did, and what it had acknowledged when (time.monotonic())."""

    disk: Disk
    messages: dict[str, float] = field(default_factory=dict[str, float])
    marks: dict[str, float] = field(default_factory=dict[str, float])
    call: tuple[float, float] = (0.0, 0.0)
    """From when to when both sides certainly spoke."""
    wall: float = 0.0
    """time.time() less time.monotonic()."""


@pytest.fixture(scope="module")
def memory() -> Iterator[Path]:
    """A folder whose disk is never the bottleneck: what is safe is counted on the tape, not in milliseconds."""
    shm = Path("/dev/shm")
    with tempfile.TemporaryDirectory(prefix="combine-power-", dir=shm if shm.is_dir() else None) as name:
        yield Path(name)


@pytest.fixture(scope="module")
def scene(memory: Path) -> Scene:
    return asyncio.run(_played(memory))


async def _played(home: Path) -> Scene:
    write_pack(home)
    var, tape = home / "var", home / "tape"
    server = Server(home, **taped(build(home), tape, var))
    messages: dict[str, float] = {}
    marks: dict[str, float] = {}
    await server.start()
    try:
        chat, phone = await a_room(server), await a_room(server)
        await chat.jury.do("exchange.start", run_id=chat.seat.runs["chat"])
        await chat.candidate.until(lambda: chat.candidate.state["conversation"] is not None, "the chat opens")
        peers = [await speak(desk, speech_like(n, 60.0)) for n, desk in enumerate((phone.candidate, phone.jury))]
        await phone.jury.do("exchange.start", run_id=phone.seat.runs["inbound"])
        await phone.candidate.until(phone.candidate.call_is("ringing"), "it rings")
        await phone.candidate.do("call.answer")
        await phone.jury.until(phone.jury.call_is("connected"), "connected")
        began = time.monotonic()
        await _talk(chat, messages, marks, began + SECONDS)
        call = (began, time.monotonic())
        # As late as possible: what comes after a cut must not matter.
        await server.kill()
        for peer in peers:
            await peer.leave()
        for room in (chat, phone):
            await room.close()
    finally:
        await server.stop()
    return Scene(Disk(read(tape), var), messages, marks, call, time.time() - time.monotonic())


async def _talk(room: Room, messages: dict[str, float], marks: dict[str, float], until: float) -> None:
    number = 0
    while time.monotonic() < until:
        number += 1
        message, mark = f"m{number}", f"k{number}"
        await room.candidate.do("chat.send", message_id=message, text=f"texte {number}")
        messages[message] = time.monotonic()
        await room.jury.do(
            "mark.place", mark_id=mark, run_id=room.seat.runs["chat"], criterion="CP2.1", sign="favourable"
        )
        marks[mark] = time.monotonic()
        await asyncio.sleep(0.15)  # faster is refused as too fast


def cuts(scene: Scene, count: int) -> list[tuple[int, float, int]]:
    """Instants within the call (number of steps done, the moment), and for each a way in which the disk loses."""
    chance = random.Random(SEED)
    begin, end = scene.call
    found: list[tuple[int, float, int]] = []
    for number in range(count):
        moment = chance.uniform(begin + 1.5, end)
        found.append((scene.disk.number_at(moment), moment, ALL_LOST if number % 3 == 0 else number))
    return found


def test_every_acknowledged_message_and_mark_outlives_a_power_cut(scene: Scene, memory: Path):
    assert len(scene.messages) > 10
    for number, (cut, moment, how) in enumerate(cuts(scene, 24)):
        folder = memory / f"facts-{number}"
        scene.disk.rebuild(folder, cut, how)
        with contextlib.closing(sqlite3.connect(folder / "combine.sqlite3")) as database:
            (healthy,) = database.execute("pragma integrity_check").fetchone()
            assert healthy == "ok", (cut, how)
            kept = [json.loads(row[0]) for row in database.execute("select data from fact")]
        have = {one.get("message_id") for one in kept} | {one.get("mark_id") for one in kept}
        acknowledged = {name for name, at in [*scene.messages.items(), *scene.marks.items()] if at < moment}
        assert not acknowledged - have, f"lost at step {cut}, disk {how}"


def test_a_power_cut_takes_no_more_than_a_second_of_sound(scene: Scene, memory: Path):
    worst = 0.0
    for number, (cut, moment, how) in enumerate(cuts(scene, 24)):
        folder = memory / f"sound-{number}"
        scene.disk.rebuild(folder, cut, how)
        for role in Role:
            (leg,) = folder.rglob(f"{role}.rtpdump")
            worst = max(worst, moment - (_last_packet(leg) - scene.wall))
    assert worst < SOUND_LOST_SECONDS


def test_what_a_power_cut_leaves_of_a_call_can_be_replayed(scene: Scene, memory: Path):
    for number, (cut, moment, how) in enumerate(cuts(scene, 3)):
        folder = memory / f"replay-{number}"
        scene.disk.rebuild(folder, cut, how)
        (journal,) = folder.rglob("call.jsonl")
        report = finish_recording(journal.parent)
        assert "cut_short" in report.flags
        assert report.seconds > moment - scene.call[0] - SOUND_LOST_SECONDS


def _last_packet(leg: Path) -> float:
    """Seconds since 1970 at which the last packet that can be read arrived."""
    data = leg.read_bytes()
    begins = data.index(b"\n") + 1
    seconds, microseconds = struct.unpack_from("!II", data, begins)
    position, last = begins + 16, 0
    while position + 8 <= len(data):
        total, _, offset = struct.unpack_from("!HHI", data, position)
        if total < 8 or position + total > len(data):
            break
        position, last = position + total, offset
    return seconds + microseconds / 1e6 + last / 1000
