"""Work that is owed, as rows: asked for in the transaction that makes it due, gone in the one that keeps its result.

`simulator.jobs` does it. Blocking nothing: a job is a kind, a subject and a date.
"""

from datetime import UTC, datetime

from sqlalchemy import Integer, String, UniqueConstraint, delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from simulator.storage.base import Base, UtcDateTime

AT_ONCE = datetime(1970, 1, 1, tzinfo=UTC)
"""Due whatever the clocks say, and however they are set afterwards."""


class JobRow(Base):
    """One piece of work. `leased_until`: somebody is at it, and if they die it is due again then."""

    __tablename__ = "job"
    __table_args__ = (UniqueConstraint("kind", "subject", name="uq_job_kind_subject"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    kind: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(80))
    """What it is about: a call, an exchange…, as its kind says."""
    due_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    leased_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    gave_up_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """Tried as often as its kind allows: nobody tries again by themselves."""
    last_error: Mapped[str] = mapped_column(String(300), default="")


async def ask(session: AsyncSession, kind: str, subject: str, due_at: datetime | None = None) -> None:
    """Within the caller's transaction. Asked again, it stays as it is."""
    known = await session.scalar(select(JobRow.id).where(JobRow.kind == kind, JobRow.subject == subject))
    if known is None:
        session.add(JobRow(kind=kind, subject=subject, due_at=due_at or AT_ONCE, attempts=0, last_error=""))


async def done(session: AsyncSession, kind: str, subject: str) -> None:
    """Within the transaction that keeps its result: after a crash it is either owed or done, never neither."""
    await session.execute(delete(JobRow).where(JobRow.kind == kind, JobRow.subject == subject))
