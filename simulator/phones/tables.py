"""SIP accounts, one for each person of the staff or candidate who wants a telephone; the PBX as it was set."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from simulator.ids import PersonId, SeatId, SessionId
from simulator.storage.base import Base, UtcDateTime


class SipAccountRow(Base):
    """Exactly one of `person_id` (staff) and `seat_id` (a candidate's place) is set."""

    __tablename__ = "sip_account"

    user: Mapped[str] = mapped_column(String(60), primary_key=True)
    person_id: Mapped[PersonId | None] = mapped_column(ForeignKey("person.id"), unique=True)
    seat_id: Mapped[SeatId | None] = mapped_column(ForeignKey("seat.id"), unique=True)
    generation: Mapped[int] = mapped_column(Integer, default=1)
    """The password follows from the installation's secret, the user and this number: it is stored nowhere."""
    device: Mapped[str] = mapped_column(String(8), default="both")
    """browser | phone | both: what rings, wherever nothing else was chosen for a session."""
    extension: Mapped[str] = mapped_column(String(20), default="", server_default="")
    """Number of this person's telephone at the centre's own PBX; empty: none."""
    desk_number: Mapped[int | None] = mapped_column(Integer, unique=True)
    """Of a candidate's place while its session is open: dialled after *1 to listen there."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class SipChoiceRow(Base):
    """What rings for this account in one session."""

    __tablename__ = "sip_choice"

    user: Mapped[str] = mapped_column(ForeignKey("sip_account.user"), primary_key=True)
    session_id: Mapped[SessionId] = mapped_column(ForeignKey("training_session.id"), primary_key=True)
    device: Mapped[str] = mapped_column(String(8))
    """browser | phone | both."""


class TrunkSettingRow(Base):
    """The centre's PBX as somebody set it from the page. The last row is in force; none is ever changed."""

    __tablename__ = "trunk_setting"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_by: Mapped[str] = mapped_column(String(32))
    """Whose account; it may be gone since."""
    form: Mapped[dict[str, object]] = mapped_column(JSON)
    """`trunk_choice.TrunkForm`, without the password."""
    password: Mapped[bytes] = mapped_column(LargeBinary)
    """Encrypted under the installation's secret; empty: none."""
