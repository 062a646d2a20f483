"""Making and listing SIP accounts. A password is derived, never stored: printing it again is always possible."""

import base64
import hmac
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from typing import Literal, cast

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from simulator.accounts.tables import PersonRow
from simulator.conduct.tables import SeatRow, TrainingSessionRow
from simulator.errors import Conflict, Invalid, NotFound
from simulator.ids import PersonId, SeatId, SessionId
from simulator.phones.tables import SipAccountRow, SipChoiceRow
from telephony.sip import SipAccount

Device = Literal["browser", "phone", "both"]


@dataclass(frozen=True, slots=True)
class Telephone:
    """An account and whose it is. `owner` is the id of the actor: `person:…` or `candidate:…`."""

    account: SipAccount
    owner: str
    device: Device
    extension: str = ""
    """Number of their telephone at the centre's own PBX; empty: none."""
    desk_number: int | None = None
    """Of a candidate's place: what is dialled after *1 to listen there."""


class NoSuchPhoneOwner(NotFound):
    def __init__(self, name: str) -> None:
        super().__init__(f"Personne ne répond au nom de « {name} ».")
        self.remedy = (
            "Donnez l’identifiant d’un membre de l’équipe, ou le compte d’un poste (simulator sip accounts)."
        )


async def telephones(sessions: async_sessionmaker[AsyncSession], secret: str) -> list[Telephone]:
    """Every account in use: of staff not disabled, of candidates whose session is open."""
    async with sessions() as session:
        staff = await session.execute(
            select(SipAccountRow, PersonRow.id, PersonRow.name)
            .join(PersonRow, PersonRow.id == SipAccountRow.person_id)
            .where(PersonRow.disabled_at.is_(None))
        )
        seats = await session.execute(
            select(SipAccountRow, SeatRow.id, PersonRow.name)
            .join(SeatRow, SeatRow.id == SipAccountRow.seat_id)
            .join(PersonRow, PersonRow.id == SeatRow.person_id)
            .join(TrainingSessionRow, TrainingSessionRow.id == SeatRow.session_id)
            .where(TrainingSessionRow.closed_at.is_(None), PersonRow.disabled_at.is_(None))
        )
        found = [_telephone(row, f"person:{owner}", name, secret) for row, owner, name in staff]
        found += [_telephone(row, f"candidate:{owner}", name, secret) for row, owner, name in seats]
    return sorted(found, key=lambda one: one.account.user)


async def make_account(sessions: async_sessionmaker[AsyncSession], secret: str, name: str) -> Telephone:
    """The account of that name, or of the person with that login; made when it is missing. Raises NotFound."""
    name = name.strip().lower()
    try:
        name = await _made(sessions, name)
    except IntegrityError:
        # Two pages of one person asked at once: whoever was first has made it.
        name = await _made(sessions, name)
    for one in await telephones(sessions, secret):
        if one.account.user == name:
            return one
    raise NoSuchPhoneOwner(name)


async def _made(sessions: async_sessionmaker[AsyncSession], name: str) -> str:
    """The account's name, made when it is missing."""
    async with sessions() as session, session.begin():
        if await session.get(SipAccountRow, name) is not None:
            return name
        person = await session.scalar(select(PersonRow).where(PersonRow.login == name))
        if person is None:
            raise NoSuchPhoneOwner(name)
        if await session.scalar(select(SipAccountRow).where(SipAccountRow.person_id == person.id)) is None:
            session.add(_row(_user_name(name), person_id=person.id))
        return _user_name(name)


async def make_missing_seat_accounts(sessions: async_sessionmaker[AsyncSession]) -> None:
    """Each candidate of an open session has an account, named after the place: « c-07-1f3a »."""
    try:
        async with sessions() as session, session.begin():
            seats = await session.scalars(
                select(SeatRow)
                .join(TrainingSessionRow, TrainingSessionRow.id == SeatRow.session_id)
                .outerjoin(SipAccountRow, SipAccountRow.seat_id == SeatRow.id)
                .where(TrainingSessionRow.closed_at.is_(None), SipAccountRow.user.is_(None))
            )
            for seat in list(seats):
                session.add(_row(_user_name(f"{seat.label}-{seat.id[:6]}"), seat_id=seat.id))
            await _number_desks(session)
    except IntegrityError:
        # The server and its command both looked at once: whoever was first has made them.
        return


async def _number_desks(session: AsyncSession) -> None:
    """The lowest free numbers for places that have none yet; places of closed sessions give theirs back."""
    is_open = select(SeatRow.id).join(TrainingSessionRow).where(TrainingSessionRow.closed_at.is_(None))
    unnumbered = await session.scalars(
        select(SipAccountRow)
        .where(SipAccountRow.seat_id.in_(is_open), SipAccountRow.desk_number.is_(None))
        .order_by(SipAccountRow.created_at, SipAccountRow.user)
    )
    waiting = list(unnumbered)
    if not waiting:
        return
    await session.execute(
        update(SipAccountRow)
        .where(SipAccountRow.desk_number.is_not(None), SipAccountRow.seat_id.not_in(is_open))
        .values(desk_number=None)
    )
    taken = set(
        await session.scalars(select(SipAccountRow.desk_number).where(SipAccountRow.desk_number.is_not(None)))
    )
    free = (number for number in count(1) if number not in taken)
    for account in waiting:
        account.desk_number = next(free)


async def renew_password(sessions: async_sessionmaker[AsyncSession], user: str) -> None:
    """The former password is good for nothing any more."""
    async with sessions() as session, session.begin():
        await session.execute(
            update(SipAccountRow).where(SipAccountRow.user == user).values(generation=SipAccountRow.generation + 1)
        )


async def choose_device(sessions: async_sessionmaker[AsyncSession], user: str, device: Device) -> None:
    """What rings for this account's person from the next call on, wherever a session has no choice of its own."""
    async with sessions() as session, session.begin():
        await session.execute(update(SipAccountRow).where(SipAccountRow.user == user).values(device=device))


async def choose_extension(
    sessions: async_sessionmaker[AsyncSession], secret: str, user: str, extension: str
) -> None:
    """Which telephone of the PBX is this person's; "" for none. Raises Invalid, Conflict: somebody's already.

    Accounts that are no longer in use lose it: a room's telephone serves the next session's candidate.
    """
    extension = extension.replace(" ", "").replace(".", "")
    if extension and not re.fullmatch(r"\+?[0-9*#]{1,19}", extension):
        raise Invalid("extension")
    if extension:
        for one in await telephones(sessions, secret):
            if one.extension == extension and one.account.user != user:
                raise Conflict(
                    "extension_taken",
                    f"Le poste {extension} est déjà celui de {one.account.name}.",
                    "Retirez-le-lui d’abord, ou indiquez un autre poste.",
                )
    async with sessions() as session, session.begin():
        if extension:
            await session.execute(
                update(SipAccountRow).where(SipAccountRow.extension == extension).values(extension="")
            )
        await session.execute(update(SipAccountRow).where(SipAccountRow.user == user).values(extension=extension))


async def choose_for_session(
    sessions: async_sessionmaker[AsyncSession], user: str, session_id: SessionId, device: Device | None
) -> None:
    """What rings for this account in this session; None: as everywhere."""
    async with sessions() as session, session.begin():
        if device is None:
            chosen = await session.get(SipChoiceRow, (user, session_id))
            if chosen is not None:
                await session.delete(chosen)
        else:
            await session.merge(SipChoiceRow(user=user, session_id=session_id, device=device))


async def choices(sessions: async_sessionmaker[AsyncSession]) -> dict[tuple[str, str], Device]:
    """What rings, by account and open session, where it was chosen apart."""
    async with sessions() as session:
        rows = await session.scalars(
            select(SipChoiceRow)
            .join(TrainingSessionRow, TrainingSessionRow.id == SipChoiceRow.session_id)
            .where(TrainingSessionRow.closed_at.is_(None))
        )
        return {(row.user, row.session_id): cast(Device, row.device) for row in rows}


def _row(user: str, person_id: PersonId | None = None, seat_id: SeatId | None = None) -> SipAccountRow:
    return SipAccountRow(
        user=user, person_id=person_id, seat_id=seat_id, generation=1, device="both", created_at=datetime.now(UTC)
    )


def _user_name(text: str) -> str:
    """What every telephone can type: lower case letters, digits, dots, hyphens."""
    return re.sub(r"[^a-z0-9.-]+", "-", text.lower()).strip("-.")[:60]


def _telephone(row: SipAccountRow, owner: str, name: str, secret: str) -> Telephone:
    message = f"sip:{row.user}:{row.generation}".encode()
    password = base64.b32encode(hmac.digest(secret.encode(), message, "sha256"))[:20].decode().lower()
    return Telephone(
        SipAccount(row.user, password, owner, name), owner, cast(Device, row.device), row.extension, row.desk_number
    )
