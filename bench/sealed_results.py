"""How long the end of an exam takes: the deliberation's page, one candidate's sealed archive, and verifying it.

The whole application in this process, a real database and real documents; the sound is noise of a call's size.
A whole title (53 criteria) with two jurors who differ on every fifth of them.
"""

import asyncio
import hashlib
import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import structlog

from archives import verify_archive
from bench.lines import Line, line, percentile
from simulator.deliberation.owed import ARCHIVE_JOB
from simulator.facts import kinds
from simulator.recordings.tables import RecordingRow
from simulator.results.archiving import archives_folder, path_of
from tests.integration.simulator.ground import Centre, a_centre, did
from tests.integration.simulator.juries import Jury

TITLE = {"format_id": "title", "phases": ["exchanges"]}
CALL_BYTES = 4_000_000
"""Of stereo Opus at 96 kbit/s: about five and a half minutes."""


def run(openings: int = 200, seals: int = 5, call_bytes: int = CALL_BYTES) -> Iterator[Line]:
    """p50 and p95 of the page; the slowest of a few seals and checks."""
    structlog.configure(logger_factory=structlog.ReturnLoggerFactory())  # measures alone go to standard output
    with tempfile.TemporaryDirectory(prefix="bench-seal-") as folder:
        pages, sealed, verified, size = asyncio.run(_measure(Path(folder), openings, seals, call_bytes))
    how = f"53 criteria, two jurors, {openings} openings in turn"
    for name, share in (("p50", 0.5), ("p95", 0.95)):
        yield line(f"deliberation_page_{name}", 1000 * percentile(pages, share), "ms", how)
    how = (
        f"the slowest of {seals}: facts, PDF/UA-1 and PDF/A-2a sheets, {call_bytes / 1e6:g} MB of sound and its vCon"
    )
    yield line("archive_sealed", max(sealed), "s", how)
    yield line("archive_verified", 1000 * max(verified), "ms", f"the slowest of {seals}, every byte read twice")
    yield line("archive_size", size / 1e6, "MB", "as it is downloaded")


async def _measure(
    folder: Path, openings: int, seals: int, call_bytes: int
) -> tuple[list[float], list[float], list[float], int]:
    async with a_centre(folder) as centre:
        jury = Jury(centre, await centre.place("exam", exam_day=TITLE))
        await _marked(centre, jury)
        await _recorded(centre, jury, call_bytes)
        await jury.submitted("roy", "lefort")
        roy, pages = await centre.as_("roy"), list[float]()
        for _ in range(openings):
            began = time.perf_counter()
            await did(roy.get(jury.url))
            pages.append(time.perf_counter() - began)
        await jury.signed()
        await centre.services.jobs.all_done(ARCHIVE_JOB)
        lead, sealed, verified, size = await centre.lead(), list[float](), list[float](), 0
        for _ in range(seals):
            began = time.perf_counter()
            await did(lead.post(f"/api/staff/seats/{jury.place.seat_id}/archives"))
            await centre.services.jobs.all_done(ARCHIVE_JOB)
            sealed.append(time.perf_counter() - began)
            page = await did(lead.get(f"/api/staff/sessions/{jury.place.session_id}/deliberations"))
            archive = page["candidates"][0]["archive"]
            path = path_of(archives_folder(centre.services.settings.data), jury.place.session_id, archive["id"])
            began = time.perf_counter()
            verdict = await asyncio.to_thread(verify_archive, path, page["key"])
            verified.append(time.perf_counter() - began)
            assert verdict.is_whole, verdict.faults
            size = path.stat().st_size
    return pages, sealed, verified, size


async def _marked(centre: Centre, jury: Jury) -> None:
    criteria = [one for competence in centre.services.referential.competences for one in competence.criteria]
    for number, criterion in enumerate(criteria):
        await jury.told("roy", kinds.VerdictSet(criterion=criterion, verdict="satisfactory", comment="vu"))
        other = "to_improve" if number % 5 == 0 else "satisfactory"
        await jury.told("lefort", kinds.VerdictSet(criterion=criterion, verdict=other))
        mark = kinds.MarkPlaced(mark_id=f"m{number}", criterion=criterion, sign="favourable", at_seconds=number)
        await jury.told("roy", mark)
    await jury.told("roy", kinds.ExchangeStarted(), kinds.ExchangeEnded(by="jury"))


async def _recorded(centre: Centre, jury: Jury, call_bytes: int) -> None:
    services = centre.services
    room = await services.rooms.room(jury.place.seat_id)
    folder = services.settings.recordings / "bench"
    folder.mkdir(parents=True)
    sound = os.urandom(call_bytes)
    (folder / "call.ogg").write_bytes(sound)
    row = RecordingRow(
        call_id="bench",
        session_id=jury.place.session_id,
        seat_id=jury.place.seat_id,
        run_id=next(iter(room.state.runs)),
        folder="bench",
        started_at=services.clock.now(),
        state="ready",
        seconds=330.0,
        sha256=hashlib.sha256(sound).hexdigest(),
    )
    async with services.sessions() as session, session.begin():
        session.add(row)
