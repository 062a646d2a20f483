"""The one thing to do next, for a candidate and for the whole day. Pure: what the board shows, in; an action, out."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from exams.phases import PhaseId
from exams.timetable.model import JURY_PHASES
from simulator.exam_day.state import DayState
from simulator.exam_day.views import BoardPlace, NextAction, PhaseOnBoard, PlannedStep, WatchedPlace
from simulator.ids import SeatId
from simulator.seat.exam_day import Presence

TOGETHER: frozenset[PhaseId] = frozenset({"case_study"})
"""Phases that all candidates begin together."""

ORDER: tuple[PhaseId, ...] = (
    "case_study",
    "preparation",
    "exchanges",
    "interview_preparation",
    "recorded_sequence",
    "debrief",
    "technical_interview",
    "final_interview",
)


def next_of(
    seat_id: SeatId,
    presence: Presence,
    phases: Sequence[PhaseOnBoard],
    envelopes_closed: bool,
    now: datetime,
    steps: Sequence[PlannedStep] = (),
    *,
    is_at_work: bool = False,
) -> NextAction:
    """Of one candidate. `steps`: what the timetable has for them. `is_at_work`: connected, or has written since they
    were noted absent.
    """
    if presence == "abandoned":
        return NextAction(kind="gone", seat_ids=(seat_id,))
    paused = next((one for one in phases if one.state == "paused"), None)
    if paused is not None and paused.break_until is not None:
        return NextAction(kind="break", seat_ids=(seat_id,), phase=paused.phase, until=paused.break_until)
    if paused is not None:
        return NextAction(
            kind="resume",
            seat_ids=(seat_id,),
            phase=paused.phase,
            measure_id=paused.measure_id,
            minutes=minutes_since(paused.paused_at, now),
            until=now + timedelta(seconds=paused.remaining_seconds),
        )
    running = next((one for one in phases if one.state == "running"), None)
    if presence == "absent" and is_at_work:
        return NextAction(kind="correct_presence", seat_ids=(seat_id,), phase=running.phase if running else None)
    if presence in ("expected", "absent"):
        late = minutes_since(running.started_at, now) if running is not None else 0
        return NextAction(
            kind="note_arrival",
            seat_ids=(seat_id,),
            phase=running.phase if running else None,
            minutes=late,
            until=running.ends_at if running else None,
        )
    if running is not None:
        return NextAction(kind="wait", seat_ids=(seat_id,), phase=running.phase, until=running.ends_at)
    following = next((one for one in phases if one.state == "not_started"), None)
    if following is None:
        return NextAction(kind="finished", seat_ids=(seat_id,))
    if envelopes_closed:
        return NextAction(kind="open_envelopes", seat_ids=(seat_id,), phase=following.phase)
    ended = [one.ended_at for one in phases if one.ended_at is not None]
    waited = minutes_since(max(ended), now) if ended else 0
    planned = next((one for one in steps if one.phase == following.phase), None)
    return NextAction(kind="open_phase", seat_ids=(seat_id,), phase=following.phase, minutes=waited, planned=planned)


def decision_of(day: DayState, places: Sequence[BoardPlace], now: datetime) -> NextAction:
    """Of the whole day: what costs somebody time first, then what opens next, then what is waited for."""
    for call in day.helps.values():
        if call.answered_at is None:
            seat_ids = (call.seat_id,) if call.seat_id else ()
            waited = minutes_since(call.at, now)
            return NextAction(kind="answer_help", help_id=call.id, seat_ids=seat_ids, minutes=waited)
    actions = [place.next for place in places]
    for measure in day.measures.values():
        held = [one for one in actions if one.kind == "resume" and one.measure_id == measure.id]
        if measure.lifted_at is None and held:
            return NextAction(
                kind="lift_measure",
                measure_id=measure.id,
                seat_ids=tuple(seat_id for one in held for seat_id in one.seat_ids),
                phase=held[0].phase,
                minutes=minutes_since(measure.at, now),
                until=max((one.until for one in held if one.until is not None), default=None),
            )
    of_kind = {kind: [one for one in actions if one.kind == kind] for kind in {one.kind for one in actions}}
    if "resume" in of_kind:
        return max(of_kind["resume"], key=lambda one: one.minutes)
    before_opening = ("open_envelopes", "note_arrival", "correct_presence")
    if day.envelopes_closed and any(one.kind in before_opening for one in actions):
        return NextAction(kind="open_envelopes")
    expected = [place for place in places if place.presence == "expected"]
    busy = _juries_at_work(places)
    opening = [
        place.next
        for place in places
        if place.next.kind == "open_phase"
        and not (place.next.phase in JURY_PHASES and busy.intersection(place.jurors))
    ]
    # Whoever is late does not keep the others from beginning at the planned hour.
    is_due = any(one.planned is not None and one.planned.at <= now for one in opening)
    contradicted = of_kind.get("correct_presence", [])
    if contradicted and not is_due:
        return contradicted[0]
    if expected and not is_due:
        first = expected[0].next
        return first.model_copy(update={"seat_ids": tuple(place.seat_id for place in expected)})
    if opening:
        return _to_open(opening, places)
    waited_for = [*of_kind.get("wait", []), *of_kind.get("break", [])]
    if waited_for:
        return min(waited_for, key=lambda one: (one.until is None, one.until))
    return NextAction(kind="finished")


def _juries_at_work(places: Sequence[BoardPlace]) -> frozenset[str]:
    """They see one candidate at a time: what they come to next is not opened over what they are at."""
    return frozenset(
        juror
        for place in places
        if any(one.phase in JURY_PHASES and one.state in ("running", "paused") for one in place.phases)
        for juror in place.jurors
    )


def _to_open(actions: Sequence[NextAction], places: Sequence[WatchedPlace]) -> NextAction:
    """All together where the phase is; else whom the timetable has first; without one, whoever has waited longest."""
    together = [one for one in actions if one.phase in TOGETHER]
    if together:
        phase = together[0].phase
        seat_ids = tuple(place.seat_id for place in places if _may_begin(place, phase))
        return NextAction(
            kind="open_phase",
            phase=phase,
            seat_ids=seat_ids,
            minutes=max(one.minutes for one in together),
            planned=together[0].planned,
        )
    planned = [(one.planned.at, number) for number, one in enumerate(actions) if one.planned is not None]
    if planned:
        return actions[min(planned)[1]]
    return max(actions, key=lambda one: one.minutes)


def _may_begin(place: WatchedPlace, phase: PhaseId | None) -> bool:
    """Absent candidates too: whoever comes after all finds the same end."""
    following = next((one for one in place.phases if one.state != "ended"), None)
    is_next = following is not None and following.phase == phase and following.state == "not_started"
    return is_next and place.presence != "abandoned"


def minutes_since(then: datetime | None, now: datetime) -> int:
    """Whole minutes; 0 before anything."""
    return max(0, int((now - then) / timedelta(minutes=1))) if then is not None else 0
