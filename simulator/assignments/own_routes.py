"""Exercises to do over HTTP, for the trainee whose they are."""

from fastapi import APIRouter, Response

from simulator.accounts.guards import CurrentCandidate
from simulator.assignments.own import UseOwnExercises
from simulator.assignments.suggested import UseSuggestedExercises
from simulator.assignments.views import OpenedPlace, OwnAssignments
from simulator.ids import SeatId, SessionId
from simulator.progress.catalogue_routes import NamedExercise

router = APIRouter()


@router.get("/api/candidate/assignments")
async def own_assignments(who: CurrentCandidate, own: UseOwnExercises) -> OwnAssignments:
    """What I am to do, by day, and where else I may go on; in an exam there is none."""
    return await own.all(who)


@router.post("/api/candidate/assignments/{session_id}/play")
async def play(session_id: SessionId, who: CurrentCandidate, own: UseOwnExercises, response: Response) -> OpenedPlace:
    """This browser sits down at my place of that exercise; whoever plays the customer comes in by the code."""
    return await own.play(who, session_id, response)


@router.post("/api/candidate/places/{seat_id}/open")
async def open_place(seat_id: SeatId, who: CurrentCandidate, own: UseOwnExercises, response: Response) -> OpenedPlace:
    """This browser sits down at another of my practice seats."""
    return await own.go_to(who, seat_id, response)


@router.post("/api/candidate/suggestions/play")
async def play_suggested(
    body: NamedExercise, who: CurrentCandidate, suggested: UseSuggestedExercises, response: Response
) -> OpenedPlace:
    """This browser sits down at an exercise that my progress suggests; my trainer is of its jury."""
    return await suggested.play(who, body.exercise, response)
