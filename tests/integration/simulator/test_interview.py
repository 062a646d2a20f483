"""An interview over HTTP: the sequence and its hearings, the reaction piece by piece, the guide, the room."""

import secrets
from collections.abc import AsyncGenerator
from typing import Any

import httpx
import pytest
import pytest_asyncio

from simulator.facts.kinds import ClockEnded, ClockStarted
from tests.integration.simulator.case_study import tell
from tests.integration.simulator.ground import Centre, Place, a_centre, did, refused
from tests.integration.simulator.later import looked
from tests.integration.simulator.sealed_ground import PLANTED, exam_day, open_envelopes, write_exam_pack
from tests.pdfs import LINK, SCRIPT, a_pdf, truncated, with_scripts_and_links
from tests.sound import speech_like

pytestmark = pytest.mark.asyncio(loop_scope="module")

RATE = 16_000


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def centre(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[Centre]:
    folder = tmp_path_factory.mktemp("interview")
    write_exam_pack(folder)
    async with a_centre(folder) as one:
        yield one


async def a_drawn(centre: Centre, *phases: str, is_open: bool = True, **more: Any) -> tuple[Place, httpx.AsyncClient]:
    """A seat whose sequence is drawn, in its phase; and one of its jurors."""
    place = await exam_day(centre, *(phases or ("recorded_sequence", "debrief", "final_interview")), **more)
    await open_envelopes(await centre.lead(), place)
    juror = await centre.as_("roy")
    at = f"/api/staff/seats/{place.seat_id}/draws/recording"
    await did(juror.post(at, json={"reason": ""}))
    await did(juror.post(f"{at}/reveal", json={"word": "37"}))
    if is_open:
        await tell(centre, place, ClockStarted(phase="recorded_sequence", minutes=10))
    return place, juror


async def heard(juror: httpx.AsyncClient, place: Place, hearing_id: str = "") -> httpx.Response:
    body = {"hearing_id": hearing_id or secrets.token_hex(8)}
    return await juror.post(f"/api/staff/seats/{place.seat_id}/hearings", json=body)


async def began(juror: httpx.AsyncClient, place: Place) -> str:
    await did(heard(juror, place))
    reaction_id = secrets.token_hex(8)
    await did(juror.post(f"/api/staff/seats/{place.seat_id}/reactions", json={"reaction_id": reaction_id}))
    return f"/api/staff/seats/{place.seat_id}/reactions/{reaction_id}"


async def piece(juror: httpx.AsyncClient, at: str, number: int, samples: bytes, part: int = 0) -> httpx.Response:
    return await juror.put(f"{at}/pieces/{number}", params={"part": part, "rate": RATE}, content=samples)


async def shown(browser: httpx.AsyncClient, place: Place) -> Any:
    return await did(browser.get(f"/api/staff/seats/{place.seat_id}/interview"))


def spoken(seed: int, seconds: float) -> bytes:
    """Somebody's voice as a page sends it."""
    return bytes((speech_like(seed, seconds, RATE) * 32767).astype("<i2").tobytes())


async def test_each_hearing_is_a_dated_fact_and_the_session_says_how_many(centre: Centre) -> None:
    place, juror = await a_drawn(centre)
    before = (await shown(juror, place))["sequence"]
    assert (before["moment"], before["title"], before["most_hearings"]) == ("drawn", "", 2)
    assert (await heard(juror, place, "a" * 16)).status_code == 204
    assert (await heard(juror, place, "a" * 16)).status_code == 204, "sent twice, it is one hearing"
    playing = (await shown(juror, place))["sequence"]
    assert (playing["moment"], len(playing["hearings"])) == ("playing", 1)
    end = f"/api/staff/seats/{place.seat_id}/hearings/{'a' * 16}/end"
    assert (await juror.post(end, json={"at_seconds": 41.5, "to_the_end": True})).status_code == 204
    once = (await shown(juror, place))["sequence"]
    assert once["moment"] == "heard"
    assert PLANTED in once["title"], "heard, it may be named"
    assert (once["hearings"][0]["seconds"], once["hearings"][0]["to_the_end"]) == (41.5, True)
    assert once["hearings"][0]["at"]
    assert (await heard(juror, place)).status_code == 204
    refused(await heard(juror, place), 409, "heard_enough")


async def test_nothing_is_heard_before_its_phase_nor_after_it(centre: Centre) -> None:
    place, juror = await a_drawn(centre, is_open=False)
    refused(await heard(juror, place), 409, "interview_not_open")
    await tell(centre, place, ClockStarted(phase="recorded_sequence", minutes=10))
    start = f"/api/staff/seats/{place.seat_id}/reactions"
    refused(await juror.post(start, json={"reaction_id": "b" * 16}), 409, "not_heard")
    await did(heard(juror, place))
    await tell(centre, place, ClockEnded(phase="recorded_sequence"))
    refused(await heard(juror, place), 409, "interview_over")


async def test_a_reaction_comes_piece_by_piece_and_is_one_sound(centre: Centre) -> None:
    place, juror = await a_drawn(centre)
    at = await began(juror, place)
    voice = spoken(7, 3.0)
    pieces = [voice[start : start + RATE] for start in range(0, len(voice), RATE)]
    for number, samples in enumerate(pieces[:3]):
        assert (await did(piece(juror, at, number, samples)))["next_number"] == number + 1
    assert (await did(piece(juror, at, 1, pieces[1])))["next_number"] == 3, "sent again, it is nothing new"
    refused(await piece(juror, at, 5, pieces[5]), 409, "piece_missing")
    refused(await piece(juror, at, 3, b""), 422, "invalid")
    refused(await piece(juror, at, 3, pieces[3], part=1), 404, "not_found")
    so_far = (await shown(juror, place))["sequence"]["reaction"]
    assert (so_far["is_open"], so_far["next_number"], so_far["parts"]) == (True, 3, 1)

    assert (await did(juror.post(f"{at}/parts", json={"part": 1})))["next_number"] == 3
    for number, samples in enumerate(pieces[3:], start=3):
        await did(piece(juror, at, number, samples, part=1))
    ended = (await did(juror.post(f"{at}/end")))["sequence"]["reaction"]
    assert not ended["is_open"]
    assert 3.0 <= ended["seconds"] < 30.0, "three seconds of voice, and the cut between two parts"
    assert len(ended["sha256"]) == 64
    again = (await did(juror.post(f"{at}/end")))["sequence"]["reaction"]
    assert again["sha256"] == ended["sha256"], "the same pieces are the same sound"
    sound = await juror.get(ended["audio_url"])
    assert sound.headers["content-type"] == "audio/ogg"
    assert sound.content.startswith(b"OggS")
    peaks = await did(juror.get(ended["peaks_url"]))
    assert max(peaks["adviser"]) > 0.05, "somebody is heard"


async def test_a_room_without_a_microphone_goes_on_and_it_is_noted(centre: Centre) -> None:
    place, juror = await a_drawn(centre)
    await did(heard(juror, place))
    start = f"/api/staff/seats/{place.seat_id}/reactions"
    body = {"reaction_id": "c" * 16, "is_recorded": False, "why": ""}
    refused(await juror.post(start, json=body), 409, "reaction_reason")
    noted = await did(juror.post(start, json=body | {"why": "Pas de micro dans la salle"}))
    reaction = noted["sequence"]["reaction"]
    assert (reaction["is_recorded"], reaction["is_open"]) == (False, False)
    assert reaction["why"] == "Pas de micro dans la salle"
    facts = [fact.data for fact in await centre.services.facts.of_seat(place.seat_id)]
    assert any(getattr(one, "why", "") == "Pas de micro dans la salle" for one in facts)


async def test_a_candidate_who_leaves_hears_nothing_more_but_what_was_recorded_is_kept(centre: Centre) -> None:
    place, juror = await a_drawn(centre)
    at = await began(juror, place)
    await did(piece(juror, at, 0, spoken(3, 0.5)))
    lead = await centre.lead()
    leaves = f"/api/staff/exam-days/{place.session_id}/seats/{place.seat_id}/abandonment"
    await did(lead.post(leaves, json={"remark": ""}))
    refused(await heard(juror, place), 409, "candidate_gone")
    ended = await did(juror.post(f"{at}/end"))
    assert ended["has_left"]
    assert ended["sequence"]["reaction"]["seconds"] > 0.4
    guide = await did(juror.get(f"/api/staff/seats/{place.seat_id}/interview/guide"))
    item = guide["items"][0]["item"]
    kept = await did(juror.put(f"/api/staff/seats/{place.seat_id}/interview/guide/{item}", json={"text": "Parti."}))
    assert kept["items"][0]["note"] == "Parti."


async def test_a_guide_is_its_jurors_own_ticked_annotated_and_timed(centre: Centre) -> None:
    place, roy = await a_drawn(centre)
    lefort = await centre.as_("lefort")
    at = f"/api/staff/seats/{place.seat_id}/interview/guide"
    items = (await did(roy.get(at)))["items"]
    unseen = next(one for one in items if one["kind"] == "unseen")
    assert unseen["question"].endswith("?")
    changed = await did(roy.put(f"{at}/{unseen['item']}", json={"is_ticked": True, "text": "SECRETNOTE à reprendre"}))
    mine = next(one for one in changed["items"] if one["item"] == unseen["item"])
    assert mine["ticked_at"]
    assert mine["note"] == "SECRETNOTE à reprendre"
    again = await did(roy.put(f"{at}/{unseen['item']}", json={"is_ticked": True}))
    assert next(one for one in again["items"] if one["item"] == unseen["item"])["ticked_at"] == mine["ticked_at"]
    others = await lefort.get(at)
    assert "SECRETNOTE" not in others.text
    assert all(one["ticked_at"] is None for one in others.json()["items"])
    refused(await roy.put(f"{at}/criterion:CP9.9", json={"is_ticked": True}), 409, "unknown_item")
    printed = await roy.get(f"{at}.pdf")
    assert printed.content.startswith(b"%PDF-")
    untouched = await did(roy.put(f"{at}/{unseen['item']}", json={"is_ticked": False}))
    assert next(one for one in untouched["items"] if one["item"] == unseen["item"])["ticked_at"] is None


async def test_the_room_is_shown_phase_clock_and_sequence_and_nothing_of_the_jury(centre: Centre) -> None:
    place, juror = await a_drawn(centre)
    candidate = await centre.at_desk(place.code)
    guide = f"/api/staff/seats/{place.seat_id}/interview/guide"
    for item in ("sequence:notes", "sequence:heard"):
        await did(juror.put(f"{guide}/{item}", json={"is_ticked": True, "text": "SECRETJURE"}))
    received = ""
    for moment in ("drawn", "playing", "heard"):
        if moment == "playing":
            await did(heard(juror, place, "d" * 16))
        if moment == "heard":
            at = await began(juror, place)
            await did(piece(juror, at, 0, bytes(3200)))
            await did(juror.post(f"{at}/end"))
        mine = await candidate.get("/api/candidate/interview")
        projected = await juror.get(f"/api/staff/seats/{place.seat_id}/room-screen")
        assert mine.json()["sequence"] == projected.json()["sequence"] == moment
        assert mine.json()["phase"] == "recorded_sequence"
        assert mine.json()["clock"]["state"] == "running"
        day = await candidate.get("/api/candidate/day")
        received += mine.text + projected.text + day.text
        for path in (f"{guide}", f"/api/staff/seats/{place.seat_id}/interview"):
            assert (await candidate.get(path)).status_code in (401, 403)
    assert mine.json()["reaction"] == "done"
    for secret in (PLANTED, "SECRETJURE", "Roy", "sequence_id", "CP1"):
        assert secret not in received, secret


async def test_the_preparation_opens_own_texts_and_the_company_and_nothing_else(centre: Centre) -> None:
    place = await exam_day(centre, "case_study", "interview_preparation", "recorded_sequence")
    await open_envelopes(await centre.lead(), place)
    candidate = await centre.at_desk(place.code)
    refused(await candidate.get("/api/candidate/interview/papers"), 409, "papers_closed")
    await tell(centre, place, ClockStarted(phase="case_study", minutes=75), ClockEnded(phase="case_study"))
    await tell(centre, place, ClockStarted(phase="interview_preparation", minutes=10))
    papers = await did(candidate.get("/api/candidate/interview/papers"))
    assert set(papers) == {"company", "procedures", "productions"}
    assert [one["production"] for one in papers["productions"]] == ["case_summary", "stakes", "reply_letter"]
    assert "MV-1001" not in str(papers), "nothing of the customer's file"
    await tell(centre, place, ClockEnded(phase="interview_preparation"))
    refused(await candidate.get("/api/candidate/interview/papers"), 409, "papers_closed")


async def test_a_dossier_is_looked_at_as_pictures_and_only_an_honest_pdf_is_taken(centre: Centre) -> None:
    place, juror = await a_drawn(centre)
    lead = await centre.lead()
    at = f"/api/staff/candidate-documents/{place.seat_id}/professional_file"
    for data, code in (
        (b"<html>SECRETHTML", "pdf_not_a_pdf"),
        (b"%PDF-1.7 un", "pdf_broken"),
        (truncated(), "pdf_broken"),
        (a_pdf(pages=301), "pdf_too_many_pages"),
    ):
        problem = refused(await lead.put(at, params={"name": "dossier.pdf"}, content=data), 422, code)
        assert problem["message"].endswith(".")
        assert problem["remedy"]
    refused(await juror.get(f"{at}/pages"), 404, "not_found")

    async def endless() -> AsyncGenerator[bytes]:
        for _ in range(500):
            yield bytes(1024 * 1024)

    big = await lead.put(at, params={"name": "gros.pdf"}, content=endless())
    assert "12\u00a0Mo au plus" in refused(big, 413, "too_large")["message"]

    await did(lead.put(at, params={"name": "dossier.pdf"}, content=with_scripts_and_links()))
    assert (await did(juror.get(f"{at}/pages")))["pages"] == 1
    picture = await juror.get(f"{at}/pages/1.jpg")
    assert picture.headers["content-type"] == "image/jpeg"
    assert picture.content.startswith(b"\xff\xd8\xff")
    for secret in (SCRIPT, LINK, "SECRET"):
        assert secret.encode() not in picture.content
    refused(await juror.get(f"{at}/pages/2.jpg"), 422, "pdf_no_such_page")
    assert (await (await centre.as_("ailleurs")).get(f"{at}/pages/1.jpg")).status_code == 403
    assert (await (await centre.at_desk(place.code)).get(f"{at}/pages/1.jpg")).status_code in (401, 403)


async def test_the_sound_of_a_reaction_goes_with_its_sessions_retention(centre: Centre) -> None:
    place, juror = await a_drawn(centre)
    at = await began(juror, place)
    await did(piece(juror, at, 0, spoken(4, 0.5)))
    await did(juror.post(f"{at}/end"))
    await looked(centre, 179)
    assert (await juror.get(f"{at}/audio")).status_code == 200
    assert (await looked(centre, 181)).recordings > 0
    gone = refused(await juror.get(f"{at}/audio"), 404, "not_found")
    assert gone["message"] == "Le son de cette réaction n’est plus gardé, ou rien n’a été enregistré."
    assert (await looked(centre, 181)).recordings == 0
