"""A trainee's side: what they are to do, and the places at which they do it."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, Response
from sqlalchemy import func, select

from simulator.accounts.signing import SignedIn, SignIns
from simulator.assignments.reading import Assigned, assigned
from simulator.assignments.views import OpenedPlace, OwnAssignment, OwnAssignments, OwnPlace
from simulator.conduct import sessions as conduct
from simulator.conduct.desk_codes import DeskCodes
from simulator.conduct.in_turn import in_turn
from simulator.conduct.tables import SeatRow, TrainingSessionRow
from simulator.errors import Conflict, NotFound
from simulator.ids import SeatId, SessionId
from simulator.packs.registry import PackRegistry
from simulator.parts import (
    UseClock,
    UseDeskCodes,
    UseKeptPacks,
    UsePackRegistry,
    UseRooms,
    UseSessions,
    UseSignIns,
)
from simulator.progress.barred import Barred, barred
from simulator.progress.exercises import ExerciseSessions, UseExerciseSessions
from simulator.steady_clock import SteadyClock
from simulator.storage.database import Sessions

if TYPE_CHECKING:
    from simulator.conduct.kept_packs import KeptPacks
    from simulator.desk.rooms import SeatRooms


class OwnExercises:
    """Made for a request of somebody at a candidate's desk; in an exam there is nothing of it."""

    def __init__(
        self,
        sessions: Sessions,
        clock: SteadyClock,
        packs: PackRegistry,
        kept_packs: "KeptPacks",
        rooms: "SeatRooms",
        exercises: ExerciseSessions,
        desk_codes: DeskCodes,
        sign_ins: SignIns,
    ) -> None:
        self._sessions, self._clock, self._packs, self._kept_packs = sessions, clock, packs, kept_packs
        self._rooms, self._exercises, self._desk_codes, self._sign_ins = rooms, exercises, desk_codes, sign_ins

    async def all(self, who: SignedIn) -> OwnAssignments:
        """Raises NotFound in an exam."""
        here = await self._practising(who)
        shut = await barred(self._sessions, self._packs, self._kept_packs)
        today = self._today()
        mine = await self._mine(who, shut, today)
        listed = {one.row.session_id for one in mine}
        return OwnAssignments(
            to_do=tuple(
                sorted(
                    (self._view(one, who, today, is_here=one.row.session_id == here.session_id) for one in mine),
                    key=lambda one: one.played_at is not None,
                )
            ),
            places=tuple(
                OwnPlace(seat_id=seat.id, session_title=training.title, desk=seat.desk)
                for seat, training in await self._open_places(who)
                if seat.id != who.seat_id
                and training.id not in listed
                and not shut.has(training.pack_id, training.subject_id)
            ),
        )

    async def play(self, who: SignedIn, session_id: SessionId, response: Response) -> OpenedPlace:
        """Sits down where the exercise is played; one that was played there is there to be played once more.

        Raises NotFound for what is not to be done by this person (any more), Conflict while an exchange runs here.
        """
        await self._practising(who)
        shut = await barred(self._sessions, self._packs, self._kept_packs)
        mine = await self._mine(who, shut, self._today())
        one = next((it for it in mine if it.row.session_id == session_id), None)
        if one is None:
            raise NotFound("Cet exercice n’est pas, ou n’est plus, à faire.")
        await self._refuse_while_playing(who)
        seat = await self._place_in(one.training, who)
        state = (await self._rooms.read(seat.id)).state
        if all(run.ended_at is not None for run in state.runs.values()):
            await conduct.add_attempt(self._sessions, one.training, seat.id, one.row.exchange_id)
            await self._rooms.runs_changed(seat.id)
        return await self._sit(who, seat, one.training, response)

    async def go_to(self, who: SignedIn, seat_id: SeatId, response: Response) -> OpenedPlace:
        """Another practice seat of one's own, in a session that is open. Raises NotFound, Conflict as `play`."""
        await self._practising(who)
        shut = await barred(self._sessions, self._packs, self._kept_packs)
        for seat, training in await self._open_places(who):
            if seat.id == seat_id and not shut.has(training.pack_id, training.subject_id):
                await self._refuse_while_playing(who)
                return await self._sit(who, seat, training, response)
        raise NotFound("Ce poste n’est pas l’un des vôtres, ou sa séance est close.")

    async def _practising(self, who: SignedIn) -> SeatRow:
        async with self._sessions() as session:
            seat = await session.get_one(SeatRow, who.seat_id)
            training = await session.get_one(TrainingSessionRow, seat.session_id)
        if training.kind != "practice":
            raise NotFound("En examen, il n’y a pas d’exercice à faire.")
        return seat

    async def _mine(self, who: SignedIn, shut: Barred, today: date) -> list[Assigned]:
        found = await assigned(self._sessions, today, person_id=who.person_id)
        return [one for one in found if not shut.has(one.training.pack_id, one.training.subject_id)]

    async def _open_places(self, who: SignedIn) -> list[tuple[SeatRow, TrainingSessionRow]]:
        query = (
            select(SeatRow, TrainingSessionRow)
            .join(TrainingSessionRow, TrainingSessionRow.id == SeatRow.session_id)
            .where(
                SeatRow.person_id == who.person_id,
                TrainingSessionRow.kind == "practice",
                TrainingSessionRow.closed_at.is_(None),
            )
            .order_by(TrainingSessionRow.created_at.desc())
        )
        async with self._sessions() as session:
            return [(seat, training) for seat, training in await session.execute(query)]

    async def _refuse_while_playing(self, who: SignedIn) -> None:
        if who.seat_id is not None and (await self._rooms.read(who.seat_id)).state.active is not None:
            raise Conflict(
                "exchange_running", "Un échange est en cours à votre poste.", "Terminez-le, puis recommencez."
            )

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

    async def _sit(
        self, who: SignedIn, seat: SeatRow, training: TrainingSessionRow, response: Response
    ) -> OpenedPlace:
        if seat.id != who.seat_id:
            await self._sign_ins.change_place(response, who, seat.id)
        room = self._rooms.open_room(seat.id)
        is_awaited = room is not None and room.here.has_jury()
        # A partner who is there has used the code: another would put them out.
        code = None if is_awaited else await self._desk_codes.issue_partner(training, seat.id)
        return OpenedPlace(seat_id=seat.id, partner_code=code)

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


async def the_own_exercises(
    sessions: UseSessions,
    clock: UseClock,
    packs: UsePackRegistry,
    kept_packs: UseKeptPacks,
    rooms: UseRooms,
    exercises: UseExerciseSessions,
    desk_codes: UseDeskCodes,
    sign_ins: UseSignIns,
) -> OwnExercises:
    """FastAPI dependency."""
    return OwnExercises(sessions, clock, packs, kept_packs, rooms, exercises, desk_codes, sign_ins)


UseOwnExercises = Annotated[OwnExercises, Depends(the_own_exercises)]
