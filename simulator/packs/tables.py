"""Versions of packs that sessions play: never changed, never deleted."""

from datetime import datetime

from sqlalchemy import LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from simulator.storage.base import Base, UtcDateTime


class PackVersionRow(Base):
    """A whole pack as some session plays it; `content` is the canonical JSON, `digest` its SHA-256."""

    __tablename__ = "pack_version"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    pack_id: Mapped[str] = mapped_column(String(60))
    content: Mapped[str] = mapped_column(Text)
    kept_at: Mapped[datetime] = mapped_column(UtcDateTime)


class PackSoundRow(Base):
    """A recorded sequence (Ogg Opus) of a kept version, by the SHA-256 of its bytes."""

    __tablename__ = "pack_sound"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    sound: Mapped[bytes] = mapped_column(LargeBinary)
