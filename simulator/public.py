"""What anybody may ask before signing in: what this installation is, and whether it lives."""

import asyncio

from fastapi import APIRouter, Response
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from simulator import __version__
from simulator.live_messages.shared_view import View
from simulator.parts import UseEngine, UseFirstAccount, UsePackRegistry, UseSettings

router = APIRouter()

DATABASE_SECONDS = 3.0
"""How long it may take to answer a look."""


class PublicInfo(View):
    product: str
    version: str
    demo: bool
    legal_basis: str
    first_account: bool
    """Nobody of the team has an account yet: the first page offers to make one."""


class Life(View):
    version: str
    live: bool


class Health(Life):
    ready: bool
    """Whether somebody could work now."""
    database: bool
    packs: int


@router.get("/api/public/info")
async def info(settings: UseSettings, first: UseFirstAccount) -> PublicInfo:
    """For the first page."""
    return PublicInfo(
        product="Combiné",
        version=__version__,
        demo=settings.demo,
        legal_basis=settings.legal_basis,
        first_account=await first.is_wanted(),
    )


@router.get("/api/public/health")
async def health(response: Response, engine: UseEngine, packs: UsePackRegistry) -> Health:
    """Whether it is ready: 503 while the database does not answer, which no new start of ours would mend."""
    is_there = await database_answers(engine)
    response.status_code = 200 if is_there else 503
    return Health(version=__version__, live=True, ready=is_there, database=is_there, packs=len(packs.all()))


@router.get("/api/public/health/live")
async def live() -> Life:
    """Whether the process does anything at all. Without an answer within seconds, it is to be started anew."""
    return Life(version=__version__, live=True)


async def database_answers(engine: AsyncEngine) -> bool:
    """Within seconds. Cancelling gives the connection back."""
    try:
        async with asyncio.timeout(DATABASE_SECONDS), engine.connect() as connection:
            await connection.execute(text("SELECT 1"))
    except (SQLAlchemyError, OSError, TimeoutError):
        return False
    return True
