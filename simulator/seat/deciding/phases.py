"""What the responsible person does with the phases of a candidate's day, and what happens to the candidate in it.

Every act has an author and, where fairness asks for one, a reason. A phase opens once those before it are closed,
never early, never before the envelopes are opened. What ends by itself is in `clocks.py`.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from exams import extra_time
from exams.phases import WRITTEN, PhaseId
from simulator.facts import kinds
from simulator.facts.fact import NewFact
from simulator.ids import SeatId
from simulator.seat.clock import PhaseClock
from simulator.seat.deciding import breaks
from simulator.seat.deciding.under_signature import is_under_signature
from simulator.seat.decision import Decision, Scene
from simulator.seat.refusals import Refused, TooMuchExtraTime
from simulator.seat.state import SeatState

Act = Callable[[Scene], Decision]
"""What is done at a seat. Raises Refused."""

LONG_ENOUGH = timedelta(seconds=60)
"""A pause kept later than this after its measure gives the lost minutes back."""


@dataclass(frozen=True, slots=True)
class Measure:
    """Of a room or of all, as the day's facts say."""

    id: str
    at: datetime
    reason: str
    evacuation: bool = False


def open_phase(
    scene: Scene, phase: PhaseId, *, envelopes_closed: bool = False, due_at: datetime | None = None
) -> Decision:
    """`envelopes_closed`: the subject is still sealed. `due_at`: when the timetable wants it; None: any time."""
    state = scene.state
    clock = need_open_to(state, phase)
    if envelopes_closed:
        raise Refused("envelopes_closed")
    if due_at is not None and scene.now < due_at:
        raise Refused("too_early")
    return Decision([NewFact(kinds.ClockStarted(phase=phase, minutes=clock.minutes), None, scene.desk.actor)])


def need_open_to(state: SeatState, phase: PhaseId) -> PhaseClock:
    """The clock of a phase that may be opened now. Raises Refused."""
    _need_open_session(state)
    clock = clock_of(state, phase)
    if state.day.presence == "abandoned":
        raise Refused("candidate_gone")
    if clock.state != "not_started":
        raise Refused("clock_state")
    if any(before.state != "ended" for before in _before(state, phase)):
        raise Refused("phase_before")
    return clock


def pause(scene: Scene, phase: PhaseId, reason: str) -> Decision:
    if clock_of(scene.state, phase).state != "running":
        raise Refused("clock_state")
    return Decision([NewFact(kinds.ClockPaused(phase=phase, reason=reason), None, scene.desk.actor)])


def resume(scene: Scene, phase: PhaseId, reason: str = "") -> Decision:
    if clock_of(scene.state, phase).state != "paused":
        raise Refused("clock_state")
    return Decision([NewFact(kinds.ClockResumed(phase=phase, reason=reason), None, scene.desk.actor)])


def extend(scene: Scene, phase: PhaseId, minutes: int, reason: str) -> Decision:
    _need_open_session(scene.state)
    if clock_of(scene.state, phase).state == "ended":
        raise Refused("phase_ended")
    extended = kinds.ClockExtended(phase=phase, minutes=minutes, reason=reason)
    return Decision([NewFact(extended, None, scene.desk.actor)])


def close(scene: Scene, phase: PhaseId, reason: str) -> Decision:
    """Before its time. What is there is handed in, as at the end of the time."""
    if clock_of(scene.state, phase).state not in ("running", "paused"):
        raise Refused("clock_state")
    if phase == "exchanges" and scene.state.active is not None:
        raise Refused("clock_not_ended")
    return Decision([NewFact(kinds.ClockEnded(phase=phase, reason=reason), None, scene.desk.actor)])


def end_written(scene: Scene, reason: str) -> Decision:
    """The session is closed: whatever is still written in, a pause included, is handed in as it is."""
    open_ones = [one for one in scene.state.clocks if one.phase in WRITTEN and one.state in ("running", "paused")]
    return Decision(
        [NewFact(kinds.ClockEnded(phase=one.phase, reason=reason), None, scene.desk.actor) for one in open_ones]
    )


def is_written_in(state: SeatState) -> bool:
    """Whether a phase that produces texts is under way, a pause included."""
    return any(one.phase in WRITTEN and one.state in ("running", "paused") for one in state.clocks)


def reopen(scene: Scene, phase: PhaseId, minutes: int, reason: str) -> Decision:
    """The screen and the lock with it: whatever may be written in this phase goes by this one clock."""
    reopened = kinds.ClockReopened(phase=phase, minutes=minutes, reason=reason)
    _need_reopenable(scene.state, phase)
    return Decision([NewFact(reopened, None, scene.desk.actor)])


def arrived(scene: Scene, minutes_late: int) -> Decision:
    """Late or not: no end moves. Whoever was noted absent may come after all."""
    _need_open_session(scene.state)
    if scene.state.day.presence == "present":
        return Decision()
    if scene.state.day.presence == "abandoned":
        raise Refused("candidate_gone")
    return Decision([NewFact(kinds.CandidateArrived(minutes_late=minutes_late), None, scene.desk.actor)])


def absent(scene: Scene, remark: str, *, though_connected: bool = False) -> Decision:
    """`though_connected`: whoever notes it was told that somebody works at this desk. Raises Refused."""
    _need_open_session(scene.state)
    if scene.state.day.presence != "expected":
        raise Refused("already_there")
    if scene.here.candidate.is_connected and not though_connected:
        raise Refused("candidate_connected")
    return Decision([NewFact(kinds.CandidateAbsent(remark=remark), None, scene.desk.actor)])


def abandoned(scene: Scene, remark: str) -> Decision:
    """Left for good: what runs is closed, so that what was produced is handed in as it is."""
    _need_open_session(scene.state)
    if scene.state.day.presence == "abandoned":
        return Decision()
    if scene.state.active is not None:
        raise Refused("clock_not_ended")
    ends = [
        NewFact(kinds.ClockEnded(phase=clock.phase, reason="Abandon"), None, scene.desk.actor)
        for clock in scene.state.clocks
        if clock.state in ("running", "paused")
    ]
    return Decision([NewFact(kinds.CandidateAbandoned(remark=remark), None, scene.desk.actor), *ends])


def identity_checked(scene: Scene, document: str, minutes_late: int) -> Decision:
    """Whoever shows a paper is there."""
    seen = NewFact(kinds.IdentityChecked(document=document), None, scene.desk.actor)
    return arrived(scene, minutes_late).then(Decision([seen]))


def correct_candidate(scene: Scene, correction: kinds.CandidateChanged) -> Decision:
    """What the record says of the candidate; a closed session's stays as it is.

    Whoever has begun is examined on this day: on another's, no measure of today would reach their clock.
    """
    _need_open_session(scene.state)
    if "day" in correction.after and has_begun(scene.state):
        raise Refused("day_begun")
    return Decision([NewFact(correction, None, scene.desk.actor)])


def has_begun(state: SeatState) -> bool:
    """Whether a phase was opened for them, or somebody noted that they came. Whoever is absent may still come."""
    return state.day.presence in ("present", "abandoned") or any(
        clock.state != "not_started" for clock in state.clocks
    )


def grant(scene: Scene, accommodation: kinds.AccommodationGranted) -> Decision:
    """Before, during or after a phase: each gets the difference to what it was granted before.

    An ended phase is opened again where it is named, or where nothing after it has begun; that is when extra time
    given late still serves. Raises Refused where another phase is under way, TooMuchExtraTime.
    """
    state, by = scene.state, scene.desk.actor
    _need_open_session(state)
    _need_within_cap(state, accommodation)
    facts = [NewFact(accommodation, None, by)]
    reason = f"Aménagement {accommodation.reference}".strip()
    for clock in state.clocks:
        is_named = clock.phase in accommodation.phases
        if accommodation.phases and not is_named:
            continue
        due = extra_minutes(accommodation, clock.minutes) - granted_to(state, clock.phase)
        if due == 0:
            continue
        if clock.state != "ended":
            extended = kinds.ClockExtended(phase=clock.phase, minutes=due, reason=reason, accommodation=True)
            facts.append(NewFact(extended, None, by))
        elif due > 0 and (is_named or _is_last_begun(state, clock.phase)):
            _need_reopenable(state, clock.phase)
            reopened = kinds.ClockReopened(phase=clock.phase, minutes=due, reason=reason, accommodation=True)
            facts.append(NewFact(reopened, None, by))
    return Decision(facts)


def left_out(state: SeatState, accommodation: kinds.AccommodationGranted) -> tuple[PhaseId, ...]:
    """Ended phases to which `grant` gives nothing though more is due: others have begun since, and none is named."""
    return tuple(
        clock.phase
        for clock in state.clocks
        if clock.state == "ended"
        and not accommodation.phases
        and extra_minutes(accommodation, clock.minutes) > granted_to(state, clock.phase)
        and not _is_last_begun(state, clock.phase)
    )


def extra_minutes(accommodation: kinds.AccommodationGranted, minutes: int) -> int:
    """Of a phase of so many official minutes; a started minute is a minute."""
    return extra_time.extra_minutes(minutes, accommodation.percent, accommodation.minutes)


def granted_to(state: SeatState, phase: PhaseId) -> int:
    """Extra minutes that this phase was granted so far; the exchanges' may come from the seat itself."""
    return state.day.granted.get(phase, 0) + (state.seat.extra_minutes if phase == "exchanges" else 0)


def pause_for(scene: Scene, measure: Measure) -> Decision:
    """This seat's part of a measure, once however often it is carried out, after a crash too.

    Kept long after the measure was taken, it gives back the minutes that ran meanwhile, and the phase that ended. A
    phase that was opened after it is not its business.
    """
    command = own_part(measure.id, "pause", scene.state.seat.id)
    if command in scene.state.commands:
        return Decision()
    by, lost = scene.desk.actor, scene.now - measure.at
    held = breaks.on_break(scene.state)
    if held is not None:
        # Whoever is driven out of a break has not had it, and must not find their clock running in the street.
        cut = kinds.ClockResumed(phase=held.phase, reason=measure.reason, gives_back=True)
        return Decision([NewFact(cut, None, by), _paused(held.phase, measure, command, scene)])
    running = next((clock for clock in scene.state.clocks if clock.state == "running"), None)
    if running is not None and not _began_before(scene.state, running, measure):
        return Decision()
    if running is not None:
        facts = [_paused(running.phase, measure, command, scene)]
        if lost >= LONG_ENOUGH:
            given = kinds.ClockExtended(phase=running.phase, minutes=_whole(lost), reason=measure.reason)
            facts.append(NewFact(given, None, by))
        return Decision(facts)
    if is_under_signature(scene.state):
        # Nothing that their jury has signed is opened again; whatever still runs is held as anybody's.
        return Decision()
    for clock in scene.state.clocks:
        told = scene.state.day.told(clock.phase)
        ended_at = min((at for at in (told.ended_at, told.due_at) if at is not None), default=measure.at)
        if clock.state == "ended" and ended_at > measure.at and _began_before(scene.state, clock, measure):
            minutes = _whole(ended_at - measure.at)
            back = kinds.ClockReopened(phase=clock.phase, minutes=minutes, reason=measure.reason)
            return Decision([NewFact(back, None, by), _paused(clock.phase, measure, command, scene)])
    return Decision()


def _began_before(state: SeatState, clock: PhaseClock, measure: Measure) -> bool:
    began = state.day.told(clock.phase).started_at
    return began is None or began <= measure.at


def resume_after(scene: Scene, measure: Measure) -> Decision:
    """Lifts this seat's part of a measure: only a clock that this very measure holds goes on."""
    command = own_part(measure.id, "resume", scene.state.seat.id)
    if command in scene.state.commands:
        return Decision()
    for clock in scene.state.clocks:
        if clock.state == "paused" and scene.state.day.told(clock.phase).paused_by == measure.id:
            resumed = kinds.ClockResumed(phase=clock.phase, reason=measure.reason)
            return Decision([NewFact(resumed, None, scene.desk.actor, command)])
    return Decision()


def note_preparation(scene: Scene, customer_id: str, text: str) -> Decision:
    """While the preparation runs; during the exchanges they are read, and may still be completed."""
    state = scene.state
    breaks.take_no_words(state, scene.now)
    if state.training.phases and not _files_are_out(state):
        raise Refused("files_closed")
    if customer_id not in customers_of(state):
        raise Refused("unknown_customer")
    if state.day.notes.get(customer_id, "") == text:
        return Decision()
    return Decision([NewFact(kinds.PreparationNoted(customer_id=customer_id, text=text), None, scene.desk.actor)])


def subject_of(state: SeatState) -> str | None:
    """What this candidate plays: drawn for them, or the session's where nothing is drawn. None until their word.

    Before the commitment too, or they would read a subject that another may play.
    """
    if state.day.drawn_from is not None:
        return state.day.drawn_subject
    return state.subject_id


def customers_of(state: SeatState) -> tuple[str, ...]:
    """Customers of the candidate's subject, in its order; none before the draw."""
    subject_id = subject_of(state)
    subject = next((one for one in state.pack.subjects if one.id == subject_id), None)
    return tuple(dict.fromkeys(one.customer for one in subject.exchanges)) if subject is not None else ()


def may_read_company(state: SeatState) -> bool:
    """The fictive company: from the moment a phase that plays in it is open."""
    if not state.training.phases:
        return True
    return any(clock.state in ("running", "ended") for clock in state.clocks)


def may_read_files(state: SeatState) -> bool:
    """Customers' files and the company's documents: while the preparation runs, once the subject is drawn, and in
    the exchanges. A paused preparation, whose room is empty, shows nothing; nor does a break.
    """
    return not state.training.phases or (breaks.shut(state) is None and _files_are_out(state))


def may_search(state: SeatState) -> bool:
    """The whole company's customers: once exchanges are open, as an adviser finds whoever calls."""
    if not state.training.phases:
        return True
    is_open = state.clock.state in ("running", "paused") and breaks.shut(state) is None
    return is_open or state.active is not None


def clock_of(state: SeatState, phase: PhaseId) -> PhaseClock:
    """Raises Refused where this phase is not held."""
    try:
        return state.clock_of(phase)
    except KeyError:
        raise Refused("unknown_phase") from None


def own_part(measure_id: str, what: str, seat_id: SeatId) -> str:
    """Names this seat's part of a measure, once in the installation."""
    return sha256(f"measure {measure_id} {what} {seat_id}".encode()).hexdigest()


def _files_are_out(state: SeatState) -> bool:
    """Whether a phase is under way in which the candidate works with them, a break of it included."""
    if subject_of(state) is None:
        return False
    held = {clock.phase: clock for clock in state.clocks}
    preparation, exchanges = held.get("preparation"), held.get("exchanges")
    prepares = preparation is not None and (preparation.state == "running" or preparation.break_until is not None)
    plays = exchanges is not None and exchanges.state in ("running", "paused")
    return prepares or plays or state.active is not None


def _paused(phase: PhaseId, measure: Measure, command: str, scene: Scene) -> NewFact:
    reason, away = measure.reason, measure.evacuation
    fact = kinds.ClockPaused(phase=phase, reason=reason, measure_id=measure.id, evacuation=away)
    return NewFact(fact, None, scene.desk.actor, command)


def _whole(time: timedelta) -> int:
    return math.ceil(time / timedelta(minutes=1))


def _before(state: SeatState, phase: PhaseId) -> list[PhaseClock]:
    held = [clock.phase for clock in state.clocks]
    return state.clocks[: held.index(phase)]


def _is_last_begun(state: SeatState, phase: PhaseId) -> bool:
    begun = [clock.phase for clock in state.clocks if clock.state != "not_started"]
    return bool(begun) and begun[-1] == phase


def _need_reopenable(state: SeatState, phase: PhaseId) -> None:
    _need_open_session(state)
    if clock_of(state, phase).state != "ended":
        raise Refused("clock_state")
    if state.day.presence == "abandoned":
        raise Refused("candidate_gone")
    if any(clock.state == "running" for clock in state.clocks):
        raise Refused("other_phase_runs")


def _need_within_cap(state: SeatState, accommodation: kinds.AccommodationGranted) -> None:
    """Of each phase that it concerns, by its own length. Raises TooMuchExtraTime."""
    most_percent = state.training.most_extra_percent
    for clock in state.clocks:
        if accommodation.phases and clock.phase not in accommodation.phases:
            continue
        asked = extra_minutes(accommodation, clock.minutes)
        most = extra_time.most_extra(clock.minutes, most_percent)
        if asked > most:
            raise TooMuchExtraTime(clock.phase, clock.minutes, asked, most, most_percent)


def _need_open_session(state: SeatState) -> None:
    if state.training.closed_at is not None:
        raise Refused("session_closed")
