"""From the last signature on: documents, exports, sealed archives; before it, nothing of a result is anybody's."""

import csv
import io
import json
import re
import zipfile
from base64 import b64decode
from collections.abc import AsyncGenerator
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from archives import verify_archive
from archives.keys import public_key
from exams.seals import signed_page
from simulator.deliberation.owed import ARCHIVE_JOB
from simulator.facts import kinds
from tests.integration.simulator.ground import Centre, a_centre, did, refused
from tests.integration.simulator.juries import CCP1, Jury
from tests.stepped_clock import system_clock_set
from tests.time_stamping import Authority, served

pytestmark = pytest.mark.asyncio(loop_scope="module")

SHEETS = ("assessment", "results", "partial-success")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def centre(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[Centre]:
    async with a_centre(tmp_path_factory.mktemp("results")) as one:
        yield one


@pytest_asyncio.fixture(loop_scope="module")
async def jury(centre: Centre) -> Jury:
    return Jury(centre, await centre.place("exam", exam_day=CCP1))


async def test_no_result_leaves_before_the_last_signature(centre: Centre, jury: Jury) -> None:
    await jury.told("roy", kinds.VerdictSet(criterion="CP3.1", verdict="satisfactory", comment="SECRET-ROY"))
    note = kinds.GuideNoted(item="CP3.1", text="SECRET-GUIDE")
    view = kinds.InterviewVerdict(
        interview="technical", criterion="CP1.1", verdict="to_improve", comment="SECRET-VUE"
    )
    await jury.told("roy", note, view, run=False)
    await jury.submitted("roy", "lefort")
    roy, lead = await centre.as_("roy"), await centre.lead()
    await did(roy.put(f"{jury.url}/decisions/CP1", json={"decision": "not_acquired", "reason": "SECRET-MOTIF"}))
    seat, session = jury.place.seat_id, jury.place.session_id
    for sheet in SHEETS:
        for browser in (roy, lead):
            refused(await browser.get(f"/api/staff/seats/{seat}/results/{sheet}.pdf"), 409, "not_signed_yet")
    for ending in ("csv", "json"):
        refused(await lead.get(f"/api/staff/seats/{seat}/results.{ending}"), 409, "not_signed_yet")
        told = await lead.get(f"/api/staff/exam-days/{session}/results.{ending}")
        assert "SECRET" not in told.text
        assert "Non obtenu" not in told.text
    refused(await lead.post(f"/api/staff/seats/{seat}/archives"), 409, "not_signed_yet")
    refused(await lead.post(f"/api/staff/exam-days/{session}/archives"), 409, "session_not_settled")
    page = await lead.get(f"/api/staff/sessions/{session}/deliberations")
    assert "SECRET" not in page.text
    assert page.json()["candidates"][0]["stage"] == "open"
    export = await lead.get(f"/api/staff/seats/{seat}/personal-export.zip")
    with zipfile.ZipFile(io.BytesIO(export.content)) as archive:
        assert "resultats.pdf" not in archive.namelist()
        told = archive.read("donnees.json")
        assert b"SECRET" not in told
        assert not re.search(rb'"(guide|interview\.verdict|verdict|marking|correction|deliberation)[."]', told)


async def test_every_document_is_set_for_readers_and_for_archives(centre: Centre, jury: Jury) -> None:
    await jury.signed()
    lead, session = await centre.lead(), jury.place.session_id
    urls = [f"/api/staff/seats/{jury.place.seat_id}/results/{one}.pdf" for one in SHEETS[:2]]
    urls += [f"/api/staff/exam-days/{session}/results/{one}.pdf" for one in ("minutes", "attendance", "ceres")]
    urls.append(f"/api/staff/seats/{jury.place.seat_id}/paper-grid.pdf")
    guide = f"/api/staff/seats/{jury.place.seat_id}/interview/guide.pdf"
    # Who sat for a certificate and has it succeeded wholly: no « réussite partielle » (RE TP-00483 § 2.3).
    partial = await lead.get(f"/api/staff/seats/{jury.place.seat_id}/results/partial-success.pdf")
    assert partial.status_code == 404, partial.text
    for url in [*urls, guide]:
        answer = await (await centre.as_("roy") if url == guide else lead).get(url)
        assert answer.status_code == 200, answer.text
        assert answer.content.startswith(b"%PDF-"), url
        # What each standard asks for is typst's to refuse; that it was asked for stands in the file.
        assert b"pdfuaid:part" in answer.content, url
        assert b"pdfaid:part" in answer.content, url


async def test_the_csv_has_both_and_what_was_agreed(centre: Centre, jury: Jury) -> None:
    await jury.signed()
    lead = await centre.lead()
    answer = await lead.get(f"/api/staff/seats/{jury.place.seat_id}/results.csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    line = next(row for row in rows if row["référence"] == "CP3.1")
    assert (line["Nadia Roy"], line["Marc Lefort"], line["retenu par le jury"], line["motif"]) == (
        "Éch.\u00a01\u00a0:\u00a0Satisfaisant",
        "Éch.\u00a01\u00a0:\u00a0Insuffisant",
        "À améliorer",
        "Apaise, puis rejette la faute.",
    )
    kept = {row["référence"]: row["retenu par le jury"] for row in rows}
    assert (kept["CP1.1"], kept["CP1"], kept["CCP1"]) == ("Avis identiques", "Acquise", "Obtenu")
    sheet = await did(lead.get(f"/api/staff/exam-days/{jury.place.session_id}/ceres"))
    names = [one["name"] for one in sheet["entries"][0]["fields"]]
    assert names[:3] == ["Candidat", "Numéro dans la session", "Titre"]
    assert "n’y envoie rien" in sheet["note"]


async def test_a_candidates_archive_is_sealed_after_the_last_signature(
    centre: Centre, jury: Jury, tmp_path: Path
) -> None:
    await jury.signed()
    await centre.services.jobs.all_done(ARCHIVE_JOB)
    lead = await centre.lead()
    page = await did(lead.get(f"/api/staff/sessions/{jury.place.session_id}/deliberations"))
    shown = page["candidates"][0]["archive"]
    assert page["candidates"][0]["stage"] == "signed"
    assert "".join(shown["root"].split()).isalnum()
    file = tmp_path / "candidat.zip"
    file.write_bytes((await lead.get(f"/api/staff/archives/{shown['id']}")).content)
    verdict = verify_archive(file, page["key"])
    assert (verdict.faults, verdict.root) == ((), "".join(shown["root"].split()))
    with zipfile.ZipFile(file) as archive:
        names = archive.namelist()
        assert {f"data/{one}" for one in ("faits.json", "jury.json", "candidat.json", "tirages.json")} <= set(names)
        assert {"data/documents/fiche-evaluation.pdf", "data/documents/fiche-resultats.pdf"} <= set(names)
        assert all("Ferrand" not in name for name in names)
        told = json.loads(archive.read("data/jury.json"))
        pem = archive.read("cle-publique.pem")
    # Each signature is under this very page, by the session's key: checked with nothing but what is in the file.
    key = public_key(pem)
    assert key is not None
    assert {one["name"] for one in told["signatures"]} == {"Nadia Roy", "Marc Lefort"}
    for one in told["signatures"]:
        assert one["digest"] == told["digest"]
        key.verify(b64decode(one["seal"]), signed_page(one["digest"], jury.place.seat_id, one["actor"], one["at"]))


async def test_the_session_is_sealed_once_and_its_minutes_print_every_root(
    centre: Centre, jury: Jury, tmp_path: Path
) -> None:
    await jury.signed()
    await centre.services.jobs.all_done(ARCHIVE_JOB)
    lead, session = await centre.lead(), jury.place.session_id
    assert (await lead.post(f"/api/staff/exam-days/{session}/archives")).status_code == 202
    await centre.services.jobs.all_done(ARCHIVE_JOB)
    page = await did(lead.get(f"/api/staff/sessions/{session}/deliberations"))
    file = tmp_path / "session.zip"
    file.write_bytes((await lead.get(f"/api/staff/archives/{page['archive']['id']}")).content)
    with system_clock_set(timedelta(days=3653)):
        assert verify_archive(file, page["key"]).faults == ()
    with zipfile.ZipFile(file) as archive:
        roots = json.loads(archive.read("data/archives.json"))
        assert [one["root"] for one in roots] == ["".join(page["candidates"][0]["archive"]["root"].split())]
        assert "data/documents/proces-verbal.pdf" in archive.namelist()
    changed = bytearray(file.read_bytes())
    changed[len(changed) // 2] ^= 1
    file.write_bytes(changed)
    assert verify_archive(file).faults != ()


async def test_a_paper_grid_is_the_jurors_and_says_who_typed_it(centre: Centre, jury: Jury) -> None:
    seat = jury.place.seat_id
    url = f"/api/staff/seats/{seat}/paper-grids"
    roy, lefort, lead = await centre.as_("roy"), await centre.as_("lefort"), await centre.lead()
    grid = await did(lead.get(url))
    assert [one["name"] for one in grid["jurors"]] == ["Marc Lefort", "Nadia Roy"]
    assert [one["name"] for one in (await did(roy.get(url)))["jurors"]] == ["Nadia Roy"]
    run = grid["runs"][0]["run_id"]
    body = {
        "id": "a1" * 12,
        "juror": centre.ids["lefort"],
        "verdicts": [
            {"run_id": run, "criterion": "CP3.1", "verdict": "insufficient", "comment": "SECRET-PAPIER"},
            {"run_id": "", "criterion": "CP3.1", "verdict": "to_improve", "comment": "SECRET-PAPIER"},
        ],
        "remarks": [{"criterion": "CP3.1", "text": "SECRET-PAPIER en marge"}],
        "hands_in": True,
    }
    # The other juror types nobody's but their own.
    refused(await roy.post(url, json=body), 409, "not_your_grid")
    await did(lead.post(url, json=body))
    # Sent again, it is kept once; under another name it is refused, for it was handed in.
    await did(lead.post(url, json=body))
    refused(await lead.post(url, json=body | {"id": "b2" * 12}), 409, "grid_submitted")
    overview = await roy.get(f"/api/staff/seats/{seat}/overview")
    assert "SECRET-PAPIER" not in overview.text
    assert "SECRET-PAPIER" not in (await lead.get(f"/api/staff/seats/{seat}/overview")).text
    await jury.submitted("roy")
    page = await did(lefort.get(jury.url))
    assert page["is_open"]
    by_name = {one["name"]: one["typed_by"] for one in page["jurors"]}
    assert by_name == {"Marc Lefort": "Claire Delmas", "Nadia Roy": ""}
    sides = {one["name"]: one for c in page["criteria"] if c["criterion"] == "CP3.1" for one in c["sides"]}
    assert sides["Marc Lefort"]["remark"] == "SECRET-PAPIER en marge"
    assert [(one["place"], one["verdict"]) for one in sides["Marc Lefort"]["verdicts"]] == [
        ("writings", "to_improve"),
        ("exchange", "insufficient"),
    ]
    facts = await centre.services.facts.of_seat(seat)
    assert sum(isinstance(one.data, kinds.PaperGridEntered) for one in facts) == 1
    for login in ("veille", "ailleurs", "abadie"):
        assert (await (await centre.as_(login)).get(url)).status_code == 403, login


async def test_who_left_before_the_end_is_told_and_the_jury_still_decides(centre: Centre, jury: Jury) -> None:
    lead = await centre.lead()
    at = f"/api/staff/exam-days/{jury.place.session_id}/seats/{jury.place.seat_id}/abandonment"
    await did(lead.post(at, json={"remark": "Parti à 10 h, malade."}))
    page = await jury.signed()
    assert (page["presence"], page["left_remark"], page["is_signed"]) == (
        "abandoned",
        "Parti à 10 h, malade.",
        True,
    )
    assert page["left_at"] is not None


async def test_an_archive_is_time_stamped_and_an_authority_that_is_away_holds_up_nothing(tmp_path: Path) -> None:
    authority = Authority(tmp_path / "tsa")
    with served(authority) as address:
        async with a_centre(tmp_path / "stamped", time_stamp_url=address) as stamped:
            jury = Jury(stamped, await stamped.place("exam", exam_day=CCP1))
            await jury.signed()
            await stamped.services.jobs.all_done(ARCHIVE_JOB)
            lead = await stamped.lead()
            page = await did(lead.get(f"/api/staff/sessions/{jury.place.session_id}/deliberations"))
            shown = page["candidates"][0]["archive"]
            file = tmp_path / "stamped.zip"
            file.write_bytes((await lead.get(f"/api/staff/archives/{shown['id']}")).content)
    assert shown["stamp"] == "stamped"
    assert verify_archive(file, page["key"]).stamped_at is not None
    with zipfile.ZipFile(file) as archive:
        assert authority.believes(archive.read("horodatage.tsr"), archive.read("tagmanifest-sha256.txt"))
    async with a_centre(tmp_path / "away", time_stamp_url=address, time_stamp_seconds=2) as away:
        jury = Jury(away, await away.place("exam", exam_day=CCP1))
        await jury.signed()
        await away.services.jobs.all_done(ARCHIVE_JOB)
        page = await did((await away.lead()).get(f"/api/staff/sessions/{jury.place.session_id}/deliberations"))
    assert page["candidates"][0]["archive"]["stamp"] == "unreachable"


async def test_marks_sent_while_the_network_was_cut_arrive_once_in_any_order(centre: Centre, jury: Jury) -> None:
    """A juror's queue, replayed twice and backwards: each command is one fact, at the second that the desk showed."""
    room = await centre.services.rooms.room(jury.place.seat_id)
    run_id = next(iter(room.state.runs))
    await jury.told("roy", kinds.ExchangeStarted())
    await jury.told("roy", kinds.ExchangeEnded(by="jury"))
    roy = await centre.as_("roy")
    sent = [
        {
            "id": f"{n:032x}",
            "run_id": run_id,
            "mark_id": f"m{n}",
            "criterion": "CP1.1",
            "sign": "note",
            "at_seconds": 0.0,
        }
        for n in range(4)
    ]
    for command in [*reversed(sent), *sent]:
        assert (await roy.post(f"/api/staff/runs/{run_id}/marks", json=command)).status_code < 300
    facts = await centre.services.facts.of_seat(jury.place.seat_id)
    placed = [one.data for one in facts if isinstance(one.data, kinds.MarkPlaced)]
    assert sorted(one.mark_id for one in placed) == ["m0", "m1", "m2", "m3"]
    assert {one.at_seconds for one in placed} == {0.0}
