"""What the recogniser heard of each recorded call. A call without a row has not been heard yet."""

from typing import Literal

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from simulator.ids import CallId
from simulator.storage.base import Base


class TranscriptRow(Base):
    """As it was heard, for ever: corrections are facts."""

    __tablename__ = "transcript"

    call_id: Mapped[CallId] = mapped_column(ForeignKey("recording.call_id"), primary_key=True)
    state: Mapped[Literal["ready", "failed"]] = mapped_column(String(12))
    turns: Mapped[str | None] = mapped_column(Text)
    """JSON of `heard.HeardTurn`, in their order."""
