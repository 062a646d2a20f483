"""The Ed25519 key of each session (RFC 8032): made when it is first needed, kept encrypted, never told."""

import base64
import hmac
from datetime import datetime

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from archives.keys import new_key, private_key
from simulator.custody.tables import SessionKeyRow
from simulator.errors import Conflict
from simulator.ids import SessionId


class SessionKeyLost(Conflict):
    def __init__(self) -> None:
        super().__init__(
            "session_key_lost",
            "La clé de cette session ne se lit plus : « secrets.json » n’est plus celui qui l’a faite.",
            "Remettez le fichier « secrets.json » de votre dernière sauvegarde, puis réessayez.",
        )


class SessionKeys:
    """`secret`: the installation's, under which keys are kept."""

    def __init__(self, sessions: async_sessionmaker[AsyncSession], secret: str) -> None:
        self._sessions = sessions
        self._kept = Fernet(base64.urlsafe_b64encode(hmac.digest(secret.encode(), b"session keys", "sha256")))

    async def of(self, session_id: SessionId, now: datetime) -> Ed25519PrivateKey:
        """The one key of this session. Raises SessionKeyLost. Cancelled, it may have been made."""
        pem = await self.pem(session_id)
        if pem is None:
            try:
                async with self._sessions() as session, session.begin():
                    row = SessionKeyRow(session_id=session_id, kept=self.keep(new_key()), made_at=now)
                    session.add(row)
            except IntegrityError:
                pass  # Somebody else was faster: theirs is the one.
            pem = await self.pem(session_id)
        if pem is None:
            raise SessionKeyLost
        return private_key(pem)

    def keep(self, pem: bytes) -> bytes:
        """How a key stands in its row."""
        return self._kept.encrypt(pem)

    async def pem(self, session_id: SessionId) -> bytes | None:
        """None: it was never needed. Never logged or answered. Raises SessionKeyLost."""
        async with self._sessions() as session:
            row = await session.get(SessionKeyRow, session_id)
        if row is None:
            return None
        try:
            return self._kept.decrypt(row.kept)
        except InvalidToken as error:
            raise SessionKeyLost from error
