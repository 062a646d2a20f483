"""A seat, folded from its facts: clock, exchanges, notes, headset, marking. No clock and no network of its own."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from exams.phases import PhaseId
from scenarios import Pack
from simulator.facts import kinds
from simulator.facts.fact import Fact
from simulator.ids import CallId, RunId
from simulator.live_messages.jury_view import MarkingView
from simulator.seat.clock import PhaseClock
from simulator.seat.correcting import CorrectionState
from simulator.seat.deliberation import Deliberation
from simulator.seat.exam_day import SeatDay
from simulator.seat.interview import InterviewState
from simulator.seat.kept import Kept
from simulator.seat.marking import MarkingState
from simulator.seat.phases import ACTIVE
from simulator.seat.place import Seat, Training
from simulator.seat.runs import RunState
from simulator.seat.written import Seal, WrittenState


@dataclass
class Draw:
    """The recorded sequence that was drawn last, by whom, and when it was played."""

    data: kinds.SequenceDrawn
    at: datetime
    by: str
    played_at: datetime | None = None


@dataclass
class DrawInTwoSteps:
    """A draw that is bound first, then revealed by what the candidate says (`exams.draws`)."""

    bound: kinds.DrawCommitted
    bound_at: datetime
    bound_by: str
    revealed: kinds.DrawRevealed | None = None
    revealed_at: datetime | None = None
    revealed_by: str = ""


@dataclass
class SeatState:
    """`runs` in the order of the subject, attempts one after the other."""

    seat: Seat
    training: Training
    pack: Pack
    candidate_name: str
    clock: PhaseClock
    """Of the exchanges."""
    phase_clocks: dict[PhaseId, PhaseClock] = field(default_factory=dict[PhaseId, PhaseClock])
    """Of the exam day's other phases, in their order; empty where only the exchanges are held."""
    runs: dict[RunId, RunState] = field(default_factory=dict[RunId, RunState])
    notes: str = ""
    notes_saved_at: datetime | None = None
    headset: Literal["good", "poor", "failed", "not_checked"] = "not_checked"
    jurors: frozenset[str] = frozenset()
    """Those who are attached to the seat now, as actors; whoever was of its jury before keeps what they marked."""
    marking: MarkingState = field(default_factory=MarkingState)
    deliberation: Deliberation = field(default_factory=Deliberation)
    drawn: Draw | None = None
    written: WrittenState = field(default_factory=WrittenState)
    """What the case study has produced so far."""
    correction: CorrectionState = field(default_factory=CorrectionState)
    seals: dict[PhaseId, Seal] = field(default_factory=dict[PhaseId, Seal])
    """The last seal of each phase that has ended at least once."""
    draws: list[DrawInTwoSteps] = field(default_factory=list[DrawInTwoSteps])
    """In their order; the last one of its kind counts."""
    day: SeatDay = field(default_factory=SeatDay)
    """Of an exam day; as empty as it began where only exchanges are played."""
    interview: InterviewState = field(default_factory=InterviewState)
    """Hearings of the sequence, the reaction to it, each juror's guide."""
    last_fact: int = 0
    """Its number."""
    commands: set[str] = field(default_factory=set[str])
    """Commands that have become facts, before a restart too."""
    kept: Kept = field(default_factory=Kept, compare=False, repr=False)
    """What desks were shown of it."""
    _active: RunState | None = None

    def add_run(self, run_id: RunId, subject_id: str, exchange_id: str, position: int, attempt: int) -> None:
        """Makes a run known; one already known stays as it is."""
        if run_id in self.runs:
            return
        exchange = self.pack.exchange(subject_id, exchange_id)
        customer = self.pack.customer(exchange.customer)
        self.runs[run_id] = RunState(run_id, position, attempt, subject_id, exchange, customer)
        self.runs = dict(sorted(self.runs.items(), key=lambda item: (item[1].position, item[1].attempt)))
        self._active = self._find_active()

    def apply(self, fact: Fact) -> None:
        """Takes one fact into account, once."""
        if fact.number <= self.last_fact:
            return
        self.last_fact = fact.number
        if fact.command_id is not None:
            self.commands.add(fact.command_id)
        if isinstance(fact.data, kinds.ClockEnded):
            self.day.told(fact.data.phase).due_at = self._deadline(fact.data.phase)
        self.clock = self.clock.after(fact)
        if isinstance(fact.data, kinds.ClockFact) and fact.data.phase in self.phase_clocks:
            self.phase_clocks[fact.data.phase] = self.phase_clocks[fact.data.phase].after(fact)
        self.marking.apply(fact)
        self.correction.apply(fact)
        self.day.apply(fact)
        self.interview.apply(fact)
        self.deliberation.apply(fact)
        match fact.data:
            case kinds.NotesSaved(text=text):
                self.notes, self.notes_saved_at = text, fact.at
            case kinds.HeadsetChecked(verdict=verdict):
                self.headset = verdict
            case kinds.PhaseSealed(phase=phase, sha256=sha256, code=code):
                self.seals[phase] = Seal(sha256, code, fact.at)
            case kinds.SequenceDrawn() as drawn:
                self.drawn = Draw(drawn, fact.at, fact.actor.name)
            case kinds.SequencePlayed() if self.drawn is not None and self.drawn.played_at is None:
                self.drawn.played_at = fact.at
            case kinds.DrawCommitted() as bound:
                self.draws.append(DrawInTwoSteps(bound, fact.at, fact.actor.name))
            case kinds.DrawRevealed() as revealed:
                self._draw_revealed(revealed, fact)
            case kinds.AccommodationGranted(captions=captions):
                self.seat = replace(self.seat, captions=captions or self.seat.captions)
            case kinds.CandidateChanged(after=after):
                self.candidate_name = after.get("name", self.candidate_name)
                number, desk = after.get("number", self.seat.label), after.get("desk", self.seat.desk)
                self.seat = replace(self.seat, label=number, desk=desk)
            case _:
                pass
        run = self.runs.get(fact.place.run_id or RunId(""))
        if run is not None:
            run.apply(fact)
            self._active = self._find_active()

    def last_draw(self, what: Literal["subject", "recording"]) -> DrawInTwoSteps | None:
        """The one that counts, revealed or not."""
        return next((one for one in reversed(self.draws) if one.bound.what == what), None)

    @property
    def draws_subject(self) -> bool:
        """Whether the exchanges are those of a subject that is drawn by lot."""
        return any(phase.draws == "subject" for phase in self.training.phases)

    @property
    def subject_id(self) -> str | None:
        """Whose exchanges are played; None before it is drawn."""
        if not self.draws_subject:
            return self.training.subject_id
        revealed = [one.revealed for one in self.draws if one.bound.what == "subject" and one.revealed is not None]
        return revealed[-1].chosen if revealed else None

    @property
    def subject_title(self) -> str:
        if self.subject_id is None:
            return "Sujet à tirer au sort"
        return self.pack.subject(self.subject_id).title

    def _draw_revealed(self, revealed: kinds.DrawRevealed, fact: Fact) -> None:
        draw = next((one for one in self.draws if one.bound.draw_id == revealed.draw_id), None)
        if draw is None:
            return
        draw.revealed, draw.revealed_at, draw.revealed_by = revealed, fact.at, fact.actor.name
        if revealed.what == "subject":
            # Its own runs were made in this fact's transaction; those of a subject drawn before are gone.
            kept = {run_id: run for run_id, run in self.runs.items() if run.subject_id == revealed.chosen}
            self.runs = kept
            self._active = self._find_active()

    def recording_folder(self, run_id: RunId, call_id: CallId, consultation_id: CallId | None = None) -> str:
        """Where a call's sound is kept, below the recordings' root; a consultation's stands inside its call's."""
        return "/".join(filter(None, (self.training.id, run_id, call_id, consultation_id)))

    def clock_of(self, phase: PhaseId) -> PhaseClock:
        """Raises KeyError where this phase is not held."""
        return self.clock if phase == "exchanges" else self.phase_clocks[phase]

    def _deadline(self, phase: PhaseId) -> datetime | None:
        clock = self.clock if phase == "exchanges" else self.phase_clocks.get(phase)
        return clock.ends_at() if clock is not None else None

    @property
    def clocks(self) -> list[PhaseClock]:
        """Of every phase that is held, in the order of the day; the exchanges' alone where nothing else is."""
        return [self.clock_of(phase.id) for phase in self.training.phases] or [self.clock]

    def marking_seen_by(self, actor: str) -> MarkingView:
        """What this juror may see of all that was marked here."""
        return self.marking.seen_by(actor, self.jurors if self.training.kind == "exam" else frozenset())

    @property
    def active(self) -> RunState | None:
        """The exchange that the candidate is busy with."""
        return self._active

    def _find_active(self) -> RunState | None:
        return next((run for run in self.runs.values() if run.phase in ACTIVE), None)

    def feedback_of(self, run: RunState) -> tuple[str, datetime] | None:
        """What the candidate may read of an exchange: a trainer's words, "" where the tool's own reading is open."""
        if self.training.kind != "practice":
            return None
        if run.feedback is None and self.training.feedback == "automatic" and run.feedback_ready_at is not None:
            return "", run.feedback_ready_at
        return run.feedback

    @property
    def queued(self) -> list[RunState]:
        """In the order in which they were queued."""
        waiting = [(run.queued_at, run) for run in self.runs.values() if run.phase == "queued" and run.queued_at]
        return [run for _, run in sorted(waiting, key=lambda pair: pair[0])]

    def run_of_call(self, call_id: CallId) -> RunState | None:
        """Also by the id of a consultation."""
        return next(
            (run for run in self.runs.values() if any(c.call_id == call_id for c in run.calls)), None
        ) or next((run for run in self.runs.values() if run.consultation(call_id) is not None), None)
