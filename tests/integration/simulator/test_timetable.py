"""A day prepared over HTTP: import, plan, move, undo, publish; bad files; documents."""

import io
import zipfile
from collections.abc import AsyncGenerator
from typing import Any

import httpx
import pytest
import pytest_asyncio
from pypdf import PdfReader

from simulator.facts.day_log import DayLog
from tests.integration.simulator.ground import Centre, a_centre, did, refused
from tests.pdfs import a_pdf

pytestmark = pytest.mark.asyncio(loop_scope="module")

NAMES = ("Éva Martin", "Zoé N’Guyen-Lê", "علي محمد", "Lina Ferrand", "Noé Petit", "Ana Sousa")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def centre(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[Centre]:
    async with a_centre(tmp_path_factory.mktemp("timetable")) as one:
        yield one


async def a_day(centre: Centre, format_id: str = "ccp1") -> str:
    """A session without anybody, on the shipped company, which has a case study; the path of its day."""
    lead = await centre.lead()
    body = {
        "kind": "exam",
        "title": "Session de mai",
        "pack_id": "velambre",
        "subject_id": "decouverte",
        "exam_day": {"format_id": format_id, "days": ["2027-05-11"]},
    }
    session = await did(lead.post("/api/staff/sessions", json=body))
    return f"/api/staff/exam-days/{session['id']}"


def table(*rows: str) -> bytes:
    return "\n".join(("Nom;Poste;Voie d’accès;Temps majoré;Référence;Formateurs", *rows)).encode()


async def imported(lead: httpx.AsyncClient, day: str, file: bytes) -> dict[str, Any]:
    """What the preview showed is kept."""
    preview = await did(lead.post(f"{day}/import/candidates", content=file))
    assert preview["faults"] == []
    return await did(lead.post(f"{day}/candidates", json={"candidates": preview["candidates"]}))


def ground(centre: Centre, version: int, **more: Any) -> dict[str, Any]:
    """A written room, a preparation room, one pair of the tests' two jurors."""
    jurors = [
        {"id": centre.ids["roy"], "name": "Nadia Roy", "knows_retention": True},
        {"id": centre.ids["lefort"], "name": "Marc Lefort", "knows_retention": False},
    ]
    rules = {
        "start": 510,
        "letter_minutes": 15,
        "lunch_minutes": 45,
        "lunch_from": 690,
        "lunch_until": 840,
        "deliberation_minutes": 30,
        "latest_end": 1200,
    }
    return {
        "version": version,
        "date": "2027-05-11",
        "rooms": [
            {"id": "a", "name": "Salle A", "posts": 12, "uses": ["case_study", "preparation"]},
            {"id": "j", "name": "Salle 12", "posts": 1, "uses": ["jury"]},
        ],
        "pairs": [{"id": "p1", "name": "Jury 1", "jurors": jurors, "room": "j"}],
        "rules": rules,
    } | more


async def a_plan(centre: Centre) -> tuple[httpx.AsyncClient, str, dict[str, Any]]:
    """Three candidates, one pair, planned."""
    lead = await centre.lead()
    day = await a_day(centre)
    shown = await imported(lead, day, table(*(f"{name};;;;;" for name in NAMES[:3])))
    shown = await did(lead.put(f"{day}/timetable/setup", json=ground(centre, shown["version"])))
    shown = await did(lead.post(f"{day}/timetable/plan", json={"version": shown["version"]}))
    return lead, day, shown


async def test_a_list_is_shown_then_kept(centre: Centre) -> None:
    lead = await centre.lead()
    day = await a_day(centre)
    file = table("Éva Martin;P1;VAE;33 %;MDPH-12;Julien Abadie", "علي محمد;;CCP;;;")
    preview = await did(lead.post(f"{day}/import/candidates", content=file))
    assert (await did(lead.get(f"{day}/timetable")))["candidates"] == [], "a preview keeps nothing"
    shown = await did(lead.post(f"{day}/candidates", json={"candidates": preview["candidates"]}))
    assert [(one["name"], one["desk"], one["route"], one["extra_percent"]) for one in shown["candidates"]] == [
        ("Éva Martin", "P1", "vae", 33),
        ("علي محمد", "Poste 1", "ccp", 0),
    ]
    assert shown["candidates"][0]["trainers"] == ["Julien Abadie"]
    seat = shown["candidates"][0]["seat_id"]
    facts = await centre.services.facts.of_seat(seat)
    granted = [fact.data for fact in facts if fact.data.kind == "accommodation.granted"]
    assert [(one.percent, one.reference) for one in granted] == [(33, "MDPH-12")]  # type: ignore[union-attr]  asserted by its values
    clocks = {one.phase: one.extra_minutes for one in (await centre.services.rooms.read(seat)).state.clocks}
    assert (clocks["case_study"], clocks["preparation"], clocks["exchanges"]) == (25, 5, 5)
    change = {"route": "vae", "extra_percent": 0, "extra_minutes": 2, "accommodation": "MDPH-13", "trainers": []}
    changed = await did(lead.put(f"{day}/candidates/{seat}", json=change))
    assert (changed["candidates"][0]["extra_percent"], changed["candidates"][0]["extra_minutes"]) == (0, 2)
    clocks = {one.phase: one.extra_minutes for one in (await centre.services.rooms.read(seat)).state.clocks}
    assert (clocks["case_study"], clocks["exchanges"]) == (2, 2), "replaced, not added"


async def test_one_bad_row_and_nothing_is_imported(centre: Centre) -> None:
    lead = await centre.lead()
    day = await a_day(centre)
    file = table("Éva Martin;;;;;", "<b>Lina</b>;;;;;", f"{'x' * 2000};;;;;", "Éva Martin;;piscine;;;")
    preview = await did(lead.post(f"{day}/import/candidates", content=file))
    assert preview["candidates"] == []
    assert [(one["row"], one["column"]) for one in preview["faults"]] == [
        (3, "Nom"),
        (4, "Nom"),
        (5, "Nom"),
        (5, "Voie d’accès"),
    ]
    assert all(one["problem"] and one["remedy"] for one in preview["faults"])
    # Whoever sends it all the same is refused as a whole.
    body = {"candidates": [{"name": "Noé Petit"}, {"name": "<b>Lina</b>"}]}
    problem = refused(await lead.post(f"{day}/candidates", json=body), 409, "bad_candidates")
    assert problem["message"].startswith("Rien n’a été importé.")
    assert (await did(lead.get(f"{day}/timetable")))["candidates"] == []


def an_xlsx(rows: int = 1) -> bytes:
    """The least that a spreadsheet program writes."""
    cells = "".join(
        f'<row r="{number + 2}"><c r="A{number + 2}" t="inlineStr"><is><t>Candidate {number} Née</t></is></c></row>'
        for number in range(rows)
    )
    sheet = (
        '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        '<row r="1"><c r="A1" t="inlineStr"><is><t>Nom</t></is></c></row>'
        f"{cells}</sheetData></worksheet>"
    )
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    packages = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{packages}/content-types"><Override PartName="/xl/workbook.xml" '
            f'ContentType="{kind}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" '
            f'ContentType="{kind}.worksheet+xml"/></Types>',
        )
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{packages}/relationships"><Relationship Id="r1" '
            f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        )
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="Liste" sheetId="1" r:id="r1"/>'
            "</sheets></workbook>",
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{packages}/relationships"><Relationship Id="r1" Type="{office}/worksheet" '
            'Target="worksheets/sheet1.xml"/></Relationships>',
        )
        archive.writestr("xl/worksheets/sheet1.xml", sheet)
    return packed.getvalue()


def a_bomb(declared: int | None = None) -> bytes:
    """A ZIP of some 200 kB that unpacks to 200 MB; `declared`: what its directory says instead."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"\0" * (200 * 1024 * 1024))
        if declared is not None:
            archive.infolist()[0].file_size = declared
    return packed.getvalue()


async def test_a_workbook_is_read_as_a_list(centre: Centre) -> None:
    lead = await centre.lead()
    day = await a_day(centre)
    preview = await did(lead.post(f"{day}/import/candidates", content=an_xlsx(2)))
    assert [one["name"] for one in preview["candidates"]] == ["Candidate 0 Née", "Candidate 1 Née"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252", "mac_roman"])
async def test_a_list_is_read_in_whatever_encoding_a_spreadsheet_wrote(centre: Centre, encoding: str) -> None:
    lead = await centre.lead()
    day = await a_day(centre)
    file = "Nom;Poste\nFrançois Lefèvre;Poste 1\nÉlodie Noël;Poste 2\n".encode(encoding)
    preview = await did(lead.post(f"{day}/import/candidates", content=file))
    assert [one["name"] for one in preview["candidates"]] == ["François Lefèvre", "Élodie Noël"]


@pytest.mark.parametrize(
    ("file", "status", "code"),
    [
        (b"Nom;Poste\n" + b"Lina Ferrand;1\n" * 700_000, 413, "too_large"),
        (b"Nom\n" + b"Lina Ferrand\n" * 2000, 422, "table_too_many_rows"),
        (a_bomb(), 422, "table_too_heavy"),
        (a_bomb(declared=1000), 422, "table_broken"),
        (b"PK\x03\x04 no workbook", 422, "table_broken"),
        (an_xlsx()[:-200], 422, "table_broken"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 422, "table_old_excel"),
        (b"%PDF-1.7", 422, "table_not_a_table"),
        (bytes(range(1, 256)) * 40, 422, "table_encoding"),
        (b"", 422, "table_empty"),
    ],
    ids=["10 MB", "2,000 rows", "bomb", "lying bomb", "no ZIP", "cut", "xls", "PDF", "noise", "nothing"],
)
async def test_a_bad_file_is_told_in_french(centre: Centre, file: bytes, status: int, code: str) -> None:
    lead = await centre.lead()
    day = await a_day(centre)
    problem = refused(await lead.post(f"{day}/import/candidates", content=file), status, code)
    assert problem["message"].endswith(".")
    assert problem["remedy"].endswith(".")


async def test_jurors_come_in_pairs(centre: Centre) -> None:
    lead = await centre.lead()
    day = await a_day(centre)
    file = "Nom;Binôme;Fidélisation\nROY Nadia;1;oui\nMarc Lefort;1;\nOdile Ailleurs;2;non\n".encode()
    preview = await did(lead.post(f"{day}/import/jurors", content=file))
    assert [
        (one["name"], [(juror["name"], juror["knows_retention"]) for juror in one["jurors"]])
        for one in preview["pairs"]
    ] == [("Jury 1", [("Nadia Roy", True), ("Marc Lefort", False)]), ("Jury 2", [("Odile Ailleurs", False)])]


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


async def test_a_candidate_s_file_is_kept_and_only_ever_taken_away(centre: Centre) -> None:
    lead = await centre.lead()
    place = await centre.place("exam")
    path = f"/api/staff/candidate-documents/{place.seat_id}"
    missing = await did(lead.get(path))
    assert [(one["kind"], one["is_expected"], one["url"]) for one in missing] == [
        ("professional_file", True, None),
        ("ecf", True, None),
        ("certification", False, None),
    ]
    name = {"name": "../../Dossier <professionnel> d’Éva.html"}
    refused(await lead.put(f"{path}/ecf", params=name, content=b"<script>"), 422, "not_a_document")
    await did(lead.put(f"{path}/professional_file", params=name, content=a_pdf("un")))
    shown = await did(lead.put(f"{path}/professional_file", params=name, content=a_pdf("deux")))
    assert shown[0]["name"] == "Dossier professionnel d’Éva.pdf"

    juror, stranger = await centre.as_("roy"), await centre.as_("ailleurs")
    got = await juror.get(shown[0]["url"])
    assert got.content == a_pdf("deux")
    assert got.headers["content-disposition"].startswith("attachment;")
    assert got.headers["content-security-policy"] == "sandbox; default-src 'none'"
    assert got.headers["x-content-type-options"] == "nosniff"
    assert (await stranger.get(shown[0]["url"])).status_code == 403
    assert (await juror.put(f"{path}/ecf", content=b"%PDF-1.7")).status_code == 403
    kept = list((centre.services.settings.data / "candidate_documents").iterdir())
    assert len(kept) == 1, "the one before is gone"
    assert kept[0].read_bytes().startswith(b"age-encryption.org/")
    await did(lead.delete(f"{path}/professional_file"))
    refused(await juror.get(shown[0]["url"]), 404, "not_found")


async def test_what_is_printed_is_what_was_published(centre: Centre) -> None:
    lead, day, shown = await a_plan(centre)
    sheets = f"{day}/timetable/print"
    refused(await lead.get(f"{sheets}/doors.pdf"), 409, "not_published")
    await did(lead.post(f"{day}/timetable/publish", json={"version": shown["version"]}))
    words = {
        "people": ("C-01 · Éva Martin", "Nadia Roy · Jury 1", "10:00 – 10:15"),
        "convocations": ("11 mai 2027", "8:15", "pièce d’identité"),
        "doors": ("Salle A", "Salle 12", "8:30 – 9:45", "étude de cas"),
        "attendance": ("Arrivée", "Marc Lefort", "Zoé N’Guyen-Lê"),
    }
    for kind, expected in words.items():
        got = await lead.get(f"{sheets}/{kind}.pdf")
        assert got.headers["content-type"] == "application/pdf"
        text = " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(got.content)).pages).split())
        assert [one for one in expected if one not in text] == [], text


async def test_a_candidate_is_corrected_after_the_import_as_a_dated_fact(centre: Centre) -> None:
    lead = await centre.lead()
    day = await a_day(centre)
    shown = await imported(lead, day, table("Éva Martin;P1;VAE;;;", "Noé Petit;P2;;;;"))
    seat = shown["candidates"][0]["seat_id"]
    await centre.services.rooms.room(seat)
    change = {
        "route": "ccp",
        "name": " Éva   Marin ",
        "number": "C-17",
        "desk": "Salle A · Poste 3",
        "extra_percent": 20,
        "accommodation": "MDPH-7",
    }
    corrected = next(
        one
        for one in (await did(lead.put(f"{day}/candidates/{seat}", json=change)))["candidates"]
        if one["seat_id"] == seat
    )
    kept = {key: corrected[key] for key in ("name", "label", "desk", "route", "extra_percent", "accommodation")}
    assert kept == {
        "name": "Éva Marin",
        "label": "C-17",
        "desk": "Salle A · Poste 3",
        "route": "ccp",
        "extra_percent": 20,
        "accommodation": "MDPH-7",
    }
    (told,) = corrected["changes"]
    assert (told["by"], told["before"]) == (
        "Claire Delmas",
        {"name": "Éva Martin", "number": "C-01", "desk": "P1", "route": "vae"},
    )
    state = (await centre.services.rooms.read(seat)).state
    assert (state.candidate_name, state.seat.label) == ("Éva Marin", "C-17"), "an open desk learns of it"
    again = await did(lead.put(f"{day}/candidates/{seat}", json=change))
    assert sum(len(one["changes"]) for one in again["candidates"]) == 1, "the same again is no correction"


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        ({"name": "<b>Éva</b>"}, "Ce nom contient « < », qui n’est pas une lettre."),
        ({"name": "x" * 2000}, "Ce nom a 2000 caractères"),
        ({"name": "PETIT Noé"}, "« PETIT Noé » est déjà inscrit dans cette session."),
        ({"name": ""}, "Le nom manque."),
        ({"number": "C-02"}, "Le numéro « C-02 » est déjà celui de Noé Petit."),
        ({"number": "🙂"}, "« 🙂 » n’est pas un numéro de candidat."),
        ({"number": " "}, "Le numéro du candidat manque."),
        ({"desk": "p2"}, "« p2 » est déjà la place de Noé Petit."),
        ({"desk": ""}, "Le poste manque."),
    ],
)
async def test_a_correction_that_cannot_be_kept_says_why_and_keeps_nothing(
    centre: Centre, wrong: dict[str, str], problem: str
) -> None:
    lead = await centre.lead()
    day = await a_day(centre)
    shown = await imported(lead, day, table("Éva Martin;P1;VAE;;;", "Noé Petit;P2;;;;"))
    seat = shown["candidates"][0]["seat_id"]
    body = {"route": "ccp", "extra_minutes": 5, "accommodation": "MDPH-7"} | wrong
    answer = refused(await lead.put(f"{day}/candidates/{seat}", json=body), 409, "bad_candidate")
    assert answer["message"].replace("\u00a0", " ").replace("\u202f", " ").startswith(problem)
    assert answer["remedy"]
    assert (await did(lead.get(f"{day}/timetable")))["candidates"] == shown["candidates"]


async def test_a_list_with_more_extra_time_than_the_session_grants_is_not_imported(centre: Centre) -> None:
    lead = await centre.lead()
    day = await a_day(centre)
    file = table("Éva Martin;P1;VAE;50 %;MDPH-12;", "Noé Petit;P2;;33 %;MDPH-13;")
    preview = await did(lead.post(f"{day}/import/candidates", content=file))
    assert preview["candidates"] == []
    (fault,) = preview["faults"]
    words = (fault["problem"] + " " + fault["remedy"]).replace("\u00a0", " ").replace("\u202f", " ")
    assert words.startswith(
        "Éva Martin : 38 min de temps majoré dépassent le plafond : 25 min pour « étude de cas » (un tiers de 75"
    )
    body = {"candidates": [{"name": "Noé Petit"}, {"name": "Éva Martin", "extra_percent": 50}]}
    refused(await lead.post(f"{day}/candidates", json=body), 409, "bad_candidates")
    assert (await did(lead.get(f"{day}/timetable")))["candidates"] == []
    await did(lead.put(f"{day}/extra-time-cap", json={"percent": 50}))
    assert await did(lead.get(f"{day}/extra-time-cap")) == {"percent": 50}
    assert len((await imported(lead, day, file))["candidates"]) == 2
