"""A session moves between installations whatever keeps their rows: PostgreSQL to SQLite, and the other way."""

from pathlib import Path
from typing import Any

import pytest

from archives import verify_archive
from simulator.moving.exporting import export_session
from simulator.moving.parcel import MoveProblem
from tests.integration.simulator.ground import a_centre
from tests.integration.simulator.sealed_ground import write_exam_pack
from tests.integration.simulator.test_moving_sessions import brought, exported, file_hashes, marks, rows_in, state_of
from tests.postgres import a_postgres


@pytest.mark.timeout(300)
@pytest.mark.parametrize("is_from", ["postgresql", "sqlite"])
async def test_a_session_arrives_whole_from_the_other_kind_of_database(tmp_path: Path, is_from: str) -> None:
    with a_postgres() as url:
        given: dict[str, Any] = {"database_url": url}
        leaving, arriving = (given, {}) if is_from == "postgresql" else ({}, given)
        here = tmp_path / "here"
        (tmp_path / "there").mkdir()
        here.mkdir()
        left = await exported(tmp_path / "there", **leaving)
        write_exam_pack(here)
        async with a_centre(here, **arriving):
            pass
        with pytest.raises(MoveProblem, match="clé de transfert"):
            await brought(here, left.file, **arriving)
        await brought(here, left.file, left.code, **arriving)
        with pytest.raises(MoveProblem, match="déjà ici"):
            await brought(here, left.file, left.code, **arriving)
        await brought(here, left.shut, **arriving)
        async with a_centre(here, **arriving) as centre:
            services = centre.services
            assert marks(await state_of(centre, left.seat_id)) == left.state
            (archive,) = (services.settings.data / "archives" / left.session_id).iterdir()
            assert verify_archive(archive).is_whole
            again = tmp_path / "again.zip"
            await export_session(services.settings, services.engine, left.session_id, again)
        assert file_hashes(again) == file_hashes(left.file)
        before, after = rows_in(left.file, tmp_path / "before"), rows_in(again, tmp_path / "after")
        del before["person"], after["person"]
        assert after == before
