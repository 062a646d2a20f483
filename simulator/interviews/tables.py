"""Seeds of draws that are bound and not revealed yet; sound of reactions to what was drawn."""

from datetime import datetime
from typing import Literal

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from simulator.ids import SeatId, SessionId
from simulator.storage.base import Base, UtcDateTime


class DrawSeedRow(Base):
    """One seed, of one draw, encrypted with a key of this installation; gone once it is shown as a fact."""

    __tablename__ = "draw_seed"

    draw_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    seat_id: Mapped[SeatId] = mapped_column(ForeignKey("seat.id"), index=True)
    sealed: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ReactionRow(Base):
    """The sound of a candidate's reaction to the drawn sequence, as a folder below the recordings' root."""

    __tablename__ = "reaction"

    reaction_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    session_id: Mapped[SessionId] = mapped_column(ForeignKey("training_session.id"), index=True)
    seat_id: Mapped[SeatId] = mapped_column(ForeignKey("seat.id"), index=True)
    folder: Mapped[str] = mapped_column(String(400))
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[Literal["live", "ready", "purged"]] = mapped_column(String(12))
