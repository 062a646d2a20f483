"""Schema 0031, up and down with data: sessions and seats stay; they get a pack version at the next start."""

from pathlib import Path

from sqlalchemy import text

from simulator.storage.database import open_engine
from simulator.storage.migrating import migrate, migrate_down

ROWS = (
    "INSERT INTO person (id, name, roles, created_at) VALUES ('p', 'Claire Delmas', '[]', '2026-11-01')",
    "INSERT INTO training_session (id, kind, title, pack_id, subject_id, minutes, spell_check, paste_limit, findings,"
    " feedback, group_name, legal_basis, retention_days, created_by, created_at) VALUES"
    " ('s', 'practice', 'Essai', 'velambre', 'titre-1', 60, 0, 80, 1, 'automatic', '', '', 180, 'p', '2026-11-01')",
    "INSERT INTO seat (id, session_id, person_id, label, desk, extra_minutes, captions) VALUES"
    " ('c', 's', 'p', 'C-01', 'Poste 1', 0, 0)",
)


async def test_sessions_and_seats_stay_both_ways(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite+aiosqlite:///{tmp_path / 'combine.sqlite3'}")
    await migrate(engine, "0030")
    async with engine.begin() as connection:
        for row in ROWS:
            await connection.execute(text(row))

    async def kept() -> list[tuple[str, str]]:
        query = "SELECT seat.id, session_id FROM seat JOIN training_session ON training_session.id = session_id"
        async with engine.connect() as connection:
            return [(str(seat), str(session)) for seat, session in await connection.execute(text(query))]

    await migrate(engine, "0031")
    assert await kept() == [("c", "s")]
    async with engine.connect() as connection:
        assert (await connection.execute(text("SELECT pack_version FROM training_session"))).scalar_one() is None
    await migrate_down(engine, "0030")
    assert await kept() == [("c", "s")]
    await migrate(engine, "0031")
    assert await kept() == [("c", "s")]
    await engine.dispose()
