"""Recordings, as rows."""

from datetime import datetime
from typing import Literal

from sqlalchemy import Float, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from simulator.ids import CallId, RunId, SeatId, SessionId
from simulator.storage.base import Base, UtcDateTime

RECORDING_JOB = "recording"
"""The work that makes a call's file; its subject is the call."""


class RecordingRow(Base):
    """The recording of one call, from its connection on."""

    __tablename__ = "recording"

    call_id: Mapped[CallId] = mapped_column(String(32), primary_key=True)
    session_id: Mapped[SessionId] = mapped_column(ForeignKey("training_session.id"), index=True)
    seat_id: Mapped[SeatId] = mapped_column(ForeignKey("seat.id"), index=True)
    run_id: Mapped[RunId] = mapped_column(ForeignKey("exchange_run.id"), index=True)
    consulted_from: Mapped[str | None] = mapped_column(String(32))
    """Of a conversation with the supervisor: the call whose customer waited. None: a call with the customer."""
    folder: Mapped[str] = mapped_column(String(400))
    """Below the recordings' root."""
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[Literal["live", "finishing", "ready", "failed", "purged"]] = mapped_column(String(12), index=True)
    seconds: Mapped[float | None] = mapped_column(Float)
    sha256: Mapped[str | None] = mapped_column(String(64))
    report: Mapped[str | None] = mapped_column(Text)
    """JSON of telephony.RecordingReport."""
