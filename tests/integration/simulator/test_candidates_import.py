"""Lists of candidates and jurors over HTTP: shown, then kept or refused whole; bad files in words."""

import asyncio
import io
import zipfile
from collections.abc import AsyncGenerator

import pytest
import pytest_asyncio

from tests.integration.simulator.ground import Centre, a_centre, did, refused
from tests.integration.simulator.timetables import a_day, imported, table

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def centre(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[Centre]:
    async with a_centre(tmp_path_factory.mktemp("candidates_import")) as one:
        yield one


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


async def test_two_who_take_in_the_same_list_at_once_take_it_in_once(centre: Centre) -> None:
    lead = await centre.lead()
    day = await a_day(centre)
    body = {"candidates": [{"name": "Éva Martin"}, {"name": "Noé Petit"}]}
    answers = await asyncio.gather(*(lead.post(f"{day}/candidates", json=body) for _ in range(4)))
    assert sorted(one.status_code for one in answers) == [201, 409, 409, 409]
    names = [one["name"] for one in (await did(lead.get(f"{day}/timetable")))["candidates"]]
    assert sorted(names) == ["Noé Petit", "Éva Martin"]


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


async def test_a_desk_taken_twice_or_extra_time_without_a_reference_imports_nobody(centre: Centre) -> None:
    lead = await centre.lead()
    day = await a_day(centre)
    file = table("Éva Martin;Poste 1;;33 %;;", "Noé Petit;Poste 1;;;;", "Lina Ferrand;Poste 2;;;;")
    preview = await did(lead.post(f"{day}/import/candidates", content=file))
    assert preview["candidates"] == []
    assert [(one["row"], one["column"]) for one in preview["faults"]] == [(2, "Référence"), (3, "Poste")]
    for wrong in ({"desk": "poste 1"}, {"extra_percent": 20}, {"extra_minutes": 10}):
        body = {"candidates": [{"name": "Éva Martin", "desk": "Poste 1"}, {"name": "Noé Petit"} | wrong]}
        refused(await lead.post(f"{day}/candidates", json=body), 409, "bad_candidates")
    assert (await did(lead.get(f"{day}/timetable")))["candidates"] == []
    await imported(lead, day, table("Éva Martin;Poste 1;;33 %;MDPH-12;"))
    again = await did(lead.post(f"{day}/import/candidates", content=table("Noé Petit;POSTE 1;;;;")))
    assert [(one["row"], one["column"]) for one in again["faults"]] == [(2, "Poste")]


async def test_a_list_with_more_extra_time_than_the_session_grants_is_not_imported(centre: Centre) -> None:
    lead = await centre.lead()
    day = await a_day(centre)
    file = table("Éva Martin;P1;VAE;50 %;MDPH-12;", "Noé Petit;P2;;33 %;MDPH-13;")
    preview = await did(lead.post(f"{day}/import/candidates", content=file))
    assert preview["candidates"] == []
    (fault,) = preview["faults"]
    assert fault["row"] == 2
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
