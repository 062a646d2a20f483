"""The centre's name and address as somebody wrote them on the page."""

from datetime import datetime

from sqlalchemy import JSON, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from simulator.storage.base import Base, UtcDateTime


class CentreSettingRow(Base):
    """The last row is in force; none is ever changed."""

    __tablename__ = "centre_setting"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_by: Mapped[str] = mapped_column(String(32))
    """Whose account; it may be gone since."""
    form: Mapped[dict[str, str]] = mapped_column(JSON)
    """`identity.Centre`"""
