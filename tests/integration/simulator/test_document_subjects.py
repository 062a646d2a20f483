"""Subjects in documents: prepared by the responsible person, played like any pack, read by nobody before."""

import sqlite3
from collections.abc import AsyncGenerator
from contextlib import closing
from io import BytesIO
from pathlib import Path

import pytest
import pytest_asyncio
from PIL import Image
from sqlalchemy import select

from simulator.packs.tables import PackSoundRow
from tests.integration.simulator.document_subjects import HERE, LINES, a_subject, attached
from tests.integration.simulator.doors import LOGINS
from tests.integration.simulator.ground import Centre, Place, a_centre, did, opened_and_drawn, refused
from tests.integration.simulator.house import PACK_ID
from tests.integration.simulator.sealed_ground import exam_day, open_envelopes
from tests.integration.simulator.test_opening import everything_read
from tests.pdfs import a_pdf, truncated, with_scripts_and_links

pytestmark = pytest.mark.asyncio(loop_scope="module")

PHASES = ("preparation", "exchanges", "final_interview")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def centre(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[Centre]:
    async with a_centre(tmp_path_factory.mktemp("documents")) as one:
        yield one


async def practised(centre: Centre) -> tuple[dict[str, object], Place]:
    subject = await a_subject(await centre.lead())
    assert subject["faults"] == []
    return subject, await centre.place(pack_id=subject["id"])


async def test_a_subject_in_documents_is_played_like_any_other(centre: Centre) -> None:
    _, place = await practised(centre)
    candidate, juror = await centre.at_desk(place.code), await centre.as_("roy")

    desk = await did(juror.get(f"/api/staff/seats/{place.seat_id}/desk"))
    labels = [(step["label"], step["customer_name"]) for step in desk["steps"]]

    assert labels == [
        ("Appel entrant", "Mme Claire Dumas"),
        ("Appel sortant", "M. Karim Benali"),
        ("Chat", "Mme J. Perrin"),
    ]
    file = (await did(candidate.get("/api/candidate/customers/client-2")))["customer"]
    assert (file["last_name"], file["phone"]) == ("Benali", "06 12 34 56 78")
    company = (await did(candidate.get("/api/candidate/company")))["company"]
    assert company["name"] == "Maison Vauquelin"
    assert "Réclamation" in [one["label"] for one in company["qualification"]["motifs"]]


async def test_the_candidate_reads_the_pages_but_the_jurys(centre: Centre) -> None:
    _, place = await practised(centre)
    candidate, juror = await centre.at_desk(place.code), await centre.as_("roy")

    mine = await did(candidate.get("/api/candidate/attached"))
    theirs = await did(juror.get(f"/api/staff/seats/{place.seat_id}/attached"))

    assert [(one["place"], one["of"]) for one in mine] == [
        ("company", None),
        ("procedure", None),
        ("customer", "client-1"),
        ("customer", "client-2"),
    ]
    assert [(one["place"], one["of"]) for one in theirs[:2]] == [("jury", "echange-1"), ("jury", None)]
    for browser, documents in ((candidate, mine), (juror, theirs)):
        for one in documents:
            page = await browser.get(f"{one['url']}/2.jpg")
            assert page.status_code == 200, page.text
            assert page.headers["content-type"] == "image/jpeg"
            with Image.open(BytesIO(page.content)) as picture:
                assert picture.width == 1400
            assert (await browser.get(f"{one['url']}/3.jpg")).status_code == 404
    for one in theirs[:2]:
        refused(await candidate.get(f"/api/candidate/attached/{one['id']}/1.jpg"), 404, "not_found")


async def test_a_form_tells_its_faults_beside_its_fields_and_is_kept_all_the_same(centre: Centre) -> None:
    lead = await centre.lead()
    wrong = {"channel": "chat", "customer": "Dumas", "phone": "12", "mission": "rien", "competences": ["CP4"]}
    away = {"id": "0" * 16, "title": "", "place": "customer"}

    subject = await a_subject(lead, "Faux", company="", motifs=["a", "a"], exchanges=[wrong], documents=[away])

    assert {one["field"] for one in subject["faults"]} == {
        "company",
        "motifs",
        "exchanges.0.customer",
        "exchanges.0.phone",
        "exchanges.0.mission",
        "exchanges.0.competences",
        "exchanges.0.minutes",
        "documents.0.title",
        "documents.0.place",
    }
    assert all(one["problem"].endswith(".") and one["remedy"].endswith(".") for one in subject["faults"])
    packs = await did(lead.get("/api/staff/packs"))
    assert subject["id"] not in {pack["id"] for pack in packs}, "not offered while it has faults"
    assert (await did(lead.get(f"{HERE}/{subject['id']}")))["form"]["exchanges"][0]["phone"] == "12"


async def test_an_exams_format_is_checked(centre: Centre) -> None:
    subject = await a_subject(await centre.lead(), "Trop court", exam_format="title")

    said = " ".join(one["problem"] for one in subject["faults"])

    assert "6 échanges, le sujet en a 3" in said
    assert "Aucun échange n’évalue CP5" in said


async def test_two_people_do_not_overwrite_each_other(centre: Centre) -> None:
    lead = await centre.lead()
    subject = await a_subject(lead, "À deux")

    again = await lead.put(f"{HERE}/{subject['id']}", json={"number": 1, "form": subject["form"]})

    refused(again, 409, "overtaken")


async def test_only_the_responsible_person_sees_and_chooses_it(centre: Centre) -> None:
    subject = await a_subject(await centre.lead(), "Réservé")
    for login in sorted(set(LOGINS.values()) - {"delmas"}):
        browser = await centre.as_(login)
        packs = await did(browser.get("/api/staff/packs"))
        assert subject["id"] not in {pack["id"] for pack in packs}
        assert (await browser.get(f"/api/staff/packs/{subject['id']}")).status_code == 403
    new = {"kind": "practice", "title": "Essai", "pack_id": subject["id"], "subject_id": "sujet"}
    trainer = await centre.as_("abadie")
    refused(await trainer.post("/api/staff/sessions", json=new), 403, "forbidden")


def a_picture(kind: str, size: tuple[int, int] = (900, 1200)) -> bytes:
    made = BytesIO()
    Image.new("RGB", size, "navy").save(made, kind)
    return made.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
async def test_a_picture_is_drawn_anew(centre: Centre, kind: str) -> None:
    lead = await centre.lead()
    subject = await did(lead.post(HERE, json={"title": f"Image {kind}"}))

    file = await attached(lead, subject["id"], "scan", a_picture(kind) + b"SECRETAPRES")

    page = await lead.get(f"{HERE}/{subject['id']}/documents/{file['id']}/1.jpg")
    with Image.open(BytesIO(page.content)) as picture:
        assert (picture.format, picture.size) == ("JPEG", (900, 1200))
    assert b"SECRETAPRES" not in page.content


async def test_what_a_pdf_carries_never_leaves_its_process(centre: Centre) -> None:
    lead = await centre.lead()
    subject = await did(lead.post(HERE, json={"title": "Piégé"}))

    file = await attached(lead, subject["id"], "piege.pdf", with_scripts_and_links())

    page = await lead.get(f"{HERE}/{subject['id']}/documents/{file['id']}/1.jpg")
    assert page.content.startswith(b"\xff\xd8")
    assert b"SECRETJS" not in page.content
    assert page.headers["content-security-policy"].startswith("sandbox")
    async with centre.services.sessions() as session:
        assert not any(b"SECRETLIEN" in one for one in await session.scalars(select(PackSoundRow.sound)))


@pytest.mark.parametrize(
    ("code", "data"),
    [
        ("file_empty", b""),
        ("file_unknown", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
        ("file_unknown", b"<html><img src='https://ailleurs.example/x.png'></html>"),
        ("file_broken", truncated()),
        ("file_too_many_pages", a_pdf(pages=61)),
        ("file_too_heavy", a_picture("PNG", (9000, 9000))),
    ],
)
async def test_what_cannot_be_shown_is_refused_in_words_and_not_kept(centre: Centre, code: str, data: bytes) -> None:
    lead = await centre.lead()
    subject = await did(lead.post(HERE, json={"title": "Refusé"}))

    body = refused(await lead.post(f"{HERE}/{subject['id']}/documents", content=data), 422, code)

    assert body["message"].endswith(".")
    assert body["remedy"].endswith(".")
    assert (await did(lead.get(f"{HERE}/{subject['id']}")))["files"] == []


async def test_a_file_that_the_form_no_longer_names_is_gone(centre: Centre) -> None:
    lead = await centre.lead()
    subject = await a_subject(lead, "Retiré")
    kept = subject["form"]["documents"][:1]

    body = {"number": subject["number"], "form": subject["form"] | {"documents": kept}}
    after = await did(lead.put(f"{HERE}/{subject['id']}", json=body))

    assert [one["id"] for one in after["files"]] == [kept[0]["id"]]
    await did(lead.delete(f"{HERE}/{subject['id']}"))
    assert (await lead.get(f"{HERE}/{subject['id']}")).status_code == 404


async def test_a_file_attached_while_an_earlier_form_is_on_its_way_stays(centre: Centre) -> None:
    lead = await centre.lead()
    subject = await a_subject(lead, "Plusieurs fichiers à la fois")
    url = f"{HERE}/{subject['id']}"
    attached = await did(lead.post(f"{url}/documents", params={"name": "b.pdf"}, content=a_pdf("b")))
    # What the page had sent before that file was there.
    saved = await did(lead.put(url, json={"number": subject["number"], "form": subject["form"]}))
    assert attached["id"] in [one["id"] for one in saved["files"]]
    named = {"id": attached["id"], "title": "b", "place": "jury", "exchange": None}
    form = subject["form"] | {"documents": [*subject["form"]["documents"], named]}
    assert (await did(lead.put(url, json={"number": saved["number"], "form": form})))["faults"] == []


PLANTED = ("MISSIONSECRETE", "TITRESECRET")
"""What stands in the form and on each page of its documents; the practice pack beside it has secrets of its own."""


async def test_sealed_it_is_read_by_nobody_and_lies_nowhere_until_it_is_opened(tmp_path: Path) -> None:
    async with a_centre(tmp_path) as centre:
        lead = await centre.lead()
        subject = await a_subject(lead, "Sujet scellé")
        place = await exam_day(centre, *PHASES, pack_id=subject["id"])
        async with centre.services.sessions() as session:
            pictures = list(await session.scalars(select(PackSoundRow.sound)))
        assert len(pictures) == 12
        assert "MISSIONSECRETE" in on_disk(tmp_path, pictures), "what is looked for is found where it is"

        sheet = await did(lead.post(f"/api/staff/exam-days/{place.session_id}/sealing"))

        read = await everything_read(centre, place)
        assert [route for route, text in read.items() if any(word in text for word in PLANTED)] == []
        assert (await lead.get(f"{HERE}/{subject['id']}")).status_code == 404
    assert on_disk(tmp_path, pictures) == set()
    async with a_centre(tmp_path) as again:
        lead = await again.lead()
        place.code = (await did(lead.post(f"/api/staff/seats/{place.seat_id}/desk-code")))["code"]
        await open_envelopes(lead, place, code=sheet["opening_code"])
        juror, candidate = await again.as_("roy"), await again.at_desk(place.code)

        documents = await did(juror.get(f"/api/staff/seats/{place.seat_id}/attached"))

        assert len(documents) == 6
        assert (await juror.get(f"{documents[0]['url']}/1.jpg")).content in pictures
        assert await did(candidate.get("/api/candidate/attached")) == [], "no phase of theirs is open yet"


def on_disk(folder: Path, pictures: list[bytes]) -> set[str]:
    """What of a subject can be read by whoever has the disk."""
    with closing(sqlite3.connect(folder / "var" / "combine.sqlite3")) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    files = [file.read_bytes() for file in (folder / "var").rglob("*") if file.is_file()]
    found = {word for word in PLANTED if any(word.encode() in one for one in files)}
    return found | {f"page {n}" for n, it in enumerate(pictures) if any(it[1000:1040] in one for one in files)}


SIX = [
    LINES[0] | {"minutes": 10, "competences": ["CP1", "CP2", "CP3"]},
    LINES[1] | {"minutes": 10},
    LINES[2] | {"minutes": 10, "competences": ["CP5", "CP6"]},
    *({**LINES[0], "minutes": 10, "phone": f"06 39 98 00 0{n}", "customer": f"M. Ali Roy {n}"} for n in range(3)),
]


async def test_a_subject_of_the_same_morning_takes_the_place_of_the_one_that_the_day_was_made_with(
    centre: Centre,
) -> None:
    lead = await centre.lead()
    place = await exam_day(centre, *PHASES, pack_id=PACK_ID)
    subject = await a_subject(lead, "Sujet du matin", exam_format="title", exchanges=SIX)
    assert subject["faults"] == []
    at = f"/api/staff/exam-days/{place.session_id}/opening"

    shown = await did(lead.put(f"{at}/subject", json={"pack_id": subject["id"]}))
    assert (shown["company_name"], shown["subject_title"]) == ("Maison Vauquelin", "Sujet du matin")
    juror = await centre.as_("roy")
    assert await did(juror.get(f"/api/staff/seats/{place.seat_id}/attached")) == [], "still shut"

    await opened_and_drawn(lead, place)

    desk = await did(juror.get(f"/api/staff/seats/{place.seat_id}/desk"))
    assert [step["customer_name"] for step in desk["steps"]][:2] == ["Mme Claire Dumas", "M. Karim Benali"]
    assert len(await did(juror.get(f"/api/staff/seats/{place.seat_id}/attached"))) == 6
    again = await lead.put(f"{at}/subject", json={"pack_id": subject["id"]})
    refused(again, 409, "already_opened")


async def test_a_subject_that_does_not_fit_the_day_is_not_taken(centre: Centre) -> None:
    lead = await centre.lead()
    practice = await a_subject(lead, "Entrainement")
    place = await exam_day(centre, *PHASES, pack_id=PACK_ID)
    at = f"/api/staff/exam-days/{place.session_id}/opening/subject"

    refused(await lead.put(at, json={"pack_id": practice["id"]}), 409, "other_format")
    refused(await lead.put(at, json={"pack_id": PACK_ID}), 404, "not_found")
    await did(lead.post(f"/api/staff/exam-days/{place.session_id}/sealing"))
    refused(await lead.put(at, json={"pack_id": practice["id"]}), 409, "already_sealed")


async def test_after_a_restart_it_is_still_offered(tmp_path: Path) -> None:
    async with a_centre(tmp_path) as centre:
        subject = await a_subject(await centre.lead(), "Gardé")
    async with a_centre(tmp_path) as again:
        packs = await did((await again.lead()).get("/api/staff/packs"))
    found = next(pack for pack in packs if pack["id"] == subject["id"])
    assert [one["minutes"] for one in found["subjects"]] == [24]
