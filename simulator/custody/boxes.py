"""The boxes of a session: putting in needs the public half only, taking out the key that the opening gave.

`boxes.seal(session_id, "productions", data)`, `boxes.open(session_id, "productions", sealed)`. Whether the moment for
reading has come (the phase, the deliberation) is the caller's to ask: a box knows only whether it was opened.
"""

import asyncio
import base64
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from cryptography.fernet import Fernet, InvalidToken
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from simulator.custody import age, opening_code
from simulator.custody.tables import CustodyBoxRow
from simulator.errors import Conflict
from simulator.ids import SessionId

Box = Literal["subject", "productions", "marks", "documents"]
BOXES: tuple[Box, ...] = ("subject", "productions", "marks")
"""Under the day's seal. « documents » is none of them: what the jury considers is read before the opening too."""
WRITTEN_BOXES: tuple[Box, ...] = ("productions", "marks")
"""Filled in the course of the day; every exam day has them from its opening on."""

Identities = Mapping[Box, str]
"""The secret half of each box; never logged, never answered."""


class BoxShut(Conflict):
    def __init__(self) -> None:
        super().__init__(
            "box_shut",
            "Ce contenu est sous scellés.",
            "Il se lira après l’ouverture des plis, par le responsable de session et un candidat.",
        )


class BoxDamaged(Conflict):
    def __init__(self) -> None:
        super().__init__(
            "box_damaged",
            "Le contenu scellé est endommagé : il ne s’ouvre pas, même avec le bon code.",
            "Restaurez la dernière sauvegarde, ou réinstallez le scénario et créez la session de nouveau.",
        )


@dataclass(frozen=True, slots=True)
class NewBoxes:
    """Rows to add, and what is printed once and kept nowhere."""

    rows: list[CustodyBoxRow]
    opening_code: str
    emergency_key: str
    fingerprint: str


def new_boxes(session_id: SessionId, now: datetime) -> NewBoxes:
    """Blocking (scrypt): in a thread."""
    code, emergency = opening_code.new_code(), age.new_key_pair()
    rows: list[CustodyBoxRow] = []
    for box in BOXES:
        pair = age.new_key_pair()
        rows.append(
            CustodyBoxRow(
                session_id=session_id,
                box=box,
                recipient=pair.recipient,
                by_code=opening_code.wrap(pair.secret, code),
                by_emergency_key=age.encrypt(pair.secret.encode(), emergency.recipient),
                kept=None,
                made_at=now,
                holds_all=True,
            )
        )
    return NewBoxes(rows, code, emergency.secret, fingerprint_of(emergency.recipient))


def fingerprint_of(recipient: str) -> str:
    """Of an emergency key's public half: sixteen digits that tell one envelope's key from another's."""
    digest = hmac.digest(b"combine emergency key", recipient.encode(), "sha256").hex()
    return " ".join(digest[at : at + 4] for at in range(0, 16, 4))


def unwrapped(rows: Mapping[Box, CustodyBoxRow], code: str, emergency_key: str) -> dict[Box, str]:
    """The secret halves, by the code or, where that is lost, by the emergency key. Blocking: in a thread.

    Raises opening_code.WrongCode or age.NotThisKey.
    """
    found: dict[Box, str] = {}
    for box, row in rows.items():
        if emergency_key:
            found[box] = age.decrypt(row.by_emergency_key, emergency_key).decode()
        else:
            found[box] = opening_code.unwrap(row.by_code, code)
        if age.public_half(found[box]) != row.recipient:
            raise age.NotThisKey
    return found


class Boxes:
    """`secret`: the installation's, under which keys are kept once a session is opened."""

    def __init__(self, sessions: async_sessionmaker[AsyncSession], secret: str) -> None:
        self._sessions = sessions
        key = hmac.digest(secret.encode(), b"custody boxes", "sha256")
        self._kept = Fernet(base64.urlsafe_b64encode(key))
        self._recipients: dict[tuple[SessionId, Box], str] = {}
        """Of boxes that were asked for: a box never changes its key. That there is none is never remembered."""

    async def of(self, session_id: SessionId) -> dict[Box, CustodyBoxRow]:
        """Empty where nothing of the session is sealed."""
        async with self._sessions() as session:
            rows = await session.scalars(select(CustodyBoxRow).where(CustodyBoxRow.session_id == session_id))
            by_name = {row.box: row for row in rows}
        return {box: by_name[box] for box in BOXES if box in by_name}

    async def seal(self, session_id: SessionId, box: Box, data: bytes) -> bytes:
        """Encrypted to this box; `data` as it is where the session has no boxes. Needs no key, opened or not."""
        recipient = await self.recipient(session_id, box)
        return await asyncio.to_thread(age.encrypt, data, recipient) if recipient is not None else data

    async def open(self, session_id: SessionId, box: Box, sealed: bytes) -> bytes:
        """What was sealed; `sealed` as it is where the session has no boxes. Raises BoxShut, BoxDamaged."""
        if await self.recipient(session_id, box) is None:
            return sealed
        secret = await self.secret(session_id, box)
        try:
            return await asyncio.to_thread(age.decrypt, sealed, secret)
        except age.NotThisKey as error:
            raise BoxDamaged from error

    async def recipient(self, session_id: SessionId, box: Box) -> str | None:
        """The public half of its key; None where the session has no such box."""
        known = self._recipients.get((session_id, box))
        if known is not None:
            return known
        async with self._sessions() as session:
            row = await session.get(CustodyBoxRow, (session_id, box))
        if row is None:
            return None
        self._recipients[session_id, box] = row.recipient
        return row.recipient

    async def secret(self, session_id: SessionId, box: Box) -> str:
        """The secret half, never to be logged or answered. Raises BoxShut before the opening, BoxDamaged."""
        async with self._sessions() as session:
            row = await session.get(CustodyBoxRow, (session_id, box))
        if row is None or row.kept is None:
            raise BoxShut
        try:
            return self._kept.decrypt(row.kept).decode()
        except InvalidToken as error:
            raise BoxDamaged from error

    def of_a_day_without_seal(self, session_id: SessionId, now: datetime, holds_all: bool) -> list[CustodyBoxRow]:
        """For what is written and marked on a day whose subject was not sealed: nothing was printed, so its keys
        stand under the installation's secret only. `holds_all`: no row of this day was written before."""
        return [self._kept_box(session_id, box, now, holds_all) for box in WRITTEN_BOXES]

    async def make_for_documents(self, session_id: SessionId, now: datetime) -> None:
        """Of the session, where it has none yet. Cancelled, there is one or none."""
        if await self.recipient(session_id, "documents") is not None:
            return
        try:
            async with self._sessions() as session, session.begin():
                session.add(self._kept_box(session_id, "documents", now, holds_all=True))
        except IntegrityError:
            # Somebody else joins a document at the same moment: theirs is as good.
            return

    def _kept_box(self, session_id: SessionId, box: Box, now: datetime, holds_all: bool) -> CustodyBoxRow:
        pair = age.new_key_pair()
        return CustodyBoxRow(
            session_id=session_id,
            box=box,
            recipient=pair.recipient,
            by_code=b"",
            by_emergency_key=b"",
            kept=self.keep(pair.secret),
            made_at=now,
            holds_all=holds_all,
        )

    def keep(self, secret: str) -> bytes:
        """How a box's key is kept from the opening on."""
        return self._kept.encrypt(secret.encode())
