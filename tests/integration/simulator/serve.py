"""Runs the real application for a test, with a session lead and two jurors (`python -m` this module).

The application is imported by the server alone: this module is read by each of its worker processes too, which need
none of it, and by the tests for a password.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fastapi import FastAPI

    from simulator.settings import Settings

PASSWORD = "mot-de-passe-d-essai"
PASSWORD_HASH = "$argon2id$v=19$m=8,t=1,p=1$4SmxAkTxxLMfzXYXrmbMWQ$mJLZMR8J13Su2XfHx4Ozh76v6YHIrSML00I1Cpkchmk"
"""Of that password, at the least that Argon2 may cost: a real one takes a sixth of a second of a core, each time.

What real ones cost is tested where they are made (tests/unit/simulator/test_passwords.py, test_guessing.py).
"""
PEOPLE = {"lead": ("Claire Delmas", "session_lead"), "roy": ("Nadia Roy", "jury"), "lefort": ("Marc Lefort", "jury")}


def application(settings: "Settings") -> "FastAPI":
    from sqlalchemy import func, select

    from simulator.accounts.tables import PersonRow
    from simulator.app import create_app

    app = create_app(settings)
    opened = app.router.lifespan_context

    @asynccontextmanager
    async def with_people(app: "FastAPI") -> AsyncIterator[object]:
        async with opened(app) as state:
            async with app.state.services.sessions() as session, session.begin():
                known = await session.scalar(select(func.count()).where(PersonRow.login.is_not(None)))
                for login, (name, role) in () if known else PEOPLE.items():
                    row = PersonRow(id=login, login=login, name=name, roles=[role], created_at=datetime.now(UTC))
                    row.password_hash = PASSWORD_HASH
                    session.add(row)
            yield state

    app.router.lifespan_context = with_people
    return app


def serve() -> None:
    from simulator.logs import set_up_logs
    from simulator.serving import DeskServer, server_config
    from simulator.settings import Settings

    set_up_logs()
    settings = Settings()
    DeskServer(server_config(application(settings), settings)).run()


if __name__ == "__main__":
    serve()
