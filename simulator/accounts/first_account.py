"""The first account of a new installation, made in the browser by whoever reads the server's terminal or journal.

As long as nobody of the team has an account, each start makes another one-time code; only its hash stays once it has
been told. The account that it makes, or one made on the command line, ends it for good (decision 044).
"""

import asyncio
import hmac

import structlog
from sqlalchemy import select

from simulator.accounts.passwords import hash_code, new_code
from simulator.accounts.people import DEMO_LOGINS, create_person
from simulator.accounts.strength import refuse_weak
from simulator.accounts.tables import PersonRow
from simulator.errors import Conflict
from simulator.storage.database import Sessions

log = structlog.get_logger(__name__)


class AlreadyMade(Conflict):
    def __init__(self) -> None:
        super().__init__(
            "first_account_made",
            "Cette installation a déjà un compte.",
            "Connectez-vous, ou demandez un compte à son responsable de session.",
        )


class FirstAccount:
    """One per process."""

    def __init__(self, sessions: Sessions, secret: str) -> None:
        self._sessions, self._secret = sessions, secret
        self._one_at_a_time = asyncio.Lock()
        self._hash = ""
        self._untold: str | None = None

    async def begin(self) -> None:
        """At each start: a code where one is needed; the former is void."""
        if await self._has_team():
            return
        self._untold = new_code()
        self._hash = hash_code(self._untold, self._secret)

    def take_code(self) -> str | None:
        """To be shown once, on the terminal; None where there is none, or it was shown."""
        code, self._untold = self._untold, None
        return code

    async def is_wanted(self) -> bool:
        """Whether the first page offers it. Asks the database as long as it does, and never again."""
        if self._hash and await self._has_team():
            self._hash = ""
        return bool(self._hash)

    def is_code(self, code: str) -> bool:
        return bool(self._hash) and hmac.compare_digest(hash_code(code, self._secret), self._hash)

    async def create(self, code: str, login: str, name: str, password: str) -> PersonRow | None:
        """A responsible person; None for a wrong code. Of two at once with the same code, one is too late.

        Raises AlreadyMade, WeakPassword, Conflict. Cancelled, the account is there or it is not: the code is good for
        it as long as nobody has one.
        """
        async with self._one_at_a_time:
            if not await self.is_wanted():
                raise AlreadyMade
            if not self.is_code(code):
                return None
            await refuse_weak(password, login, name)
            person = await create_person(self._sessions, login, name, ["session_lead"], password)
            self._hash = ""
        log.info("first_account_made", person=person.id)
        return person

    async def _has_team(self) -> bool:
        """Closed accounts count, it is no new installation. Those of the demo do not: their passwords are known."""
        query = select(PersonRow.id).where(PersonRow.login.is_not(None), PersonRow.login.not_like(f"{DEMO_LOGINS}%"))
        async with self._sessions() as session:
            return await session.scalar(query.limit(1)) is not None
