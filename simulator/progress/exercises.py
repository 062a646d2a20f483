"""A practice session on one exercise alone, with a place for each of those who are to play it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from fastapi import Depends

from scenarios.invisible import invisible_in
from simulator.accounts.guards import JURORS
from simulator.accounts.tables import PersonRow
from simulator.conduct import sessions as conduct
from simulator.conduct.sessions import BesideSeats, SessionMaker, UseSessionMaker
from simulator.conduct.tables import SeatRow, TrainingSessionRow
from simulator.conduct.views import NewSeat, NewSession
from simulator.errors import Conflict, Forbidden, NotFound
from simulator.ids import PersonId
from simulator.packs.registry import PackRegistry
from simulator.packs.versions import PackVersion
from simulator.parts import UseKeptPacks, UseLiveRights, UsePackRegistry, UsePhones, UseSessions
from simulator.progress.suggesting import open_subjects
from simulator.storage.database import Sessions

if TYPE_CHECKING:
    from simulator.accounts.live_rights import LiveRights
    from simulator.conduct.kept_packs import KeptPacks
    from simulator.phones.service import Phones


@dataclass(frozen=True, slots=True)
class Exercise:
    """One exchange of one subject of one pack, by identifier."""

    pack_id: str
    subject_id: str
    exchange_id: str


class ExerciseSessions:
    """Made for a request. What is given is told to the telephones."""

    def __init__(
        self,
        maker: SessionMaker,
        sessions: Sessions,
        packs: PackRegistry,
        kept_packs: "KeptPacks",
        live_rights: "LiveRights",
        phones: "Phones",
    ) -> None:
        self._maker, self._sessions, self._packs = maker, sessions, packs
        self._kept_packs, self._live_rights, self._phones = kept_packs, live_rights, phones

    async def open(
        self,
        one: Exercise,
        group_name: str,
        trainees: Sequence[str],
        by: PersonId,
        beside: BesideSeats | None = None,
    ) -> TrainingSessionRow:
        """A new session, by name a place each, with the rows that `beside` adds; who opens it is of their jury.

        Raises Forbidden for a subject in documents, Conflict for one that is barred, NotFound for one that is gone.
        Cancelled, the session may be there with no place yet.
        """
        version = await self._practised(one)
        exchange = version.pack.subjects[0].exchanges[0]
        customer = version.pack.customer(exchange.customer).display_name
        title = "".join(it for it in f"{exchange.candidate.label}, {customer}" if invisible_in(it) is None)
        new = NewSession(
            kind="practice",
            title=title[:200],
            pack_id=one.pack_id,
            subject_id=one.subject_id,
            minutes=max(exchange.minutes * 2, 20),
            group_name=group_name,
        )
        training = await self._maker.create(new, by, version)
        await self.add_places(training, trainees, beside=beside)
        return training

    async def add_places(
        self,
        training: TrainingSessionRow,
        trainees: Sequence[str],
        first: int = 1,
        beside: BesideSeats | None = None,
    ) -> list[SeatRow]:
        """One for each name, at desks numbered from `first`; who made the session is of their jury, still a juror.

        Raises Conflict as `SessionMaker.add_seats`.
        """
        names = dict.fromkeys(trainees)
        places = [NewSeat(candidate_name=name, desk=f"Poste {n}") for n, name in enumerate(names, start=first)]
        seats = await self._maker.add_seats(training, places, beside)
        async with self._sessions() as session:
            maker = await session.get_one(PersonRow, training.created_by)
        for seat in seats if JURORS & set(maker.roles) else ():
            await conduct.set_jurors(self._sessions, self._live_rights, seat.id, [maker.id])
        await self._phones.places_changed()
        return seats

    async def _practised(self, one: Exercise) -> PackVersion:
        if self._packs.is_in_documents(one.pack_id):
            raise Forbidden("Seul le responsable de session voit et joue les sujets en documents.")
        subjects = await open_subjects(self._sessions, self._packs, self._kept_packs)
        if (one.pack_id, one.subject_id) not in {(pack.company.id, subject.id) for pack, subject in subjects}:
            raise Conflict(
                "not_an_exercise", "Ce sujet n’est plus un exercice : il sert à un examen.", "Choisissez-en un autre."
            )
        return exercise(self._packs.get(one.pack_id), one.subject_id, one.exchange_id)


def exercise(version: PackVersion, subject_id: str, exchange_id: str) -> PackVersion:
    """The same pack with this exchange alone, under its own names: what is played of it counts. Raises NotFound."""
    pack = version.pack
    subject = next((one for one in pack.subjects if one.id == subject_id), None)
    exchange = (
        next((one for one in subject.exchanges if one.id == exchange_id), None) if subject is not None else None
    )
    if subject is None or exchange is None:
        raise NotFound("Cet exercice n’est plus dans ce scénario.")
    alone = subject.model_copy(update={"exchanges": (exchange,), "exam_format": None})
    return PackVersion(pack.model_copy(update={"folder": None, "subjects": (alone,), "case_studies": ()}), {})


async def the_exercise_sessions(
    maker: UseSessionMaker,
    sessions: UseSessions,
    packs: UsePackRegistry,
    kept_packs: UseKeptPacks,
    live_rights: UseLiveRights,
    phones: UsePhones,
) -> ExerciseSessions:
    """FastAPI dependency."""
    return ExerciseSessions(maker, sessions, packs, kept_packs, live_rights, phones)


UseExerciseSessions = Annotated[ExerciseSessions, Depends(the_exercise_sessions)]
