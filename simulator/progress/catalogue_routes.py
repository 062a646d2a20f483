"""The catalogue over HTTP: exercises to choose from, and one given to some trainees of a group."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field

from simulator.accounts.guards import Teacher
from simulator.bodies import ONE_LINE, PRINTABLE, Body, Visible
from simulator.ids import SessionId
from simulator.live_messages.shared_view import View
from simulator.parts import UseKeptPacks, UsePackRegistry, UseSessions
from simulator.progress.catalogue import Catalogue, catalogue
from simulator.progress.exercises import Exercise, UseExerciseSessions
from simulator.progress.gathering import practice_of_group
from simulator.progress.suggesting import open_subjects

router = APIRouter()

MOST_TRAINEES = 40

Trainee = Annotated[str, Field(min_length=2, max_length=160, pattern=PRINTABLE), Visible]


class NamedExercise(Body):
    """One exchange of the catalogue."""

    pack_id: Annotated[str, Field(max_length=60)]
    subject_id: Annotated[str, Field(max_length=60)]
    exchange_id: Annotated[str, Field(max_length=60)]

    @property
    def exercise(self) -> Exercise:
        return Exercise(self.pack_id, self.subject_id, self.exchange_id)


class ChosenExercise(NamedExercise):
    """And the group whose it is to be; empty: none."""

    group_name: Annotated[str, Field(max_length=80, pattern=ONE_LINE), Visible] = ""


class GivenExercise(ChosenExercise):
    """And the trainees who are to play it, by name within their group."""

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
async def give(body: GivenExercise, who: Teacher, exercises: UseExerciseSessions) -> ExerciseSession:
    """A practice session on this exchange alone, with a place for each of them; I am of their jury."""
    training = await exercises.open(body.exercise, body.group_name, body.trainees, who.person_id)
    return ExerciseSession(session_id=training.id)
