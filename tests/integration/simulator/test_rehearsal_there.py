"""A rehearsal on an installation that is in use: over its own doors, in its own time, and gone without a trace."""

import asyncio
from collections.abc import AsyncGenerator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
import structlog
from sqlalchemy import func, select
from typer.testing import CliRunner, Result

from archives import verify_archive
from simulator.cli import app
from simulator.rehearsal import day as played
from simulator.rehearsal import running
from simulator.rehearsal.cast import Cast
from simulator.rehearsal.day import Rehearsed, rehearse_there
from simulator.rehearsal.faults import DidNotHold
from simulator.rehearsal.report import Report
from simulator.rehearsal.running import Responsible, running_installation
from simulator.storage.base import Base
from simulator.timetable.files import FOLDER as DOCUMENTS
from tests.integration.simulator.exam_days import HandedIn
from tests.integration.simulator.ground import PASSWORD, did, refused
from tests.integration.simulator.juries import CCP1
from tests.integration.simulator.open_centre import OpenCentre, an_open_centre

pytestmark = pytest.mark.asyncio(loop_scope="module")

STAYS = {"pack_version", "pack_sound", "failed_sign_in", "sign_in"}
"""A kept version of a pack is nobody's session; the responsible person did sign in."""

LEAD = Responsible("delmas", PASSWORD)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[OpenCentre]:
    async with an_open_centre(tmp_path_factory.mktemp("there")) as one:
        yield one
    structlog.reset_defaults()


class Hurried:
    """The one wait of a rehearsal in its own time, without its minute: the test holds the server's clock."""

    def __init__(self, house: OpenCentre) -> None:
        self._clock = HandedIn(house.centre.services.clock)

    def now(self) -> datetime:
        return datetime.now(UTC)

    async def passes(self, minutes: float) -> None:
        self._clock.passes(minutes)


async def rehearsed(house: OpenCentre, out: Path, **more: Any) -> Rehearsed:
    await asyncio.to_thread(out.mkdir)
    cast = Cast.of(1, mark="-essai")
    there = running_installation(house.address, cast, LEAD, **more)
    clock = Hurried(house)
    return await rehearse_there("ccp1", out, clock, Report(clock.now, lambda _: None), there)


async def rows(house: OpenCentre) -> dict[str, int]:
    async with house.centre.services.sessions() as session:
        counts = {
            name: await session.scalar(select(func.count()).select_from(table))
            for name, table in Base.metadata.tables.items()
        }
    return {name: count or 0 for name, count in counts.items() if name not in STAYS}


def files(house: OpenCentre) -> list[str]:
    """Folders too."""
    data = house.centre.services.settings.data
    kept = [*(data / "recordings").rglob("*"), *(data / "archives").rglob("*"), *(data / DOCUMENTS).rglob("*")]
    return sorted(str(one.relative_to(data)) for one in kept)


def asked(house: OpenCentre, **more: Any) -> dict[str, Any]:
    """The body of a rehearsal with nobody but an invigilator."""
    return {
        "format_id": "ccp1",
        "pack_id": "velambre",
        "subject_id": "epreuve-ccp1",
        "day": f"{datetime.now(UTC):%Y-%m-%d}",
        "people": [{"login": "repetition-veille-1", "name": "Paul Estève", "role": "invigilator"}],
        "password": "une-repetition-sans-suite",
    } | more


@pytest.mark.timeout(240)
async def test_a_day_is_played_there_and_nothing_of_it_stays(house: OpenCentre, tmp_path: Path) -> None:
    before, stood = await rows(house), files(house)
    done = await rehearsed(house, tmp_path / "archives")
    assert len(done.exchanges["Maëlys Pradier"]) == 2
    for one in done.archives:
        assert verify_archive(one.path, one.key).faults == ()
    assert await rows(house) == before
    assert files(house) == stood


@pytest.mark.timeout(120)
async def test_broken_off_it_is_gone_as_well(
    house: OpenCentre, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C while a candidate writes."""
    before, writes = await rows(house), asyncio.Event()

    async def stands_still(*_: object) -> None:
        lead = await house.centre.lead()
        shown = [one for one in await did(lead.get("/api/staff/sessions")) if one["is_rehearsal"]]
        assert [one["title"].startswith("Répétition du ") for one in shown] == [True]
        writes.set()
        await asyncio.Event().wait()

    monkeypatch.setattr(played.written_part, "write_case_study", stands_still)
    rehearsing = asyncio.create_task(rehearsed(house, tmp_path / "archives"))
    await writes.wait()
    rehearsing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await rehearsing
    assert await rows(house) == before


async def test_kept_it_is_closed_marked_and_removed_from_its_page(
    house: OpenCentre, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = await rows(house)

    async def nothing(*_: object) -> None:
        raise DidNotHold("On s’arrête là.")

    monkeypatch.setattr(played.written_part, "write_case_study", nothing)
    with pytest.raises(DidNotHold, match="On s’arrête là"):
        await rehearsed(house, tmp_path / "archives", keep=True)
    lead = await house.centre.lead()
    [left] = [one for one in await did(lead.get("/api/staff/sessions")) if one["is_rehearsal"]]
    assert left["closed_at"] is not None
    assert (await lead.delete(f"/api/staff/rehearsals/{left['id']}")).status_code == 204
    assert await rows(house) == before
    assert (await lead.delete(f"/api/staff/rehearsals/{left['id']}")).status_code == 404


async def test_a_session_of_real_people_is_never_removed(house: OpenCentre) -> None:
    place = await house.centre.place("exam", is_shut=True, exam_day=CCP1)
    lead = await house.centre.lead()
    before = await rows(house)
    refused(await lead.delete(f"/api/staff/rehearsals/{place.session_id}"), 404, "not_found")
    assert await rows(house) == before


async def test_accounts_of_a_rehearsal_are_new_ones_that_say_so(house: OpenCentre) -> None:
    lead = await house.centre.lead()
    real = [{"login": "roy", "name": "Nadia Roy", "role": "jury"}]
    assert (await lead.post("/api/staff/rehearsals", json=asked(house, people=real))).status_code == 422
    made = await did(lead.post("/api/staff/rehearsals", json=asked(house)))
    before = await rows(house)
    # Somebody has that login: nothing of the second is left but a closed, empty session that can be removed.
    assert (await lead.post("/api/staff/rehearsals", json=asked(house))).status_code == 409
    assert (await rows(house))["person"] == before["person"]
    for one in await did(lead.get("/api/staff/sessions")):
        if one["is_rehearsal"]:
            assert (one["id"] == made["session_id"]) == (one["closed_at"] is None)
            assert (await lead.delete(f"/api/staff/rehearsals/{one['id']}")).status_code == 204


async def test_another_version_is_told_and_nothing_is_made(
    house: OpenCentre, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = await rows(house)
    monkeypatch.setattr(running, "__version__", "9.9.9")
    with pytest.raises(DidNotHold, match=r"cette commande en 9\.9\.9"):
        await rehearsed(house, tmp_path / "archives")
    assert await rows(house) == before


async def test_a_pack_that_is_sealed_for_an_exam_to_come_is_left_alone(
    house: OpenCentre, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    title = {"format_id": "title", "days": ["2027-05-11"]}
    more: dict[str, Any] = {"pack_id": "velambre", "subject_id": "titre-1", "exam_day": title}
    place = await house.centre.place("exam", is_shut=True, **more)
    lead, companies = await house.centre.lead(), list[str]()
    await did(lead.post(f"/api/staff/exam-days/{place.session_id}/sealing"))

    async def looks(*_: object) -> None:
        companies.extend(
            one["company_name"] for one in await did(lead.get("/api/staff/sessions")) if one["is_rehearsal"]
        )
        raise DidNotHold("On s’arrête là.")

    monkeypatch.setattr(played.written_part, "write_case_study", looks)
    with pytest.raises(DidNotHold, match="On s’arrête là"):
        await rehearsed(house, tmp_path / "archives")
    assert companies == ["Volmeray Habitat"]


async def told(house: OpenCentre, out: Path, typed: str, *more: str) -> Result:
    """What the command says of a rehearsal there."""
    return await said(out, typed, "--against", house.address, *more)


async def said(out: Path, typed: str, *more: str) -> Result:
    """From a thread of its own: its loop is not the server's."""
    arguments = ["rehearse", "--format", "ccp1", "--candidates", "1", "--out", str(out)]
    return await asyncio.to_thread(lambda: CliRunner().invoke(app, [*arguments, *more], input=typed))


async def test_the_command_says_who_is_not_let_in(house: OpenCentre, tmp_path: Path) -> None:
    wrong = await told(house, tmp_path / "a", "pas le bon\n", "--login", "delmas")
    assert wrong.exit_code == 1
    assert "incorrect" in wrong.stderr
    juror = await told(house, tmp_path / "b", f"roy\n{PASSWORD}\n")
    assert juror.exit_code == 1
    assert "n’est pas celui d’un responsable de session" in juror.stderr
    for more in (("--minutes-per-second", "60"), ("--incidents",)):
        for where in (("--against", house.address), ("--here",), ("--here", "--login", "delmas")):
            hurried = await said(tmp_path / "c", "", *where, *more)
            assert hurried.exit_code == 2
            assert "le temps n’est à personne" in hurried.stderr
            # Nobody is asked who they are for something that is refused anyway.
            assert hurried.stdout == ""
    assert not (tmp_path / "c").exists()


async def test_beside_an_exam_nothing_is_rehearsed(house: OpenCentre, tmp_path: Path) -> None:
    """The last one here: the exam stays under way."""
    await house.centre.place("exam", exam_day=CCP1)
    before = await rows(house)
    done = await told(house, tmp_path / "a", f"{PASSWORD}\n", "--login", "delmas")
    assert done.exit_code == 1
    assert "Un examen est en cours" in done.stderr
    assert await rows(house) == before
