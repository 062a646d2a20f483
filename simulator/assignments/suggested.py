"""What progress suggests to a trainee, opened by themselves: a practice session on that exercise alone."""

from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, Response
from sqlalchemy import select

from scoring.referential import Referential
from simulator.accounts.signing import SignedIn
from simulator.assignments.own_places import OwnPlaces, UseOwnPlaces
from simulator.assignments.views import OpenedPlace
from simulator.conduct.in_turn import in_turn
from simulator.conduct.tables import ExchangeRunRow, SeatRow, TrainingSessionRow
from simulator.errors import Conflict, NotFound
from simulator.packs.registry import PackRegistry
from simulator.parts import UseKeptPacks, UsePackRegistry, UseReferential, UseSessions
from simulator.progress.exercises import Exercise, ExerciseSessions, UseExerciseSessions
from simulator.progress.gathering import practice_of_person
from simulator.progress.suggesting import open_subjects, suggest
from simulator.storage.database import Sessions

if TYPE_CHECKING:
    from simulator.conduct.kept_packs import KeptPacks


class SuggestedExercises:
    """Made for a request of somebody at a candidate's desk."""

    def __init__(
        self,
        sessions: Sessions,
        packs: PackRegistry,
        kept_packs: "KeptPacks",
        referential: Referential,
        exercises: ExerciseSessions,
        places: OwnPlaces,
    ) -> None:
        self._sessions, self._packs, self._kept_packs = sessions, packs, kept_packs
        self._referential, self._exercises, self._places = referential, exercises, places

    async def play(self, who: SignedIn, one: Exercise, response: Response) -> OpenedPlace:
        """Sits down at it: at the place that there is for it, else at a new one, whose jury is who made this session.

        Raises NotFound for what is not suggested now and in an exam, Conflict without a group or while playing.
        """
        here = await self._places.here(who)
        if not here.group_name:
            raise Conflict(
                "no_group", "Cette séance n’est d’aucun groupe.", "Demandez à votre formateur d’ouvrir cet exercice."
            )
        if not await self._is_suggested(who, one):
            raise NotFound("Cet exercice n’est plus conseillé.")
        await self._places.refuse_while_playing(who)
        # Pressed twice, it is one session.
        async with in_turn(f"suggested {who.person_id}"):
            place = await self._place_for(who, one)
            if place is None:
                await self._exercises.open(one, here.group_name, [who.name], here.created_by)
                place = await self._place_for(who, one)
        if place is None:
            raise NotFound("Cet exercice n’est plus là.")
        await self._places.make_ready(*place, one.exchange_id)
        return await self._places.sit(who, *place, response)

    async def _is_suggested(self, who: SignedIn, one: Exercise) -> bool:
        practice = await practice_of_person(self._sessions, who.person_id)
        if practice is None:
            return False
        subjects = await open_subjects(self._sessions, self._packs, self._kept_packs)
        return one in {
            Exercise(it.pack.company.id, it.subject.id, it.exchange.id)
            for it in suggest(practice, subjects, self._referential)
        }

    async def _place_for(self, who: SignedIn, one: Exercise) -> tuple[SeatRow, TrainingSessionRow] | None:
        """An open one with this exchange alone."""
        for seat, training in await self._places.open_ones(who):
            if (training.pack_id, training.subject_id) == (one.pack_id, one.subject_id):
                runs = select(ExchangeRunRow.exchange_id).where(ExchangeRunRow.seat_id == seat.id)
                async with self._sessions() as session:
                    if set(await session.scalars(runs)) == {one.exchange_id}:
                        return seat, training
        return None


async def the_suggested_exercises(
    sessions: UseSessions,
    packs: UsePackRegistry,
    kept_packs: UseKeptPacks,
    referential: UseReferential,
    exercises: UseExerciseSessions,
    places: UseOwnPlaces,
) -> SuggestedExercises:
    """FastAPI dependency."""
    return SuggestedExercises(sessions, packs, kept_packs, referential, exercises, places)


UseSuggestedExercises = Annotated[SuggestedExercises, Depends(the_suggested_exercises)]
