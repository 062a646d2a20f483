"""Sign-ins that have become too old end although a desk is open by them: nobody need send a request for that."""

import asyncio

import structlog
from sqlalchemy import update
from sqlalchemy.exc import DBAPIError

from simulator.accounts.live_rights import LiveRights, RightsChanged
from simulator.accounts.signing import SignIns
from simulator.accounts.tables import SignInRow
from simulator.errors import NotSignedIn
from simulator.steady_clock import SteadyClock
from simulator.storage.database import Sessions
from simulator.storage.not_kept import NotKept

log = structlog.get_logger(__name__)

EVERY = 20.0
"""Seconds between two looks at the sign-ins that something is open by."""


class SignInExpiry:
    """`async with SignInExpiry(…)` owns the task."""

    def __init__(self, sessions: Sessions, sign_ins: SignIns, live_rights: LiveRights, clock: SteadyClock) -> None:
        self._sessions, self._sign_ins, self._live_rights, self._clock = sessions, sign_ins, live_rights, clock
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> "SignInExpiry":
        self._task = asyncio.create_task(self._look(), name="sign-in-expiry")
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _look(self) -> None:
        while True:
            await asyncio.sleep(EVERY)
            try:
                await self.end_what_is_old()
            except (NotKept, DBAPIError) as error:
                # Busy or away, which others say already: the next turn looks again.
                log.warning("sign_ins_not_looked_at", why=type(error).__name__)
            except Exception:
                log.exception("sign_ins_not_looked_at")

    async def end_what_is_old(self) -> None:
        """What was done at an open desk counts as use; whatever is too old ends, with its connections."""
        used = self._live_rights.used()
        if used:
            async with self._sessions() as session, session.begin():
                await session.execute(
                    update(SignInRow)
                    .where(SignInRow.id.in_(used))
                    .values(last_seen_at=self._clock.now())
                    .execution_options(synchronize_session=False)
                )
        for sign_in_id in self._live_rights.open_sign_ins:
            try:
                await self._sign_ins.behind(sign_in_id)
            except NotSignedIn:
                # Also what a command beside the server ended in the database: nobody has told of it here.
                if any(right.lost is None for right in self._live_rights.held(sign_in_id)):
                    self._live_rights.publish(RightsChanged(sign_ins=frozenset({sign_in_id})))
                log.info("sign_in_over", open_things=len(self._live_rights.held(sign_in_id)))
