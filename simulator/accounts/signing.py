"""Cookies and what they prove. One cookie per kind of desk, each on its own path: two tabs never overwrite one
another.

The cookie carries a signed identifier of a `sign_in` row; the row says who, since when, and whether it is over.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, Protocol, cast
from urllib.parse import urlsplit

import structlog
from fastapi import Response
from fastapi.requests import HTTPConnection
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import ColumnElement, select, true, update
from sqlalchemy.ext.asyncio import AsyncSession

from simulator.accounts.live_rights import LiveRights, Reason, RightsChanged
from simulator.accounts.tables import PersonRow, SignInRow
from simulator.errors import Forbidden, NotSignedIn
from simulator.ids import PersonId, SeatId
from simulator.serving.guests import know_connection
from simulator.settings import Settings
from simulator.steady_clock import SteadyClock
from simulator.storage.database import Sessions

log = structlog.get_logger(__name__)

Kind = Literal["staff", "candidate", "partner"]

COOKIES: dict[Kind, tuple[str, str]] = {
    "staff": ("combine_staff", "/api/staff"),
    "partner": ("combine_staff", "/api/staff"),
    "candidate": ("combine_candidate", "/api/candidate"),
}

TOUCH_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who is behind a request. `seat_id` for a candidate or a partner; `roles` for staff."""

    sign_in_id: str
    kind: Kind
    person_id: PersonId
    name: str
    roles: frozenset[str]
    seat_id: SeatId | None


class EndTelephones(Protocol):
    """What one was given beside a cookie is good for nothing any more, once the caller's transaction is kept."""

    async def __call__(
        self, session: AsyncSession, *, person_id: PersonId | None = None, seat_id: SeatId | None = None
    ) -> None: ...


class SignIns:
    """Who is signed in; opened, ended, and asked at each request.

    `clock` counts their age and follows no step of the system's; `is_in_exchange`: whether somebody of this kind is
    playing just now (person, seat): nobody is signed out in the middle.
    """

    def __init__(
        self,
        sessions: Sessions,
        secret: str,
        settings: Settings,
        clock: SteadyClock,
        live_rights: LiveRights,
        is_in_exchange: Callable[[Kind, PersonId, SeatId | None], bool],
        end_telephones: EndTelephones,
    ) -> None:
        self._sessions, self._settings, self._clock = sessions, settings, clock
        self._live_rights, self._is_in_exchange = live_rights, is_in_exchange
        self._end_telephones = end_telephones
        self._serializer = URLSafeSerializer(secret, salt="sign-in")

    async def open(self, response: Response, kind: Kind, person_id: PersonId, seat_id: SeatId | None = None) -> None:
        """Opens a sign-in and sets its cookie."""
        row = SignInRow(
            id=secrets.token_urlsafe(24),
            kind=kind,
            person_id=person_id,
            seat_id=seat_id,
            created_at=self._clock.now(),
            last_seen_at=self._clock.now(),
        )
        async with self._sessions() as session, session.begin():
            session.add(row)
        name, path = COOKIES[kind]
        response.set_cookie(
            name,
            self._serializer.dumps(row.id),
            path=path,
            httponly=True,
            samesite="strict",
            secure=self._settings.are_cookies_secure,
        )
        log.info("signed_in", sign_in_kind=kind, person=person_id, seat=seat_id)

    async def close(self, response: Response, who: SignedIn) -> None:
        """Ends this sign-in, and whatever is open by it."""
        async with self._sessions() as session, session.begin():
            await self.end(session, SignInRow.id == who.sign_in_id)
            if who.kind == "candidate" and who.seat_id is not None:
                # The place is nobody's any more: its telephones and headset clients are not this candidate's either.
                await self._end_telephones(session, seat_id=who.seat_id)
        log.info("signed_out", sign_in_kind=who.kind, person=who.person_id, seat=who.seat_id)
        name, path = COOKIES[who.kind]
        response.delete_cookie(name, path=path)

    async def end(self, session: AsyncSession, *which: ColumnElement[bool], reason: Reason = "signed_out") -> int:
        """Ends those still open among `which`, within the caller's transaction, and says how many they were.

        Once that is committed, whatever is open by them ends.
        """
        ended = await session.scalars(
            update(SignInRow)
            .where(SignInRow.ended_at.is_(None), *which)
            .values(ended_at=self._clock.now())
            .returning(SignInRow.id)
            .execution_options(synchronize_session=False)
        )
        over = frozenset(ended)
        if over:
            self._live_rights.publish_after_commit(session, RightsChanged(sign_ins=over, reason=reason))
        return len(over)

    async def move_candidate(self, session: AsyncSession, seat_id: SeatId, known: str | None) -> None:
        """Within the caller's transaction: whoever sat there before is out, in the browser and by telephone.

        `known`: the sign-in, ended or not, whose cookie the browser still has. One that was idle for too long and
        goes on in the same browser keeps its telephones.
        """
        theirs = SignInRow.seat_id == seat_id, SignInRow.kind == "candidate"
        last = await session.scalar(
            select(SignInRow.id).where(*theirs).order_by(SignInRow.created_at.desc()).limit(1)
        )
        if await self.end(session, *theirs) or last not in (None, known):
            # What was set up on the former machine rings there no more.
            await self._end_telephones(session, seat_id=seat_id)
            self._live_rights.publish_after_commit(session, RightsChanged(seat_id=seat_id))

    async def change_place(self, response: Response, who: SignedIn, seat_id: SeatId) -> None:
        """The candidate behind `who` leaves their place and sits down at another that the caller knows to be theirs.

        Cancelled in between, they have left: a desk code lets them in.
        """
        async with self._sessions() as session, session.begin():
            await self.end(session, SignInRow.id == who.sign_in_id)
            if who.seat_id is not None:
                await self._end_telephones(session, seat_id=who.seat_id)
            await self.move_candidate(session, seat_id, None)
        await self.open(response, "candidate", who.person_id, seat_id)

    async def everything_anew(self, session: AsyncSession, person_id: PersonId, but: str | None = None) -> None:
        """Within the caller's transaction: sign-ins of this member of staff end, all but `but`; their telephones need
        another password; open rights are asked anew."""
        others = SignInRow.id != but if but is not None else true()
        await self.end(session, SignInRow.person_id == person_id, SignInRow.kind == "staff", others)
        await self._end_telephones(session, person_id=person_id)
        self._live_rights.publish_after_commit(session, RightsChanged(person_id=person_id))

    async def of(self, connection: HTTPConnection, desk: Literal["staff", "candidate"]) -> SignedIn:
        """Who sent this. Raises NotSignedIn; Forbidden for a request forged from another site."""
        refuse_foreign_origin(connection)
        sign_in_id = self.known(connection, desk)
        if sign_in_id is None:
            raise NotSignedIn
        who = await self.behind(sign_in_id, is_use=True)
        # A candidate who moves their own cookie to the staff's name proves nothing there.
        if COOKIES[who.kind][0] != COOKIES[desk][0]:
            raise NotSignedIn
        know_connection(connection)
        return who

    def known(self, connection: HTTPConnection, desk: Literal["staff", "candidate"]) -> str | None:
        """The sign-in whose cookie this browser has, over or not; None where it has none of ours."""
        try:
            return str(self._serializer.loads(connection.cookies.get(COOKIES[desk][0], "")))
        except BadSignature:
            return None

    async def behind(self, sign_in_id: str, *, is_use: bool = False) -> SignedIn:
        """Who signed in so, with the rights that they have now. Raises NotSignedIn once it is over, or too old.

        `is_use`: somebody is there, it lasts on.
        """
        async with self._sessions() as session, session.begin():
            row = await session.get(SignInRow, sign_in_id)
            if row is None or row.ended_at is not None or row.person_id is None:
                raise NotSignedIn
            person = await session.get(PersonRow, row.person_id)
            if person is None or person.disabled_at is not None:
                raise NotSignedIn
            now = self._clock.now()
            kind = cast(Kind, row.kind)  # the column holds only the three kinds
            if self._is_old(row, now) and not self._is_in_exchange(kind, person.id, row.seat_id):
                await self.end(session, SignInRow.id == row.id)
                # The end is kept, whatever the answer: leaving by an exception would roll it back.
                await session.commit()
                raise NotSignedIn
            if is_use and now - row.last_seen_at > TOUCH_EVERY:
                row.last_seen_at = now
            roles = frozenset(person.roles) if kind == "staff" else frozenset({kind})
            return SignedIn(row.id, kind, person.id, person.name, roles, row.seat_id)

    def _is_old(self, row: SignInRow, now: datetime) -> bool:
        settings = self._settings
        return now - row.last_seen_at > timedelta(
            minutes=settings.sign_in_idle_minutes
        ) or now - row.created_at > timedelta(hours=settings.sign_in_hours)


def refuse_foreign_origin(connection: HTTPConnection) -> None:
    """CSRF: whatever changes something, and every WebSocket, must come from our own pages. Raises Forbidden."""
    method = connection.scope.get("method", "WEBSOCKET")
    if method in ("GET", "HEAD", "OPTIONS"):
        return
    # Browsers send an origin with whatever changes something and with every WebSocket: without one, it is no page.
    origin = connection.headers.get("origin", "")
    if urlsplit(origin).netloc != connection.headers.get("host"):
        raise Forbidden(
            "Cette demande vient d’un autre site : elle est refusée.",
            "Ouvrez Combiné à son adresse ; un mandataire doit en transmettre le nom (docs/deploy).",
        )
    if method != "WEBSOCKET" and connection.headers.get("x-combine") != "1":
        raise Forbidden(
            "Cette demande ne vient pas de l’application : elle est refusée.", "Rechargez la page, puis recommencez."
        )
