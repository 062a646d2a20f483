"""A case study from nothing with a recorded sequence: levelled, measured, heard back where somebody can."""

import asyncio
import io
import json
import wave
from collections.abc import AsyncGenerator
from typing import Any

import httpx
import numpy as np
import pytest
import pytest_asyncio

from simulator.packs.registry import SHIPPED
from simulator.studio import sounds
from simulator.studio.levelling import TARGET_LUFS, loudness, read
from simulator.timetable.reading_process import read_apart
from tests.integration.simulator.ground import Centre, a_centre, did, refused

pytestmark = pytest.mark.asyncio(loop_scope="module")

HERE, SOUNDS = "/api/staff/studio", "/api/staff/studio-sounds"
Json = dict[str, Any]

VOICE = (SHIPPED / "velambre" / "audio" / "leroux-calme.opus").read_bytes()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def centre(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[Centre]:
    async with a_centre(tmp_path_factory.mktemp("sounds"), transcription=False) as one:
        yield one


def wav(samples: Any, rate: int = 48_000) -> bytes:
    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(np.round(np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())
    return made.getvalue()


async def a_study(author: httpx.AsyncClient) -> tuple[Json, str]:
    """Of a draft after the shipped company: from nothing, with one sequence that has no sound yet."""
    pack = await did(author.post(HERE, json={"based_on": "velambre"}))
    made = await did(
        author.post(f"{HERE}/{pack['id']}/items/case_study", json={"content": {"title": "Trois pannes"}})
    )
    content = {
        "title": "Trois pannes",
        "customer": "hugo-leroux",
        "request": "Monsieur Leroux demande le remplacement de son vélo.",
        "documents": ["retour"],
        "expected_analysis": ["Trois pannes en neuf mois."],
        "stakes": ["Garder un client."],
        "expected_letter": ["Des excuses."],
        "sequences": [
            {
                "id": "n-1",
                "title": "Un dernier mot",
                "mood": "calm",
                "lines": [{"speaker": "customer", "text": "J’aime bien ce vélo."}],
                "expected_reaction": "Expliquer simplement.",
            }
        ],
    }
    at = f"{HERE}/{pack['id']}/items/case_study/{made['id']}"
    item = await did(author.put(at, json={"number": made["number"], "content": content}))
    return item, at


async def test_a_case_study_from_nothing_is_whole_once_its_sequence_has_a_sound(centre: Centre) -> None:
    author = await centre.as_("abadie")
    item, at = await a_study(author)
    studio_id = at.split("/")[4]
    place = f"{SOUNDS}/{studio_id}/{item['id']}"
    assert [one["field"] for one in item["faults"] if one["severity"] == "error"] == ["sequences.0.audio"]

    quiet = (read(VOICE, 240)[: 48_000 * 8] * 0.05).astype(np.float32)
    made = await did(author.post(f"{place}/n-1", content=wav(quiet), timeout=120))

    assert made["audio"].startswith("audio/n-1-")
    assert 7 < made["seconds"] < 9
    assert made["lufs"] == pytest.approx(TARGET_LUFS, abs=1)
    assert made["heard"] is None
    sound = await author.get(f"{place}/file", params={"audio": made["audio"]})
    assert sound.headers["content-type"] == "audio/ogg"
    assert loudness(read(sound.content, 240)) == pytest.approx(TARGET_LUFS, abs=1)
    item["content"]["sequences"][0]["audio"] = made["audio"]
    kept = await did(author.put(at, json={"number": item["number"], "content": item["content"]}))
    assert kept["faults"] == []
    shown = await did(author.get(place))
    assert [one["audio"] for one in shown["sounds"]] == [made["audio"]]
    assert "n’est pas installée" in shown["why_not_heard"]


async def test_an_undo_finds_the_sound_of_before_and_a_copy_has_them_too(centre: Centre) -> None:
    author = await centre.as_("abadie")
    item, at = await a_study(author)
    place = f"{SOUNDS}/{at.split('/')[4]}/{item['id']}"
    voice = read(VOICE, 240)
    for start in (0, 10):
        piece = voice[48_000 * start : 48_000 * (start + 4)]
        made = await did(author.post(f"{place}/n-1", content=wav(piece), timeout=120))
        item["content"]["sequences"][0]["audio"] = made["audio"]
        item = await did(author.put(at, json={"number": item["number"], "content": item["content"]}))

    back = await did(author.post(f"{at}/undo", json={"number": item["number"]}))

    assert back["content"]["sequences"][0]["audio"] != item["content"]["sequences"][0]["audio"]
    (first,) = (await did(author.get(place)))["sounds"]
    assert first["audio"] == back["content"]["sequences"][0]["audio"]
    copy = await did(author.post(f"{HERE}/{at.split('/')[4]}/duplicate"))
    (there,) = (await did(author.get(f"{SOUNDS}/{copy['id']}/{item['id']}")))["sounds"]
    assert there["audio"] == first["audio"]


def tone(seconds: float, rate: int = 48_000) -> bytes:
    return wav(np.sin(np.arange(int(rate * seconds)) / 20) * 0.2, rate)


NO_VOICE = {
    "nothing": (b"", "sound_unreadable"),
    "a playlist": (b"#EXTM3U\nfile:///etc/passwd\n", "sound_unreadable"),
    "a list of files": (b"ffconcat version 1.0\nfile '/etc/passwd'\n", "sound_unreadable"),
    "a broken file": (b"RIFF" + bytes(400), "sound_unreadable"),
    "silence": (wav(np.zeros(96_000)), "sound_silent"),
    "a click": (tone(0.2), "sound_too_short"),
    "four minutes": (tone(250, 8_000), "sound_too_long"),
}


async def test_what_is_no_voice_is_refused_in_words_and_leaves_nothing(centre: Centre) -> None:
    author = await centre.as_("abadie")
    item, at = await a_study(author)
    place = f"{SOUNDS}/{at.split('/')[4]}/{item['id']}"
    for data, code in NO_VOICE.values():
        body = refused(await author.post(f"{place}/n-1", content=data, timeout=120), 422, code)
        assert body["remedy"]
    assert (await did(author.get(place)))["sounds"] == []


async def test_where_nobody_can_hear_or_speak_it_is_said_with_the_way_out(centre: Centre) -> None:
    author = await centre.as_("abadie")
    item, at = await a_study(author)
    place = f"{SOUNDS}/{at.split('/')[4]}/{item['id']}"
    made = await did(author.post(f"{place}/n-1", content=VOICE, timeout=120))
    refused(await author.post(f"{place}/n-1/heard", params={"audio": made["audio"]}), 409, "no_ear")
    refused(await author.post(f"{place}/n-2/heard", params={"audio": made["audio"]}), 404, "not_found")
    refused(await author.get(f"{place}/file", params={"audio": "audio/rien.opus"}), 404, "not_found")


async def test_many_sounds_at_once_are_all_kept(centre: Centre) -> None:
    author = await centre.as_("abadie")
    item, at = await a_study(author)
    place = f"{SOUNDS}/{at.split('/')[4]}/{item['id']}"
    voice = read(VOICE, 240)
    pieces = [wav(voice[48_000 * start : 48_000 * (start + 2)]) for start in (0, 4, 8)]

    made = await asyncio.gather(
        *(did(author.post(f"{place}/s-{n}", content=one, timeout=120)) for n, one in enumerate(pieces))
    )

    for one in made:
        assert (await author.get(f"{place}/file", params={"audio": one["audio"]})).status_code == 200


async def test_the_sound_of_a_shipped_sequence_is_measured_when_it_is_looked_at(centre: Centre) -> None:
    author = await centre.as_("abadie")
    pack = await did(author.post(HERE, json={"based_on": "velambre", "with_subjects": True}))
    shown = await did(author.get(f"{SOUNDS}/{pack['id']}/leroux-batterie", timeout=120))
    assert len(shown["sounds"]) == 4
    assert all(one["lufs"] == pytest.approx(TARGET_LUFS, abs=1) for one in shown["sounds"])
    assert all(20 < one["seconds"] < 90 for one in shown["sounds"])


async def test_a_worker_says_of_itself_what_it_refuses() -> None:
    told = await read_apart(sounds.SOUND_WORKER, data=b"nothing", seconds=60)
    assert json.loads(told) == {"problem": "unreadable"}
