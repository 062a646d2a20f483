"""The disk of a running server refuses or hangs: everyone is told, calls and chats go on, nothing said is lost."""

import asyncio
import subprocess
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import pytest

from tests.integration.simulator.house import Desk, Room, Server, a_room, staff, write_pack
from tests.integration.simulator.sound import speak
from tests.sound import speech_like

SOURCE = Path(__file__).with_name("unwilling.c")


class Unwilling:
    """A server whose disk does what the test says, with a running call and, at another seat, an open chat."""

    def __init__(self, server: Server, mode: Path, phone: Room, chat: Room) -> None:
        self.server, self.phone, self.chat = server, phone, chat
        self._mode = mode

    def disk(self, mode: str) -> None:
        self._mode.write_text(mode)

    async def told(self, code: str, seconds: float = 20) -> str:
        """What both desks of the call, and the one that listens, are told."""
        desks = (self.phone.candidate, self.phone.jury, self.phone.second)
        for desk in desks:
            await desk.until(lambda desk=desk: any(one["code"] == code for one in desk.notices), code, seconds)
        return next(one["message"] for one in desks[0].notices if one["code"] == code)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Path]]:
    """A server, and the file that says how its disk behaves."""
    home = tmp_path_factory.mktemp("unwilling")
    write_pack(home)
    library, mode = home / "unwilling.so", home / "mode"
    subprocess.run(["cc", "-shared", "-fPIC", "-O2", "-o", library, SOURCE, "-ldl"], check=True)
    mode.write_text("-")
    server = Server(home, LD_PRELOAD=str(library), DISK_ROOT=str(home / "var"), DISK_MODE=str(mode))
    asyncio.run(server.start())
    yield server, mode
    mode.write_text("-")
    asyncio.run(server.stop())


@pytest.fixture
async def scene(house: tuple[Server, Path]) -> AsyncIterator[Unwilling]:
    server, mode = house
    phone, chat = await a_room(server), await a_room(server)
    desks = [desk for room in (phone, chat) for desk in (room.candidate, room.jury, room.second)]
    pinging = asyncio.create_task(_ping(desks))
    await chat.jury.do("exchange.start", run_id=chat.seat.runs["chat"])
    await chat.candidate.until(lambda: chat.candidate.state["conversation"] is not None, "the chat opens")
    peers = [await speak(desk, speech_like(n, 60.0)) for n, desk in enumerate((phone.candidate, phone.jury))]
    await phone.jury.do("exchange.start", run_id=phone.seat.runs["inbound"])
    await phone.candidate.until(phone.candidate.call_is("ringing"), "it rings")
    await phone.candidate.do("call.answer")
    await phone.jury.until(phone.jury.call_is("connected"), "connected")
    yield Unwilling(server, mode, phone, chat)
    mode.write_text("-")
    pinging.cancel()
    for peer in peers:
        await peer.leave()
    for room in (phone, chat):
        await room.close()


async def _ping(desks: list[Desk]) -> None:
    """As browsers do; a silent desk counts as gone."""
    while True:
        await asyncio.sleep(3)
        for desk in desks:
            await desk.ping()


async def replayed(scene: Unwilling) -> dict[str, object]:
    run_id = scene.phone.seat.runs["inbound"]

    def is_ready() -> bool:
        step = next(one for one in scene.phone.jury.state["steps"] if one["run_id"] == run_id)
        return step["recording"] == "ready"

    await scene.phone.candidate.do("call.hang_up")
    await scene.phone.jury.until(is_ready, "the recording is ready", 40)
    replay = (await scene.phone.jury.person.http.get(f"/api/staff/runs/{run_id}/replay")).json()
    (recording,) = replay["recordings"]
    return recording | {"moments": [one["text"] for one in replay["moments"]]}


def lost_sound(recording: dict[str, object]) -> list[object]:
    """What is missing; the very first packets of a call may be a few milliseconds apart."""
    return [gap for gap in recording["gaps"] if gap["kind"] == "loss" and gap["seconds"] > 0.05]


async def test_a_full_disk_is_told_keeps_the_facts_and_loses_no_sound(scene: Unwilling):
    assert (scene.server.folder / "var" / "reserve.bin").exists()
    scene.disk("full")
    said = await scene.told("recording_trouble")
    assert "plein" in said
    for number in range(5):
        await scene.chat.candidate.do("chat.send", message_id=f"m{number}", text="y" * 2000)
        await scene.chat.jury.do(
            "mark.place",
            mark_id=f"k{number}",
            run_id=scene.chat.seat.runs["chat"],
            criterion="CP2.1",
            sign="favourable",
        )
    scene.disk("-")
    again = await scene.told("recording_again")
    assert "rien n’en est perdu" in again
    recording = await replayed(scene)
    assert any("Le disque n’a pas pris le son" in flag for flag in recording["flags"])
    assert not any("perdues" in flag for flag in recording["flags"])
    assert lost_sound(recording) == []
    texts = " ".join(recording["moments"])
    assert "Enregistrement en attente" in texts
    assert "Enregistrement repris" in texts


async def test_a_disk_that_becomes_read_only_is_told_in_words(scene: Unwilling):
    scene.disk("readonly")
    # The fact itself cannot be kept, yet the desks are told.
    await scene.phone.jury.until(
        lambda: any(one["code"] == "recording_trouble" for one in scene.phone.jury.notices), "told", 20
    )
    scene.disk("-")
    await scene.told("recording_again")


async def test_a_slow_disk_holds_up_neither_packets_nor_pages(scene: Unwilling):
    scene.disk("slow")
    said = await scene.told("recording_trouble")
    assert "ne suit plus" in said
    async with httpx.AsyncClient() as client:
        slowest = 0.0
        for _ in range(20):
            began = time.monotonic()
            assert (await client.get(f"{scene.server.address}/api/public/health")).status_code == 200
            slowest = max(slowest, time.monotonic() - began)
            await asyncio.sleep(0.1)
    assert slowest < 1.0, "the event loop waits for the disk"
    scene.disk("-")
    await scene.told("recording_again")
    recording = await replayed(scene)
    assert lost_sound(recording) == []


async def test_the_responsible_person_sees_the_room_on_the_disk(scene: Unwilling):
    lead = await staff(scene.server, "lead")
    seen = (await lead.http.get("/api/staff/upkeep")).json()
    assert seen["disk"]["level"] == "plenty"
    scene.disk("full")
    await scene.told("recording_trouble")
    seen = (await lead.http.get("/api/staff/upkeep")).json()
    assert seen["disk"]["level"] in ("reserved", "full")
    assert "Libérez de la place" in seen["disk"]["remedy"]
    refused = await scene.phone.jury.person.http.get("/api/staff/upkeep")
    assert refused.status_code == 403
    scene.disk("-")
    await lead.http.aclose()
