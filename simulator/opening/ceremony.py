"""The opening itself: the responsible person and a candidate say that the envelopes are sealed, then they are opened.

Each confirmation is a fact of its own: a server that stops between the two goes on where it was.
"""

import asyncio
import hmac
import secrets
import unicodedata
from dataclasses import dataclass
from hashlib import sha256

import structlog
from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from simulator.accounts.door import LockedOut
from simulator.accounts.passwords import hash_code
from simulator.accounts.tables import PersonRow, SignInRow
from simulator.conduct.exam_days import draws_subject
from simulator.conduct.kept_packs import KeptPacks
from simulator.conduct.tables import ExamDayRow, ExchangeRunRow, SeatRow, TrainingSessionRow
from simulator.custody import age, opening_code
from simulator.custody.boxes import Box, BoxDamaged, unwrapped
from simulator.custody.envelopes import Envelopes, folded
from simulator.custody.keeper import Keeper, read_whole
from simulator.custody.photo import remade
from simulator.custody.tables import CustodyBoxRow, OpeningPhotoRow
from simulator.desk.rooms import SeatRooms
from simulator.errors import Conflict, NotFound
from simulator.facts import day_facts
from simulator.facts.day_log import DayLog
from simulator.facts.fact import Actor
from simulator.facts.log import Beside, Overtaken
from simulator.ids import SeatId, SessionId
from simulator.packs.versions import from_content
from simulator.steady_clock import SteadyClock
from telephony import GuessThrottle

log = structlog.get_logger(__name__)

MOST_OVERTAKEN = 5
FREE_TRIES = 3
LONGEST_WAIT = 60.0
"""Seconds between two tries of a wrong code, at most: nobody is locked out on the morning of an exam."""

guesses = GuessThrottle(FREE_TRIES, LONGEST_WAIT)
"""Of all sessions of this process."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What whoever looked at the envelopes says of them."""

    intact: bool
    remark: str


@dataclass(frozen=True, slots=True)
class Opening:
    """The parts that it needs. `secret`: the installation's."""

    sessions: async_sessionmaker[AsyncSession]
    days: DayLog
    keeper: Keeper
    kept_packs: KeptPacks
    rooms: SeatRooms
    clock: SteadyClock
    secret: str

    async def envelopes(self, session_id: SessionId) -> Envelopes:
        return folded(await self.days.of_session(session_id))

    async def confirm_as_lead(self, session_id: SessionId, seen: Seen, actor: Actor) -> None:
        """Raises Conflict once they are open. Cancelled, it may be kept."""
        said = day_facts.EnvelopesConfirmed(
            by="session_lead", name=actor.name, intact=seen.intact, remark=seen.remark, way="account"
        )
        await self._keep_before_opening(session_id, actor, said)

    async def confirm_as_candidate(
        self, session_id: SessionId, seat_id: SeatId, code_or_name: str, seen: Seen, actor: Actor
    ) -> None:
        """At the responsible person's post, in their presence: the code of the candidate's own sheet, which is not
        used up by it, or their whole name where they have signed in with it already.

        Raises NotFound for a seat of another session, Conflict for neither, LockedOut after several of them.
        """
        async with self.sessions() as session:
            seat = await session.get(SeatRow, seat_id)
            person = await session.get(PersonRow, seat.person_id) if seat is not None else None
            used = select(SignInRow.id).where(SignInRow.seat_id == seat_id, SignInRow.kind == "candidate").limit(1)
            has_signed_in = await session.scalar(used) is not None
        if seat is None or person is None or seat.session_id != session_id:
            raise NotFound("Ce candidat n’est pas de cette session.")
        wait = guesses.begin(f"candidate {session_id}", seat_id)
        if wait > 0:
            raise LockedOut(wait)
        by_code = seat.code_hash is not None and hmac.compare_digest(
            seat.code_hash, hash_code(code_or_name, self.secret)
        )
        if not by_code and not has_signed_in and _plain(code_or_name) == _plain(person.name):
            # Whoever reads the list knows the name: only the candidate has had the sheet in hand.
            raise Conflict(
                "code_not_used_yet",
                "Ce candidat ne s’est pas encore servi de son code de poste : son nom seul ne suffit pas.",
                "Il tape le code de sa feuille ; il n’est pas consommé.",
            )
        if not by_code and _plain(code_or_name) != _plain(person.name):
            raise Conflict(
                "not_this_candidate",
                "Ce n’est ni le code de poste de ce candidat, ni son nom complet.",
                "Le candidat tape lui-même le code de sa feuille ou son nom, comme il est écrit dans la liste.",
            )
        guesses.succeeded(f"candidate {session_id}", seat_id)
        said = day_facts.EnvelopesConfirmed(
            by="candidate",
            name=person.name,
            intact=seen.intact,
            remark=seen.remark,
            way="desk_code" if by_code else "name",
            seat_id=seat_id,
        )
        await self._keep_before_opening(session_id, actor, said)

    async def keep_photo(self, session_id: SessionId, sent: bytes) -> None:
        """Replaces the one before. Raises NotAPhoto, Conflict once they are open. Cancelled, it may be kept."""
        (await self.envelopes(session_id)).must_be_closed()
        jpeg = await remade(sent)
        async with self.sessions() as session, session.begin():
            await session.execute(delete(OpeningPhotoRow).where(OpeningPhotoRow.session_id == session_id))
            digest, now = sha256(jpeg).hexdigest(), self.clock.now()
            session.add(OpeningPhotoRow(session_id=session_id, sha256=digest, jpeg=jpeg, taken_at=now))

    async def photo(self, session_id: SessionId) -> OpeningPhotoRow | None:
        async with self.sessions() as session:
            return await session.get(OpeningPhotoRow, session_id)

    async def open(
        self, training: TrainingSessionRow, code: str, emergency_key: str, reason: str, actor: Actor
    ) -> None:
        """Opens them: the fact, the keys and the exchanges of the day are one transaction, then every room reads it.

        Raises Conflict where somebody has not confirmed, for a wrong code or key, a damaged box; LockedOut after
        several wrong ones. Cancelled, it may be opened.
        """
        envelopes = await self.envelopes(training.id)
        envelopes.may_open()
        boxes = await self.keeper.boxes.of(training.id)  # none, where the subject was not sealed
        identities: dict[Box, str] = {}
        facts: list[tuple[Actor, day_facts.AnyDayFact]] = []
        if boxes:
            identities = await self._unwrapped(training.id, boxes, code, emergency_key)
            await self._must_read(training, identities["subject"])
            if emergency_key:
                facts.append((actor, day_facts.EmergencyKeyUsed(reason=reason)))
        photo = await self.photo(training.id)
        facts.append((actor, day_facts.EnvelopesOpened(photo_sha256=photo.sha256 if photo is not None else "")))
        exchanges = await self._exchanges(training, identities)

        async def beside(session: AsyncSession) -> None:
            if not boxes:
                session.add_all(
                    self.keeper.boxes.of_a_day_without_seal(training.id, self.clock.now(), holds_all=True)
                )
            for box, secret in identities.items():
                of_box = (CustodyBoxRow.session_id == training.id, CustodyBoxRow.box == box)
                kept = self.keeper.boxes.keep(secret)
                await session.execute(update(CustodyBoxRow).where(*of_box).values(kept=kept))
            await _add_runs(session, training, exchanges)

        await self._keep(training.id, facts, beside)
        log.info("envelopes_opened", session=training.id, by_emergency_key=bool(emergency_key))
        await self.rooms.opened(training.id)

    async def _unwrapped(
        self, session_id: SessionId, boxes: dict[Box, CustodyBoxRow], code: str, emergency_key: str
    ) -> dict[Box, str]:
        wait = guesses.begin(f"opening {session_id}", "")
        if wait > 0:
            raise LockedOut(wait)
        try:
            identities = await asyncio.to_thread(unwrapped, boxes, code, emergency_key)
        except opening_code.WrongCode as error:
            raise Conflict(
                "wrong_opening_code",
                "Ce n’est pas le code d’ouverture de cette session.",
                "Relisez-le sur sa feuille ; s’il est perdu, ouvrez l’enveloppe de la clé de secours.",
            ) from error
        except age.NotThisKey as error:
            raise Conflict(
                "wrong_emergency_key",
                "Ce n’est pas la clé de secours de cette session.",
                "Comparez son empreinte avec celle de la feuille, et recopiez-la en entier (AGE-SECRET-KEY-1…).",
            ) from error
        guesses.succeeded(f"opening {session_id}", "")
        return identities

    async def _must_read(self, training: TrainingSessionRow, secret: str) -> None:
        """Before the fact: what would be opened is whole."""
        row = await self.keeper.sealed_pack(training.id)
        if row is None:
            raise BoxDamaged
        try:
            read_whole(await asyncio.to_thread(age.decrypt, row.sealed, secret), row.digest)
        except age.NotThisKey as error:
            raise BoxDamaged from error

    async def _exchanges(self, training: TrainingSessionRow, identities: dict[Box, str]) -> tuple[str, ...]:
        """Those that every candidate plays; none where each draws a subject."""
        async with self.sessions() as session:
            day = await session.get_one(ExamDayRow, training.id)
        if draws_subject(day) or training.pack_version is None:
            return ()
        row = await self.keeper.sealed_pack(training.id)
        if row is None:
            version = await self.kept_packs.whole(training.pack_version)
        else:
            packed = await asyncio.to_thread(age.decrypt, row.sealed, identities["subject"])
            version = from_content(read_whole(packed, row.digest).content)
        return tuple(one.id for one in version.pack.subject(training.subject_id).exchanges)

    async def _keep_before_opening(self, session_id: SessionId, actor: Actor, said: day_facts.AnyDayFact) -> None:
        (await self.envelopes(session_id)).must_be_closed()
        await self._keep(session_id, [(actor, said)], None)

    async def _keep(
        self, session_id: SessionId, facts: list[tuple[Actor, day_facts.AnyDayFact]], beside: Beside | None
    ) -> None:
        for _ in range(MOST_OVERTAKEN):
            envelopes = await self.envelopes(session_id)
            envelopes.must_be_closed()
            try:
                await self.days.keep(session_id, envelopes.last_fact, facts, self.clock.now(), beside)
                return
            except Overtaken:
                continue
        raise Conflict("overtaken", "Beaucoup de choses se passent à la fois.", "Recommencez.")


async def _add_runs(session: AsyncSession, training: TrainingSessionRow, exchanges: tuple[str, ...]) -> None:
    seats = list(await session.scalars(select(SeatRow.id).where(SeatRow.session_id == training.id)))
    there = set(await session.scalars(select(ExchangeRunRow.seat_id).where(ExchangeRunRow.seat_id.in_(seats))))
    session.add_all(
        ExchangeRunRow(
            id=secrets.token_hex(8),
            seat_id=seat,
            subject_id=training.subject_id,
            exchange_id=exchange,
            position=position,
        )
        for seat in seats
        if seat not in there
        for position, exchange in enumerate(exchanges, start=1)
    )


def _plain(name: str) -> str:
    """As it is compared: capitals, accents and runs of spaces do not matter."""
    without = "".join(one for one in unicodedata.normalize("NFKD", name) if not unicodedata.combining(one))
    return " ".join(without.casefold().split())
