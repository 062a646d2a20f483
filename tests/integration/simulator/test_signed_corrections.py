"""What was signed stays readable after a correction, word for word, and each signed page has its archive."""

import json
import zipfile
from collections.abc import AsyncGenerator
from typing import Any

import httpx
import pytest
import pytest_asyncio

from archives import verify_archive
from simulator.deliberation.owed import ARCHIVE_JOB
from simulator.results.archive_rows import ArchiveRows
from simulator.results.archiving import archives_folder, path_of
from tests.integration.simulator.ground import PASSWORD, Centre, a_centre, did, refused
from tests.integration.simulator.juries import CCP1, Jury, decided_at, settle
from tests.printed import read_aloud

pytestmark = pytest.mark.asyncio(loop_scope="module")

TITLE = {"format_id": "title", "phases": ["exchanges"]}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def centre(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[Centre]:
    async with a_centre(tmp_path_factory.mktemp("signed-corrections")) as one:
        yield one


async def jury_of(centre: Centre, exam_day: dict[str, Any]) -> Jury:
    return Jury(centre, await centre.place("exam", exam_day=exam_day))


async def signs(jury: Jury, page: dict[str, Any], *browsers: httpx.AsyncClient) -> dict[str, Any]:
    for browser in browsers:
        body = {"digest": page["digest"], "password": PASSWORD}
        page = await did(browser.post(f"{jury.url}/signatures", json=body))
    return page


async def corrected(jury: Jury) -> dict[str, Any]:
    """CP2 and its certificate were granted and signed, then refused and signed again, at once."""
    roy, lefort = await jury.centre.as_("roy"), await jury.centre.as_("lefort")
    page = await jury.signed()
    page = await did(roy.post(f"{jury.url}/corrections", json={"reason": "CP2 mal cochée"}))
    for what, reason in (("CCP1", "CP2 manque."), ("CP2", "Aucune reformulation.")):
        body = {"decision": "not_acquired", "reason": reason, "seen": decided_at(page, what)}
        page = await did(roy.put(f"{jury.url}/decisions/{what}", json=body))
    return await signs(jury, page, lefort, roy)


async def test_the_page_that_was_signed_stays_readable_with_what_changed(centre: Centre) -> None:
    jury = await jury_of(centre, CCP1)
    page = await corrected(jury)
    former, now = page["versions"]
    assert [(one["stands"], {it["name"] for it in one["signatures"]}) for one in (former, now)] == [
        (False, {"Nadia Roy", "Marc Lefort"}),
        (True, {"Nadia Roy", "Marc Lefort"}),
    ]
    granted = {one["what"]: one["said"]["words"] for one in former["decisions"]}
    assert (granted["CP2"], granted["CCP1"]) == ("acquired", "acquired")
    assert former["changes"] == [
        {
            "what": "CCP1",
            "before": {"words": "acquired", "reason": ""},
            "after": {"words": "not_acquired", "reason": "CP2 manque."},
        },
        {
            "what": "CP2",
            "before": {"words": "acquired", "reason": ""},
            "after": {"words": "not_acquired", "reason": "Aucune reformulation."},
        },
    ]
    assert now["changes"] == []
    lead, seat = await centre.lead(), jury.place.seat_id
    told = (await did(lead.get(f"/api/staff/seats/{seat}/results.json")))["jury"]["signed_versions"]
    assert [one["stands"] for one in told] == [False, True]
    assert (told[0]["decisions"]["CP2"]["verdict"], told[1]["decisions"]["CP2"]["verdict"]) == (
        "acquired",
        "not_acquired",
    )
    assert told[0]["corrected"]["reason"] == "CP2 mal cochée"
    assert all(one["seal"] for one in told[0]["signatures"])
    assert [one["words"] for one in told[0]["changes"]][1] == (
        "CP2 : « Acquise » devient « Non acquise », motif : « Aucune reformulation. »"
    )
    sheet = await lead.get(f"/api/staff/seats/{seat}/results/results.pdf")
    assert "« Acquise » devient « Non acquise »" in read_aloud(sheet.content)


async def test_each_signed_page_has_its_archive_however_soon_the_correction_follows(centre: Centre) -> None:
    jury = await jury_of(centre, CCP1)
    # Both pages are signed before anybody has looked at what is owed.
    await corrected(jury)
    await centre.services.jobs.all_done(ARCHIVE_JOB)
    rows = await ArchiveRows(centre.services.sessions).of_session(jury.place.session_id)  # pyright: ignore[reportArgumentType]
    folder = archives_folder(centre.services.settings.data)
    kept: list[tuple[str, list[bool]]] = []
    for row in rows:
        file = path_of(folder, row.session_id, row.id)
        assert verify_archive(file).is_whole
        with zipfile.ZipFile(file) as archive:
            told = json.loads(archive.read("data/jury.json"))
            facts = json.loads(archive.read("data/faits.json"))
        assert {one["digest"] for one in told["signatures"]} == {told["digest"]}
        assert facts[-1]["kind"] == "deliberation.signed"
        kept.append((told["decisions"]["CP2"]["verdict"], [one["stands"] for one in told["signed_versions"]]))
    assert kept == [("acquired", [True]), ("not_acquired", [False, True])]
    lead, session = await centre.lead(), jury.place.session_id
    page = await did(lead.get(f"/api/staff/sessions/{session}/deliberations"))
    assert page["candidates"][0]["archive"]["id"] == rows[-1].id
    minutes = read_aloud((await lead.get(f"/api/staff/exam-days/{session}/results/minutes.pdf")).content)
    assert "page corrigée depuis" in minutes


async def test_of_two_who_choose_at_once_the_second_is_told_what_the_first_chose(centre: Centre) -> None:
    jury = await jury_of(centre, CCP1)
    await jury.submitted("roy", "lefort")
    roy, lefort = await centre.as_("roy"), await centre.as_("lefort")
    put = f"{jury.url}/verdicts/CP3.1"
    mine = {"verdict": "to_improve", "reason": "Rejette la faute.", "seen": None}
    theirs = {"verdict": "satisfactory", "reason": "Apaise d’abord.", "seen": None}
    page = await did(roy.put(put, json=mine))
    said = refused(await lefort.put(put, json=theirs), 409, "decided_meanwhile")
    assert said["message"] == (
        "Nadia Roy a retenu « À améliorer » pour CP3.1 pendant que vous choisissiez, "
        "avec ce motif\u00a0: « Rejette la faute. »."
    ).replace("« ", "«\u00a0").replace(" »", "\u00a0»")
    kept = next(one["agreed"] for one in page["criteria"] if one["criterion"] == "CP3.1")
    # Sent again by a browser that heard no answer, it is no other choice.
    again = await did(roy.put(put, json=mine))
    assert next(one["agreed"] for one in again["criteria"] if one["criterion"] == "CP3.1") == kept
    page = await did(lefort.put(put, json=theirs | {"seen": kept["at"]}))
    now = next(one["agreed"] for one in page["criteria"] if one["criterion"] == "CP3.1")
    assert (now["verdict"], now["by"]) == ("satisfactory", "Marc Lefort")
    taken = f"{jury.url}/decisions/CP1"
    await did(roy.put(taken, json={"decision": "not_acquired"}))
    said = refused(await lefort.put(taken, json={"decision": "acquired"}), 409, "decided_meanwhile")
    assert "Nadia Roy" in said["message"]
    assert "Non acquise" in said["message"]


async def test_a_title_beside_a_refused_certificate_is_signed_with_its_reason_alone(centre: Centre) -> None:
    jury = await jury_of(centre, TITLE)
    await jury.submitted("roy", "lefort")
    roy, lefort, lead = await centre.as_("roy"), await centre.as_("lefort"), await centre.lead()
    for what in ("CP4", "CCP2"):
        why = {"decision": "not_acquired", "reason": "Vente absente."}
        await did(roy.put(f"{jury.url}/decisions/{what}", json=why))
    page = await settle(roy, jury.url)
    assert [(one["what"], one["is_explained"]) for one in page["incoherences"]] == [("title", False)]
    assert page["missing"] == ["title"]
    body = {"digest": page["digest"], "password": PASSWORD}
    refused(await roy.post(f"{jury.url}/signatures", json=body), 409, "not_all_settled")
    why = {"decision": "acquired", "reason": "CCP2 obtenu en 2024.", "seen": decided_at(page, "title")}
    page = await did(roy.put(f"{jury.url}/decisions/title", json=why))
    assert (page["missing"], page["incoherences"][0]["is_explained"]) == ([], True)
    page = await signs(jury, page, roy, lefort)
    assert page["is_signed"]
    seat, session = jury.place.seat_id, jury.place.session_id
    sheets = (
        f"/api/staff/seats/{seat}/results/results.pdf",
        f"/api/staff/exam-days/{session}/results/minutes.pdf",
    )
    for url in sheets:
        printed = read_aloud((await lead.get(url)).content)
        assert "alors que CCP2 n’est pas obtenu" in printed, url
        assert "CCP2 obtenu en 2024." in printed, url
    told = (await did(lead.get(f"/api/staff/seats/{seat}/results.json")))["jury"]["incoherences"]
    assert [(one["what"], one["without"], one["reason"]) for one in told] == [
        ("title", ["CCP2"], "CCP2 obtenu en 2024.")
    ]


async def test_a_refusal_is_never_printed_beside_words_that_contradict_it(centre: Centre) -> None:
    jury = await jury_of(centre, CCP1)
    await jury.submitted("roy", "lefort")
    roy, lefort, lead = await centre.as_("roy"), await centre.as_("lefort"), await centre.lead()
    page = await settle(roy, jury.url)
    for what, reason in (("CP1", "Aucune reformulation."), ("CCP1", "CP1 manque.")):
        why = {"decision": "not_acquired", "reason": reason, "seen": decided_at(page, what)}
        page = await did(roy.put(f"{jury.url}/decisions/{what}", json=why))
    await signs(jury, page, roy, lefort)
    sheet = read_aloud((await lead.get(f"/api/staff/seats/{jury.place.seat_id}/results/results.pdf")).content)
    assert "Motif du jury : Aucune reformulation." in sheet
    assert sheet.count("Aucun critère relevé autrement que satisfaisant.") == 2, "of CP2 and CP3, that were granted"


async def test_every_archive_is_listed_under_a_name_of_its_own_and_the_minutes_name_a_replaced_one(
    centre: Centre,
) -> None:
    jury = await jury_of(centre, CCP1)
    page = await jury.signed()
    await centre.services.jobs.all_done(ARCHIVE_JOB)
    lead, session = await centre.lead(), jury.place.session_id
    roy, lefort = await centre.as_("roy"), await centre.as_("lefort")
    overview, minutes = (
        f"/api/staff/sessions/{session}/deliberations",
        f"/api/staff/exam-days/{session}/results/minutes.pdf",
    )
    before = (await did(lead.get(overview)))["candidates"][0]
    assert (before["archive"]["is_of_former_page"], before["other_archives"]) == (False, [])
    page = await did(roy.post(f"{jury.url}/corrections", json={"reason": "Motif mal écrit"}))
    # Opened again and not signed yet: the only archive is of a page that stands no more.
    assert "C-01, page corrigée depuis" in read_aloud((await lead.get(minutes)).content)
    assert (await did(lead.get(overview)))["candidates"][0]["archive"]["is_of_former_page"] is True
    await signs(jury, page, roy, lefort)
    await centre.services.jobs.all_done(ARCHIVE_JOB)
    one = (await did(lead.get(overview)))["candidates"][0]
    assert one["archive"]["is_of_former_page"] is False
    assert [it["is_of_former_page"] for it in one["other_archives"]] == [True]
    assert [it["id"] for it in one["other_archives"]] == [before["archive"]["id"]]
    names: set[str] = set()
    for it in (one["archive"], *one["other_archives"]):
        answer = await lead.get(f"/api/staff/archives/{it['id']}")
        assert answer.status_code == 200
        assert f'filename="{it["name"]}"' in answer.headers["content-disposition"]
        names.add(it["name"])
    assert len(names) == 2
    assert (await did(roy.get(overview)))["candidates"][0]["other_archives"] == [], "the responsible person's alone"


async def test_a_page_that_one_juror_alone_signed_is_never_called_signed(centre: Centre) -> None:
    jury = await jury_of(centre, CCP1)
    await jury.submitted("roy", "lefort")
    roy, lefort, lead = await centre.as_("roy"), await centre.as_("lefort"), await centre.lead()
    page = await signs(jury, await settle(roy, jury.url), roy)
    why = {"decision": "acquired", "reason": "Revu ensemble.", "seen": decided_at(page, "CP1")}
    page = await did(lefort.put(f"{jury.url}/decisions/CP1", json=why))
    page = await signs(jury, page, roy, lefort)
    assert [(one["stands"], one["is_whole"]) for one in page["versions"]] == [(False, False), (True, True)]
    minutes = f"/api/staff/exam-days/{jury.place.session_id}/results/minutes.pdf"
    printed = read_aloud((await lead.get(minutes)).content)
    assert "Tout le jury ne l’a pas signée : elle n’a jamais valu délibération." in printed


async def test_a_sessions_archive_that_is_older_than_a_correction_says_so(centre: Centre) -> None:
    jury = await jury_of(centre, CCP1)
    page = await jury.signed()
    lead, session = await centre.lead(), jury.place.session_id
    roy, lefort = await centre.as_("roy"), await centre.as_("lefort")
    await did(lead.post(f"/api/staff/exam-days/{session}/archives"))
    await centre.services.jobs.all_done(ARCHIVE_JOB)
    overview, minutes = (
        f"/api/staff/sessions/{session}/deliberations",
        f"/api/staff/exam-days/{session}/results/minutes.pdf",
    )
    assert (await did(lead.get(overview)))["is_archive_outdated"] is False
    page = await did(roy.post(f"{jury.url}/corrections", json={"reason": "Motif mal écrit"}))
    await signs(jury, page, roy, lefort)
    await centre.services.jobs.all_done(ARCHIVE_JOB)
    assert (await did(lead.get(overview)))["is_archive_outdated"] is True
    assert "Session, avant la dernière correction" in read_aloud((await lead.get(minutes)).content)
    await did(lead.post(f"/api/staff/exam-days/{session}/archives"))
    await centre.services.jobs.all_done(ARCHIVE_JOB)
    assert (await did(lead.get(overview)))["is_archive_outdated"] is False
