"""The boards, made from the day's facts and from each seat as it stands. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from exams.phases import WRITTEN
from exams.timetable.model import Plan
from simulator.exam_day import views
from simulator.exam_day.next_action import decision_of, minutes_since, next_of
from simulator.exam_day.planned import minutes_behind, steps_of
from simulator.exam_day.projecting import expected_of, is_gone
from simulator.exam_day.roster import Day, Place
from simulator.exam_day.state import DayState, messages_for
from simulator.live_messages.typed_view import typed_view
from simulator.seat.deciding import breaks
from simulator.seat.deciding.phases import subject_of
from simulator.seat.state import SeatState
from simulator.timetable.days import date_of


@dataclass(frozen=True, slots=True)
class Sat:
    """A place, its seat's state, and whether somebody is at the desk."""

    place: Place
    state: SeatState
    connected: bool


def board(day: Day, state: DayState, sat: Sequence[Sat], now: datetime, plan: Plan | None = None) -> views.Board:
    """For the responsible person."""
    seated = tuple(_board_place(one, state, now, plan) for one in sat)
    is_closed = day.session.closed_at is not None
    expected = expected_of(plan, seated, now, is_over=is_closed)
    places = tuple(one.model_copy(update={"expected": expected[one.seat_id]}) for one in seated)
    # A break is the candidate's own: it costs nobody's time.
    paused = [
        phase for place in places for phase in place.phases if phase.state == "paused" and phase.break_until is None
    ]
    return views.Board(
        session_id=day.session.id,
        title=day.session.title,
        format_id=cast(views.FormatId, day.row.format_id),
        day=date_of(day.day, day.row.days),
        days=tuple(day.row.days),
        closed=is_closed,
        server_now=now,
        envelopes="sealed" if state.envelopes_closed else "opened",
        envelopes_opened_at=state.opened_at,
        envelopes_seen_by=tuple(state.opened_by),
        ends_at=None if is_closed else _ends_of_day(date_of(day.day, day.row.days), places, now),
        timetable=_timetable(plan),
        lost_minutes=max((minutes_since(phase.paused_at, now) for phase in paused), default=0),
        decision=decision_of(state, places, now),
        rooms=rooms_of(day),
        places=places,
        incidents=_incidents(state),
        measures=tuple(
            views.MeasureView(
                measure_id=one.id,
                at=one.at,
                by=one.by,
                cause=one.cause,  # type: ignore[arg-type]  a fact's own words
                reason=one.reason,
                room=one.room,
                seat_ids=one.seat_ids,
                lifted_at=one.lifted_at,
            )
            for one in state.measures.values()
        ),
        helps=_helps(state),
        messages=tuple(_message(one.at, one.by, one.text, one.room) for one in state.messages),
    )


def watch(day: Day, state: DayState, sat: Sequence[Sat], now: datetime, plan: Plan | None = None) -> views.Watch:
    """For an invigilator: no jurors, no accommodations' references, nothing of a subject."""
    return views.Watch(
        session_id=day.session.id,
        title=day.session.title,
        day=date_of(day.day, day.row.days),
        days=tuple(day.row.days),
        closed=day.session.closed_at is not None,
        server_now=now,
        rooms=rooms_of(day),
        places=tuple(_watched(one, state, now, plan) for one in sat),
        incidents=_incidents(state),
        helps=_helps(state),
        messages=tuple(_message(one.at, one.by, one.text, one.room) for one in state.messages),
        prints=prints_of(sat, state),
    )


def prints_of(sat: Sequence[Sat], state: DayState) -> tuple[views.PrintJob, ...]:
    """Of every phase that is sealed and has not been opened again."""
    jobs: list[views.PrintJob] = []
    for one in sat:
        for clock in one.state.clocks:
            seal = one.state.seals.get(clock.phase)
            if clock.phase not in WRITTEN or clock.state != "ended" or seal is None:
                continue
            printed = state.printed.get((one.place.seat_id, seal.code))
            jobs.append(
                views.PrintJob(
                    seat_id=one.place.seat_id,
                    label=one.place.label,
                    candidate_name=one.place.candidate,
                    room=one.place.room,
                    sealed_at=seal.at,
                    receipt=seal.code,
                    printed_at=printed.at if printed is not None else None,
                    printed_by=printed.by if printed is not None else "",
                )
            )
    return tuple(sorted(jobs, key=lambda job: (job.printed_at is not None, job.sealed_at, job.label)))


def candidates_day(day: Day, state: DayState, sat: Sat, now: datetime) -> views.CandidateDay:
    """For one candidate: what is theirs."""
    seat_id = sat.place.seat_id
    called = [one.at for one in state.helps.values() if one.seat_id == seat_id and one.answered_at is None]
    return views.CandidateDay(
        session_title=day.session.title,
        server_now=now,
        phases=tuple(
            views.CandidatePhase(
                phase=clock.phase,
                minutes=clock.minutes,
                extra_minutes=clock.extra_minutes,
                receipt=sat.state.day.told(clock.phase).receipt,
            )
            for clock in sat.state.clocks
        ),
        presence=sat.state.day.presence,
        messages=tuple(_message(one.at, one.by, one.text, one.room) for one in messages_for(state, sat.place.room)),
        help_called_at=max(called, default=None),
        subject_drawn=subject_of(sat.state) is not None,
        breaks=_breaks(sat.state),
    )


def rooms_of(day: Day) -> tuple[str, ...]:
    return tuple(dict.fromkeys(place.room for place in day.places if place.room))


def _board_place(sat: Sat, day: DayState, now: datetime, plan: Plan | None) -> views.BoardPlace:
    granted = sat.state.day.accommodation
    shown = None
    if granted is not None:
        shown = views.AccommodationView(
            percent=granted.percent,
            minutes=granted.minutes,
            breaks=granted.breaks,
            break_minutes=granted.break_minutes,
            captions=granted.captions,
            reference=granted.reference,
        )
    watched = _watched(sat, day, now, plan)
    return views.BoardPlace(**dict(watched), jurors=sat.place.jurors, accommodation=shown)


def _watched(sat: Sat, day: DayState, now: datetime, plan: Plan | None) -> views.WatchedPlace:
    of_day, place = sat.state.day, sat.place
    phases = tuple(_phase(sat.state, index, now) for index in range(len(sat.state.clocks)))
    steps = steps_of(plan, place.seat_id)
    wrote_at = _wrote_since(sat.state)
    is_at_work = sat.connected or wrote_at is not None
    return views.WatchedPlace(
        seat_id=place.seat_id,
        label=place.label,
        candidate_name=place.candidate,
        desk=place.desk,
        room=place.room,
        presence=of_day.presence,
        minutes_late=of_day.minutes_late,
        arrived_at=of_day.arrived_at,
        identity=of_day.identity,
        connected=sat.connected,
        wrote_at=wrote_at,
        typed_while_closed=tuple(typed_view(one) for one in of_day.typed_while_closed),
        phases=phases,
        plan=steps,
        minutes_behind=minutes_behind(steps, phases, now) if of_day.presence != "abandoned" else 0,
        breaks=_breaks(sat.state),
        next=next_of(place.seat_id, of_day.presence, phases, day.envelopes_closed, now, steps, is_at_work=is_at_work),
    )


def _wrote_since(state: SeatState) -> datetime | None:
    """Of somebody noted absent: their last text since then."""
    left_at = state.day.left_at
    if state.day.presence != "absent" or left_at is None:
        return None
    return max((head.at for head in state.written.heads.values() if head.at > left_at), default=None)


def _breaks(state: SeatState) -> views.BreaksView | None:
    granted = breaks.allowance(state)
    if granted is None:
        return None
    return views.BreaksView(granted=granted.granted, taken=granted.taken, left=granted.left, minutes=granted.minutes)


def _phase(state: SeatState, index: int, now: datetime) -> views.PhaseOnBoard:
    clock = state.clocks[index]
    told = state.day.told(clock.phase)
    return views.PhaseOnBoard(
        phase=clock.phase,
        state=clock.state,
        minutes=clock.minutes,
        extra_minutes=clock.extra_minutes,
        started_at=told.started_at,
        ended_at=told.ended_at,
        ends_at=clock.ends_at(),
        remaining_seconds=clock.remaining(now).total_seconds(),
        paused_at=told.paused_at,
        pause_reason=clock.pause_reason,
        break_until=clock.break_until,
        measure_id=told.paused_by,
        receipt=told.receipt,
    )


def _timetable(plan: Plan | None) -> views.Timetable:
    if plan is None or not plan.bookings:
        return "none"
    return "made" if plan.day.date else "undated"


def _ends_of_day(day: str, places: Sequence[views.BoardPlace], now: datetime) -> datetime | None:
    """`day`: its date, or "". None for a later one that nobody planned or began: nothing says when it will begin."""
    is_later = bool(day) and date.fromisoformat(day) > now.astimezone().date()
    if is_later and not any(one.plan or any(it.state != "not_started" for it in one.phases) for one in places):
        return None
    return max((one.expected[-1].ends_at for one in places if one.expected and not is_gone(one)), default=now)


def _incidents(state: DayState) -> tuple[views.IncidentView, ...]:
    return tuple(
        views.IncidentView(
            incident_id=one.id,
            at=one.at,
            by=one.by,
            text=one.text,
            room=one.room,
            seat_id=one.seat_id,
            closed_at=one.closed_at,
            closed_text=one.closed_text,
        )
        for one in state.incidents.values()
    )


def _helps(state: DayState) -> tuple[views.HelpView, ...]:
    return tuple(
        views.HelpView(
            help_id=one.id,
            at=one.at,
            by=one.by,
            room=one.room,
            seat_id=one.seat_id,
            text=one.text,
            answered_at=one.answered_at,
            answered_by=one.answered_by,
        )
        for one in state.helps.values()
    )


def _message(at: datetime, by: str, text: str, room: str) -> views.MessageView:
    return views.MessageView(at=at, by=by, text=text, room=room)
