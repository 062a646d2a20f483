"""Seeds of draws that are bound and not revealed yet."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from simulator.ids import SeatId
from simulator.storage.base import Base, UtcDateTime


class DrawSeedRow(Base):
    """One seed, of one draw, encrypted with a key of this installation; gone once it is shown as a fact."""

    __tablename__ = "draw_seed"

    draw_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    seat_id: Mapped[SeatId] = mapped_column(ForeignKey("seat.id"), index=True)
    sealed: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
