"""Packs that authors of the centre write in the studio: what is being written, and what they have published."""

from datetime import datetime

from sqlalchemy import JSON, Boolean, Float, ForeignKey, Integer, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from simulator.storage.base import Base, UtcDateTime


class StudioPackRow(Base):
    """One company of the studio; its identifier is also the pack's, once it is published."""

    __tablename__ = "studio_pack"

    id: Mapped[str] = mapped_column(String(60), primary_key=True)
    based_on: Mapped[str] = mapped_column(String(200))
    """The company that it was begun from, by name; empty: from nothing."""
    sounds: Mapped[dict[str, str]] = mapped_column(JSON)
    """Recorded sequences by their path: digests of rows of `pack_sound`."""
    made_by: Mapped[str] = mapped_column(String(32))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    retired_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """Offered to no new session since then."""


class StudioItemRow(Base):
    """What one page of the studio edits (an exchange, a customer, the company…), as it stands in the draft."""

    __tablename__ = "studio_item"

    pack_id: Mapped[str] = mapped_column(ForeignKey("studio_pack.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(12), primary_key=True)
    """A key of `simulator.studio.items.KINDS`."""
    id: Mapped[str] = mapped_column(String(130), primary_key=True)
    parent: Mapped[str] = mapped_column(String(60))
    """Of an exchange: its subject; empty elsewhere."""
    position: Mapped[int] = mapped_column(Integer)
    """Among those of its kind and parent."""
    number: Mapped[int] = mapped_column(Integer)
    """Of this state: two authors at once do not overwrite each other."""
    content: Mapped[str] = mapped_column(Text)
    """JSON, as its file would say it; perhaps half written."""
    changed_by: Mapped[str] = mapped_column(String(160))
    """Their name."""
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    is_removed: Mapped[bool] = mapped_column(Boolean, default=False)
    """No part of the pack any more; it can be brought back."""


class StudioStateRow(Base):
    """An earlier state of an item, to go back to."""

    __tablename__ = "studio_state"

    pack_id: Mapped[str] = mapped_column(ForeignKey("studio_pack.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(12), primary_key=True)
    item_id: Mapped[str] = mapped_column(String(130), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    before: Mapped[int | None] = mapped_column(Integer)
    """The state that « undo » goes back to from here; None: the first."""
    content: Mapped[str] = mapped_column(Text)
    changed_by: Mapped[str] = mapped_column(String(160))
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)


class StudioVersionRow(Base):
    """A published version: never changed."""

    __tablename__ = "studio_version"

    pack_id: Mapped[str] = mapped_column(ForeignKey("studio_pack.id"), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), index=True)
    """That by which sessions name the version that they play."""
    content: Mapped[str] = mapped_column(Text)
    """The whole pack, canonical (`simulator.packs.versions`)."""
    published_by: Mapped[str] = mapped_column(String(160))
    published_at: Mapped[datetime] = mapped_column(UtcDateTime)


class StudioFileRow(Base):
    """A file of the ZIP, or of the folder, that a draft was begun from: its comments go out with the draft again."""

    __tablename__ = "studio_file"

    pack_id: Mapped[str] = mapped_column(ForeignKey("studio_pack.id"), primary_key=True)
    path: Mapped[str] = mapped_column(String(240), primary_key=True)
    """Below the pack's folder."""
    content: Mapped[bytes] = mapped_column(LargeBinary)
    said: Mapped[str] = mapped_column(Text)
    """JSON: what it said then, of a file that is made of items; empty for others (`variations/…`, `dates.yaml`)."""


class StudioSoundRow(Base):
    """What is known of a recorded sequence of the studio, by the SHA-256 of its bytes."""

    __tablename__ = "studio_sound"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    seconds: Mapped[float] = mapped_column(Float)
    loudness: Mapped[float] = mapped_column(Float)
    """LUFS, over the whole (EBU R128)."""
    heard: Mapped[str | None] = mapped_column(Text)
    """What the recogniser made of it; None: it was not asked."""
