"""Sealed archives, as rows; the files stand in the data folder."""

from datetime import datetime
from typing import Literal

from sqlalchemy import BigInteger, Boolean, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from simulator.ids import SeatId, SessionId
from simulator.storage.base import Base, UtcDateTime


class SealedArchiveRow(Base):
    """One archive, of a candidate or (no seat) of a whole session. A later one never replaces an earlier one."""

    __tablename__ = "sealed_archive"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    session_id: Mapped[SessionId] = mapped_column(ForeignKey("training_session.id"), index=True)
    seat_id: Mapped[SeatId | None] = mapped_column(ForeignKey("seat.id"))
    name: Mapped[str] = mapped_column(String(120))
    """Of the file, ASCII: as it is downloaded."""
    root: Mapped[str] = mapped_column(String(64))
    key: Mapped[str] = mapped_column(String(24))
    files: Mapped[int] = mapped_column(Integer)
    bytes: Mapped[int] = mapped_column(BigInteger)
    state: Mapped[Literal["kept", "erased"]] = mapped_column(String(12))
    stamp: Mapped[Literal["none", "stamped", "unreachable"]] = mapped_column(String(20))
    """Of an RFC 3161 authority: none is set, it answered, or it did not."""
    has_sound: Mapped[bool] = mapped_column(Boolean)
    sealed_at: Mapped[datetime] = mapped_column(UtcDateTime)
