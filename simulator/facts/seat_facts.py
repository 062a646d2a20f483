"""The seat: its clock, its desks, its incidents, the candidate's notes."""

from typing import Literal

from exams.phases import PhaseId
from simulator.facts.fact_data import FactData


class ClockFact(FactData):
    """Of the clock of one phase; facts of an earlier Combiné, which knew no other, are the exchanges'."""

    phase: PhaseId = "exchanges"


class ClockStarted(ClockFact):
    """The phase is open. `minutes`: official length, extra time not counted."""

    kind: Literal["clock.started"] = "clock.started"
    minutes: int


class ClockPaused(ClockFact):
    """`measure_id`: of the measure for a room or for all that it carries out; lifting that one resumes it.

    `break_minutes`: above 0 a break of the accommodation, at whose end the clock goes on by itself. `evacuation`: the
    room is left, so that nothing of the exam stays on its screens.
    """

    kind: Literal["clock.paused"] = "clock.paused"
    reason: str
    measure_id: str = ""
    break_minutes: int = 0
    evacuation: bool = False


class ClockResumed(ClockFact):
    """`gives_back`: a measure cut a break short, which is not counted."""

    kind: Literal["clock.resumed"] = "clock.resumed"
    reason: str = ""
    gives_back: bool = False


class ClockExtended(ClockFact):
    """`accommodation`: time that a decision grants; it may be taken back (negative) by one that replaces it."""

    kind: Literal["clock.extended"] = "clock.extended"
    minutes: int
    reason: str
    accommodation: bool = False


class ClockEnded(ClockFact):
    """The time is up (actor `system`), or somebody closed the phase."""

    kind: Literal["clock.ended"] = "clock.ended"
    reason: str = ""


class ClockReopened(ClockFact):
    """The phase goes on after its end, for so many minutes."""

    kind: Literal["clock.reopened"] = "clock.reopened"
    minutes: int
    reason: str
    accommodation: bool = False


class HeadsetChecked(FactData):
    """What the headset check concluded, before the session."""

    kind: Literal["headset.checked"] = "headset.checked"
    verdict: Literal["good", "poor", "failed"]
    round_trip_ms: int | None = None
    loss_percent: float | None = None
    jitter_ms: float | None = None
    level_dbfs: float | None = None
    detail: str = ""


class DeskConnected(FactData):
    kind: Literal["desk.connected"] = "desk.connected"
    desk: Literal["candidate", "jury"]


class DeskLost(FactData):
    kind: Literal["desk.lost"] = "desk.lost"
    desk: Literal["candidate", "jury"]


class IncidentNoted(FactData):
    """Something the record must tell: a cut, a restart of the server, a lost leg, a remark of the jury."""

    kind: Literal["incident.noted"] = "incident.noted"
    text: str


class NotesSaved(FactData):
    """The candidate's notes pad, whole."""

    kind: Literal["notes.saved"] = "notes.saved"
    text: str
