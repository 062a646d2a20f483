"""The server killed while a candidate answers aloud: what was acknowledged is there, the rest is sent again, once."""

import asyncio
from contextlib import suppress
from pathlib import Path

import httpx

from audio_fixtures.wav import read_samples
from simulator.facts.kinds import ClockStarted
from simulator.interviews.sound_parts import NAME
from tests.integration.simulator.case_study import tell
from tests.integration.simulator.ground import PASSWORD, a_centre, did
from tests.integration.simulator.house import Person, Server
from tests.integration.simulator.sealed_ground import exam_day, open_envelopes, write_exam_pack
from tests.sound import find, speech_like

RATE, SECONDS = 16_000, 12.0
PIECE = RATE
"""Bytes of half a second, as pages send them."""


async def said_until_killed(juror: httpx.AsyncClient, at: str, pieces: list[bytes]) -> int:
    """Returns how many pieces were acknowledged."""
    for number, samples in enumerate(pieces):
        try:
            await did(juror.put(f"{at}/pieces/{number}", params={"rate": RATE}, content=samples))
        except (httpx.HTTPError, AssertionError):
            return number
    return len(pieces)


async def test_kill_9_loses_less_than_a_second_and_the_rest_follows(tmp_path: Path) -> None:
    write_exam_pack(tmp_path)
    async with a_centre(tmp_path) as centre:
        place = await exam_day(centre, "recorded_sequence", "debrief")
        await open_envelopes(await centre.lead(), place)
        roy = await centre.as_("roy")
        draw = f"/api/staff/seats/{place.seat_id}/draws/recording"
        await did(roy.post(draw, json={"reason": ""}))
        await did(roy.post(f"{draw}/reveal", json={"word": "37"}))
        await tell(centre, place, ClockStarted(phase="recorded_sequence", minutes=10))
    server = Server(tmp_path)
    await server.start()
    voice = speech_like(21, SECONDS, RATE)
    sound = bytes((voice * 32767).astype("<i2").tobytes())
    pieces = [sound[start : start + PIECE] for start in range(0, len(sound), PIECE)]
    seat = f"/api/staff/seats/{place.seat_id}"
    at = f"{seat}/reactions/{'e' * 16}"
    try:
        person = Person(server, "staff")
        await person.post("/api/staff/sign-in", {"login": "roy", "password": PASSWORD})
        await person.post(f"{seat}/hearings", {"hearing_id": "f" * 16})
        await person.post(f"{seat}/reactions", {"reaction_id": "e" * 16})
        saying = asyncio.create_task(said_until_killed(person.http, at, pieces[:-4]))
        file = tmp_path / "var" / "recordings" / place.session_id / "reactions" / ("e" * 16) / NAME
        async with asyncio.timeout(60):
            while not file.exists() or file.stat().st_size < 5 * PIECE:
                await asyncio.sleep(0.005)
        await server.kill()
        acknowledged = await saying
        # A power cut leaves a piece in two: it is cut off, and wanted again.
        with file.open("ab") as torn:
            torn.write(b"CPCM\x07\x00")
        await server.start()
        reaction = (await did(person.http.get(f"{seat}/interview")))["sequence"]["reaction"]
        assert reaction["is_open"]
        kept = reaction["next_number"]
        assert acknowledged <= kept <= acknowledged + 1, "nothing that was acknowledged is lost"
        for number in range(acknowledged, len(pieces)):
            await did(person.http.put(f"{at}/pieces/{number}", params={"rate": RATE}, content=pieces[number]))
        ended = (await did(person.http.post(f"{at}/end")))["sequence"]["reaction"]
        assert abs(ended["seconds"] - SECONDS) < 0.05, "each piece once, none missing"
        heard = tmp_path / "heard.ogg"
        heard.write_bytes((await person.http.get(ended["audio_url"])).content)
        match = find(speech_like(21, SECONDS, RATE), read_samples(heard, RATE), RATE)
        assert match.score > 0.8, match
        assert abs(match.lag_seconds) < 0.05, match
        await person.http.aclose()
    finally:
        with suppress(ProcessLookupError):
            await server.stop()
