"""A call between two real voices, heard by the real recogniser: read, corrected, taken away, and used as evidence."""

import asyncio
import time
import unicodedata
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

import audio_fixtures
from audio_fixtures import read_samples
from tests.integration.simulator.house import Room, a_room, a_server, with_weak_detectors
from tests.integration.simulator.sound import speak

VOICES = Path(audio_fixtures.__file__).parent / "voices"
Json = dict[str, Any]


def plain(text: str) -> str:
    folded = unicodedata.normalize("NFD", text.lower())
    return "".join(letter for letter in folded if letter.isalnum() or letter == " ")


@pytest.fixture
async def heard_room(tmp_path: Path) -> AsyncIterator[Room]:
    async with a_server(tmp_path, COMBINE_TRANSCRIPTION="true") as server:
        await with_weak_detectors(server)
        room = await a_room(server)
        yield room
        await room.close()


def captions_of(room: Room) -> list[Json]:
    return room.jury.state["captions"]["lines"]


async def replay_of(room: Room, run: str) -> Json:
    return (await room.jury.person.http.get(f"/api/staff/runs/{run}/replay")).json()


async def transcribed(room: Room, run: str) -> Json:
    async with asyncio.timeout(90):
        while (view := await replay_of(room, run))["transcript"]["state"] == "waiting":
            await asyncio.sleep(0.3)
    return view


@pytest.mark.alone
@pytest.mark.timeout(180)
async def test_what_both_sides_said_is_written_down_corrected_and_weighed(heard_room: Room) -> None:
    room, run = heard_room, heard_room.seat.runs["inbound"]
    adviser = await speak(room.candidate, read_samples(VOICES / "adviser-a.opus"))
    customer = await speak(room.jury, read_samples(VOICES / "customer-calm.opus"))
    try:
        await room.jury.do("exchange.start", run_id=run)
        await room.candidate.until(room.candidate.call_is("ringing"), "it rings")
        await room.candidate.do("call.answer")
        await room.jury.until(room.jury.call_is("connected"), "connected")
        for peer in (adviser, customer):
            peer.voice._position = 0
        await room.jury.until(lambda: len(captions_of(room)) > 1, "captions while they speak", seconds=30)
        for desk in (room.candidate, room.jury):
            await desk.ping()
        assert {line["by"] for line in captions_of(room)} <= {"candidate", "customer"}
        assert room.candidate.state["captions"] is None, "only where they were granted"
        during = (await room.jury.person.http.get(f"/api/staff/runs/{run}/findings", timeout=40)).json()
        assert during["state"] == "ready", "words of a running call are evidence already"
        await room.candidate.do("call.hang_up")
        await room.jury.until(room.jury.phase_is(run, "wrap_up"), "wrap-up")
    finally:
        await asyncio.gather(adviser.leave(), customer.leave())

    hung_up = time.monotonic()
    view = await transcribed(room, run)
    assert view["transcript"]["state"] == "ready"
    print(f"hang-up to transcript: {time.monotonic() - hung_up:.1f} s")
    turns: list[Json] = view["transcript"]["turns"]
    by_side = {side: plain(" ".join(t["text"] for t in turns if t["by"] == side)) for side in ("adviser", "customer")}
    assert "service client bonjour" in by_side["adviser"]
    assert "service client bonjour" not in by_side["customer"]
    assert len(by_side["customer"].split()) > 8
    recording = view["recordings"][0]
    for turn in turns:
        assert turn["words"]
        starts = [word["at_seconds"] for word in turn["words"]]
        assert starts == sorted(starts)
        assert starts[0] >= recording["starts_at_seconds"] - 0.1
        assert turn["ends_at_seconds"] <= recording["starts_at_seconds"] + recording["seconds"] + 0.5

    first = next(turn for turn in turns if turn["by"] == "adviser")
    place = {"call_id": first["call_id"], "turn": first["turn"]}
    answer = await room.jury.person.http.post(
        f"/api/staff/runs/{run}/transcript/correct", json=place | {"text": "Service client, bonjour <Claire>."}
    )
    corrected = next(t for t in answer.json()["transcript"]["turns"] if t["turn"] == first["turn"])
    assert (corrected["text"], corrected["corrected"], corrected["words"]) == (
        "Service client, bonjour <Claire>.", True, [],
    )  # fmt: skip
    beyond = await room.jury.person.http.post(
        f"/api/staff/runs/{run}/transcript/correct", json=place | {"turn": 999, "text": "x"}
    )
    assert beyond.status_code == 404

    vtt = (await room.jury.person.http.get(f"/api/staff/runs/{run}/transcript.vtt")).text
    assert vtt.startswith("WEBVTT\n\n1\n00:00:0")
    assert "<v Conseiller>Service client, bonjour &lt;Claire>." in vtt
    text = (await room.jury.person.http.get(f"/api/staff/runs/{run}/transcript.txt")).text
    assert "Conseiller\u00a0: Service client, bonjour <Claire>." in text

    vcon = (await room.jury.person.http.get(f"/api/staff/runs/{run}/vcon")).json()
    # Beside it, what the network did, where somebody heard badly.
    (analysis,) = [one for one in vcon["analysis"] if one["type"] != "network"]
    assert (analysis["type"], vcon["dialog"][analysis["dialog"]]["type"]) == ("transcript", "recording")
    assert {turn["party"] for turn in analysis["body"]} == {0, 1}
    assert "Service client, bonjour <Claire>." in {turn["text"] for turn in analysis["body"]}

    found = (await room.jury.person.http.get(f"/api/staff/runs/{run}/findings", timeout=40)).json()
    assert found["state"] == "ready"
    assert {"CP1.1", "CP1.4"} == {one["criterion"] for one in found["findings"]}


async def test_without_the_engine_the_replay_says_so(room: Room) -> None:
    """The session's own server has it switched off."""
    run = room.seat.runs["chat"]
    await room.jury.do("exchange.start", run_id=run)
    view = await replay_of(room, run)
    assert view["transcript"] == {"state": "none", "turns": []}
