"""What the responsible person does to a day's timetable: ground, plan, moves, undo, publication."""

import asyncio
from collections.abc import Iterable
from contextlib import AsyncExitStack
from datetime import date
from typing import Annotated, Literal

import structlog
from fastapi import Depends, Query
from sqlalchemy import select

from exams.timetable.assigning import NoPlan
from exams.timetable.greedy import greedy_plan
from exams.timetable.model import Day, Juror, Pair, Plan, Room, Rules
from exams.timetable.moving import Moved, NotInPlan, given_to, moved_to
from exams.timetable.optimal import is_installed, optimal_plan
from exams.timetable.rules import conflicts
from exams.timetable.words import ACTIVITY
from simulator.accounts.guards import JURORS
from simulator.accounts.live_rights import LiveRights
from simulator.accounts.tables import PersonRow
from simulator.conduct.in_turn import signing_turn
from simulator.conduct.likely_days import refuse_unlikely
from simulator.conduct.sessions import set_jurors
from simulator.desk.rooms import SeatRooms
from simulator.errors import Conflict, NotFound
from simulator.facts.day_facts import TimetablePublished
from simulator.facts.day_log import DayLog
from simulator.facts.fact import Actor
from simulator.facts.log import Overtaken
from simulator.ids import PersonId, SeatId, SessionId
from simulator.parts import UseClock, UseLiveRights, UseRooms, UseSessions
from simulator.seat.deciding.under_signature import was_signed
from simulator.steady_clock import SteadyClock
from simulator.storage.database import Sessions
from simulator.timetable.corrections import told_of
from simulator.timetable.days import FIRST
from simulator.timetable.store import Kept, TimetableChanged, TimetableStore, with_setup
from simulator.timetable.views import (
    BookingView,
    ConflictView,
    DayCandidateView,
    DayJurorView,
    MoveView,
    NewMove,
    NewSetup,
    PairView,
    RoomView,
    RulesView,
    TimetableView,
)
from simulator.typography import french_spaces

log = structlog.get_logger(__name__)

TRIES = 3
"""Of a day's fact while others are kept at the same moment."""


class NoTimetable(Conflict):
    """No plan keeps the rules, with the reasons and what to change."""

    def __init__(self, sentences: Iterable[str]) -> None:
        first, *others = sentences
        message, _, remedy = first.partition(". ")
        super().__init__("no_timetable", f"{message}.", " ".join([remedy, *others]).strip())


class Planner:
    """For one request. `day`: of a session of several, `days.py`."""

    def __init__(
        self, sessions: Sessions, clock: SteadyClock, live_rights: LiveRights, rooms: SeatRooms, day: str = FIRST
    ) -> None:
        self._sessions, self._clock, self._live_rights, self._rooms = sessions, clock, live_rights, rooms
        self._days = DayLog(sessions)
        self.store = TimetableStore(sessions, day)

    async def view(self, session_id: SessionId) -> TimetableView:
        return await self._shown(await self.store.newest(session_id))

    async def set_up(self, session_id: SessionId, new: NewSetup, actor: Actor) -> TimetableView:
        """Date, rooms, pairs and rules. Raises NotFound for a juror who is none, Conflict for two of one name and for
        a date that is no likely one.
        """
        kept = await self._of_version(session_id, new.version)
        _refuse_twins([room.id for room in new.rooms] + [pair.id for pair in new.pairs])
        names = await self.jurors()
        pairs = tuple(_pair(pair, names) for pair in new.pairs)
        rooms = tuple(Room(one.id, one.name.strip(), one.posts, one.uses) for one in new.rooms)
        rules = Rules(**dict(new.rules))
        # The dates of a session of several days are its own.
        if new.date is not None and new.date.isoformat() != kept.plan.day.date:
            refuse_unlikely([new.date], self._clock.now().astimezone().date())
        own = kept.plan.day.date if len(kept.days) > 1 else new.date.isoformat() if new.date else ""
        plan = with_setup(kept.plan, own, rooms, pairs, rules)
        return await self._keep(kept, plan, "Salles, binômes et horaires", actor)

    async def compute(
        self, session_id: SessionId, version: int, method: Literal["quick", "solver"], actor: Actor
    ) -> TimetableView:
        """A new plan. Raises NoTimetable with the reasons; Conflict where the solver is not installed.

        The solver may think for some six seconds, in a thread. Cancelled, nothing is kept.
        """
        kept = await self._of_version(session_id, version)
        if method == "solver" and not is_installed():
            raise Conflict(
                "no_solver",
                "Le calcul optimal n’est pas installé sur ce serveur.",
                "Choisissez le calcul rapide, ou demandez à votre informaticien de lancer « make planning ».",
            )
        compute = optimal_plan if method == "solver" else greedy_plan
        try:
            plan = await asyncio.to_thread(compute, kept.plan.day)
        except NoPlan as none:
            raise NoTimetable(none.sentences) from none
        log.info("timetable_computed", session=session_id, method=method, end=plan.end)
        return await self._keep(kept, plan, "Plan calculé", actor)

    async def move(self, session_id: SessionId, move: NewMove, actor: Actor) -> MoveView:
        """« Déplacer à 10:40 », or to another pair; kept unless one only looks. Conflicts are told, not refused."""
        kept = await self._of_version(session_id, move.version)
        moved = self._moved(kept.plan, move)
        if not move.only_look and moved.moved:
            view = await self._keep(kept, moved.plan, moved.sentence, actor)
        else:
            view = await self._shown(kept, moved.plan)
        return MoveView(sentence=french_spaces(moved.sentence), moved=moved.moved, timetable=view)

    async def undo(self, session_id: SessionId, version: int, actor: Actor) -> TimetableView:
        kept = await self._of_version(session_id, version)
        await self.store.undo(kept, actor, self._clock.now())
        return await self.view(session_id)

    async def publish(
        self, session_id: SessionId, version: int, despite_conflicts: bool, actor: Actor
    ) -> TimetableView:
        """What convocations are printed from; the jurors of each pair are attached to their candidates' seats.

        Raises Conflict for an empty plan, for one with conflicts unless they are accepted, and for one that gives
        somebody whose jury has signed to others.
        """
        kept = await self._of_version(session_id, version)
        if not kept.plan.bookings:
            raise Conflict("no_plan", "Il n’y a pas encore de plan.", "Calculez-le, puis publiez-le.")
        found = conflicts(kept.plan)
        if found and not despite_conflicts:
            raise Conflict(
                "plan_has_conflicts",
                f"Ce plan ne respecte pas toutes les règles : {found[0].sentence}",
                "Corrigez-le, ou publiez-le malgré tout.",
            )
        juries = _juries_of(kept.plan)
        async with AsyncExitStack() as turns:
            # In one order: two publications at once do not wait for each other.
            for seat_id in sorted(juries):
                await turns.enter_async_context(signing_turn(seat_id))
            for seat_id, jurors in juries.items():
                await self._need_same_signers(seat_id, jurors)
            await self._keep_fact(kept, actor)
            for seat_id, jurors in juries.items():
                await set_jurors(self._sessions, self._live_rights, seat_id, jurors)
                await self._rooms.rows_changed(seat_id)
        return await self.view(session_id)

    async def _need_same_signers(self, seat_id: SeatId, jurors: list[PersonId]) -> None:
        """A plan voids nobody's signature: that is done for one candidate, with its reason. Raises Conflict."""
        state = (await self._rooms.read(seat_id)).state
        if was_signed(state) and state.jurors != frozenset(Actor.of_person(one).id for one in jurors):
            raise Conflict(
                "jury_has_signed",
                f"Le jury de {state.seat.label} a signé, et ce plan lui en donnerait un autre.",
                "Rendez-lui son binôme, ou changez d’abord ce jury sur la page de la séance, avec le motif.",
            )

    async def published_version(self, kept: Kept) -> int | None:
        """Of this day, newest."""
        told = [fact.data for fact in await self._days.of_session(kept.session_id)]
        plans = [one for one in told if isinstance(one, TimetablePublished) and one.day == kept.day]
        return plans[-1].version if plans else None

    async def published(self, session_id: SessionId) -> Kept | None:
        """None before the first publication. Raises NotFound, NotAnExamDay."""
        version = await self.published_version(await self.store.newest(session_id))
        return None if version is None else await self.store.at_version(session_id, version)

    async def jurors(self) -> dict[str, str]:
        """Person → name, of all who may be of a jury."""
        async with self._sessions() as session:
            people = await session.scalars(select(PersonRow).where(PersonRow.disabled_at.is_(None)))
            return {one.id: one.name for one in people if JURORS & set(one.roles)}

    def _moved(self, plan: Plan, move: NewMove) -> Moved:
        try:
            if move.pair is not None:
                booking = plan.find(move.booking)
                return given_to(plan, booking.candidate or "" if booking else "", move.pair)
            return moved_to(plan, move.booking, 0 if move.start is None else move.start)
        except NotInPlan as error:
            raise NotFound("Cette étape n’est plus dans l’emploi du temps.") from error

    async def _of_version(self, session_id: SessionId, version: int) -> Kept:
        kept = await self.store.newest(session_id)
        if kept.version != version:
            raise TimetableChanged
        return kept

    async def _keep(self, kept: Kept, plan: Plan, change: str, actor: Actor) -> TimetableView:
        await self.store.keep(kept, plan, change, actor, self._clock.now())
        return await self.view(kept.session_id)

    async def _keep_fact(self, kept: Kept, actor: Actor) -> None:
        session_id = kept.session_id
        for left in reversed(range(TRIES)):
            facts = await self._days.of_session(session_id)
            after = facts[-1].number if facts else 0
            try:
                published = TimetablePublished(version=kept.version, day=kept.day)
                await self._days.keep(session_id, after, [(actor, published)], self._clock.now())
                return
            except Overtaken:
                if not left:
                    raise

    async def _shown(self, kept: Kept, plan: Plan | None = None) -> TimetableView:
        """For the responsible person: with what was corrected since the import, and each decision's reference."""
        view = shown(kept, plan or kept.plan, await self.published_version(kept))
        told = await told_of(self._sessions, kept.session_id)
        candidates = tuple(
            one.model_copy(
                update={
                    "accommodation": told.references.get(one.seat_id, ""),
                    "changes": tuple(told.changes.get(one.seat_id, ())),
                }
            )
            for one in view.candidates
        )
        return view.model_copy(update={"candidates": candidates})


DayAsked = Annotated[str, Query(max_length=10, pattern=r"^(\d{4}-\d{2}-\d{2})?$")]
"""A date of the session; left out: its first, or a board's today."""


async def the_planner(
    sessions: UseSessions, clock: UseClock, live_rights: UseLiveRights, rooms: UseRooms, day: DayAsked = FIRST
) -> Planner:
    """FastAPI dependency."""
    return Planner(sessions, clock, live_rights, rooms, day)


UsePlanner = Annotated[Planner, Depends(the_planner)]


def _juries_of(plan: Plan) -> dict[SeatId, list[PersonId]]:
    """The jurors of each candidate's pair."""
    juries: dict[SeatId, list[PersonId]] = {}
    for candidate in plan.day.present:
        chosen = plan.day.pair(next((one.pair for one in plan.of_candidate(candidate.id) if one.pair), None))
        if chosen is not None:
            juries[SeatId(candidate.id)] = [PersonId(juror.id) for juror in chosen.jurors]
    return juries


def shown(kept: Kept, plan: Plan, published_version: int | None) -> TimetableView:
    day = plan.day
    return TimetableView(
        session_id=kept.session_id,
        title=kept.title,
        format_id=day.format_id,
        format_name=day.format.name,
        date=date.fromisoformat(day.date) if day.date else None,
        day=kept.day,
        days=tuple(date.fromisoformat(one) for one in kept.days),
        version=kept.version,
        published_version=published_version,
        can_undo=kept.undo_to is not None,
        change=french_spaces(kept.change),
        can_solve=is_installed(),
        rooms=tuple(RoomView(id=one.id, name=one.name, posts=one.posts, uses=one.uses) for one in day.rooms),
        pairs=tuple(_pair_view(one) for one in day.pairs),
        rules=_rules_view(day),
        candidates=tuple(
            DayCandidateView(
                seat_id=SeatId(one.id),
                name=one.name,
                label=one.label,
                desk=kept.desks.get(one.id, ""),
                route=one.route,
                extra_percent=one.extra_percent,
                extra_minutes=one.extra_minutes,
                trainers=one.trainers,
                absent=one.absent,
            )
            for one in day.candidates
        ),
        bookings=tuple(
            BookingView(
                id=one.id,
                activity=one.activity,
                words=ACTIVITY[one.activity],
                start=one.start,
                minutes=one.minutes,
                candidate=one.candidate,
                pair=one.pair,
                room=one.room,
            )
            for one in plan.bookings
        ),
        # Before a plan is computed, « missing » of everything says nothing.
        conflicts=tuple(
            ConflictView(sentence=french_spaces(one.sentence), bookings=one.bookings)
            for one in (conflicts(plan) if plan.bookings else ())
        ),
        end=plan.end,
    )


def _rules_view(day: Day) -> RulesView:
    rules = day.rules
    return RulesView(
        start=rules.start,
        letter_minutes=rules.letter_minutes,
        lunch_minutes=rules.lunch_minutes,
        lunch_from=rules.lunch_from,
        lunch_until=rules.lunch_until,
        deliberation_minutes=rules.deliberation_minutes,
        latest_end=rules.latest_end,
    )


def _pair_view(pair: Pair) -> PairView:
    jurors = tuple(DayJurorView(id=one.id, name=one.name, knows_retention=one.knows_retention) for one in pair.jurors)
    return PairView(id=pair.id, name=pair.name, jurors=jurors, room=pair.room)


def _pair(view: PairView, names: dict[str, str]) -> Pair:
    """With the names that the accounts have. Raises NotFound."""
    unknown = next((one for one in view.jurors if one.id not in names), None)
    if unknown is not None:
        raise NotFound("Cette personne ne peut pas faire partie d’un jury.")
    jurors = tuple(Juror(one.id, names[one.id], one.knows_retention) for one in view.jurors)
    return Pair(view.id, view.name.strip(), jurors, view.room)


def _refuse_twins(identifiers: list[str]) -> None:
    if len(set(identifiers)) < len(identifiers):
        raise Conflict("same_identifier", "Deux salles ou deux binômes sont confondus.", "Rechargez la page.")
