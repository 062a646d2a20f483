"""Exercises to do over HTTP, for those who teach."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field

from simulator.accounts.guards import Teacher
from simulator.assignments.giving import UseAssignments
from simulator.assignments.views import AssignmentView, NewAssignment
from simulator.bodies import ONE_LINE, Visible
from simulator.conduct import sessions as conduct
from simulator.ids import SessionId
from simulator.parts import UsePhones, UseRooms, UseSessions, UseSignIns
from simulator.progress.catalogue_routes import MOST_TRAINEES, ChosenExercise, Trainee

router = APIRouter()


class AssignedExercise(ChosenExercise):
    """What is to be played, by whom, until when."""

    trainees: Annotated[tuple[Trainee, ...], Field(max_length=MOST_TRAINEES)] = ()
    """By name within the group."""
    is_for_group: bool = False
    """For all of the group, and for whoever joins it later."""
    due_on: date
    word: Annotated[str, Field(max_length=400, pattern=ONE_LINE), Visible] = ""


@router.get("/api/staff/assignments")
async def assignments(
    who: Teacher, assignments: UseAssignments, name: Annotated[str | None, Query(max_length=80)] = None
) -> list[AssignmentView]:
    """What is to be done and who has done it, by day; with a group's name, by that group alone."""
    return await assignments.of_group(name, who)


@router.post("/api/staff/assignments", status_code=201)
async def assign(body: AssignedExercise, who: Teacher, assignments: UseAssignments) -> NewAssignment:
    """To be played by this day: a practice session with a place for each of them; I am of their jury."""
    return await assignments.give(
        body.exercise,
        body.group_name,
        body.trainees,
        body.due_on,
        body.word,
        who,
        is_for_group=body.is_for_group,
    )


@router.delete("/api/staff/assignments/{session_id}", status_code=204)
async def withdraw(
    session_id: SessionId,
    who: Teacher,
    assignments: UseAssignments,
    sessions: UseSessions,
    sign_ins: UseSignIns,
    rooms: UseRooms,
    phones: UsePhones,
) -> None:
    """To be done no more. What was played stays; a session in which nobody has begun is closed with it."""
    if not await assignments.withdraw(session_id):
        await conduct.close_session(sessions, sign_ins, rooms, await conduct.get_session(sessions, session_id))
        await phones.places_changed()
