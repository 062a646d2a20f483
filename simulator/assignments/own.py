"""A trainee's side: what they were given to do, and where they do it."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, Response
from sqlalchemy import func, select

from simulator.accounts.signing import SignedIn
from simulator.assignments.own_places import OwnPlaces, UseOwnPlaces
from simulator.assignments.reading import Assigned, assigned
from simulator.assignments.views import OpenedPlace, OwnAssignment, OwnAssignments, OwnPlace
from simulator.conduct.in_turn import in_turn
from simulator.conduct.tables import SeatRow, TrainingSessionRow
from simulator.errors import NotFound
from simulator.ids import SeatId, SessionId
from simulator.packs.registry import PackRegistry
from simulator.parts import UseClock, UseKeptPacks, UsePackRegistry, UseSessions
from simulator.progress.barred import Barred, barred
from simulator.progress.exercises import ExerciseSessions, UseExerciseSessions
from simulator.steady_clock import SteadyClock
from simulator.storage.database import Sessions

if TYPE_CHECKING:
    from simulator.conduct.kept_packs import KeptPacks


class OwnExercises:
    """Made for a request of somebody at a candidate's desk; in an exam there is nothing of it."""

    def __init__(
        self,
        sessions: Sessions,
        clock: SteadyClock,
        packs: PackRegistry,
        kept_packs: "KeptPacks",
        exercises: ExerciseSessions,
        places: OwnPlaces,
    ) -> None:
        self._sessions, self._clock, self._packs, self._kept_packs = sessions, clock, packs, kept_packs
        self._exercises, self._places = exercises, places

    async def all(self, who: SignedIn) -> OwnAssignments:
        """Raises NotFound in an exam."""
        here = await self._places.here(who)
        shut, today = await self._shut(), self._today()
        mine = await self._mine(who, shut, today)
        listed = {one.row.session_id for one in mine}
        to_do = [self._view(one, who, today, is_here=one.row.session_id == here.id) for one in mine]
        return OwnAssignments(
            to_do=tuple(sorted(to_do, key=lambda one: one.played_at is not None)),
            places=tuple(
                OwnPlace(seat_id=seat.id, session_title=training.title, desk=seat.desk)
                for seat, training in await self._places.open_ones(who)
                if seat.id != who.seat_id and training.id not in listed and not _is_shut(shut, training)
            ),
        )

    async def play(self, who: SignedIn, session_id: SessionId, response: Response) -> OpenedPlace:
        """Sits down where the exercise is played; one that was played there is there to be played once more.

        Raises NotFound for what is not to be done by this person (any more), Conflict while an exchange runs here.
        """
        await self._places.here(who)
        mine = await self._mine(who, await self._shut(), self._today())
        one = next((it for it in mine if it.row.session_id == session_id), None)
        if one is None:
            raise NotFound("Cet exercice n’est pas, ou n’est plus, à faire.")
        await self._places.refuse_while_playing(who)
        seat = await self._place_in(one.training, who)
        await self._places.make_ready(seat, one.training, one.row.exchange_id)
        return await self._places.sit(who, seat, one.training, response)

    async def go_to(self, who: SignedIn, seat_id: SeatId, response: Response) -> OpenedPlace:
        """Another practice seat of one's own, in a session that is open. Raises NotFound, Conflict as `play`."""
        await self._places.here(who)
        shut = await self._shut()
        for seat, training in await self._places.open_ones(who):
            if seat.id == seat_id and not _is_shut(shut, training):
                await self._places.refuse_while_playing(who)
                return await self._places.sit(who, seat, training, response)
        raise NotFound("Ce poste n’est pas l’un des vôtres, ou sa séance est close.")

    async def _mine(self, who: SignedIn, shut: Barred, today: date) -> list[Assigned]:
        found = await assigned(self._sessions, today, person_id=who.person_id)
        return [one for one in found if not _is_shut(shut, one.training)]

    async def _shut(self) -> Barred:
        return await barred(self._sessions, self._packs, self._kept_packs)

    async def _place_in(self, training: TrainingSessionRow, who: SignedIn) -> SeatRow:
        """One's own, made for whoever has joined the group since."""
        own = select(SeatRow).where(SeatRow.session_id == training.id, SeatRow.person_id == who.person_id)
        count = select(func.count()).select_from(SeatRow).where(SeatRow.session_id == training.id)
        async with in_turn(f"assignment {training.id}"):
            async with self._sessions() as session:
                seat = await session.scalar(own.limit(1))
                places = await session.scalar(count) or 0
            if seat is not None:
                return seat
            return (await self._exercises.add_places(training, [who.name], first=places + 1))[0]

    def _today(self) -> date:
        return self._clock.now().astimezone().date()

    def _view(self, one: Assigned, who: SignedIn, today: date, *, is_here: bool) -> OwnAssignment:
        due_on, played_at = date.fromisoformat(one.row.due_on), one.played_at.get(who.person_id)
        return OwnAssignment(
            session_id=one.row.session_id,
            title=one.training.title,
            company_name=self._packs.names(one.training.pack_id, one.training.subject_id)[0],
            due_on=due_on,
            is_late=due_on < today and played_at is None,
            word=one.row.word,
            given_by=one.given_by,
            played_at=played_at,
            is_here=is_here,
        )


def _is_shut(shut: Barred, training: TrainingSessionRow) -> bool:
    return shut.has(training.pack_id, training.subject_id)


async def the_own_exercises(
    sessions: UseSessions,
    clock: UseClock,
    packs: UsePackRegistry,
    kept_packs: UseKeptPacks,
    exercises: UseExerciseSessions,
    places: UseOwnPlaces,
) -> OwnExercises:
    """FastAPI dependency."""
    return OwnExercises(sessions, clock, packs, kept_packs, exercises, places)


UseOwnExercises = Annotated[OwnExercises, Depends(the_own_exercises)]
