"""Between the marks and the archives, what should not happen: a juror replaced after a signature, names that no file
system takes, a dossier of 500 MB. Words in French, nothing half done."""

import asyncio
import json
import re
import zipfile
from collections.abc import AsyncGenerator
from contextlib import suppress
from pathlib import Path

import pytest_asyncio

from archives import verify_archive
from simulator.deliberation.owed import ARCHIVE_JOB
from simulator.timetable.files import FOLDER as DOCUMENTS
from tests.integration.simulator.ground import PASSWORD, Place, did, opened_and_drawn, refused
from tests.integration.simulator.house import PACK_ID
from tests.integration.simulator.juries import CCP1, Jury, settle
from tests.integration.simulator.open_centre import OpenCentre, an_open_centre

HOSTILE = '../../CON:*?"<>|.ZIP \\ aux'
TITLE = "..\\..\\PRN / Session <de> mai | 100 % ; LPT1"
SAFE = re.compile(r"[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*")


@pytest_asyncio.fixture
async def house(tmp_path: Path) -> AsyncGenerator[OpenCentre]:
    async with an_open_centre(tmp_path) as one:
        yield one


async def test_a_juror_replaced_after_one_has_signed_undoes_the_signature_and_no_mark(house: OpenCentre) -> None:
    centre = house.centre
    jury = Jury(centre, await centre.place("exam", exam_day=CCP1))
    roy, lead = await centre.as_("roy"), await centre.lead()
    await jury.submitted("roy", "lefort")
    page = await settle(roy, jury.url)
    old = {"digest": page["digest"], "password": PASSWORD}
    await did(roy.post(f"{jury.url}/signatures", json=old))
    people = [centre.ids["roy"], centre.ids["ailleurs"]]
    await did(
        lead.put(
            f"/api/staff/seats/{jury.place.seat_id}/jurors",
            json={"person_ids": people, "reason": "Malade depuis midi"},
        )
    )
    new = await centre.as_("ailleurs")
    page = await did(new.get(jury.url))
    assert (page["is_open"], page["is_signed"]) == (False, False)
    assert (await new.post(f"{jury.url}/signatures", json=old)).status_code == 409
    assert (await roy.post(f"{jury.url}/signatures", json=old)).status_code == 409
    sheet = f"/api/staff/seats/{jury.place.seat_id}/results/results.pdf"
    assert (await lead.get(sheet)).status_code == 409, "no result leaves before the new juror has signed"

    await jury.told_as("ailleurs", "Odile Ailleurs")
    page = await did(new.get(jury.url))
    assert page["is_open"]
    assert {one["name"]: one["signed_at"] is not None for one in page["jurors"]} == {
        "Nadia Roy": False,
        "Odile Ailleurs": False,
    }
    assert [one["name"] for one in page["replaced"]] == ["Marc Lefort"]
    page = await settle(roy, jury.url)
    for browser in (new, roy):
        signature = {"digest": page["digest"], "password": PASSWORD}
        page = await did(browser.post(f"{jury.url}/signatures", json=signature))
    assert page["is_signed"]
    await centre.services.jobs.all_done(ARCHIVE_JOB)
    facts = await centre.services.facts.of_seat(jury.place.seat_id)
    submitted = [one for one in facts if one.data.kind == "marking.submitted"]
    assert len(submitted) == 3, "what the replaced juror had handed in is kept"


def words_of(told: object) -> list[str]:
    """Every text of a JSON value."""
    if isinstance(told, dict):
        return [word for one in told.values() for word in words_of(one)]  # type: ignore[reportUnknownVariableType]
    if isinstance(told, list):
        return [word for one in told for word in words_of(one)]  # type: ignore[reportUnknownVariableType]
    return [told] if isinstance(told, str) else []


async def named(house: OpenCentre, candidate: str, title: str) -> Place:
    """As `Centre.place`, with these words."""
    lead, ids = await house.centre.lead(), house.centre.ids
    body = {"kind": "exam", "title": title, "pack_id": PACK_ID, "subject_id": "sujet", "exam_day": CCP1}
    session = await did(lead.post("/api/staff/sessions", json=body))
    new = {"candidate_name": candidate, "desk": "CON · Poste /4"}
    seat = await did(lead.post(f"/api/staff/sessions/{session['id']}/seats", json=new))
    jurors = {"person_ids": [ids["roy"], ids["lefort"]]}
    await did(lead.put(f"/api/staff/seats/{seat['seat_id']}/jurors", json=jurors))
    code = await did(lead.post(f"/api/staff/seats/{seat['seat_id']}/desk-code"))
    place = Place(session["id"], seat["seat_id"], code["code"], None)
    await opened_and_drawn(lead, place)
    return place


async def test_names_that_break_file_systems_stand_in_documents_alone(house: OpenCentre, tmp_path: Path) -> None:
    centre, lead = house.centre, await house.centre.lead()
    place = await named(house, HOSTILE, TITLE)
    jury = Jury(centre, place)
    await jury.signed()
    await centre.services.jobs.all_done(ARCHIVE_JOB)
    await did(lead.post(f"/api/staff/exam-days/{place.session_id}/archives"))
    await centre.services.jobs.all_done(ARCHIVE_JOB)
    page = await did(lead.get(f"/api/staff/sessions/{place.session_id}/deliberations"))
    for one in (page["candidates"][0]["archive"], page["archive"]):
        got = await lead.get(f"/api/staff/archives/{one['id']}")
        assert f'filename="{one["name"]}"' in got.headers["content-disposition"]
        assert SAFE.fullmatch(one["name"])
        file = tmp_path / one["name"]
        await asyncio.to_thread(file.write_bytes, got.content)
        assert verify_archive(file, page["key"]).faults == ()
        with zipfile.ZipFile(file) as opened:
            assert [name for name in opened.namelist() if not SAFE.fullmatch(name.replace("/", "_"))] == []
            is_session = one is page["archive"]
            told = json.loads(opened.read("data/session.json" if is_session else "data/candidat.json"))
        assert (TITLE if is_session else HOSTILE) in words_of(told)
    for sheet in ("minutes.pdf", "attendance.pdf"):
        printed = await lead.get(f"/api/staff/exam-days/{place.session_id}/results/{sheet}")
        assert printed.content.startswith(b"%PDF-")
        assert SAFE.search(printed.headers["content-disposition"].partition("filename=")[2].strip('"'))


async def test_500_megabytes_of_dossier_are_refused_before_they_are_sent(house: OpenCentre) -> None:
    """Over a real socket, as a browser announces a file; and once more without a length, until it is enough."""
    centre = house.centre
    place = await centre.place("exam")
    lead = await centre.lead()
    cookies = "; ".join(f"{one.name}={one.value}" for one in lead.cookies.jar)
    path = f"/api/staff/candidate-documents/{place.seat_id}/professional_file?name=dossier.pdf"
    head = (
        f"PUT {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Combine: 1\r\nOrigin: {house.address}\r\nCookie: {cookies}\r\n"
    )
    for length, body in ((f"Content-Length: {500 * 1024 * 1024}", b"%PDF-1.7"), ("Transfer-Encoding: chunked", b"")):
        reader, writer = await asyncio.open_connection("127.0.0.1", house.port)
        writer.write(f"{head}{length}\r\n\r\n".encode() + body)
        sent = 0
        async with asyncio.timeout(30):
            answering = asyncio.create_task(reader.readuntil(b"\r\n"))
            while not body and not answering.done() and sent < 500:
                writer.write(b"100000\r\n" + bytes(0x100000) + b"\r\n")
                with suppress(ConnectionError):
                    await writer.drain()
                sent += 1
                await asyncio.sleep(0)
            # Whoever goes on sending may be cut before the refusal is read.
            status = (await asyncio.gather(answering, return_exceptions=True))[0]
        was_cut = not body and isinstance(status, ConnectionError | asyncio.IncompleteReadError)
        assert was_cut or b" 413 " in status, status
        assert sent < 60, "it is not taken in whole to be refused"
        writer.close()
    folder = centre.services.settings.data / DOCUMENTS
    assert not folder.exists() or [*folder.iterdir()] == []
    listed = await did(lead.get(f"/api/staff/candidate-documents/{place.seat_id}"))
    assert {one["url"] for one in listed} == {None}
    refused(await lead.get(path.partition("?")[0] + "/pages"), 404, "not_found")
