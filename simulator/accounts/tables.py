"""People: staff sign in with a password, candidates with the one-time code of their desk."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from simulator.ids import PersonId, SeatId
from simulator.storage.base import Base, UtcDateTime


class PersonRow(Base):
    """A person of the centre. `roles` ⊆ session_lead, jury, invigilator, trainer, candidate."""

    __tablename__ = "person"

    id: Mapped[PersonId] = mapped_column(String(32), primary_key=True)
    login: Mapped[str | None] = mapped_column(String(80), unique=True)
    """None for candidates."""
    name: Mapped[str] = mapped_column(String(160))
    password_hash: Mapped[str | None] = mapped_column(String(255))
    roles: Mapped[list[str]] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    disabled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class SignInRow(Base):
    """One signed-in browser: the signed cookie carries only `id`, so that a sign-out really ends it."""

    __tablename__ = "sign_in"

    id: Mapped[PersonId] = mapped_column(String(64), primary_key=True)
    kind: Mapped[str] = mapped_column(String(12))
    """staff | candidate | partner"""
    person_id: Mapped[PersonId | None] = mapped_column(ForeignKey("person.id"), index=True)
    seat_id: Mapped[SeatId | None] = mapped_column(ForeignKey("seat.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class FailedSignInRow(Base):
    """That guesses began to be slowed: one row when somebody had used up the free tries, for whoever watches over the
    house. Kept for a month; `account` is empty where no such account exists (it may be a mistyped password)."""

    __tablename__ = "failed_sign_in"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    address: Mapped[str] = mapped_column(String(64), index=True)
    account: Mapped[str] = mapped_column(String(80), index=True)


class SecondFactorRow(Base):
    """Of a member of the staff who wants one (TOTP). In use once `confirmed_at` is set."""

    __tablename__ = "second_factor"

    person_id: Mapped[PersonId] = mapped_column(ForeignKey("person.id"), primary_key=True)
    secret: Mapped[str] = mapped_column(String(255))
    """Encrypted with a key of this installation."""
    last_step: Mapped[int] = mapped_column(default=0)
    """Of the figures that were used last: none before or of that step passes again."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class RecoveryCodeRow(Base):
    """Instead of the figures, once: a keyed hash."""

    __tablename__ = "recovery_code"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    person_id: Mapped[PersonId] = mapped_column(ForeignKey("person.id"), index=True)
    code_hash: Mapped[str] = mapped_column(String(128))
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
