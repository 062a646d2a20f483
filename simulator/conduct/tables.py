"""Sessions, their seats (a candidate's place) and the exchanges run at each seat."""

from datetime import datetime
from typing import Literal

from sqlalchemy import JSON, Boolean, ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from simulator.ids import PersonId, RunId, SeatId, SessionId
from simulator.storage.base import Base, UtcDateTime


class TrainingSessionRow(Base):
    """A practice or an exam session: who plays what, with which rules."""

    __tablename__ = "training_session"

    id: Mapped[SessionId] = mapped_column(String(32), primary_key=True)
    kind: Mapped[Literal["practice", "exam"]] = mapped_column(String(12))
    title: Mapped[str] = mapped_column(String(200))
    pack_id: Mapped[str] = mapped_column(String(60))
    pack_version: Mapped[str | None] = mapped_column(String(64))
    """Digest of the version that it plays; None where an earlier Combiné made it and its pack was gone since."""
    subject_id: Mapped[str] = mapped_column(String(60))
    minutes: Mapped[int] = mapped_column(Integer)
    """Length of the exchanges part; an exam's clock stops it, a practice's only tells."""
    spell_check: Mapped[bool] = mapped_column(Boolean, default=False)
    paste_limit: Mapped[int] = mapped_column(Integer, default=80)
    """Most characters that one paste may bring into the chat; 0 forbids it."""
    findings: Mapped[bool] = mapped_column(Boolean, default=True)
    """Whether jurors are shown what the evidence suggests; without, they mark blind."""
    feedback: Mapped[Literal["automatic", "reviewed"]] = mapped_column(String(12), default="automatic")
    """Practice: whether trainees read the tool's feedback at once, or a trainer's once shared."""
    group_name: Mapped[str] = mapped_column(String(80), default="", index=True)
    """Practice: the class whose progress this counts for; within it a name is one person. Empty: none."""
    legal_basis: Mapped[str] = mapped_column(String(400))
    retention_days: Mapped[int] = mapped_column(Integer, default=180)
    created_by: Mapped[PersonId] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    rehearsal_people: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    """Of a rehearsal: ids of the accounts that were made for it and go with it; None: a session of real people."""


class SeatRow(Base):
    """One candidate in one session."""

    __tablename__ = "seat"
    __table_args__ = (UniqueConstraint("session_id", "label", name="uq_seat_label"),)

    id: Mapped[SeatId] = mapped_column(String(32), primary_key=True)
    session_id: Mapped[SessionId] = mapped_column(ForeignKey("training_session.id"), index=True)
    person_id: Mapped[PersonId] = mapped_column(ForeignKey("person.id"))
    label: Mapped[str] = mapped_column(String(20))
    """What the jury reads instead of a name: « C-07 »."""
    desk: Mapped[str] = mapped_column(String(40))
    """Where it is: « Poste 4 »."""
    extra_minutes: Mapped[int] = mapped_column(Integer, default=0)
    """Extra time granted beforehand, per candidate."""
    captions: Mapped[bool] = mapped_column(Boolean, default=False)
    """What is said in calls also stands written at this desk: an arrangement for whoever hears badly."""
    code_hash: Mapped[str | None] = mapped_column(String(128), unique=True)
    """Keyed hash of the desk code; None once it has been used."""
    partner_code_hash: Mapped[str | None] = mapped_column(String(128), unique=True)
    """Practice only: lets another trainee play the customers of this seat."""


class SeatJurorRow(Base):
    """A jury member (or a trainer, in practice) attached to a seat."""

    __tablename__ = "seat_juror"

    seat_id: Mapped[SeatId] = mapped_column(ForeignKey("seat.id"), primary_key=True)
    person_id: Mapped[PersonId] = mapped_column(ForeignKey("person.id"), primary_key=True)


class ExchangeRunRow(Base):
    """An exchange of the subject, tried once at a seat; practice may try it again (`attempt`)."""

    __tablename__ = "exchange_run"
    __table_args__ = (UniqueConstraint("seat_id", "subject_id", "exchange_id", "attempt", name="uq_run_attempt"),)

    id: Mapped[RunId] = mapped_column(String(32), primary_key=True)
    seat_id: Mapped[SeatId] = mapped_column(ForeignKey("seat.id"), index=True)
    subject_id: Mapped[str] = mapped_column(String(60))
    exchange_id: Mapped[str] = mapped_column(String(60))
    position: Mapped[int] = mapped_column(Integer)
    attempt: Mapped[int] = mapped_column(Integer, default=1)


class ExamDayRow(Base):
    """What an exam session is beyond its exchanges: which format, which of its phases, on which day."""

    __tablename__ = "exam_day"

    session_id: Mapped[SessionId] = mapped_column(ForeignKey("training_session.id"), primary_key=True)
    format_id: Mapped[str] = mapped_column(String(12))
    """title | ccp1 | ccp2 (`exams.formats`)"""
    phases: Mapped[list[str]] = mapped_column(JSON)
    """Those that are held, in the format's order: all, or a mock exam's slice."""
    case_study_id: Mapped[str | None] = mapped_column(String(60))
    """The case study of part one, of the session's pack; None where it is not held."""
    days: Mapped[list[str]] = mapped_column(JSON)
    """ISO dates, in order."""
    outside_paste: Mapped[bool] = mapped_column(Boolean, default=False)
    """Whether text from outside may be pasted into a production."""
    most_hearings: Mapped[int | None] = mapped_column(Integer)
    """How often the drawn sequence may be heard; None: as often as the jury wants."""
    minutes: Mapped[dict[str, int] | None] = mapped_column(JSON)
    """Of phases that last otherwise than the format says: of a demonstration or a rehearsal; None: official ones."""
    most_extra_percent: Mapped[int | None] = mapped_column(Integer)
    """Of a phase's length, at the most, as an accommodation; None: a third."""
