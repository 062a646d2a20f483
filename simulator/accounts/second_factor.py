"""A second factor for the staff, who want it: the six figures of an authenticator application (TOTP, RFC 6238).

The secret is kept encrypted with a key of this installation, so that a copy of the database alone makes no figures.
Recovery codes, for a lost telephone, are kept as keyed hashes and serve once. Figures serve once as well: the step
that they belong to is kept, and none that is not later passes (RFC 6238 §5.2).
"""

import base64
import hmac
import time
from datetime import UTC, datetime
from hashlib import sha256
from typing import Annotated, Any, cast

import pyotp
from cryptography.fernet import Fernet
from fastapi import Depends
from pyotp.totp import TOTP
from sqlalchemy import CursorResult, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from simulator.accounts.passwords import hash_code, new_code
from simulator.accounts.tables import RecoveryCodeRow, SecondFactorRow
from simulator.errors import Conflict, SimulatorError
from simulator.ids import PersonId
from simulator.parts import UseSecret, UseSessions, UseSignInClock
from simulator.steady_clock import SteadyClock
from simulator.storage.database import Sessions

RECOVERY_CODES = 10
STEP_SECONDS = 30
AROUND = 1
"""Steps before and after this one that still pass: clocks differ, and people type slowly."""


class SecondFactorNeeded(SimulatorError):
    """The password was right."""

    status = 401

    def __init__(self) -> None:
        super().__init__(
            "second_factor",
            "Entrez aussi le code de votre application d’authentification.",
            "Sans votre téléphone, entrez un code de secours ; le responsable de session peut sinon retirer ce "
            "second facteur.",
        )


class WrongSecondFactor(SimulatorError):
    status = 401

    def __init__(self) -> None:
        super().__init__(
            "wrong_second_factor",
            "Ce code n’est pas le bon, ou il a déjà servi.",
            "Attendez le code suivant de l’application (30 secondes au plus) et vérifiez l’heure du téléphone.",
        )


def step_of(secret: str, code: str, now: float) -> int | None:
    """The step whose figures these are, among those around `now` (seconds since 1970); None: of none."""
    totp, current = TOTP(secret), int(now // STEP_SECONDS)
    figures = code.replace(" ", "").encode()
    for step in range(current - AROUND, current + AROUND + 1):
        if hmac.compare_digest(totp.generate_otp(step).encode(), figures):
            return step
    return None


def uri_of(secret: str, login: str) -> str:
    """What the QR code says to an authenticator application."""
    return TOTP(secret).provisioning_uri(name=login, issuer_name="Combiné")


class SecondFactors:
    """Of everybody of the staff; `secret` encrypts what is kept of them. `steady`: the clock of sign-ins."""

    def __init__(self, sessions: Sessions, secret: str, steady: SteadyClock) -> None:
        self._sessions, self._secret, self._steady = sessions, secret, steady

    async def is_on(self, person_id: PersonId) -> bool:
        async with self._sessions() as session:
            row = await session.get(SecondFactorRow, person_id)
        return row is not None and row.confirmed_at is not None

    async def recovery_codes_left(self, person_id: PersonId) -> int:
        async with self._sessions() as session:
            unused = (RecoveryCodeRow.person_id == person_id, RecoveryCodeRow.used_at.is_(None))
            return await session.scalar(select(func.count()).select_from(RecoveryCodeRow).where(*unused)) or 0

    async def offer(self, person_id: PersonId) -> str:
        """A new secret, to be confirmed with figures made of it. Raises Conflict where one is in use already."""
        secret = pyotp.random_base32()
        async with self._sessions() as session, session.begin():
            known = await session.get(SecondFactorRow, person_id)
            if known is not None and known.confirmed_at is not None:
                raise Conflict(
                    "second_factor_on",
                    "Votre second facteur est déjà activé.",
                    "Retirez-le d’abord, pour en régler un autre.",
                )
            row = SecondFactorRow(
                person_id=person_id,
                secret=self._box().encrypt(secret.encode()).decode(),
                created_at=datetime.now(UTC),
            )
            await session.merge(row)
        return secret

    def _step_of(self, row: SecondFactorRow, code: str) -> int | None:
        """By the system's clock, or by the one that no step moves: whoever's telephone is right is let in while the
        server's clock is set wrong, and what is remembered of it is the telephone's own time."""
        secret = self._secret_of(row)
        found = (step_of(secret, code, seconds) for seconds in (time.time(), self._steady.now().timestamp()))
        return next((step for step in found if step is not None), None)

    async def confirm(self, person_id: PersonId, code: str) -> list[str]:
        """Switches it on and returns the recovery codes, shown this once. Raises WrongSecondFactor."""
        async with self._sessions() as session, session.begin():
            row = await session.get(SecondFactorRow, person_id)
            step = None
            if row is not None and row.confirmed_at is None:
                step = self._step_of(row, code)
            if row is None or step is None:
                raise WrongSecondFactor
            row.confirmed_at, row.last_step = datetime.now(UTC), step
            codes = [new_code() for _ in range(RECOVERY_CODES)]
            await session.execute(delete(RecoveryCodeRow).where(RecoveryCodeRow.person_id == person_id))
            session.add_all(
                RecoveryCodeRow(person_id=person_id, code_hash=self._hash(person_id, one)) for one in codes
            )
        return codes

    async def passes(self, person_id: PersonId, code: str) -> bool:
        """Whether these figures, or this recovery code, are this person's and unused. Of two at once, one passes."""
        async with self._sessions() as session, session.begin():
            row = await session.get(SecondFactorRow, person_id)
            if row is None or row.confirmed_at is None:
                return False
            step = self._step_of(row, code)
            if step is not None:
                later = (SecondFactorRow.person_id == person_id, SecondFactorRow.last_step < step)
                used = await session.execute(update(SecondFactorRow).where(*later).values(last_step=step))
            else:
                unused = (
                    RecoveryCodeRow.person_id == person_id,
                    RecoveryCodeRow.code_hash == self._hash(person_id, code),
                    RecoveryCodeRow.used_at.is_(None),
                )
                used = await session.execute(update(RecoveryCodeRow).where(*unused).values(used_at=datetime.now(UTC)))
            return cast("CursorResult[Any]", used).rowcount == 1

    def _secret_of(self, row: SecondFactorRow) -> str:
        return self._box().decrypt(row.secret.encode()).decode()

    def _box(self) -> Fernet:
        key = hmac.digest(self._secret.encode(), b"second factor", "sha256")
        return Fernet(base64.urlsafe_b64encode(key))

    def _hash(self, person_id: PersonId, code: str) -> str:
        return sha256(f"{person_id}:{hash_code(code, self._secret)}".encode()).hexdigest()


async def remove(session: AsyncSession, person_id: PersonId) -> bool:
    """Within the caller's transaction: their password alone opens from then on. False: there was none."""
    await session.execute(delete(RecoveryCodeRow).where(RecoveryCodeRow.person_id == person_id))
    gone = await session.execute(delete(SecondFactorRow).where(SecondFactorRow.person_id == person_id))
    return cast("CursorResult[Any]", gone).rowcount == 1


async def the_second_factors(sessions: UseSessions, secret: UseSecret, steady: UseSignInClock) -> SecondFactors:
    """FastAPI dependency."""
    return SecondFactors(sessions, secret, steady)


UseSecondFactors = Annotated[SecondFactors, Depends(the_second_factors)]
