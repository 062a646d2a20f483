"""The plan's versions; what the jury considers of each candidate besides the exam (RE section 2)."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from simulator.ids import SeatId, SessionId
from simulator.storage.base import Base, UtcDateTime


class TimetableVersionRow(Base):
    """A plan as it stood after a change. Nobody updates one: the next version is another row."""

    __tablename__ = "timetable_version"

    session_id: Mapped[SessionId] = mapped_column(ForeignKey("training_session.id"), primary_key=True)
    version: Mapped[int] = mapped_column(Integer, primary_key=True)
    """From 1. Two changes of the same version are one change and one refusal."""
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by: Mapped[str] = mapped_column(String(80))
    by_name: Mapped[str] = mapped_column(String(160))
    change: Mapped[str] = mapped_column(String(400))
    """What was changed, in French."""
    undo_to: Mapped[int | None] = mapped_column(Integer)
    """The version that « Annuler » restores."""
    day: Mapped[str] = mapped_column(String(10), default="", server_default="")
    """Of a session of several days, `days.py`."""
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    """`content.py`: date, rooms, pairs, rules, bookings."""


class CandidateRecordRow(Base):
    """What is known of a candidate before the day. An accommodation's reason is health data and is never kept."""

    __tablename__ = "candidate_record"

    seat_id: Mapped[SeatId] = mapped_column(ForeignKey("seat.id"), primary_key=True)
    route: Mapped[str] = mapped_column(String(12))
    """training | vae | ccp"""
    extra_percent: Mapped[int] = mapped_column(Integer, default=0)
    extra_minutes: Mapped[int] = mapped_column(Integer, default=0)
    """Of each phase, on top of the percentage."""
    accommodation: Mapped[str] = mapped_column(String(80), default="")
    """Reference of the decision."""
    trainers: Mapped[list[str]] = mapped_column(JSON)
    """Names: none of them may mark this candidate."""
    day: Mapped[str] = mapped_column(String(10), default="", server_default="")
    """Of a session of several days, `days.py`."""


class CandidateDocumentRow(Base):
    """A file that the jury considers; the newest of a kind replaces the one before."""

    __tablename__ = "candidate_document"
    __table_args__ = (UniqueConstraint("seat_id", "kind", name="uq_candidate_document_seat_id_kind"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    seat_id: Mapped[SeatId] = mapped_column(ForeignKey("seat.id"))
    kind: Mapped[str] = mapped_column(String(24))
    """professional_file | ecf | certification"""
    name: Mapped[str] = mapped_column(String(160))
    """As it was called; shown, never a path."""
    media_type: Mapped[str] = mapped_column(String(80))
    """As its first bytes say, not as the browser did."""
    size: Mapped[int] = mapped_column(Integer)
    sha256: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_name: Mapped[str] = mapped_column(String(160))
