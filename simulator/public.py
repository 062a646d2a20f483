"""What anybody may ask before signing in: what this installation is, and whether it lives."""

from fastapi import APIRouter
from sqlalchemy import text

from simulator import __version__
from simulator.live_messages.shared_view import View
from simulator.parts import UseEngine, UseFirstAccount, UsePackRegistry, UseSettings

router = APIRouter()


class PublicInfo(View):
    product: str
    version: str
    demo: bool
    legal_basis: str
    first_account: bool
    """Nobody of the team has an account yet: the first page offers to make one."""


class Health(View):
    version: str
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
async def health(engine: UseEngine, packs: UsePackRegistry) -> Health:
    """For whoever watches the installation."""
    async with engine.connect() as connection:
        await connection.execute(text("SELECT 1"))
    return Health(version=__version__, database=True, packs=len(packs.all()))
