"""Guessing is counted per account and per address; beyond the limit nobody is even looked up.

An attempt counts before it is tried and is taken back when it was right: a hundred guesses sent at once are a hundred
guesses. Somebody already signed in is never touched by a lockout of their account.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from math import ceil

import structlog
from sqlalchemy import ColumnElement, delete, func, or_, select

from simulator.accounts.tables import FailedSignInRow
from simulator.errors import SimulatorError
from simulator.services import Services

log = structlog.get_logger(__name__)

ADDRESS_FACTOR = 6
"""A whole classroom may share one address: it gets this many times an account's attempts."""

NO_ACCOUNT = ""
"""A desk code names nobody: only its address is counted."""


class LockedOut(SimulatorError):
    """Says when to try again, as a length: the server's time zone is nobody's business."""

    status = 429

    def __init__(self, wait: timedelta) -> None:
        minutes = max(1, ceil(wait.total_seconds() / 60))
        super().__init__(
            "locked_out",
            f"Trop d’essais. Réessayez dans {minutes}\u00a0min.",
            "Vérifiez votre saisie, ou demandez un nouveau code au responsable de session.",
        )
        self.headers: Mapping[str, str] = {"Retry-After": str(max(1, ceil(wait.total_seconds())))}


async def begin_attempt(services: Services, account: str, address: str) -> int:
    """Counts an attempt and returns its number, for `forget_attempt`. Raises LockedOut."""
    now = datetime.now(UTC)
    async with services.sessions() as session, session.begin():
        row = FailedSignInRow(at=now, address=address, account=account)
        session.add(row)
        await session.flush()
        attempt = row.id
    waits = [await _wait(services, FailedSignInRow.address == address, attempt, now, ADDRESS_FACTOR)]
    if account != NO_ACCOUNT:
        waits.append(await _wait(services, FailedSignInRow.account == account, attempt, now, 1))
    longest = max(waits)
    if longest > timedelta(0):
        await forget_attempt(services, attempt)
        log.warning("sign_in_locked_out", address=address, seconds=round(longest.total_seconds()))
        raise LockedOut(longest)
    return attempt


async def forget_attempt(services: Services, attempt: int) -> None:
    """It was right, or never tried: it counts no more; nor do rows that no window needs."""
    old = datetime.now(UTC) - timedelta(days=1)
    async with services.sessions() as session, session.begin():
        await session.execute(
            delete(FailedSignInRow).where(or_(FailedSignInRow.id == attempt, FailedSignInRow.at < old))
        )


async def forget_failures(services: Services, account: str) -> None:
    """After a right password: this account starts afresh."""
    async with services.sessions() as session, session.begin():
        await session.execute(delete(FailedSignInRow).where(FailedSignInRow.account == account))


async def _wait(services: Services, same: ColumnElement[bool], attempt: int, now: datetime, factor: int) -> timedelta:
    """How long until this attempt would be within the limit; zero when it is."""
    limit = services.settings.lockout_attempts * factor
    window = timedelta(minutes=services.settings.lockout_minutes)
    earlier = select(FailedSignInRow.at).where(same, FailedSignInRow.at > now - window, FailedSignInRow.id < attempt)
    async with services.sessions() as session:
        if (await session.scalar(select(func.count()).select_from(earlier.subquery())) or 0) < limit:
            return timedelta(0)
        # Once this one has left the window, fewer than `limit` remain.
        leaving = await session.scalar(earlier.order_by(FailedSignInRow.at.desc()).offset(limit - 1).limit(1))
    return leaving + window - now if leaving is not None else timedelta(0)
