"""Guessing is counted per account and per address; beyond the limit nobody is even looked up."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, func, or_, select

from simulator.accounts.tables import FailedSignInRow
from simulator.errors import SimulatorError
from simulator.services import Services

ADDRESS_FACTOR = 6
"""A whole classroom may share one address: it gets this many times an account's attempts."""


class LockedOut(SimulatorError):
    status = 429

    def __init__(self, minutes: int) -> None:
        super().__init__(
            "locked_out",
            f"Trop d’essais. Réessayez dans {minutes} min.",
            "Vérifiez votre saisie, ou demandez un nouveau code au responsable de session.",
        )


async def refuse_when_locked(services: Services, account: str, address: str) -> None:
    """Raises LockedOut."""
    settings = services.settings
    since = datetime.now(UTC) - timedelta(minutes=settings.lockout_minutes)
    async with services.sessions() as session:
        for column, value, limit in (
            (FailedSignInRow.account, account, settings.lockout_attempts),
            (FailedSignInRow.address, address, settings.lockout_attempts * ADDRESS_FACTOR),
        ):
            query = select(func.count()).where(column == value, FailedSignInRow.at > since)
            if (await session.scalar(query) or 0) >= limit:
                raise LockedOut(settings.lockout_minutes)


async def count_failure(services: Services, account: str, address: str) -> None:
    async with services.sessions() as session, session.begin():
        session.add(FailedSignInRow(at=datetime.now(UTC), address=address, account=account))


async def forget_failures(services: Services, account: str) -> None:
    """After a right password; and rows that no window needs any more go with them."""
    old = datetime.now(UTC) - timedelta(days=1)
    async with services.sessions() as session, session.begin():
        await session.execute(
            delete(FailedSignInRow).where(or_(FailedSignInRow.account == account, FailedSignInRow.at < old))
        )
