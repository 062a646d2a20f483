"""A candidate's archive begins with the last signature, by itself; killed in the middle, the next start ends it."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from archives import verify_archive
from simulator.deliberation.owed import ARCHIVE_JOB
from simulator.exam_day.days import ExamDays
from simulator.facts import kinds
from simulator.facts.day_facts import ArchiveSealed
from simulator.facts.day_log import DayLog
from simulator.results.archive_rows import ArchiveRows
from tests.integration.simulator.ground import PASSWORD, Centre, a_centre, did
from tests.integration.simulator.house import Person, Server
from tests.integration.simulator.juries import CCP1, Jury, settle


@asynccontextmanager
async def silent_authority() -> AsyncGenerator[str]:
    """Takes a time-stamp's request and never answers: the sealing stands still in its middle."""
    gone = asyncio.Event()

    async def hold(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            await gone.wait()
        writer.close()

    server = await asyncio.start_server(hold, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
    finally:
        gone.set()
        server.close()


async def signed_by_one(jury: Jury) -> dict[str, Any]:
    """The page that the second juror has yet to sign."""
    await jury.told("roy", kinds.VerdictSet(criterion="CP1.1", verdict="satisfactory"))
    await jury.submitted("roy", "lefort")
    roy = await jury.centre.as_("roy")
    page = await settle(roy, jury.url)
    return await did(roy.post(f"{jury.url}/signatures", json={"digest": page["digest"], "password": PASSWORD}))


async def sealed_facts(centre: Centre, session_id: str) -> list[ArchiveSealed]:
    facts = await DayLog(centre.services.sessions).of_session(session_id)  # pyright: ignore[reportArgumentType]
    return [one.data for one in facts if isinstance(one.data, ArchiveSealed)]


async def shown_archive(person: Person, session_id: str) -> tuple[dict[str, Any], str]:
    """Once it stands on the responsible person's page, and the key's fingerprint."""
    async with asyncio.timeout(60):
        while True:
            page = await did(person.http.get(f"/api/staff/sessions/{session_id}/deliberations"))
            if page["candidates"][0]["archive"] is not None:
                return page["candidates"][0]["archive"], page["key"]
            await asyncio.sleep(0.1)


async def test_kill_9_in_the_middle_of_sealing_and_the_next_start_ends_it(tmp_path: Path) -> None:
    async with a_centre(tmp_path) as centre:
        jury = Jury(centre, await centre.place("exam", exam_day=CCP1))
        page = await signed_by_one(jury)
    session_id, folder = jury.place.session_id, tmp_path / "var" / "archives" / jury.place.session_id
    async with silent_authority() as address:
        server = Server(tmp_path, COMBINE_TIME_STAMP_URL=address, COMBINE_TIME_STAMP_SECONDS="120")
        await server.start()
        try:
            lefort = Person(server, "staff")
            await lefort.post("/api/staff/sign-in", {"login": "lefort", "password": PASSWORD})
            await lefort.post(f"{jury.url}/signatures", {"digest": page["digest"], "password": PASSWORD})
            async with asyncio.timeout(60):
                while not (parts := [*folder.glob("*.part")]) or parts[0].stat().st_size == 0:
                    await asyncio.sleep(0.02)
            await lefort.http.aclose()
        finally:
            await server.kill()
    assert not [*folder.glob("*.zip")], "nothing that is half done looks done"

    server = Server(tmp_path)
    await server.start()
    try:
        lead = Person(server, "staff")
        await lead.post("/api/staff/sign-in", {"login": "delmas", "password": PASSWORD})
        archive, key = await shown_archive(lead, session_id)
        file = tmp_path / "candidat.zip"
        file.write_bytes((await lead.http.get(f"/api/staff/archives/{archive['id']}")).content)
        await lead.http.aclose()
    finally:
        await server.stop()
    verdict = verify_archive(file, key)
    assert (verdict.faults, verdict.root) == ((), "".join(archive["root"].split()))
    assert [one.name for one in folder.iterdir()] == [f"{archive['id']}.zip"], "and nothing is left beside it"
    async with a_centre(tmp_path) as centre:
        assert [one.root for one in await sealed_facts(centre, session_id)] == [verdict.root]


@pytest.mark.parametrize("cut", ["before its row", "between its row and the day's fact"])
async def test_wherever_it_is_cut_there_is_one_file_one_row_and_one_fact(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cut: str
) -> None:
    stopped = asyncio.Event()

    def cut_here(*_: object, **__: object) -> None:
        """The work goes no further, and nobody hears of it: so do machines stop."""
        stopped.set()
        raise asyncio.CancelledError

    async with a_centre(tmp_path) as centre:
        jury = Jury(centre, await centre.place("exam", exam_day=CCP1))
        session_id = jury.place.session_id
        with monkeypatch.context() as patch:
            if cut == "before its row":
                patch.setattr("simulator.results.archiving.added", cut_here)
            else:
                patch.setattr(ExamDays, "keep", cut_here)
            await jury.signed()
            centre.services.jobs.ring(ARCHIVE_JOB)
            async with asyncio.timeout(60):
                await stopped.wait()
    async with a_centre(tmp_path) as centre:
        await centre.services.jobs.all_done(ARCHIVE_JOB)
        (row,) = await ArchiveRows(centre.services.sessions).of_session(session_id)  # pyright: ignore
        told = await sealed_facts(centre, session_id)
    folder = tmp_path / "var" / "archives" / session_id
    assert [one.name for one in folder.iterdir()] == [f"{row.id}.zip"]
    assert [one.root for one in told] == [row.root]
    verdict = verify_archive(folder / f"{row.id}.zip")
    assert (verdict.faults, verdict.root) == ((), row.root)
