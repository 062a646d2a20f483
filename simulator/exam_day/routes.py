"""The exam day over HTTP, for the responsible person and for invigilators."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from sqlalchemy import func, select

from simulator.accounts.actors import actor_of
from simulator.accounts.guards import Leader, having
from simulator.accounts.signing import SignedIn
from simulator.conduct.keepers import attached_on, days_kept, rooms_kept
from simulator.conduct.tables import ExamDayRow, SeatRow, TrainingSessionRow
from simulator.errors import Conflict, Forbidden
from simulator.exam_day import board as boards
from simulator.exam_day import bodies, measures, views
from simulator.exam_day.accommodations import Granting
from simulator.exam_day.day_parts import DayParts, UseDay
from simulator.exam_day.keeping import concerns, narrowed, narrowed_state
from simulator.exam_day.next_action import minutes_since
from simulator.exam_day.roster import Day, day_of
from simulator.exam_day.seats import at_each, at_work, read_all
from simulator.exam_day.state import DayState, on_day
from simulator.facts import day_facts
from simulator.facts.day_facts import AnyDayFact
from simulator.ids import SeatId, SessionId
from simulator.seat.deciding import phases
from simulator.seat.decision import Decision, Scene
from simulator.typography import french_spaces

router = APIRouter(prefix="/api/staff/exam-days")

Watcher = Annotated[SignedIn, Depends(having(frozenset({"session_lead", "invigilator"})))]
"""Whoever keeps a room: the responsible person may stand in for an invigilator."""

DayAsked = Annotated[str | None, Query(alias="day", max_length=10, pattern=r"^(\d{4}-\d{2}-\d{2})?$")]
"""A date of the session."""


@router.get("")
async def exam_days(who: Watcher, parts: UseDay) -> list[views.ExamDayLink]:
    """Sessions of which I lead or keep a day, newest first; an invigilator's are those that are still open."""
    leads = "session_lead" in who.roles
    query = (
        select(TrainingSessionRow, ExamDayRow, func.count(SeatRow.id))
        .join(ExamDayRow, ExamDayRow.session_id == TrainingSessionRow.id)
        .outerjoin(SeatRow, SeatRow.session_id == TrainingSessionRow.id)
        .group_by(TrainingSessionRow.id, ExamDayRow.session_id)
        .order_by(TrainingSessionRow.created_at.desc())
    )
    if not leads:
        query = query.where(TrainingSessionRow.closed_at.is_(None))
    async with parts.sessions() as session:
        rows = list(await session.execute(query))
    if not leads:
        rows = [row for row in rows if await _days_kept(parts, who, row[1])]
    return [
        views.ExamDayLink(
            session_id=training.id,
            title=training.title,
            days=tuple(row.days),
            candidates=seats,
            leads=leads,
            closed=training.closed_at is not None,
        )
        for training, row, seats in rows
    ]


@router.get("/{session_id}/board")
async def the_board(session_id: SessionId, who: Leader, parts: UseDay, asked: DayAsked = None) -> views.Board:
    """The whole day: who is where, what is late, what comes next. Of several: the one asked for, or today's."""
    day = parts.shown(await day_of(parts.sessions, session_id), asked)
    state = on_day(await parts.days.state(session_id), day.day)
    return boards.board(day, state, await read_all(parts.rooms, day), parts.clock.now(), await parts.plan(day))


@router.get("/{session_id}/watch")
async def the_watch(session_id: SessionId, who: Watcher, parts: UseDay, asked: DayAsked = None) -> views.Watch:
    """The invigilator's desk. Of several days: the one asked for, or today's, or the first of which I keep a room."""
    if asked is None:
        asked = await _day_of_mine(parts, who, session_id)
    day = await kept_day(parts, who, session_id, asked)
    state = narrowed_state(day, on_day(await parts.days.state(session_id), day.day))
    return boards.watch(day, state, await read_all(parts.rooms, day), parts.clock.now(), await parts.plan(day))


# Phases.


@router.post("/{session_id}/phases/open")
async def open_phase(
    session_id: SessionId, body: bodies.OpenPhase, who: Leader, parts: UseDay, asked: DayAsked = None
) -> views.Done:
    """Opens a phase for these candidates, or for all of the day: none early, none before the one before it closed."""
    day = parts.concerned(await day_of(parts.sessions, session_id), asked, body.seat_ids)
    closed = (await parts.days.state(session_id)).envelopes_closed
    chosen = day.seats_of("", body.seat_ids)
    return await act_at(
        parts, day, chosen, who, lambda scene: phases.open_phase(scene, body.phase, envelopes_closed=closed)
    )


@router.post("/{session_id}/phases/pause")
async def pause_phase(
    session_id: SessionId, body: bodies.PausePhase, who: Leader, parts: UseDay, asked: DayAsked = None
) -> views.Done:
    day = parts.concerned(await day_of(parts.sessions, session_id), asked, body.seat_ids)
    chosen = day.seats_of("", body.seat_ids)
    return await act_at(parts, day, chosen, who, lambda scene: phases.pause(scene, body.phase, body.reason))


@router.post("/{session_id}/phases/resume")
async def resume_phase(
    session_id: SessionId, body: bodies.ResumePhase, who: Leader, parts: UseDay, asked: DayAsked = None
) -> views.Done:
    day = parts.concerned(await day_of(parts.sessions, session_id), asked, body.seat_ids)
    chosen = day.seats_of("", body.seat_ids)
    return await act_at(parts, day, chosen, who, lambda scene: phases.resume(scene, body.phase, body.reason))


@router.post("/{session_id}/phases/extend")
async def extend_phase(
    session_id: SessionId, body: bodies.GiveTime, who: Leader, parts: UseDay, asked: DayAsked = None
) -> views.Done:
    day = parts.concerned(await day_of(parts.sessions, session_id), asked, body.seat_ids)
    chosen = day.seats_of("", body.seat_ids)
    return await act_at(
        parts, day, chosen, who, lambda scene: phases.extend(scene, body.phase, body.minutes, body.reason)
    )


@router.post("/{session_id}/phases/close")
async def close_phase(
    session_id: SessionId, body: bodies.PausePhase, who: Leader, parts: UseDay, asked: DayAsked = None
) -> views.Done:
    """Before its time, with a reason; what is there is handed in."""
    day = parts.concerned(await day_of(parts.sessions, session_id), asked, body.seat_ids)
    chosen = day.seats_of("", body.seat_ids)
    return await act_at(parts, day, chosen, who, lambda scene: phases.close(scene, body.phase, body.reason))


@router.post("/{session_id}/phases/reopen")
async def reopen_phase(
    session_id: SessionId, body: bodies.GiveTime, who: Leader, parts: UseDay, asked: DayAsked = None
) -> views.Done:
    day = parts.concerned(await day_of(parts.sessions, session_id), asked, body.seat_ids)
    chosen = day.seats_of("", body.seat_ids)
    return await act_at(
        parts, day, chosen, who, lambda scene: phases.reopen(scene, body.phase, body.minutes, body.reason)
    )


@router.post("/{session_id}/accommodations")
async def accommodate(session_id: SessionId, body: bodies.NewAccommodation, who: Leader, parts: UseDay) -> views.Done:
    """Before, during or after a phase; replaces what was granted before. Says which ended phases it leaves out."""
    day = await day_of(parts.sessions, session_id)
    chosen, granting = day.seats_of("", (body.seat_id,)), Granting(body)
    done = await act_at(parts, day, chosen, who, granting)
    return done.model_copy(update={"note": french_spaces(granting.note)})


# Measures for a room or for all.


@router.post("/{session_id}/measures", status_code=204)
async def take_measure(
    session_id: SessionId, body: bodies.NewMeasure, who: Leader, parts: UseDay, asked: DayAsked = None
) -> None:
    """Evacuation, power or network failure: one fact of the day, and a pause at each of its seats.

    For everybody, it reaches whoever works just now, on whichever day of the session their name stands.
    """
    whole = await day_of(parts.sessions, session_id)
    day = parts.concerned(whole, asked, body.seat_ids)
    seat_ids, of_day = day.seats_of(body.room, body.seat_ids), day.day
    if not body.room and not body.seat_ids:
        others = await at_work(parts.rooms, [one for one in whole.places if one.day != day.day])
        seat_ids, of_day = (*seat_ids, *others), None if others else of_day

    def take(state: DayState) -> list[AnyDayFact]:
        if body.id in state.measures:
            return []
        held = {one for it in state.measures.values() if it.lifted_at is None for one in it.seat_ids}
        if held.issuperset(seat_ids):
            # Two responsible persons at once: one lifting must let everybody go on.
            raise Conflict(
                "already_suspended",
                "Une suspension est déjà en cours pour ces candidats.",
                "« Reprendre » la lèvera ; il n’y a rien de plus à faire.",
            )
        return [
            day_facts.MeasureTaken(
                measure_id=body.id,
                cause=body.cause,
                reason=body.reason,
                room=body.room,
                seat_ids=seat_ids,
                day=of_day,
            )
        ]

    state = await parts.days.keep(session_id, actor_of(who), take)
    await measures.carry_out(parts.rooms, parts.days, session_id, state.measures[body.id], actor_of(who))


@router.post("/{session_id}/measures/{measure_id}/lift", status_code=204)
async def lift_measure(
    session_id: SessionId, measure_id: str, body: bodies.LiftMeasure, who: Leader, parts: UseDay
) -> None:
    """The clocks that it holds go on, with all the time that was left."""
    await day_of(parts.sessions, session_id)

    def lift(state: DayState) -> list[AnyDayFact]:
        known = state.measures.get(measure_id)
        if known is None:
            raise _gone("Cette mesure n’existe pas.")
        if known.lifted_at is not None:
            return []
        return [day_facts.MeasureLifted(measure_id=measure_id, reason=body.reason)]

    state = await parts.days.keep(session_id, actor_of(who), lift)
    await measures.carry_out(parts.rooms, parts.days, session_id, state.measures[measure_id], actor_of(who))


# Messages, incidents, help.


@router.post("/{session_id}/messages", status_code=204)
async def send_message(
    session_id: SessionId, body: bodies.NewMessage, who: Leader, parts: UseDay, asked: DayAsked = None
) -> None:
    """To the candidates and invigilators of a room, or of the whole day."""
    day = parts.concerned(await day_of(parts.sessions, session_id), asked)
    day.seats_of(body.room)
    sent = day_facts.MessageSent(text=body.text, room=body.room, day=day.day)
    await parts.days.keep(session_id, actor_of(who), lambda _: [sent])


@router.post("/{session_id}/incidents", status_code=204)
async def note_incident(
    session_id: SessionId, body: bodies.NewIncident, who: Watcher, parts: UseDay, asked: DayAsked = None
) -> None:
    """Of the day; sent twice, it is noted once."""
    day = await kept_day(parts, who, session_id, asked, body.seat_id)
    day.seats_of(body.room, (body.seat_id,) if body.seat_id else ())
    noted = day_facts.DayIncidentNoted(
        incident_id=body.id, text=body.text, room=body.room, seat_id=body.seat_id, day=day.day
    )
    await parts.days.keep(session_id, actor_of(who), lambda state: [] if body.id in state.incidents else [noted])


@router.post("/{session_id}/incidents/{incident_id}/close", status_code=204)
async def close_incident(
    session_id: SessionId, incident_id: str, body: bodies.CloseIncident, who: Leader, parts: UseDay
) -> None:
    await day_of(parts.sessions, session_id)

    def closed(state: DayState) -> list[AnyDayFact]:
        known = state.incidents.get(incident_id)
        if known is None:
            raise _gone("Cet incident n’existe pas.")
        return [] if known.closed_at else [day_facts.DayIncidentClosed(incident_id=incident_id, text=body.text)]

    await parts.days.keep(session_id, actor_of(who), closed)


@router.post("/{session_id}/help", status_code=204)
async def call_help(
    session_id: SessionId, body: bodies.CallHelp, who: Watcher, parts: UseDay, asked: DayAsked = None
) -> None:
    """An invigilator asks for somebody; sent twice, it is one call."""
    day = await kept_day(parts, who, session_id, asked, body.seat_id)
    day.seats_of(body.room, (body.seat_id,) if body.seat_id else ())
    called = day_facts.HelpCalled(help_id=body.id, room=body.room, seat_id=body.seat_id, text=body.text, day=day.day)
    await parts.days.keep(session_id, actor_of(who), lambda state: [] if body.id in state.helps else [called])


@router.post("/{session_id}/help/{help_id}/answer", status_code=204)
async def answer_help(session_id: SessionId, help_id: str, who: Watcher, parts: UseDay) -> None:
    """Somebody goes there."""
    call = (await parts.days.state(session_id)).helps.get(help_id)
    day = await kept_day(parts, who, session_id, call.day if call is not None else None)

    def answered(state: DayState) -> list[AnyDayFact]:
        known = state.helps.get(help_id)
        if known is None:
            raise _gone("Cet appel n’existe pas.")
        if not concerns(day, known):
            raise Forbidden("Cet appel vient d’une salle que vous ne surveillez pas.")
        return [] if known.answered_at else [day_facts.HelpAnswered(help_id=help_id)]

    await parts.days.keep(session_id, actor_of(who), answered)


# Candidates: identity, arrival, absence, abandonment.


@router.post("/{session_id}/seats/{seat_id}/identity")
async def check_identity(
    session_id: SessionId, seat_id: SeatId, body: bodies.IdentitySeen, who: Watcher, parts: UseDay
) -> views.Done:
    """An identity document was seen: its kind, never its number."""
    day = await kept_day(parts, who, session_id, None, seat_id)

    def seen(scene: Scene) -> Decision:
        return phases.identity_checked(scene, body.document, _late(scene, None))

    return await act_at(parts, day, day.seats_of("", (seat_id,)), who, seen)


@router.post("/{session_id}/seats/{seat_id}/arrival")
async def note_arrival(
    session_id: SessionId, seat_id: SeatId, body: bodies.Arrival, who: Watcher, parts: UseDay
) -> views.Done:
    """In time or late: the end of what is under way does not move."""
    day = await kept_day(parts, who, session_id, None, seat_id)

    def come(scene: Scene) -> Decision:
        return phases.arrived(scene, _late(scene, body.minutes_late))

    return await act_at(parts, day, day.seats_of("", (seat_id,)), who, come)


@router.post("/{session_id}/seats/{seat_id}/absence")
async def note_absence(
    session_id: SessionId, seat_id: SeatId, body: bodies.Absence, who: Watcher, parts: UseDay
) -> views.Done:
    """Of somebody whose desk is in use only once that was said."""
    day = await kept_day(parts, who, session_id, None, seat_id)

    def away(scene: Scene) -> Decision:
        return phases.absent(scene, body.remark, though_connected=body.though_connected)

    return await act_at(parts, day, day.seats_of("", (seat_id,)), who, away)


@router.post("/{session_id}/seats/{seat_id}/abandonment")
async def note_abandonment(
    session_id: SessionId, seat_id: SeatId, body: bodies.Left, who: Watcher, parts: UseDay
) -> views.Done:
    """Left for good; what was produced is handed in as it is."""
    day = await kept_day(parts, who, session_id, None, seat_id)
    chosen = day.seats_of("", (seat_id,))
    return await act_at(parts, day, chosen, who, lambda scene: phases.abandoned(scene, body.remark))


async def act_at(
    parts: DayParts, day: Day, seat_ids: tuple[SeatId, ...], who: SignedIn, make: phases.Act
) -> views.Done:
    return await at_each(parts.rooms, day, seat_ids, actor_of(who), make)


async def kept_day(
    parts: DayParts, who: SignedIn, session_id: SessionId, asked: str | None = None, seat_id: SeatId = bodies.NO_SEAT
) -> Day:
    """An invigilator keeps an open day, and of it the rooms that are theirs. Of several days: the one asked for, that
    of this seat, or the one shown. Raises Forbidden, NotFound."""
    whole = await day_of(parts.sessions, session_id)
    if whole.session.closed_at is not None and "session_lead" not in who.roles:
        raise Forbidden(
            "Cette journée est close.", "Le responsable de session imprime ce qui reste, depuis cette même page."
        )
    day = parts.concerned(whole, asked, (seat_id,) if seat_id else ())
    attached = attached_on((await parts.days.state(session_id)).attached, day.day)
    return narrowed(day, rooms_kept(attached, who.person_id, who.roles))


async def _days_kept(parts: DayParts, who: SignedIn, row: ExamDayRow) -> list[str]:
    by_day = (await parts.days.state(row.session_id)).attached
    return days_kept(by_day, row.days, who.person_id, who.roles)


async def _day_of_mine(parts: DayParts, who: SignedIn, session_id: SessionId) -> str | None:
    """What the desk shows at first: None for what anybody is shown."""
    day = await day_of(parts.sessions, session_id)
    mine = await _days_kept(parts, who, day.row)
    return mine[0] if mine and parts.shown(day, None).day not in mine else None


def _late(scene: Scene, given: int | None) -> int:
    """What was said, or what has passed of the phase under way."""
    if given is not None:
        return given
    running = next((clock for clock in scene.state.clocks if clock.state in ("running", "paused")), None)
    return minutes_since(scene.state.day.told(running.phase).started_at, scene.now) if running else 0


def _gone(message: str) -> Conflict:
    return Conflict("not_now", message, "Rechargez la page.")
