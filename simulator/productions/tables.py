"""Every version of what candidates write in the case study. Rows are added and never changed."""

from datetime import datetime

from sqlalchemy import ForeignKey, Integer, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from simulator.ids import SeatId
from simulator.storage.base import Base, UtcDateTime


class ProductionVersionRow(Base):
    """One text as it stood at one moment."""

    __tablename__ = "production_version"
    __table_args__ = (
        UniqueConstraint("seat_id", "production", "number", name="uq_production_version_number"),
        UniqueConstraint("seat_id", "client_id", name="uq_production_version_client_id"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    seat_id: Mapped[SeatId] = mapped_column(ForeignKey("seat.id"))
    production: Mapped[str] = mapped_column(String(20))
    """case_summary | stakes | reply_letter, or the candidate's own notes"""
    number: Mapped[int] = mapped_column(Integer)
    """1, 2, 3… for each production of a seat."""
    client_id: Mapped[str] = mapped_column(String(64))
    """The page's own name for it: sent twice, it is kept once."""
    based_on: Mapped[int] = mapped_column(Integer)
    """The number that its page knew before; another than the last one: written elsewhere at the same time."""
    document: Mapped[str] = mapped_column(Text)
    """ProseMirror's JSON, canonical (`exams.seals`); empty where it is sealed."""
    text: Mapped[str] = mapped_column(Text)
    """Its plain text, a line for each paragraph; empty where it is sealed."""
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    """Of an exam day: both, as JSON, in the session's « productions » box."""
    sha256: Mapped[str] = mapped_column(String(64))
    """Hexadecimal, of `document` in UTF-8."""
    words: Mapped[int] = mapped_column(Integer)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
