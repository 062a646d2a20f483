"""The catalogue over HTTP: exercises to choose from, and one given to some trainees of a group."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field

from scenarios.invisible import invisible_in
from simulator.accounts.guards import Teacher
from simulator.bodies import ONE_LINE, PRINTABLE, Body, Visible
from simulator.conduct import sessions as conduct
from simulator.conduct.sessions import UseSessionMaker
from simulator.conduct.views import NewSeat, NewSession
from simulator.errors import Conflict, Forbidden
from simulator.ids import SessionId
from simulator.live_messages.shared_view import View
from simulator.parts import UseKeptPacks, UseLiveRights, UsePackRegistry, UsePhones, UseSessions
from simulator.progress.catalogue import Catalogue, catalogue, exercise
from simulator.progress.gathering import practice_of_group
from simulator.progress.suggesting import open_subjects

router = APIRouter()

MOST_TRAINEES = 40

Trainee = Annotated[str, Field(min_length=2, max_length=160, pattern=PRINTABLE), Visible]


class GivenExercise(Body):
    """One exchange, and the trainees who are to play it, by name within their group."""

    pack_id: Annotated[str, Field(max_length=60)]
    subject_id: Annotated[str, Field(max_length=60)]
    exchange_id: Annotated[str, Field(max_length=60)]
    group_name: Annotated[str, Field(max_length=80, pattern=ONE_LINE), Visible] = ""
    trainees: Annotated[tuple[Trainee, ...], Field(min_length=1, max_length=MOST_TRAINEES)]


class ExerciseSession(View):
    """Where their places and desk codes are."""

    session_id: SessionId


@router.get("/api/staff/catalogue")
async def exercises(
    who: Teacher,
    sessions: UseSessions,
    packs: UsePackRegistry,
    kept_packs: UseKeptPacks,
    name: Annotated[str, Query(max_length=80)] = "",
) -> Catalogue:
    """Every exchange that no exam uses and no seal shuts; with a group's name, who of it has played it."""
    practice = await practice_of_group(sessions, name) if name else []
    return catalogue(await open_subjects(sessions, packs, kept_packs), practice)


@router.post("/api/staff/catalogue/exercises", status_code=201)
async def give(
    body: GivenExercise,
    who: Teacher,
    maker: UseSessionMaker,
    sessions: UseSessions,
    packs: UsePackRegistry,
    kept_packs: UseKeptPacks,
    live_rights: UseLiveRights,
    phones: UsePhones,
) -> ExerciseSession:
    """A practice session on this exchange alone, with a place for each of them; I am of their jury."""
    if packs.is_in_documents(body.pack_id):
        raise Forbidden("Seul le responsable de session voit et joue les sujets en documents.")
    known = {(pack.company.id, subject.id) for pack, subject in await open_subjects(sessions, packs, kept_packs)}
    if (body.pack_id, body.subject_id) not in known:
        raise Conflict(
            "not_an_exercise", "Ce sujet n’est plus un exercice : il sert à un examen.", "Choisissez-en un autre."
        )
    version = exercise(packs.get(body.pack_id), body.subject_id, body.exchange_id)
    exchange = version.pack.subjects[0].exchanges[0]
    customer = version.pack.customer(exchange.customer).display_name
    title = "".join(one for one in f"{exchange.candidate.label}, {customer}" if invisible_in(one) is None)
    new = NewSession(
        kind="practice",
        title=title[:200],
        pack_id=body.pack_id,
        subject_id=body.subject_id,
        minutes=max(exchange.minutes * 2, 20),
        group_name=body.group_name,
    )
    training = await maker.create(new, who.person_id, version)
    places = [
        NewSeat(candidate_name=name, desk=f"Poste {n}")
        for n, name in enumerate(dict.fromkeys(body.trainees), start=1)
    ]
    for seat in await maker.add_seats(training, places):
        await conduct.set_jurors(sessions, live_rights, seat.id, [who.person_id])
    await phones.places_changed()
    return ExerciseSession(session_id=training.id)
