"""An update that fails or is killed at any step: the old version works, or the new one, and nothing is lost."""

import asyncio
import os
import shutil
import signal
import sqlite3
import sys
import traceback
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text
from typer.testing import CliRunner

from simulator.cli import app
from simulator.storage.database import open_engine
from simulator.storage.migrating import steps
from simulator.updating.release import UpdateProblem
from tests.integration.packaging.versions_for_tests import NEW, OLD, FakeService, Installation, put_version, rows_of
from tests.integration.storage.filling import filled

TOUCHES = ("subprocess.Popen", "os.rename", "os.symlink", "shutil.rmtree", "shutil.copyfile")
"""Audit events (PEP 578) between which an update is killed."""


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An old version with rows in every table, its envelopes shut and its sessions closed."""
    folder = tmp_path_factory.mktemp("installed") / "one"
    (folder / "data").mkdir(parents=True)

    async def fill() -> None:
        engine = open_engine(f"sqlite+aiosqlite:///{folder / 'data' / 'combine.sqlite3'}")
        await filled(engine, steps()[-1])
        await engine.dispose()

    asyncio.run(fill())
    put_version(folder / "home" / "versions" / OLD)
    (folder / "home" / "current").symlink_to(f"versions/{OLD}")
    return folder


@pytest.fixture
def here(installed: Path, tmp_path: Path) -> Installation:
    shutil.copytree(installed, tmp_path / "one", symlinks=True)
    return Installation(tmp_path / "one")


def test_an_update_brings_version_and_database_and_keeps_what_going_back_needs(here: Installation) -> None:
    before = rows_of(here.folder / "data" / "combine.sqlite3")
    service = FakeService()
    here.update(service=service).apply()
    assert (here.home.in_use(), here.schema(), here.lost(before)) == (NEW, "9999", [])
    assert service.told == ["stop", "start"]
    last = here.home.last()
    assert last is not None
    assert (last.old, last.new, last.schema_before) == (OLD, NEW, steps()[-1])
    assert Path(last.backup).is_file()
    assert here.home.program(OLD).exists()
    assert here.leftovers() == []


@pytest.mark.parametrize(
    "fault",
    [
        "make",
        "migrate-trial",
        "lost-trial",
        "doctor-trial",
        "ill-trial",
        "migrate-real",
        "lost-real",
        "start",
    ],
)
def test_whatever_fails_the_old_version_is_back_with_its_database(here: Installation, fault: str) -> None:
    before = rows_of(here.folder / "data" / "combine.sqlite3")
    service = FakeService(refuses=1 if fault == "start" else 0)
    with pytest.raises(UpdateProblem):
        here.update(fault, service).apply()
    assert (here.home.in_use(), here.schema(), here.lost(before)) == (OLD, steps()[-1], [])
    assert service.running
    assert not here.home.of(NEW).exists()
    assert here.leftovers() == []


def test_killed_between_any_two_steps_a_version_works_and_the_next_update_arrives(installed: Path) -> None:
    """The old version until the link is renamed, the new one from then on: its start would bring the database up."""
    before = rows_of(installed / "data" / "combine.sqlite3")
    turned: list[bool] = []
    for cut in range(1, 100):
        folder = installed.with_name(f"cut-{cut}")
        shutil.copytree(installed, folder, symlinks=True)
        here = Installation(folder)
        was_killed = _killed_at(cut, here)
        in_use = here.home.in_use()
        assert here.home.program(in_use).exists()
        assert here.lost(before) == []
        assert in_use == NEW or here.schema() == steps()[-1], f"the old version cannot read this (cut {cut})"
        turned.append(in_use == NEW)
        if in_use == OLD and cut % 4 == 0:
            here.update().apply()
            assert (here.home.in_use(), here.schema(), here.lost(before)) == (NEW, "9999", [])
        shutil.rmtree(folder)
        if not was_killed:
            break
    assert turned == sorted(turned)
    assert not turned[0]
    assert turned[-1]
    assert len(turned) > 10


def _killed_at(cut: int, here: Installation) -> bool:
    """Updates in a child that is killed before its `cut`-th touch; False: it arrived before."""
    child = os.fork()
    if child == 0:
        left = cut

        def count(event: str, _: object) -> None:
            nonlocal left
            if event not in TOUCHES:
                return
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

        try:
            sys.addaudithook(count)
            here.update().apply()
        except BaseException:  # noqa: BLE001  it must never return into the test
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    status = os.waitpid(child, 0)[1]
    assert os.waitstatus_to_exitcode(status) in (0, -signal.SIGKILL)
    return os.WIFSIGNALED(status)


@pytest.mark.parametrize("what", ["an exam day", "an exchange"])
def test_a_session_under_way_forbids_it_in_words(here: Installation, what: str) -> None:
    kind = "envelopes.opened" if what == "an exam day" else "exchange.started"
    table = "day_fact" if what == "an exam day" else "fact"

    asyncio.run(_begin(here, kind, table))
    with pytest.raises(UpdateProblem) as refused:
        here.update().apply()
    assert "« Jury du 30 »" in str(refused.value)
    assert "clôturez" in str(refused.value)
    assert here.home.in_use() == OLD
    assert not here.home.of(NEW).exists()


def test_what_is_under_way_is_told_to_a_package_s_script(here: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMBINE_DATA", str(here.settings.data))
    nothing = CliRunner().invoke(app, ["under-way"])
    assert (nothing.exit_code, "Aucune session en cours" in nothing.output) == (0, True), nothing.output
    asyncio.run(_begin(here, "envelopes.opened", "day_fact"))
    some = CliRunner().invoke(app, ["under-way"])
    assert some.exit_code == 3
    assert "Jury du 30" in some.output
    with closing(sqlite3.connect(here.settings.data / "combine.sqlite3")) as rows, rows:
        rows.execute("UPDATE alembic_version SET version_num = '0001'")
    assert CliRunner().invoke(app, ["under-way"]).exit_code == 0, "an older schema must stay upgradable"
    (here.settings.data / "combine.sqlite3").unlink()
    assert CliRunner().invoke(app, ["under-way"]).exit_code == 0, "nothing was ever played"


async def _begin(here: Installation, kind: str, table: str) -> None:
    engine = open_engine(here.settings.url)
    async with engine.begin() as connection:
        await connection.execute(text("UPDATE training_session SET closed_at = NULL, title = 'Jury du 30'"))
        await connection.execute(text(f"UPDATE {table} SET kind = :kind WHERE id = 2"), {"kind": kind})
    await engine.dispose()


def _told(here: Installation, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> tuple[int, str]:
    """By the command, as the version that `here` uses."""
    monkeypatch.setattr(sys, "prefix", str(here.home.of(here.home.in_use())))
    monkeypatch.setenv("COMBINE_DATA", str(here.settings.data))
    done = CliRunner().invoke(app, ["update", *arguments])
    return done.exit_code, done.output


def test_the_command_names_every_obstacle_at_once_and_changes_nothing(
    here: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    asyncio.run(_begin(here, "exchange.started", "fact"))
    code, said = _told(here, monkeypatch, "--check", "combine-9.0.0-py3-none-any.whl")
    assert code == 2
    assert "n’existe pas" in said
    assert "un échange est en cours au poste" in said
    monkeypatch.setattr(sys, "prefix", "/usr")
    assert "/opt/combine/versions/VERSION" in CliRunner().invoke(app, ["update", "--check", "x.whl"]).output
    assert [one.name for one in here.home.of(OLD).parent.iterdir()] == [OLD]


def test_going_back_is_one_rename_where_the_schema_has_stayed_and_is_told_where_it_has_not(
    here: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    here.update().apply()
    code, said = _told(here, monkeypatch, "--back")
    assert code == 2
    assert f"{here.home.program(OLD)} restore" in said.replace("\n", "")
    assert here.home.in_use() == NEW
    with closing(sqlite3.connect(here.settings.data / "combine.sqlite3")) as database, database:
        database.execute("UPDATE alembic_version SET version_num = ?", [steps()[-1]])
    code, said = _told(here, monkeypatch, "--back")
    assert (code, here.home.in_use()) == (0, OLD)
    assert "revenu à la version 0.1.0" in said


def test_the_service_starts_whichever_version_is_in_use(here: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "prefix", str(here.home.of(OLD)))
    unit = CliRunner().invoke(app, ["service", "unit"]).output
    assert f"ExecStart={here.home.folder}/current/bin/simulator serve" in unit
