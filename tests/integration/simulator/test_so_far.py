"""A juror hears what was said a moment ago while the call still runs, and the whole of it once it has ended."""

import asyncio
import time
from pathlib import Path

from tests.integration.simulator.house import Room, Server
from tests.integration.simulator.sound import Speak
from tests.sound import find, read_stereo, speech_like

MOST_BEHIND_SECONDS = 60.0


async def test_what_was_said_is_heard_during_the_call(
    room: Room, live_server: Server, speaking: Speak, tmp_path: Path
):
    await speaking(room.candidate, 1)
    await speaking(room.jury, 2)
    run_id = room.seat.runs["inbound"]
    await room.jury.do("exchange.start", run_id=run_id)
    await room.candidate.until(room.candidate.call_is("ringing"), "it rings")
    await room.candidate.do("call.answer")
    await room.jury.until(room.jury.call_is("connected"), "connected")
    began = time.monotonic()
    staff, candidate = room.jury.person.http, room.candidate.person.http
    replay = (await staff.get(f"/api/staff/runs/{run_id}/replay")).json()
    (recording,) = replay["recordings"]
    url = recording["so_far_url"]
    early = await staff.get(url)
    assert early.status_code == 409
    assert "demi-minute" in early.json()["remedy"]
    while (answer := await staff.get(url)).status_code == 409:
        assert time.monotonic() - began < MOST_BEHIND_SECONDS + 15
        for desk in (room.candidate, room.jury, room.second):
            await desk.ping()
        await asyncio.sleep(1)
    assert answer.status_code == 200
    so_far = tmp_path / "so-far.ogg"
    so_far.write_bytes(answer.content)
    left, right = read_stereo(so_far)
    assert len(left) / 48000 >= float(answer.headers["X-Combine-Seconds"]) - 0.05
    assert max(find(speech_like(1, 3.0), left).score, find(speech_like(2, 3.0), right).score) > 0.5
    peaks = (await staff.get(f"{url}/peaks")).json()
    assert len(peaks["adviser"]) == round(50 * peaks["seconds"])
    assert (await candidate.get(url)).status_code in (401, 403)
    await room.candidate.do("call.hang_up")

    def is_ready() -> bool:
        step = next(one for one in room.jury.state["steps"] if one["run_id"] == run_id)
        return step["recording"] == "ready"

    await room.jury.until(is_ready, "the recording is ready", 30)
    assert (await staff.get(url)).status_code == 409
    replay = (await staff.get(f"/api/staff/runs/{run_id}/replay")).json()
    assert replay["recordings"][0]["so_far_url"] is None
