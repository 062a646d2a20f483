"""Versions of packs that sessions play: never changed, never deleted."""

from datetime import datetime

from sqlalchemy import JSON, LargeBinary, String, Text
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
    """A recorded sequence (Ogg Opus), or a page (JPEG) of an attached document, by the SHA-256 of its bytes."""

    __tablename__ = "pack_sound"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    sound: Mapped[bytes] = mapped_column(LargeBinary)


class DocumentSubjectRow(Base):
    """A subject in documents that somebody prepares: its form, and the pages of what was attached.

    Once it is sealed for an exam the row is gone: what it said is in that session's box only.
    """

    __tablename__ = "document_subject"

    id: Mapped[str] = mapped_column(String(60), primary_key=True)
    """Also the identifier of the pack that it makes."""
    form: Mapped[str] = mapped_column(Text)
    """JSON: `simulator/document_subjects/form.py`."""
    files: Mapped[dict[str, dict[str, object]]] = mapped_column(JSON)
    """By document: `pages`, the digests of their pictures (rows of `pack_sound`)."""
    number: Mapped[int]
    """Of this version of the form: two people at once do not overwrite each other."""
    made_by: Mapped[str] = mapped_column(String(32))
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
