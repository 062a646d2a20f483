"""Boxes of sealed sessions, the pack sealed in one, and the photo of the envelopes."""

from datetime import datetime

from sqlalchemy import JSON, Boolean, ForeignKey, LargeBinary, String, false
from sqlalchemy.orm import Mapped, mapped_column

from simulator.ids import SessionId
from simulator.storage.base import Base, UtcDateTime


class CustodyBoxRow(Base):
    """A box of a session: whatever is put into it is encrypted to `recipient`.

    Before the opening its key stands here only as wrapped by the opening code and for the emergency key.
    """

    __tablename__ = "custody_box"

    session_id: Mapped[SessionId] = mapped_column(ForeignKey("training_session.id"), primary_key=True)
    box: Mapped[str] = mapped_column(String(16), primary_key=True)
    """subject | productions | marks | documents"""
    recipient: Mapped[str] = mapped_column(String(80))
    by_code: Mapped[bytes] = mapped_column(LargeBinary)
    by_emergency_key: Mapped[bytes] = mapped_column(LargeBinary)
    kept: Mapped[bytes | None] = mapped_column(LargeBinary)
    """From the opening on: under the installation's secret, so that a restart stops nobody."""
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    holds_all: Mapped[bool] = mapped_column(Boolean, server_default=false())
    """False of a box of before: its session may have rows in clear text, which the next start seals."""


class SealedPackRow(Base):
    """The version of the pack that a session plays, in its « subject » box."""

    __tablename__ = "sealed_pack"

    session_id: Mapped[SessionId] = mapped_column(ForeignKey("training_session.id"), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), index=True)
    titles: Mapped[dict[str, str]] = mapped_column(JSON)
    """What lists may show: « company », and each subject's and case study's, by « subject/<id> », « case/<id> »."""
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class SessionKeyRow(Base):
    """The Ed25519 key of one session: it seals what is signed there, and its archives."""

    __tablename__ = "session_key"

    session_id: Mapped[SessionId] = mapped_column(ForeignKey("training_session.id"), primary_key=True)
    kept: Mapped[bytes] = mapped_column(LargeBinary)
    """PEM, under the installation's secret."""
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)


class OpeningPhotoRow(Base):
    """The envelopes before they were opened: JPEG, made anew from what was sent."""

    __tablename__ = "opening_photo"

    session_id: Mapped[SessionId] = mapped_column(ForeignKey("training_session.id"), primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64))
    jpeg: Mapped[bytes] = mapped_column(LargeBinary)
    taken_at: Mapped[datetime] = mapped_column(UtcDateTime)
