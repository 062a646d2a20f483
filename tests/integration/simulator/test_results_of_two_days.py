"""Results of a session of two dates: each candidate's own on every sheet and in every export; a page a date."""

import csv
import io
from collections.abc import AsyncGenerator
from datetime import date
from typing import Any

import httpx
import pypdfium2 as pdfium
import pytest
import pytest_asyncio

from simulator.centre.identity import CentreIdentity
from simulator.ids import SessionId
from simulator.results import session_sheets
from simulator.results.session_record import SessionRecord, SessionRecords
from tests.integration.simulator.ground import Centre, Place, a_centre, did
from tests.integration.simulator.juries import CCP1, Jury
from tests.integration.simulator.test_two_days import DAYS, FIRST, SECOND, Session

pytestmark = pytest.mark.asyncio(loop_scope="module")

TABLE = "Nom;Prénom;Jour\nPetit;Noé;12/05/2027\nMartin;Éva;11/05/2027\n"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def centre(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[Centre]:
    async with a_centre(tmp_path_factory.mktemp("results-of-two-days")) as one:
        yield one


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def session(centre: Centre) -> Session:
    """Lina and Éva on the first date; Noé, present and signed, on the second."""
    place = await centre.place("exam", exam_day=CCP1 | {"days": DAYS}, is_shut=True)
    lead, path = await centre.lead(), f"/api/staff/exam-days/{place.session_id}"
    read = await did(lead.post(f"{path}/import/candidates", content=TABLE.encode()))
    await did(lead.post(f"{path}/candidates", json={"candidates": read["candidates"]}))
    (noe,) = (await did(lead.get(f"{path}/board", params={"day": SECOND})))["places"]
    people = {"person_ids": [centre.ids[login] for login in ("roy", "lefort")]}
    await did(lead.put(f"/api/staff/seats/{noe['seat_id']}/jurors", json=people))
    made = Session(lead, place.session_id, {FIRST: place.seat_id, SECOND: noe["seat_id"]}, {})
    await did(lead.post(f"{path}/seats/{noe['seat_id']}/identity", json={"document": "passport"}))
    await did(lead.post(f"{path}/opening/lead", json={}))
    await did(lead.post(f"{path}/opening/candidate", json={"seat_id": place.seat_id, "code_or_name": place.code}))
    await did(lead.post(f"{path}/opening/open", json={}))
    await made.act("incidents", SECOND, id="i1", text="Alarme d’essai")
    await made.act("measures", SECOND, id="m1", cause="power", reason="Coupure")
    await made.act("measures/m1/lift", None)
    await Jury(centre, Place(place.session_id, noe["seat_id"], "", None)).signed()
    return made


async def record_of(centre: Centre, session: Session) -> SessionRecord:
    services = centre.services
    centre_named = CentreIdentity(services.sessions, services.settings)
    records = SessionRecords(services.sessions, services.rooms, services.clock, services.referential, centre_named)
    return await records.of(SessionId(session.session_id))


def words(sheet: Any) -> str:
    """All that stands on it."""
    if isinstance(sheet, dict):
        return "\n".join(words(one) for one in sheet.values())
    if isinstance(sheet, list | tuple):
        return "\n".join(words(one) for one in sheet)
    return str(sheet).replace("\u00a0", " ")


async def read(lead: httpx.AsyncClient, url: str) -> list[str]:
    """The text of each page of a PDF."""
    answer = await lead.get(url)
    assert answer.status_code == 200, answer.text
    pages = pdfium.PdfDocument(answer.content)
    return [page.get_textpage().get_text_bounded().replace("\u00a0", " ") for page in pages]


async def test_the_minutes_say_who_sat_on_which_date(centre: Centre, session: Session) -> None:
    data = session_sheets.minutes_sheet(await record_of(centre, session), "clé")
    told = words(data)
    assert "11 mai 2027, 12 mai 2027" in told
    assert "Le 11 mai 2027\n2 inscrits, 0 présent · jury : Marc Lefort, Nadia Roy" in told
    assert "Le 12 mai 2027\n1 inscrit, 1 présent · jury : Marc Lefort, Nadia Roy" in told
    (results,) = [one for one in data["pages"][0]["blocks"] if one.get("header", [])[2:3] == ["Épreuves le"]]
    assert [row[1:3] for row in results["rows"]] == [
        ["Lina Ferrand", "11/05/2027"],
        ["Éva Martin", "11/05/2027"],
        ["Noé Petit", "12/05/2027"],
    ], "day by day"
    assert "Toute la journée\nAlarme d’essai" in told
    printed = await read(session.lead, f"{session.path}/results/minutes.pdf")
    assert "12/05/2027" in "\n".join(printed)


async def test_each_date_has_its_attendance_sheet(session: Session) -> None:
    first, second = await read(session.lead, f"{session.path}/results/attendance.pdf")
    assert "11 mai 2027" in first
    assert "Éva Martin" in first
    assert "Noé Petit" not in first
    assert "12 mai 2027" in second
    assert "Noé Petit" in second
    assert "Éva Martin" not in second


async def test_the_entry_sheet_and_the_exports_carry_each_candidates_own_date(session: Session) -> None:
    entries = (await did(session.lead.get(f"{session.path}/ceres")))["entries"]
    fields = {one["candidate_name"]: {field["name"]: field["text"] for field in one["fields"]} for one in entries}
    assert {name: found["Date des épreuves"] for name, found in fields.items()} == {
        "Lina Ferrand": "11 mai 2027",
        "Éva Martin": "11 mai 2027",
        "Noé Petit": "12 mai 2027",
    }
    table = (await session.lead.get(f"{session.path}/results.csv")).content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(table), delimiter=";"))
    assert [row["Date des épreuves"] for row in rows] == ["11 mai 2027", "11 mai 2027", "12 mai 2027"]
    told = await did(session.lead.get(f"{session.path}/results.json"))
    assert told["days"] == DAYS
    assert [one["day"] for one in told["candidates"]] == [FIRST, FIRST, SECOND]
    sheet = "\n".join(await read(session.lead, f"{session.path}/results/ceres.pdf"))
    assert sheet.count("Date des épreuves") == 3


async def test_a_candidates_own_sheets_say_their_date(centre: Centre, session: Session) -> None:
    seat = session.seats[SECOND]
    told = await did(session.lead.get(f"/api/staff/seats/{seat}/results.json"))
    assert told["day"] == SECOND
    for sheet in ("results", "assessment"):
        printed = "\n".join(await read(session.lead, f"/api/staff/seats/{seat}/results/{sheet}.pdf"))
        assert "Date des épreuves" in printed, sheet
        assert "12 mai 2027" in printed, sheet


async def test_a_session_of_one_date_is_told_as_before(centre: Centre) -> None:
    place = await centre.place("exam", exam_day=CCP1 | {"days": [FIRST]})
    one = Session(await centre.lead(), place.session_id, {}, {})
    record = await record_of(centre, one)
    assert record.by_date == {date(2027, 5, 11): list(record.candidates)}
    told = words(session_sheets.minutes_sheet(record, ""))
    assert "Épreuves le" not in told
    assert "Date\n11 mai 2027" in told
    names = [name for _, fields in session_sheets.ceres_rows(record) for name, _ in fields]
    assert "Date des épreuves" not in names
