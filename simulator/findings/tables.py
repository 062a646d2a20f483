"""What is kept about findings themselves: which detectors are off, and how findings compared with jurors."""

from datetime import datetime
from typing import Literal

from sqlalchemy import Boolean, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from simulator.ids import PersonId, RunId
from simulator.storage.base import Base, UtcDateTime


class DetectorSwitchRow(Base):
    """A criterion's detector was switched off or on again for the whole centre; the latest row holds."""

    __tablename__ = "detector_switch"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    criterion: Mapped[str] = mapped_column(String(8), index=True)
    is_on: Mapped[bool] = mapped_column(Boolean)
    person_id: Mapped[PersonId] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(String(300))


class FindingComparisonRow(Base):
    """A juror's final verdict on a criterion of an exchange, beside what the evidence suggested there."""

    __tablename__ = "finding_comparison"
    __table_args__ = (UniqueConstraint("run_id", "criterion", "juror", name="uq_finding_comparison"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    """When the juror submitted."""
    run_id: Mapped[RunId] = mapped_column(ForeignKey("exchange_run.id"))
    criterion: Mapped[str] = mapped_column(String(8), index=True)
    juror: Mapped[str] = mapped_column(String(80))
    """The actor's id."""
    judged: Mapped[Literal["met", "partial", "not_met"]] = mapped_column(String(8))
    found: Mapped[Literal["met", "partial", "not_met"]] = mapped_column(String(8))
    was_shown: Mapped[bool] = mapped_column(Boolean)
    """False where the session was marked blind, or the detector was off."""


class ComparedMarkingRow(Base):
    """A submitted marking that has been compared, even if it gave no pair."""

    __tablename__ = "compared_marking"

    fact_id: Mapped[int] = mapped_column(ForeignKey("fact.id"), primary_key=True)
