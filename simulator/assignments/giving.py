"""A trainer's side: an exercise given to be played by a day, looked after, withdrawn."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated

import structlog
from fastapi import Depends
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from simulator.accounts.signing import SignedIn
from simulator.assignments.reading import Assigned, assigned, people_of_groups
from simulator.assignments.tables import AssignmentRow
from simulator.assignments.views import AssignedTrainee, AssignmentView, NewAssignment
from simulator.conduct.tables import SeatRow
from simulator.errors import Conflict, NotFound
from simulator.facts.kinds import ExchangeStarted
from simulator.facts.tables import FactRow
from simulator.ids import SessionId
from simulator.packs.registry import PackRegistry
from simulator.parts import UseClock, UseKeptPacks, UsePackRegistry, UseSessions
from simulator.progress.barred import barred
from simulator.progress.exercises import Exercise, ExerciseSessions, UseExerciseSessions
from simulator.steady_clock import SteadyClock
from simulator.storage.database import Sessions

if TYPE_CHECKING:
    from simulator.conduct.kept_packs import KeptPacks

log = structlog.get_logger(__name__)

FURTHEST = timedelta(days=366)
"""A training year: a date beyond is a slip of the keyboard."""


class Assignments:
    """Made for a request."""

    def __init__(
        self,
        sessions: Sessions,
        clock: SteadyClock,
        packs: PackRegistry,
        kept_packs: "KeptPacks",
        exercises: ExerciseSessions,
    ) -> None:
        self._sessions, self._clock, self._packs = sessions, clock, packs
        self._kept_packs, self._exercises = kept_packs, exercises

    async def give(
        self,
        one: Exercise,
        group_name: str,
        trainees: Sequence[str],
        due_on: date,
        word: str,
        who: SignedIn,
        *,
        is_for_group: bool,
    ) -> NewAssignment:
        """A practice session on this exercise with a place for each; `is_for_group`: for all of the group, now and
        later, beside `trainees`.

        Raises Conflict for a day that is no likely one, for nobody, and for what may not be practised.
        """
        self._refuse_unlikely(due_on)
        names = [*trainees]
        if is_for_group and group_name:
            names += (await people_of_groups(self._sessions, [group_name])).get(group_name, {}).values()
        if not names:
            raise Conflict("nobody", "Cet exercice n’est donné à personne.", "Cochez ou écrivez au moins un nom.")

        async def beside(session: AsyncSession, seats: list[SeatRow]) -> None:
            row = AssignmentRow(
                session_id=seats[0].session_id,
                exchange_id=one.exchange_id,
                due_on=due_on.isoformat(),
                word=word.strip(),
                is_for_group=is_for_group and bool(group_name),
                given_at=self._clock.now(),
            )
            session.add(row)

        training = await self._exercises.open(one, group_name, names, who.person_id, beside)
        log.info("exercise_assigned", session=training.id, by=who.person_id)
        return NewAssignment(session_id=training.id, trainees=len(dict.fromkeys(names)))

    async def of_group(self, group_name: str | None, who: SignedIn) -> list[AssignmentView]:
        """By day, past ones first; None: of all groups."""
        shut = await barred(self._sessions, self._packs, self._kept_packs)
        today = self.today()
        return [
            self._view(one, who, today, is_shut=shut.has(one.training.pack_id, one.training.subject_id))
            for one in await assigned(self._sessions, today, group_name=group_name)
        ]

    async def withdraw(self, session_id: SessionId) -> bool:
        """Nobody is to do it any more; says whether somebody had begun. Raises NotFound; twice is once."""
        begun = select(FactRow.id).where(
            FactRow.session_id == session_id, FactRow.kind == ExchangeStarted.model_fields["kind"].default
        )
        async with self._sessions() as session, session.begin():
            row = await session.get(AssignmentRow, session_id)
            if row is None:
                raise NotFound("Cet exercice n’a pas été donné à faire.")
            row.withdrawn_at = row.withdrawn_at or self._clock.now()
            is_begun = await session.scalar(begun.limit(1)) is not None
        log.info("exercise_withdrawn", session=session_id)
        return is_begun

    def today(self) -> date:
        """Where the centre is."""
        return self._clock.now().astimezone().date()

    def _refuse_unlikely(self, due_on: date) -> None:
        today = self.today()
        if not today <= due_on <= today + FURTHEST:
            raise Conflict(
                "unlikely_date",
                f"On ne peut pas donner un exercice à faire d’ici le {due_on:%d/%m/%Y}.",
                f"Choisissez un jour du {today:%d/%m/%Y} au {today + FURTHEST:%d/%m/%Y}.",
            )

    def _view(self, one: Assigned, who: SignedIn, today: date, *, is_shut: bool) -> AssignmentView:
        training, row = one.training, one.row
        due_on = date.fromisoformat(row.due_on)
        return AssignmentView(
            session_id=row.session_id,
            title="" if is_shut else training.title,
            company_name=self._packs.names(training.pack_id, training.subject_id)[0],
            group_name=training.group_name,
            due_on=due_on,
            is_past=due_on < today,
            word=row.word,
            given_by=one.given_by,
            is_mine=training.created_by == who.person_id,
            is_for_group=row.is_for_group,
            trainees=tuple(
                AssignedTrainee(person_id=person_id, name=name, played_at=one.played_at.get(person_id))
                for person_id, name in sorted(one.people.items(), key=lambda it: it[1].casefold())
            ),
        )


async def the_assignments(
    sessions: UseSessions,
    clock: UseClock,
    packs: UsePackRegistry,
    kept_packs: UseKeptPacks,
    exercises: UseExerciseSessions,
) -> Assignments:
    """FastAPI dependency."""
    return Assignments(sessions, clock, packs, kept_packs, exercises)


UseAssignments = Annotated[Assignments, Depends(the_assignments)]
