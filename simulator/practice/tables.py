"""What was read in a practice exchange once it had ended."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Boolean, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from simulator.ids import RunId
from simulator.storage.base import Base, UtcDateTime


class PracticeReadingRow(Base):
    """One per exchange run: `findings` and `texts` as `reading.ReadFinding` and `reading.ReadText` say.

    No word that was spoken is kept here: only seconds, so that nothing outlives the recording.
    """

    __tablename__ = "practice_reading"

    run_id: Mapped[RunId] = mapped_column(ForeignKey("exchange_run.id"), primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    has_words: Mapped[bool] = mapped_column(Boolean)
    """False for a call without transcript: what was said could not be read."""
    findings: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    texts: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
