"""What is kept of one candidate: documents that the jury considers, corrections as dated facts."""

from collections.abc import AsyncGenerator

import pytest
import pytest_asyncio

from tests.integration.simulator.ground import Centre, a_centre, did, refused
from tests.integration.simulator.timetables import a_day, imported, table
from tests.pdfs import a_pdf

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def centre(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[Centre]:
    async with a_centre(tmp_path_factory.mktemp("candidate_records")) as one:
        yield one


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
