"""The two tables that nobody ever updates."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from simulator.ids import RunId, SeatId, SessionId
from simulator.storage.base import Base, UtcDateTime


class FactRow(Base):
    """A fact as stored: when, where, who, what. `number` gives the order at its seat."""

    __tablename__ = "fact"
    __table_args__ = (
        UniqueConstraint("seat_id", "number", name="uq_fact_seat_id_number"),
        Index("ix_fact_run_id_number", "run_id", "number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    session_id: Mapped[SessionId] = mapped_column(ForeignKey("training_session.id"), index=True)
    seat_id: Mapped[SeatId] = mapped_column(ForeignKey("seat.id"))
    number: Mapped[int] = mapped_column(Integer)
    """From 1 at each seat: two writers that both know the same facts cannot both add the next one."""
    run_id: Mapped[RunId | None] = mapped_column(ForeignKey("exchange_run.id"))
    actor: Mapped[str] = mapped_column(String(80))
    actor_name: Mapped[str] = mapped_column(String(160))
    command_id: Mapped[str | None] = mapped_column(String(64), unique=True)
    kind: Mapped[str] = mapped_column(String(40), index=True)
    data: Mapped[dict[str, Any]] = mapped_column(JSON)


class DayFactRow(Base):
    """A fact of a session's exam day, of no seat in particular."""

    __tablename__ = "day_fact"
    __table_args__ = (UniqueConstraint("session_id", "number", name="uq_day_fact_session_id_number"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    session_id: Mapped[SessionId] = mapped_column(ForeignKey("training_session.id"))
    number: Mapped[int] = mapped_column(Integer)
    """From 1 in each session, as a seat's facts are."""
    actor: Mapped[str] = mapped_column(String(80))
    actor_name: Mapped[str] = mapped_column(String(160))
    kind: Mapped[str] = mapped_column(String(40))
    data: Mapped[dict[str, Any]] = mapped_column(JSON)
