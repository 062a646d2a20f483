"""`simulator update` where PostgreSQL keeps the rows: switched to; back as it was when the start fails."""

import asyncio
import sys
from collections.abc import Generator
from pathlib import Path

import pytest
from sqlalchemy import text
from typer.testing import CliRunner

from simulator import __version__
from simulator.cli import app
from simulator.schema import Base
from simulator.settings import Settings, load_secret
from simulator.storage.database import open_engine
from simulator.storage.migrating import steps
from simulator.updating.carrying_out import make_environment
from simulator.updating.looking import faults_now
from simulator.updating.release import UpdateProblem, read_release
from simulator.updating.updating import Update
from simulator.updating.versions import Home
from tests.integration.packaging.later import later_release
from tests.integration.packaging.test_updating_for_real import LATER, LENT, install
from tests.integration.packaging.versions_for_tests import FakeService
from tests.integration.storage.filling import filled
from tests.postgres import a_postgres

pytestmark = pytest.mark.timeout(600)


@pytest.fixture(scope="module")
def release(dist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return later_release(dist, tmp_path_factory.mktemp("later") / "dist", LATER)


@pytest.fixture
def settings(tmp_path: Path, wheel: Path, monkeypatch: pytest.MonkeyPatch) -> Generator[Settings]:
    """An installed version beside a PostgreSQL with rows in every table."""
    old = tmp_path / "home" / "versions" / __version__
    install(wheel, old)
    (tmp_path / "home" / "current").symlink_to(f"versions/{__version__}")
    data = tmp_path / "data"
    data.mkdir()
    load_secret(data)
    with a_postgres() as url:
        monkeypatch.setattr(sys, "prefix", str(old))
        for name, value in {**LENT, "COMBINE_DATA": str(data), "COMBINE_DATABASE_URL": url}.items():
            monkeypatch.setenv(name, value)
        asyncio.run(_fill(url))
        yield Settings(data=data, database_url=url)


async def _fill(url: str) -> None:
    engine = open_engine(url)
    await filled(engine, steps()[-1])
    await engine.dispose()


def held(url: str) -> tuple[str, dict[str, list[str]]]:
    """Its schema, and the rows of this version's tables."""

    async def read() -> tuple[str, dict[str, list[str]]]:
        engine = open_engine(url)
        async with engine.connect() as connection:
            schema = str(await connection.scalar(text("SELECT version_num FROM alembic_version")))
            rows = {
                table.name: sorted(map(str, await connection.execute(text(f'SELECT * FROM "{table.name}"'))))
                for table in Base.metadata.sorted_tables
            }
        await engine.dispose()
        return schema, rows

    return asyncio.run(read())


def test_it_is_brought_up_switched_to_and_loses_no_row(settings: Settings, release: Path, tmp_path: Path) -> None:
    _, before = held(settings.url)
    assert all(before.values()), "rows in every table"
    checked = CliRunner().invoke(app, ["update", "--check", str(release)])
    assert checked.exit_code == 0, checked.output
    updated = CliRunner().invoke(app, ["update", str(release)])
    assert updated.exit_code == 0, updated.output
    assert (tmp_path / "home" / "current").readlink() == Path("versions", LATER)
    assert held(settings.url) == ("9999", before)


def test_a_start_that_fails_brings_the_rows_back_to_the_old_version(
    settings: Settings, release: Path, tmp_path: Path
) -> None:
    before = held(settings.url)
    home, service = Home(tmp_path / "home"), FakeService(refuses=1)
    said: list[str] = []
    update = Update(home, read_release(release), settings, service, make_environment, said.append, faults_now)
    with pytest.raises(UpdateProblem, match="ne démarre pas"):
        update.apply()
    assert any(one.startswith("Retour à la version") for one in said), "the database had been brought up"
    assert held(settings.url) == before
    assert home.in_use() == __version__
    assert service.running
