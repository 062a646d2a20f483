"""The jury's correction: sealed before it is seen, one's own until all have submitted, blind where the session is."""

import io
from collections.abc import AsyncGenerator

import httpx
import pytest
import pytest_asyncio

from scoring.referential import load_referential
from simulator.facts import kinds
from simulator.facts.fact import Actor, NewFact
from simulator.seat.decision import Decision
from tests.integration.simulator.case_study import a_case_study, close, reopen, save
from tests.integration.simulator.ground import Centre, Place, a_centre, did, refused

pytestmark = pytest.mark.asyncio(loop_scope="module")

NOTE = {"production": "reply_letter", "criterion": "CP3.7", "sign": "favourable", "paragraph": 0, "quote": "excuses"}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def centre(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[Centre]:
    async with a_centre(tmp_path_factory.mktemp("correction")) as one:
        yield one


async def sealed(centre: Centre, **more: object) -> Place:
    """A case study with a letter in it, at its end."""
    place = await a_case_study(centre, **more)  # type: ignore[arg-type]  each by its own name
    candidate = await centre.at_desk(place.code)
    await did(save(candidate, "Monsieur,", "Je vous présente nos excuse pour ces trois pannes."))
    await close(centre, place)
    return place


def of(place: Place, rest: str = "") -> str:
    return f"/api/staff/seats/{place.seat_id}/productions{rest}"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def roy(centre: Centre) -> httpx.AsyncClient:
    return await centre.as_("roy")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def lefort(centre: Centre) -> httpx.AsyncClient:
    return await centre.as_("lefort")


async def test_nobody_sees_a_production_before_it_is_sealed(
    centre: Centre, roy: httpx.AsyncClient, lefort: httpx.AsyncClient
) -> None:
    place = await a_case_study(centre)
    candidate = await centre.at_desk(place.code)
    await did(save(candidate, "SECRETLETTRE"))
    lead = await centre.lead()
    asked = [roy.get(of(place)), roy.get(of(place, ".pdf")), lead.get(of(place, ".pdf"))]
    asked += [roy.get(of(place, "/findings")), roy.put(of(place, "/notes/note-0001"), json=NOTE)]
    for answer in asked:
        refused(await answer, 409, "not_sealed")
    await close(centre, place)
    assert (await roy.get(of(place))).status_code == 200
    await reopen(centre, place)
    refused(await roy.get(of(place)), 409, "not_sealed")


async def test_only_jurors_of_the_seat_correct(centre: Centre) -> None:
    place = await sealed(centre)
    for login in ("ailleurs", "veille", "abadie", "delmas"):
        other = await centre.as_(login)
        assert (await other.get(of(place))).status_code == 403, login
        assert (await other.put(of(place, "/notes/note-0001"), json=NOTE)).status_code == 403
    candidate = await centre.at_desk(
        (await did((await centre.lead()).post(f"/api/staff/seats/{place.seat_id}/desk-code")))["code"]
    )
    assert (await candidate.get(of(place))).status_code == 401


async def test_productions_stand_beside_what_is_expected_of_them(centre: Centre, roy: httpx.AsyncClient) -> None:
    place = await sealed(centre)
    desk = await did(roy.get(of(place)))
    letter = next(one for one in desk["texts"] if one["production"] == "reply_letter")
    assert letter["paragraphs"] == ["Monsieur,", "Je vous présente nos excuse pour ces trois pannes."]
    assert any("Excuses pour le rappel oublié" in one for one in letter["expected"])
    official = load_referential()
    wanted = [*official.competence("CP3").criteria]
    wanted += [criterion for one in official.transversal for criterion in one.criteria]
    assert [one["criterion"] for group in desk["competences"] for one in group["criteria"]] == wanted
    assert desk["code"] == (await centre.services.rooms.read(place.seat_id)).state.seals["case_study"].code
    assert "Lina" not in desk["seat_label"]


async def test_a_note_and_a_verdict_are_ones_own_until_all_have_submitted(
    centre: Centre, roy: httpx.AsyncClient, lefort: httpx.AsyncClient
) -> None:
    """12: nothing of another's first words before one's own are final."""
    place = await sealed(centre)
    await did(roy.put(of(place, "/notes/note-0001"), json=NOTE))
    await did(roy.put(of(place, "/notes/note-0001"), json=NOTE | {"text": "Excuses claires"}))
    await did(roy.put(of(place, "/verdicts/CT3.1"), json={"verdict": "satisfactory", "comment": "Précis"}))
    mine = (await did(roy.get(of(place))))["correction"]
    assert [(one["text"], one["mine"]) for one in mine["notes"]] == [("Excuses claires", True)]
    assert [(one["criterion"], one["verdict"]) for one in mine["verdicts"]] == [("CT3.1", "satisfactory")]
    assert (await did(lefort.get(of(place))))["correction"]["notes"] == []
    refused(await lefort.put(of(place, "/notes/note-0001"), json=NOTE), 409, "mark_taken")
    refused(await lefort.delete(of(place, "/notes/note-0001")), 409, "unknown_mark")
    await did(lefort.put(of(place, "/verdicts/CP3.2"), json={"verdict": "to_improve"}))
    room = await centre.services.rooms.room(place.seat_id)
    for login in ("roy", "lefort"):
        submitted = NewFact(kinds.MarkingSubmitted(), None, Actor.of_person(centre.ids[login], login))
        await room.commanding.decide(submitted.actor, lambda _, fact=submitted: Decision([fact]))
    seen = (await did(lefort.get(of(place))))["correction"]
    assert [(one["text"], one["mine"]) for one in seen["notes"]] == [("Excuses claires", False)]
    assert len(seen["verdicts"]) == 2
    refused(await roy.put(of(place, "/notes/note-0002"), json=NOTE), 409, "submitted")


async def test_a_note_goes_and_an_unknown_criterion_is_refused(centre: Centre, roy: httpx.AsyncClient) -> None:
    place = await sealed(centre)
    await did(roy.put(of(place, "/notes/note-0001"), json=NOTE))
    for _ in range(2):
        await did(roy.delete(of(place, "/notes/note-0001")))
    assert (await did(roy.get(of(place))))["correction"]["notes"] == []
    refused(
        await roy.put(of(place, "/notes/note-0002"), json=NOTE | {"criterion": "CP4.1"}), 409, "unknown_criterion"
    )
    refused(await roy.put(of(place, "/verdicts/CP9.9"), json={"verdict": "to_improve"}), 409, "unknown_criterion")


async def test_faults_of_writing_are_proposed_and_never_where_jurors_mark_blind(
    centre: Centre, roy: httpx.AsyncClient
) -> None:
    blind, open_ = await sealed(centre, findings=False), await sealed(centre)
    assert await did(roy.get(of(blind, "/findings"))) == {"state": "off", "criterion": "CP3.8", "faults": []}
    found = await did(roy.get(of(open_, "/findings")))
    assert found["state"] == "ready"
    assert [(one["production"], one["paragraph"]) for one in found["faults"]] == [("reply_letter", 1)]
    assert found["faults"][0]["excerpt"] in "Je vous présente nos excuse pour ces trois pannes."


async def test_the_folder_is_printed_once_sealed_by_the_jury_and_the_lead(
    centre: Centre, roy: httpx.AsyncClient
) -> None:
    place = await sealed(centre)
    lead = await centre.lead()
    for who in (roy, lead):
        printed = await who.get(of(place, ".pdf"))
        assert printed.headers["content-type"] == "application/pdf"
        assert io.BytesIO(printed.content).read(5) == b"%PDF-"


async def test_a_candidate_reads_over_what_is_kept_while_it_runs(centre: Centre) -> None:
    place = await a_case_study(centre)
    candidate = await centre.at_desk(place.code)
    await did(save(candidate, "Monsieur,"))
    preview = await candidate.get("/api/candidate/productions/preview.pdf")
    assert preview.content[:5] == b"%PDF-"
    await close(centre, place)
    refused(await candidate.get("/api/candidate/productions/preview.pdf"), 409, "case_study_over")
