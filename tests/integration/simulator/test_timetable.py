"""A day planned over HTTP: plan, move, undo, publish, print."""

import io
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest
import pytest_asyncio
from pypdf import PdfReader

from simulator.facts.day_log import DayLog
from tests.integration.simulator.ground import Centre, a_centre, did, refused
from tests.integration.simulator.timetables import a_day, a_plan, ground, imported, table

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def centre(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[Centre]:
    async with a_centre(tmp_path_factory.mktemp("timetable")) as one:
        yield one


async def test_a_day_is_planned_moved_and_moved_back(centre: Centre) -> None:
    lead, day, shown = await a_plan(centre)
    assert shown["conflicts"] == []
    first = shown["candidates"][0]["seat_id"]
    at = {one["id"]: one["start"] for one in shown["bookings"]}
    assert at[f"exchanges:{first}"] == 10 * 60, "letters for a quarter of an hour, then the exchanges"

    move = {"version": shown["version"], "booking": f"exchanges:{first}", "start": 640}
    looked = await did(lead.post(f"{day}/timetable/moves", json=move | {"only_look": True}))
    assert looked["sentence"] == (
        "Éva Martin\u00a0: échanges à 10:40 au lieu de 10:00. Se déplace aussi\u00a0: tirage et préparation."
    )
    assert looked["timetable"]["conflicts"]
    assert (await did(lead.get(f"{day}/timetable")))["version"] == shown["version"], "looking keeps nothing"

    moved = await did(lead.post(f"{day}/timetable/moves", json=move))
    now = {one["id"]: one["start"] for one in moved["timetable"]["bookings"]}
    assert (now[f"exchanges:{first}"], now[f"preparation:{first}"]) == (640, 625)
    assert any("serait à deux endroits" in one["sentence"] for one in moved["timetable"]["conflicts"])
    problem = refused(await lead.post(f"{day}/timetable/moves", json=move), 409, "timetable_changed")
    assert "rechargé" in problem["remedy"]

    back = await did(lead.post(f"{day}/timetable/undo", json={"version": moved["timetable"]["version"]}))
    assert back["bookings"] == shown["bookings"]
    assert back["conflicts"] == []


async def test_a_plan_is_published_and_the_jury_gets_its_seats(centre: Centre) -> None:
    lead, day, shown = await a_plan(centre)
    juror, stranger = await centre.as_("roy"), await centre.as_("ailleurs")
    watch = await centre.as_("veille")
    refused(await watch.get(f"{day}/timetable/published"), 404, "not_found")
    assert (await juror.get(f"{day}/timetable/published")).status_code == 403
    published = await did(lead.post(f"{day}/timetable/publish", json={"version": shown["version"]}))
    assert published["published_version"] == shown["version"]
    facts = await DayLog(centre.services.sessions).of_session(day.rsplit("/", 1)[1])
    assert [(fact.data.kind, fact.actor.name) for fact in facts] == [("timetable.published", "Claire Delmas")]

    for browser in (watch, juror):
        seen = await did(browser.get(f"{day}/timetable/published"))
        assert seen["bookings"] == shown["bookings"]
    assert (await stranger.get(f"{day}/timetable/published")).status_code == 403
    seats = {one["seat_id"] for one in await did(juror.get("/api/staff/my-seats"))}
    assert {one["seat_id"] for one in shown["candidates"]} <= seats

    # What is changed afterwards is not published.
    move = {"version": shown["version"], "booking": "lunch:p1", "start": 700}
    await lead.post(f"{day}/timetable/moves", json=move)
    assert (await did(watch.get(f"{day}/timetable/published")))["bookings"] == shown["bookings"]


async def test_a_plan_with_conflicts_is_published_only_on_purpose(centre: Centre) -> None:
    lead, day, shown = await a_plan(centre)
    booking = f"exchanges:{shown['candidates'][0]['seat_id']}"
    body = {"version": shown["version"], "booking": booking, "start": 640}
    moved = (await did(lead.post(f"{day}/timetable/moves", json=body)))["timetable"]
    publish = {"version": moved["version"]}
    refused(await lead.post(f"{day}/timetable/publish", json=publish), 409, "plan_has_conflicts")
    await did(lead.post(f"{day}/timetable/publish", json=publish | {"despite_conflicts": True}))


async def test_a_day_without_solution_says_why(centre: Centre) -> None:
    lead = await centre.lead()
    day = await a_day(centre, "ccp2")
    shown = await imported(lead, day, table("Éva Martin;;;;;Nadia Roy"))
    plan = f"{day}/timetable/plan"
    problem = refused(await lead.post(plan, json={"version": shown["version"]}), 409, "no_timetable")
    assert problem["message"] == "Aucun binôme de jury n’est inscrit."
    shown = await did(lead.put(f"{day}/timetable/setup", json=ground(centre, shown["version"])))
    for method in ("quick", "solver"):
        body = {"version": shown["version"], "method": method}
        problem = refused(await lead.post(plan, json=body), 409, "no_timetable")
        assert problem["message"].startswith("Éva Martin\u00a0: chaque binôme compte un de ses formateurs")
        assert problem["remedy"] == "Changez un juré, ou ajoutez un binôme."


async def test_only_people_of_the_house_are_jurors(centre: Centre) -> None:
    lead = await centre.lead()
    day = await a_day(centre)
    wrong = ground(centre, 0)
    wrong["pairs"][0]["jurors"][0]["id"] = centre.ids["veille"]
    refused(await lead.put(f"{day}/timetable/setup", json=wrong), 404, "not_found")


async def test_an_ordinary_exam_has_no_timetable(centre: Centre) -> None:
    place = await centre.place("exam")
    lead = await centre.lead()
    refused(await lead.get(f"/api/staff/exam-days/{place.session_id}/timetable"), 409, "not_an_exam_day")


async def test_what_is_printed_is_what_was_published(centre: Centre) -> None:
    lead, day, shown = await a_plan(centre)
    sheets = f"{day}/timetable/print"
    refused(await lead.get(f"{sheets}/doors.pdf"), 409, "not_published")
    await did(lead.post(f"{day}/timetable/publish", json={"version": shown["version"]}))
    words = {
        "people": ("C-01 · Éva Martin", "Nadia Roy · Jury 1", "10 h 00 – 10 h 15"),
        "convocations": ("11 mai 2027", "à 8 h 15.", "pièce d’identité"),
        "doors": ("Salle A", "Salle 12", "8 h 30 – 9 h 45", "Étude de cas"),
        "attendance": ("Arrivée", "Marc Lefort", "Zoé N’Guyen-Lê"),
    }
    for kind, expected in words.items():
        got = await lead.get(f"{sheets}/{kind}.pdf")
        assert got.headers["content-type"] == "application/pdf"
        text = " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(got.content)).pages).split())
        assert [one for one in expected if one not in text] == [], text


async def test_a_convocation_says_where_the_centre_is_once_it_is_written(tmp_path: Path) -> None:
    at = "/api/staff/installation/centre"
    address = {"name": "Greta du Lac", "address": "12 rue des Écoles\n74000 Annecy", "telephone": "04 50 00 00 00"}
    async with a_centre(tmp_path) as centre:
        lead, day, shown = await a_plan(centre)
        await did(lead.post(f"{day}/timetable/publish", json={"version": shown["version"]}))

        async def printed() -> str:
            got = await lead.get(f"{day}/timetable/print/convocations.pdf")
            text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(got.content)).pages)
            return " ".join(text.replace("\u00a0", " ").split())

        before = await did(lead.get(at))
        assert (before["address"], before["is_set_elsewhere"], before["version"]) == ("", False, 0)
        assert "Centre Lieu" not in await printed()
        kept = await did(lead.put(at, json={"centre": address, "version": 0}))
        assert {key: kept[key] for key in address} == address
        refused(await lead.put(at, json={"centre": {}, "version": 0}), 409, "centre_changed")
        refused(await lead.put(at, json={"centre": {"name": "a\nb"}, "version": kept["version"]}), 422, "invalid")
        text = await printed()
        for words in ("Greta du Lac 12 rue des Écoles 74000 Annecy", "Tél. 04 50 00 00 00"):
            assert words in text
    async with a_centre(tmp_path, centre_name="Afpa de Brest") as again:
        lead = await again.lead()
        shown = await did(lead.get(at))
        assert (shown["name"], shown["address"], shown["is_set_elsewhere"]) == ("Afpa de Brest", "", True)
        told = refused(await lead.put(at, json={"centre": address, "version": 1}), 409, "centre_set_elsewhere")
        assert "COMBINE_CENTRE_" in told["remedy"]


async def test_two_rooms_that_desks_name_have_a_door_list_each_and_a_convocation_names_a_room_once(
    centre: Centre,
) -> None:
    lead = await centre.lead()
    day = await a_day(centre)
    shown = await imported(lead, day, table("Éva Martin;Salle A · Poste 1;;;;", "Noé Petit;Salle B · Poste 1;;;;"))
    body = ground(centre, shown["version"])
    alone = await did(lead.put(f"{day}/timetable/setup", json=body))
    planned = await did(lead.post(f"{day}/timetable/plan", json={"version": alone["version"]}))
    (told,) = planned["conflicts"]
    assert "C-02 : son poste est en Salle B" in told["sentence"].replace("\u00a0", " ").replace("\u202f", " ")
    second = {"id": "b", "name": "Salle B", "posts": 12, "uses": ["case_study", "preparation"]}
    body = ground(centre, planned["version"], rooms=[*body["rooms"], second])
    kept = await did(lead.put(f"{day}/timetable/setup", json=body))
    planned = await did(lead.post(f"{day}/timetable/plan", json={"version": kept["version"]}))
    assert planned["conflicts"] == []
    await did(lead.post(f"{day}/timetable/publish", json={"version": planned["version"]}))
    texts: dict[str, str] = {}
    for kind in ("doors", "convocations"):
        got = await lead.get(f"{day}/timetable/print/{kind}.pdf")
        pages = PdfReader(io.BytesIO(got.content)).pages
        texts[kind] = " ".join(" ".join(page.extract_text() for page in pages).replace("\u00a0", " ").split())
    assert "Salle B" in texts["doors"]
    assert "Salle A, Salle A" not in texts["convocations"]
    assert "Salle B · Poste 1" in texts["convocations"]


async def test_a_slip_in_the_year_is_told_and_a_date_of_before_stays_as_it_is(centre: Centre) -> None:
    lead = await centre.lead()
    day = await a_day(centre)
    version = (await did(lead.get(f"{day}/timetable")))["version"]
    body = ground(centre, version)
    for wrong in ("1999-05-11", "2207-05-11"):
        refused(await lead.put(f"{day}/timetable/setup", json=body | {"date": wrong}), 409, "unlikely_date")
    kept = await did(lead.put(f"{day}/timetable/setup", json=body))
    assert kept["date"] == "2027-05-11"
