"""Envelopes: nothing of what they hold is read before two people opened them, by nobody, over no route."""

import re
import shutil
import sqlite3
from collections.abc import AsyncGenerator
from contextlib import closing
from io import BytesIO
from pathlib import Path

import httpx
import pytest
import pytest_asyncio
from PIL import Image
from sqlalchemy import select, update

from simulator.conduct.tables import TrainingSessionRow
from simulator.custody.boxes import BoxDamaged, BoxShut
from simulator.custody.tables import CustodyBoxRow, SealedPackRow
from simulator.facts.day_log import DayLog
from simulator.opening import ceremony
from tests.integration.simulator.doors import DOORS, LOGINS
from tests.integration.simulator.ground import Centre, Place, a_centre, did, refused
from tests.integration.simulator.sealed_ground import (
    EXAM_PACK,
    PLANTED,
    confirm_both,
    exam_day,
    open_envelopes,
    write_exam_pack,
)

pytestmark = pytest.mark.asyncio(loop_scope="module")

TITLES = ("Sujet A", "Le colis perdu")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def centre(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[Centre]:
    folder = tmp_path_factory.mktemp("opening")
    write_exam_pack(folder)
    async with a_centre(folder) as one:
        yield one


def at(place: Place) -> str:
    return f"/api/staff/exam-days/{place.session_id}/opening"


async def sealed(centre: Centre, place: Place) -> dict[str, str]:
    lead = await centre.lead()
    sheet: dict[str, str] = await did(lead.post(f"/api/staff/exam-days/{place.session_id}/sealing"))
    return sheet


async def everything_read(centre: Centre, place: Place) -> dict[str, str]:
    """What every role gets over every route that only reads, of this session and this seat."""
    browsers: dict[str, httpx.AsyncClient] = {role: await centre.as_(login) for role, login in LOGINS.items()}
    if place.code:
        browsers["candidate"] = await centre.at_desk(place.code)
    got: dict[str, str] = {}
    for role, browser in browsers.items():
        for route in DOORS:
            method, path = route.split(" ", 1)
            if method != "GET" or "{path:path}" in path or ("/candidate/" in path) != (role == "candidate"):
                continue
            values = {
                "seat_id": place.seat_id,
                "session_id": place.session_id,
                "pack_id": EXAM_PACK,
                "customer_id": "morel",
                "run_id": "none",
                "call_id": "none",
                "person_id": "nobody",
                "what": "recording",
                "criterion": "CP1.1",
            }
            address = re.sub(r"{([^}]+)}", lambda found, known=values: known.get(found[1], "none"), path)
            answer = await browser.get(address, params={"q": "morel", "query": "morel"})
            got[f"{role} {route}"] = answer.text
    return got


async def test_before_the_opening_no_role_reads_any_of_it_and_after_it_those_who_need_it_do(
    centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = await exam_day(centre, "case_study", "exchanges", "recorded_sequence")
    sheet = await sealed(centre, place)
    await confirm_both(await centre.lead(), place)

    before = await everything_read(centre, place)

    assert {route for route, text in before.items() if PLANTED in text} == set()
    assert any("Sujet A" in text for text in before.values()), "titles are shown"

    lead = await centre.lead()
    await did(lead.post(f"{at(place)}/open", json={"code": sheet["opening_code"]}))
    place.code = ""
    after = await everything_read(centre, place)
    readable = {route for route, text in after.items() if PLANTED in text}
    assert "jury GET /api/staff/seats/{seat_id}/desk" in readable
    assert "session_lead GET /api/staff/packs/{pack_id}" in readable
    assert not any(route.startswith(("other_jury GET /api/staff/seats", "invigilator GET")) for route in readable - {
        "invigilator GET /api/staff/packs", "invigilator GET /api/staff/packs/{pack_id}"
    })  # fmt: skip


async def test_of_an_exam_day_that_is_not_sealed_its_own_pages_are_shut_too(centre: Centre) -> None:
    place = await exam_day(centre, "case_study", "exchanges")
    lead, juror = await centre.lead(), await centre.as_("roy")
    candidate = await centre.at_desk(place.code)
    before = [
        await juror.get(f"/api/staff/seats/{place.seat_id}/desk"),
        await juror.get(f"/api/staff/seats/{place.seat_id}/documents"),
        await juror.get(f"/api/staff/sessions/{place.session_id}"),
        await candidate.get("/api/candidate/desk"),
    ]
    for answer in before:
        assert answer.status_code == 200
        assert PLANTED not in answer.text
    # A candidate's files wait for their phase besides.
    files = [
        await candidate.get("/api/candidate/company"),
        await candidate.get("/api/candidate/search", params={"q": "morel"}),
    ]
    for answer in files:
        refused(answer, 409, "files_closed")
    assert before[0].json()["steps"] == []
    assert before[0].json()["subject_title"] == "Sujet A"
    file = await candidate.get("/api/candidate/customers/morel")
    assert PLANTED not in file.text

    await did(lead.post(f"{at(place)}/lead", json={}))
    await did(lead.post(f"{at(place)}/candidate", json={"seat_id": place.seat_id, "code_or_name": "lina  FERRAND"}))
    await did(lead.post(f"{at(place)}/open", json={}))
    desk = await did(juror.get(f"/api/staff/seats/{place.seat_id}/desk"))
    assert len(desk["steps"]) == 3, "the exchanges of the session's own subject, without any restart"
    refused(await candidate.get("/api/candidate/company"), 409, "files_closed")


async def test_both_must_have_seen_them_sealed_and_the_candidate_is_who_they_say(centre: Centre) -> None:
    place = await exam_day(centre)
    lead = await centre.lead()
    refused(await lead.post(f"{at(place)}/open", json={}), 409, "not_confirmed")
    await did(lead.post(f"{at(place)}/lead", json={}))
    refused(await lead.post(f"{at(place)}/open", json={}), 409, "not_confirmed")
    who = {"seat_id": place.seat_id, "code_or_name": "Omar Diallo"}
    refused(await lead.post(f"{at(place)}/candidate", json=who), 409, "not_this_candidate")
    other = await exam_day(centre)
    # Whoever reads the list knows the name: it says nothing before the candidate has used their code.
    named = who | {"code_or_name": "Lina Ferrand"}
    refused(await lead.post(f"{at(place)}/candidate", json=named), 409, "code_not_used_yet")
    stranger = {"seat_id": other.seat_id, "code_or_name": other.code}
    assert (await lead.post(f"{at(place)}/candidate", json=stranger)).status_code == 404

    shown = await did(lead.post(f"{at(place)}/candidate", json=who | {"code_or_name": place.code.lower()}))
    assert shown["by_candidate"]["way"] == "desk_code"
    assert await did((await centre.at_desk(place.code)).get("/api/candidate/me")), "the code is not used up by it"
    opened = await did(lead.post(f"{at(place)}/open", json={}))
    assert opened["opened_by"] == "Claire Delmas"
    refused(await lead.post(f"{at(place)}/open", json={}), 409, "already_opened")
    refused(await lead.post(f"{at(place)}/lead", json={}), 409, "already_opened")
    facts = await DayLog(centre.services.sessions).of_session(place.session_id)
    assert [fact.data.kind for fact in facts] == [
        "envelopes.confirmed",
        "envelopes.confirmed",
        "envelopes.opened",
    ]


async def test_an_envelope_that_is_not_whole_is_not_opened(centre: Centre) -> None:
    place = await exam_day(centre)
    lead = await centre.lead()
    await confirm_both(lead, place)
    refused(await lead.post(f"{at(place)}/lead", json={"intact": False}), 409, "remark_due")
    await did(lead.post(f"{at(place)}/lead", json={"intact": False, "remark": "Pli 2 décollé."}))
    refused(await lead.post(f"{at(place)}/open", json={}), 409, "not_intact")
    await did(lead.post(f"{at(place)}/lead", json={"remark": "Pli 2 décollé ; le certificateur accepte."}))
    assert (await did(lead.post(f"{at(place)}/open", json={})))["opened_at"]


async def test_a_wrong_code_is_said_then_slowed_and_a_lost_one_has_the_emergency_key(
    centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = await exam_day(centre, "exchanges")
    lead = await centre.lead()
    sheet = await sealed(centre, place)
    await confirm_both(lead, place)
    for _ in range(ceremony.FREE_TRIES):
        refused(await lead.post(f"{at(place)}/open", json={"code": "AAAA-BBBB-CCCC-DDDD"}), 409, "wrong_opening_code")
    slowed = await lead.post(f"{at(place)}/open", json={"code": "AAAA-BBBB-CCCC-DDDD"})
    assert refused(slowed, 429, "locked_out")["message"].startswith("Trop d’essais. Réessayez dans")
    monkeypatch.setattr(ceremony, "guesses", type(ceremony.guesses)(3, 60.0))

    key = sheet["emergency_key"]
    refused(await lead.post(f"{at(place)}/open", json={"emergency_key": key}), 409, "reason_due")
    wrong = {"emergency_key": key[:-1] + ("Q" if key[-1] != "Q" else "P"), "reason": "Feuille perdue"}
    refused(await lead.post(f"{at(place)}/open", json=wrong), 409, "wrong_emergency_key")
    typed = " ".join(key.lower()[n : n + 8] for n in range(0, len(key), 8))
    shown = await did(lead.post(f"{at(place)}/open", json={"emergency_key": typed, "reason": "Feuille perdue"}))
    assert shown["emergency_used_at"]
    facts = await DayLog(centre.services.sessions).of_session(place.session_id)
    assert [fact.data.kind for fact in facts][-2:] == ["emergency_key.used", "envelopes.opened"]
    kept = [fact.data.model_dump_json() for fact in facts]
    assert not any(key in text or sheet["opening_code"] in text for text in kept), "neither is ever kept"


async def test_one_changed_byte_is_said_before_anything_is_opened(centre: Centre) -> None:
    place = await exam_day(centre, "exchanges")
    lead = await centre.lead()
    sheet = await sealed(centre, place)
    await confirm_both(lead, place)
    async with centre.services.sessions() as session, session.begin():
        row = await session.get_one(SealedPackRow, place.session_id)
        whole = row.sealed
        row.sealed = whole[:-5] + bytes([whole[-5] ^ 1]) + whole[-4:]
    refused(await lead.post(f"{at(place)}/open", json={"code": sheet["opening_code"]}), 409, "box_damaged")
    async with centre.services.sessions() as session, session.begin():
        boxes = await session.scalars(select(CustodyBoxRow.kept).where(CustodyBoxRow.session_id == place.session_id))
        assert set(boxes) == {None}, "nothing was opened"
        await session.execute(update(SealedPackRow).where(SealedPackRow.sealed != whole).values(sealed=whole))
    await did(lead.post(f"{at(place)}/open", json={"code": sheet["opening_code"]}))


async def test_a_photo_is_made_anew_and_its_digest_goes_into_the_fact(centre: Centre) -> None:
    place = await exam_day(centre)
    lead = await centre.lead()
    sent = BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "PRISE CHEZ MOI"
    Image.new("RGB", (3000, 2000), "teal").save(sent, "JPEG", exif=exif)
    address = f"/api/staff/opening-photo/{place.session_id}"
    assert (await lead.get(address)).status_code == 404
    for bad in (b"", b"GIF89a", b"\x89PNG\r\n\x1a\n" + bytes(50), sent.getvalue()[:200]):
        refused(await lead.put(address, content=bad), 409, "not_a_photo")
    huge = BytesIO()
    Image.new("1", (9000, 9000)).save(huge, "PNG")
    assert len(huge.getvalue()) < 100_000
    refused(await lead.put(address, content=huge.getvalue()), 409, "not_a_photo")

    shown = await did(lead.put(address, content=sent.getvalue()))
    kept = await lead.get(address)
    assert b"PRISE CHEZ MOI" not in kept.content
    assert max(Image.open(BytesIO(kept.content)).size) == 1600
    await open_envelopes(lead, place)
    facts = await DayLog(centre.services.sessions).of_session(place.session_id)
    assert facts[-1].data.model_dump()["photo_sha256"] == shown["photo_sha256"] != ""
    refused(await lead.put(address, content=sent.getvalue()), 409, "already_opened")


async def test_productions_go_into_a_box_and_come_out_after_the_opening_only(centre: Centre) -> None:
    place = await exam_day(centre, "exchanges")
    lead, boxes = await centre.lead(), centre.services.keeper.boxes
    plain = await boxes.seal(place.session_id, "productions", b"brouillon")
    assert plain == b"brouillon", "without boxes, what it is given"
    sheet = await sealed(centre, place)
    put_in = await boxes.seal(place.session_id, "productions", b"Madame,")
    assert b"Madame" not in put_in
    with pytest.raises(BoxShut):
        await boxes.open(place.session_id, "productions", put_in)
    await open_envelopes(lead, place, code=sheet["opening_code"])
    assert await boxes.open(place.session_id, "productions", put_in) == b"Madame,"
    with pytest.raises(BoxDamaged):
        await boxes.open(place.session_id, "marks", put_in)  # each box has a key of its own


async def test_a_sealed_pack_is_played_by_nobody_else_until_then(centre: Centre) -> None:
    place = await exam_day(centre)
    lead = await centre.lead()
    sheet = await sealed(centre, place)
    practice = {"kind": "practice", "title": "Avant l’heure", "pack_id": EXAM_PACK, "subject_id": "sujet"}
    refused(await lead.post("/api/staff/sessions", json=practice), 409, "pack_under_seal")
    refused(await lead.post(f"/api/staff/exam-days/{place.session_id}/sealing"), 409, "already_sealed")
    await open_envelopes(lead, place, code=sheet["opening_code"])
    await did(lead.post("/api/staff/sessions", json=practice))


async def test_sealed_nothing_of_it_lies_on_the_disk_and_restarts_stop_nobody(tmp_path: Path) -> None:
    """Killed between the two confirmations, and after the opening; the folder of the pack taken away."""
    home = write_exam_pack(tmp_path)
    async with a_centre(tmp_path) as centre:
        place = await exam_day(centre, "exchanges", "recorded_sequence")
        sheet = await sealed(centre, place)
        assert sheet["also_played_by"] == 0
        lead = await centre.lead()
        assert (await did(lead.get(at(place))))["is_pack_installed"]
        await did(lead.post(f"{at(place)}/lead", json={}))
    shutil.rmtree(home)
    database = tmp_path / "var" / "combine.sqlite3"
    with closing(sqlite3.connect(database)) as one:
        one.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    for file in (tmp_path / "var").rglob("*"):
        if file.is_file() and "before-upgrade" not in str(file):
            assert PLANTED.encode() not in file.read_bytes(), file

    async with a_centre(tmp_path) as centre:
        lead = await centre.lead()
        shown = await did(lead.get(at(place)))
        assert shown["by_lead"]["name"] == "Claire Delmas", "the first confirmation is kept"
        assert shown["by_candidate"] is None
        assert not shown["is_pack_installed"]
        assert shown["subject_title"] == "Sujet A", "titles are known without the pack"
        await did(lead.post(f"{at(place)}/candidate", json={"seat_id": place.seat_id, "code_or_name": place.code}))
        await did(lead.post(f"{at(place)}/open", json={"code": sheet["opening_code"]}))

    async with a_centre(tmp_path) as centre:
        juror = await centre.as_("roy")
        desk = await did(juror.get(f"/api/staff/seats/{place.seat_id}/desk"))
        assert PLANTED in str(desk)
        draws = f"/api/staff/seats/{place.seat_id}/draws/recording"
        await did(juror.post(draws, json={}))
        await did(juror.post(f"{draws}/reveal", json={"word": "37"}))
        heard = await juror.get(f"/api/staff/seats/{place.seat_id}/draw/audio")
        assert PLANTED.encode() in heard.content
        async with centre.services.sessions() as session:
            assert await session.get(TrainingSessionRow, place.session_id) is not None
