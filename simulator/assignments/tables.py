"""A practice session that was given to be played by a day."""

from datetime import datetime

from sqlalchemy import Boolean, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from simulator.ids import SessionId
from simulator.storage.base import Base, UtcDateTime


class AssignmentRow(Base):
    """Beside its session, which says what is played, by which group, with whose places, and who gave it.

    Whether it is done stands nowhere: the facts of those who play say it.
    """

    __tablename__ = "assignment"

    session_id: Mapped[SessionId] = mapped_column(ForeignKey("training_session.id"), primary_key=True)
    exchange_id: Mapped[str] = mapped_column(String(60))
    due_on: Mapped[str] = mapped_column(String(10))
    """ISO date: the last day on which it is in time, where the centre is."""
    word: Mapped[str] = mapped_column(String(400))
    """What the trainer adds, in their own words; empty: nothing."""
    is_for_group: Mapped[bool] = mapped_column(Boolean)
    """Whoever joins the session's group later is to do it as well."""
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
