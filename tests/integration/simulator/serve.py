"""Runs the real application for a test, with a session lead and two jurors (`python -m` this module)."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from fastapi import FastAPI
from sqlalchemy import func, select

from simulator.accounts.passwords import hash_password
from simulator.accounts.tables import PersonRow
from simulator.app import create_app
from simulator.logs import set_up_logs
from simulator.serving import DeskServer, server_config
from simulator.settings import Settings

PASSWORD = "mot-de-passe-d-essai"
PEOPLE = {"lead": ("Claire Delmas", "session_lead"), "roy": ("Nadia Roy", "jury"), "lefort": ("Marc Lefort", "jury")}


def application(settings: Settings) -> FastAPI:
    app = create_app(settings)
    opened = app.router.lifespan_context

    @asynccontextmanager
    async def with_people(app: FastAPI) -> AsyncIterator[object]:
        async with opened(app) as state:
            services = app.state.services
            async with services.sessions() as session:
                known = await session.scalar(select(func.count()).where(PersonRow.login.is_not(None)))
            for login, (name, role) in () if known else PEOPLE.items():
                hashed = await hash_password(PASSWORD)
                async with services.sessions() as session, session.begin():
                    now = datetime.now(UTC)
                    session.add(
                        PersonRow(
                            id=login, login=login, name=name, roles=[role], password_hash=hashed, created_at=now
                        )
                    )
            yield state

    app.router.lifespan_context = with_people
    return app


if __name__ == "__main__":
    set_up_logs()
    settings = Settings()
    app = application(settings)
    config = server_config(app, settings)
    DeskServer(config).run()
