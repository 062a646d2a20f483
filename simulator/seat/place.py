"""What a seat is before anything happens at it: the session's rules, and the candidate's place in it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from exams.formats import PlannedPhase
from exams.phases import FormatId
from simulator.ids import SeatId, SessionId


@dataclass(frozen=True, slots=True)
class Training:
    """The session, as its row says; `minutes` of the exchanges part."""

    id: SessionId
    kind: Literal["practice", "exam"]
    title: str
    pack_id: str
    subject_id: str
    minutes: int
    spell_check: bool
    paste_limit: int
    findings: bool
    feedback: Literal["automatic", "reviewed"]
    legal_basis: str
    retention_days: int
    closed_at: datetime | None = None
    pack_version: str | None = None
    """Digest of the pack that it plays; None where its pack was lost before versions were kept."""
    format_id: FormatId | None = None
    """Of an exam day; None where only exchanges are played."""
    phases: tuple[PlannedPhase, ...] = ()
    """Those that are held, in order; empty where only exchanges are played."""
    case_study_id: str | None = None
    outside_paste: bool = False
    most_hearings: int | None = None
    """How often the drawn sequence may be heard; None: as often as the jury wants."""
    most_extra_percent: int | None = None
    """Of a phase's length, at the most, as an accommodation; None: a third."""


@dataclass(frozen=True, slots=True)
class Seat:
    """One candidate in one session. `label` is what the jury reads instead of a name, `desk` where it is."""

    id: SeatId
    label: str
    desk: str
    extra_minutes: int = 0
    captions: bool = False
