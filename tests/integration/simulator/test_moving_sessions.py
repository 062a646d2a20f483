"""A signed session moves to another installation: everything is there, and what was changed on the way is refused."""

import hashlib
import json
import sqlite3
import zipfile
from collections.abc import AsyncGenerator, Callable
from contextlib import AsyncExitStack, asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import select, text

from archives import verify_archive
from simulator.accounts.tables import PersonRow
from simulator.conduct.tables import SeatRow, TrainingSessionRow
from simulator.custody.tables import CustodyBoxRow
from simulator.ids import SeatId, SessionId
from simulator.interviews.tables import ReactionRow
from simulator.moving.belonging import MOVES, STAYS, numbered_by_database, tables
from simulator.moving.exporting import export_session
from simulator.moving.importing import Imported, import_session
from simulator.moving.parcel import MoveProblem
from simulator.moving.unpacking import unpacked
from simulator.recordings.tables import RecordingRow
from simulator.schema import Base
from simulator.storage.start_up import open_database_alone
from tests.integration.simulator.ground import Centre, a_centre, did, settings_in
from tests.integration.simulator.sealed_ground import exam_day, write_exam_pack
from tests.integration.simulator.test_retention import PORTFOLIO, a_signed_seat, with_reaction

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_each_table_moves_or_stays() -> None:
    assert {*MOVES} | {*STAYS} == {*Base.metadata.tables}
    assert not {*MOVES} & {*STAYS}


@dataclass
class Left:
    """What was exported, and what it was there. `shut`: another session, its envelopes still shut."""

    file: Path
    code: str
    session_id: SessionId
    seat_id: SeatId
    state: dict[str, Any]
    roy: str
    shut: Path
    shut_id: SessionId
    opening_code: str


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def left(tmp_path_factory: pytest.TempPathFactory) -> Left:
    return await exported(tmp_path_factory.mktemp("there"))


async def exported(folder: Path, **settings: Any) -> Left:
    """From an installation with these settings."""
    write_exam_pack(folder)
    async with a_centre(folder, **settings) as centre:
        services, lead = centre.services, await centre.lead()
        jury = await a_signed_seat(centre, "appel-1", professional_file=PORTFOLIO)
        session_id, seat_id = SessionId(jury.place.session_id), SeatId(jury.place.seat_id)
        await with_reaction(centre, jury, "reaction-1")
        async with services.sessions() as session, session.begin():
            # Where the switch would have put it.
            (row,) = await session.scalars(select(RecordingRow))
            root, row.folder = services.settings.recordings, f"{session_id}/{row.run_id}/appel-1"
            (root / row.folder).parent.mkdir(parents=True)
            (root / "appel-1").rename(root / row.folder)
            (reaction,) = await session.scalars(select(ReactionRow))
            reaction.state = "ready"
        with pytest.raises(MoveProblem, match="n’est pas clôturée"):
            await export_session(services.settings, services.engine, session_id, folder / "early.zip")
        await did(lead.post(f"/api/staff/sessions/{session_id}/close"))
        shut = await exam_day(centre)
        sealed = await did(lead.post(f"/api/staff/exam-days/{shut.session_id}/sealing"))
        made = await export_session(services.settings, services.engine, session_id, folder / "one.zip")
        other = await export_session(
            services.settings, services.engine, SessionId(shut.session_id), folder / "shut.zip"
        )
        assert (made.title, other.code) == ("Séance 0", "")
        state = marks(await state_of(centre, seat_id))
        roy = centre.ids["roy"]
    return Left(
        folder / "one.zip",
        made.code,
        session_id,
        seat_id,
        state,
        roy,
        folder / "shut.zip",
        SessionId(shut.session_id),
        sealed["opening_code"],
    )


async def state_of(centre: Centre, seat_id: SeatId) -> Any:
    return (await centre.services.rooms.read(seat_id)).state


def marks(state: Any) -> dict[str, Any]:
    """As its seat folds them from its facts."""
    return {
        "marking": {by: state.marking.seen_by(by).model_dump(mode="json") for by in state.marking.submitted},
        "signed": [str(one) for one in state.deliberation.signatures],
    }


@dataclass
class Arrived:
    centre: Centre
    done: Imported


async def brought(folder: Path, file: Path, code: str = "", **more: Any) -> Imported:
    """As `simulator session import` does it, server stopped."""
    settings = settings_in(folder, **more)
    async with AsyncExitStack() as stack:
        engine = await open_database_alone(settings, stack)
        return await import_session(settings, engine, file, code)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def here(left: Left, tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[Arrived]:
    folder = tmp_path_factory.mktemp("here")
    write_exam_pack(folder)
    async with a_centre(folder):
        pass
    with pytest.raises(MoveProblem, match="clé de transfert"):
        await brought(folder, left.file)
    with pytest.raises(MoveProblem, match="Ce n’est pas la clé de transfert"):
        await brought(folder, left.file, left.code[:-1] + ("Q" if left.code[-1] != "Q" else "P"))
    done = await brought(folder, left.file, left.code)
    with pytest.raises(MoveProblem, match="déjà ici"):
        await brought(folder, left.file, left.code)
    await brought(folder, left.shut)
    assert not [one for one in (folder / "var").iterdir() if one.name.startswith(".session-import")]
    async with a_centre(folder) as centre:
        yield Arrived(centre, done)


async def test_what_was_marked_and_signed_there_is_read_here(left: Left, here: Arrived) -> None:
    assert marks(await state_of(here.centre, left.seat_id)) == left.state
    assert left.state["signed"]
    (archive,) = (here.centre.services.settings.data / "archives" / left.session_id).iterdir()
    assert verify_archive(archive).is_whole


async def test_every_file_and_row_comes_out_again_as_it_went_in(left: Left, here: Arrived, tmp_path: Path) -> None:
    services = here.centre.services
    await export_session(services.settings, services.engine, left.session_id, tmp_path / "again.zip")
    assert file_hashes(tmp_path / "again.zip") == file_hashes(left.file)
    assert len(file_hashes(left.file)) == 4
    before, after = rows_in(left.file, tmp_path / "before"), rows_in(tmp_path / "again.zip", tmp_path / "after")
    del before["person"], after["person"]
    assert after == before
    assert {name for name, rows in before.items() if rows} >= {"fact", "recording", "sealed_archive", "session_key"}


def file_hashes(file: Path) -> dict[str, str]:
    """Of sound, documents and archives."""
    with zipfile.ZipFile(file) as archive:
        names = [one for one in archive.namelist() if "/" in one]
        return {one: hashlib.sha256(archive.read(one)).hexdigest() for one in names}


def rows_in(file: Path, folder: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Without the numbers that a database gives."""
    folder.mkdir()
    _, rows = unpacked(file, folder)
    return {
        name: sorted(
            tuple(repr(value) for key, value in row.items() if key != "id" or not numbered_by_database(table))
            for row in rows[name]
        )
        for name, table in tables().items()
        if name != "compared_marking"
    }


async def test_members_of_the_other_team_are_named_and_sign_in_nowhere(left: Left, here: Arrived) -> None:
    assert "Nadia Roy" in here.done.new_people
    async with here.centre.services.sessions() as session:
        one = await session.get_one(PersonRow, left.roy)
    assert one.disabled_at is not None
    assert one.password_hash is None
    assert (one.login or "").startswith("roy.")
    assert here.centre.ids["roy"] != left.roy


async def test_what_was_sealed_there_stays_sealed_and_opens_here_by_its_code(left: Left, here: Arrived) -> None:
    services, lead = here.centre.services, await here.centre.lead()
    async with services.sessions() as session:
        kept = await session.scalars(select(CustodyBoxRow.kept).where(CustodyBoxRow.session_id == left.shut_id))
        assert [*kept] == [None] * 3
        seat_id = await session.scalar(select(SeatRow.id).where(SeatRow.session_id == left.shut_id))
    at = f"/api/staff/exam-days/{left.shut_id}/opening"
    await did(lead.post(f"{at}/lead", json={}))
    code = (await did(lead.post(f"/api/staff/seats/{seat_id}/desk-code")))["code"]
    await did(lead.post(f"{at}/candidate", json={"seat_id": seat_id, "code_or_name": code}))
    await did(lead.post(f"{at}/open", json={"code": left.opening_code}))
    async with services.sessions() as session:
        training = await session.get_one(TrainingSessionRow, left.shut_id)
    assert "SECRETDUPLI" in (await services.kept_packs.of(training)).content


def _with(left: Path, made: Path, change: Callable[[dict[str, bytes], dict[str, Any]], None]) -> Path:
    """The same file after somebody was at it; sums are right again unless they were what was changed."""
    with zipfile.ZipFile(left) as archive:
        files = {one: archive.read(one) for one in archive.namelist()}
    manifest = json.loads(files.pop("manifest.json"))
    change(files, manifest)
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
        archive.writestr("manifest.json", json.dumps(manifest))
    return made


def _put(files: dict[str, bytes], manifest: dict[str, Any], name: str, data: bytes) -> None:
    files[name] = data
    manifest["files"][name] = {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()}


def _more(name: str, size: int = 1) -> Callable[[dict[str, bytes], dict[str, Any]], None]:
    return lambda files, manifest: _put(files, manifest, name, bytes(size))


def _flip(files: dict[str, bytes], _: dict[str, Any]) -> None:
    name = next(one for one in files if one.startswith("recordings/"))
    files[name] = bytes([files[name][0] ^ 1]) + files[name][1:]


def _newer(_: dict[str, bytes], manifest: dict[str, Any]) -> None:
    manifest |= {"format": 2, "more": True}


def _sql(*statements: str) -> Callable[[dict[str, bytes], dict[str, Any]], None]:
    def change(files: dict[str, bytes], manifest: dict[str, Any]) -> None:
        with closing(sqlite3.connect(":memory:")) as database:
            database.deserialize(files["session.sqlite3"])
            for one in statements:
                database.execute(one)
            database.commit()
            _put(files, manifest, "session.sqlite3", database.serialize())

    return change


HARM = {
    "a flipped byte": (_flip, "n’est pas ce qui a été sauvegardé"),
    "a path that leads out": (_more("recordings/../../secrets.json"), "n’a pas sa place"),
    "an absolute path": (_more("/etc/combine/x"), "n’a pas sa place"),
    "a file of nobody's": (_more("documents/deadbeef"), "n’appartient à rien"),
    "a bomb": (_more("documents/bomb", 80 << 20), "sans mesure"),
    "a newer format": (_newer, "plus récente"),
    "a newer schema": (_sql("UPDATE alembic_version SET version_num = '9999'"), "plus récente"),
    "a trigger": (
        _sql("CREATE TRIGGER more AFTER INSERT ON person BEGIN SELECT 1; END"),
        "ne se tiennent pas",
    ),
    "another session's fact": (_sql("UPDATE fact SET session_id = 'other' WHERE id = 1"), "ne se tiennent pas"),
    "another session's folder": (_sql("UPDATE recording SET folder = 'other/run/call'"), "ne se tiennent pas"),
    "a folder that leads out": (_sql("UPDATE recording SET folder = '../../etc'"), "ne se tiennent pas"),
    "a changed pack": (_sql("UPDATE pack_version SET content = content || ' '"), "ne se tiennent pas"),
    "work that is owed": (
        _sql("INSERT INTO job (kind, subject, due_at, attempts, last_error) VALUES ('x', 'y', '2026-01-01', 0, '')"),
        "ne se tiennent pas",
    ),
}  # fmt: skip


@asynccontextmanager
async def _empty(folder: Path) -> AsyncGenerator[Path]:
    async with AsyncExitStack() as stack:
        await open_database_alone(settings_in(folder), stack)
    yield folder


async def test_what_was_changed_on_the_way_is_refused_and_nothing_has_come(left: Left, tmp_path: Path) -> None:
    async with _empty(tmp_path / "empty") as folder:
        for name, (change, said) in HARM.items():
            file = _with(left.file, tmp_path / "harmed.zip", change)
            with pytest.raises(MoveProblem, match=said):
                await brought(folder, file, left.code)
            assert sorted(one.name for one in (folder / "var").iterdir() if one.is_dir()) == [], name
        (tmp_path / "none.zip").write_bytes(b"PK\x05\x06" + bytes(18))
        with pytest.raises(MoveProblem, match="n’est pas une session"):
            await brought(folder, tmp_path / "none.zip")
        async with AsyncExitStack() as stack:
            engine = await open_database_alone(settings_in(folder), stack)
            async with engine.connect() as connection:
                assert await connection.scalar(text("SELECT count(*) FROM person")) == 0


async def test_a_name_that_means_something_else_here_is_never_written_over(left: Left, tmp_path: Path) -> None:
    async with _empty(tmp_path / "taken") as folder:
        other = _with(
            left.shut,
            tmp_path / "renamed.zip",
            _sql(
                f"UPDATE seat SET id = '{left.seat_id}'",
                *(
                    f"UPDATE {name} SET seat_id = '{left.seat_id}'"
                    for name, table in tables().items()
                    if "seat_id" in table.c
                ),
            ),
        )
        await brought(folder, left.file, left.code)
        with pytest.raises(MoveProblem, match=f"« {left.seat_id} » désigne déjà"):
            await brought(folder, other)
