"""What goes when its time is over, what a freeze keeps, and the proof that stays of each erasure."""

import hashlib
import io
import json
import zipfile
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import func, select

from archives import verify_archive
from simulator.accounts.tables import PersonRow
from simulator.conduct.tables import SeatRow, TrainingSessionRow
from simulator.deliberation.owed import ARCHIVE_JOB
from simulator.facts import kinds
from simulator.facts.tables import FactRow
from simulator.interviews.tables import ReactionRow
from simulator.recordings.tables import RecordingRow
from simulator.results.tables import SealedArchiveRow
from simulator.retention import Purged
from simulator.timetable.files import FOLDER as DOCUMENTS
from simulator.timetable.tables import CandidateDocumentRow
from tests.integration.simulator.ground import Centre, a_centre, did
from tests.integration.simulator.juries import CCP1, Jury
from tests.integration.simulator.later import looked
from tests.pdfs import a_pdf

pytestmark = pytest.mark.asyncio(loop_scope="module")

SOUND = b"OggS" + b"\x07" * 4000


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def centre(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[Centre]:
    async with a_centre(tmp_path_factory.mktemp("retention")) as one:
        yield one


PORTFOLIO = a_pdf("dossier")


async def a_signed_seat(centre: Centre, call: str, **files: bytes) -> Jury:
    """One candidate with a recording and these documents, signed and sealed."""
    jury = Jury(centre, await centre.place("exam", exam_day=CCP1))
    services = centre.services
    room = await services.rooms.room(jury.place.seat_id)
    run_id = next(iter(room.state.runs))
    await jury.told("roy", kinds.ExchangeStarted())
    await jury.told("roy", kinds.ExchangeEnded(by="jury"))
    folder = services.settings.recordings / call
    folder.mkdir(parents=True)
    (folder / "call.ogg").write_bytes(SOUND)
    async with services.sessions() as session, session.begin():
        row = RecordingRow(
            call_id=call, session_id=jury.place.session_id, seat_id=jury.place.seat_id, run_id=run_id, folder=call
        )
        row.started_at, row.state, row.sha256, row.seconds = services.clock.now(), "ready", "ab" * 32, 4.0
        session.add(row)
    for kind, content in files.items():
        file = f"/api/staff/candidate-documents/{jury.place.seat_id}/{kind}"
        await did((await centre.lead()).put(file, params={"name": "dossier.pdf"}, content=content))
    await jury.signed()
    await services.jobs.all_done(ARCHIVE_JOB)
    return jury


async def with_reaction(centre: Centre, jury: Jury, name: str) -> Path:
    """A recorded reaction of this candidate; where it stands."""
    services = centre.services
    await jury.told("roy", kinds.ReactionStarted(reaction_id=name, sequence_id="s1"), run=False)
    await jury.told("roy", kinds.ReactionEnded(reaction_id=name, seconds=4, sha256="cd" * 32), run=False)
    async with services.sessions() as session:
        spoken = services.settings.recordings / (await session.get_one(ReactionRow, name)).folder
    spoken.mkdir(parents=True, exist_ok=True)
    (spoken / "reaction.ogg").write_bytes(SOUND)
    return spoken


async def archives_of(centre: Centre, jury: Jury) -> list[SealedArchiveRow]:
    async with centre.services.sessions() as session:
        rows = await session.scalars(
            select(SealedArchiveRow)
            .where(SealedArchiveRow.seat_id == jury.place.seat_id)
            .order_by(SealedArchiveRow.sealed_at, SealedArchiveRow.has_sound.desc())
        )
        return list(rows)


def file_of(centre: Centre, row: SealedArchiveRow) -> Path:
    return centre.services.settings.data / "archives" / row.session_id / f"{row.id}.zip"


async def joined(centre: Centre, jury: Jury) -> tuple[Path, str]:
    """A portfolio: where its file stands, and its SHA-256."""
    async with centre.services.sessions() as session:
        row = await session.scalar(
            select(CandidateDocumentRow).where(
                CandidateDocumentRow.seat_id == jury.place.seat_id, CandidateDocumentRow.kind == "professional_file"
            )
        )
    assert row is not None
    return centre.services.settings.data / DOCUMENTS / row.id, hashlib.sha256(PORTFOLIO).hexdigest()


async def test_sound_goes_after_its_days_out_of_the_archive_too_and_both_are_proved(centre: Centre) -> None:
    jury = await a_signed_seat(centre, "call-one")
    (before,) = await archives_of(centre, jury)
    with zipfile.ZipFile(file_of(centre, before)) as archive:
        assert any(name.endswith("call-one.ogg") for name in archive.namelist())
    assert await looked(centre, 179) == Purged(0, 0, 0)
    assert await looked(centre, 181) == Purged(1, 1, 0)
    assert not (centre.services.settings.recordings / "call-one").exists()
    old, new = await archives_of(centre, jury)
    assert (old.state, old.root, new.state, new.has_sound) == ("erased", before.root, "kept", False)
    assert not file_of(centre, old).exists()
    verdict = verify_archive(file_of(centre, new), new.key)
    assert (verdict.faults, verdict.root) == ((), new.root)
    with zipfile.ZipFile(file_of(centre, new)) as archive:
        names = archive.namelist()
        assert not any("echanges" in name for name in names)
        told = json.loads(archive.read(next(name for name in names if "effacement" in name)))
    assert told["former_root"] == before.root
    assert any(name.endswith("call-one.ogg") for name in told["erased"])
    page = await did((await centre.lead()).get(f"/api/staff/exam-days/{jury.place.session_id}/retention"))
    assert [one["what"].split(" ")[0] for one in page["erasures"]] == ["1", "son"]
    assert page["erasures"][0]["sha256s"] == ["ab" * 32]
    # Looked at again, nothing is left to do.
    assert await looked(centre, 182) == Purged(0, 0, 0)


async def test_a_freeze_keeps_everything_until_it_is_released(centre: Centre) -> None:
    jury = await a_signed_seat(centre, "call-two", professional_file=PORTFOLIO)
    spoken = await with_reaction(centre, jury, "two")
    lead, at = await centre.lead(), f"/api/staff/exam-days/{jury.place.session_id}"
    body = {"id": "f" * 32, "cause": "appeal", "reason": "Recours 12", "seat_id": jury.place.seat_id}
    await did(lead.post(f"{at}/freezes", json=body))
    await did(lead.post(f"{at}/freezes", json=body))
    page = await did(lead.get(f"{at}/retention"))
    assert [(one["reason"], one["released_at"]) for one in page["freezes"]] == [("Recours 12", None)]
    assert page["files"][0]["is_frozen"]
    document, _ = await joined(centre, jury)
    assert (await looked(centre, 4000)).recordings == 0
    assert (spoken / "reaction.ogg").is_file()
    assert document.exists(), "an appeal keeps the candidate's documents too"
    assert (centre.services.settings.recordings / "call-two" / "call.ogg").read_bytes() == SOUND
    async with centre.services.sessions() as session:
        kept = await session.scalar(select(func.count()).where(FactRow.seat_id == jury.place.seat_id))
    assert (kept or 0) > 10
    await did(lead.post(f"{at}/freezes/{'f' * 32}/release", json={"reason": "Rejeté"}))
    assert (await looked(centre, 200)).recordings == 2
    page = await did(lead.get(f"{at}/retention"))
    assert ["cd" * 32] in [one["sha256s"] for one in page["erasures"]], "the sound that went can be named"
    assert not spoken.exists()
    assert document.exists(), "a dossier goes with the exam file"


async def test_an_exam_file_goes_after_its_years_and_leaves_its_proof_alone(centre: Centre) -> None:
    jury = await a_signed_seat(centre, "call-three", professional_file=PORTFOLIO)
    spoken = await with_reaction(centre, jury, "three")
    async with centre.services.sessions() as session, session.begin():
        # A sound that is kept longer than the file: the file takes it along.
        (await session.get_one(TrainingSessionRow, jury.place.session_id)).retention_days = 3650
    lead, seat = await centre.lead(), jury.place.seat_id
    document, sha256 = await joined(centre, jury)
    assert (await looked(centre, 1825)).files == 0
    assert document.exists()
    assert (await looked(centre, 1827)).files >= 1
    async with centre.services.sessions() as session:
        assert await session.scalar(select(func.count()).where(FactRow.seat_id == seat)) == 0
        for table in RecordingRow, ReactionRow, CandidateDocumentRow:
            assert await session.scalar(select(func.count()).where(table.seat_id == seat)) == 0
        row = await session.get_one(SeatRow, seat)
        assert (await session.get_one(PersonRow, row.person_id)).name == "Dossier effacé"
    assert not (centre.services.settings.data / "archives" / jury.place.session_id).exists()
    page = await did(lead.get(f"/api/staff/exam-days/{jury.place.session_id}/retention"))
    assert page["erasures"][-1]["what"] == "dossier d’examen"
    assert {"ab" * 32, "cd" * 32, sha256} <= set(page["erasures"][-1]["sha256s"])
    assert not spoken.exists()
    assert not document.exists()
    assert page["files"][0]["file_until"] is None
    assert (await looked(centre, 1828)).files == 0


async def test_the_persons_export_has_their_acts_and_no_jurors_draft(centre: Centre) -> None:
    jury = await a_signed_seat(centre, "call-four", professional_file=PORTFOLIO, ecf=b"\x89PNG\r\n\x1a\n livret")
    await with_reaction(centre, jury, "spoken-four")
    await jury.told("roy", kinds.AppreciationSet(competence="CP1", text="SECRET-BROUILLON"), run=False)
    _, portfolio = await joined(centre, jury)
    answer = await (await centre.lead()).get(f"/api/staff/seats/{jury.place.seat_id}/personal-export.zip")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        names = archive.namelist()
        assert {"LISEZ-MOI.txt", "donnees.json", "resultats.pdf"} <= set(names)
        assert any(name.endswith("call-four.ogg") for name in names)
        assert "echanges/reaction-1.ogg" in names
        assert hashlib.sha256(archive.read("documents/dossier-professionnel.pdf")).hexdigest() == portfolio
        assert archive.read("documents/livret-ecf.png") == b"\x89PNG\r\n\x1a\n livret"
        assert "documents/livret-de-certification.pdf" not in names
        told = archive.read("donnees.json").decode()
    assert "Lina Ferrand" in told
    assert "SECRET-BROUILLON" not in told
    assert "verdict.set" not in told
