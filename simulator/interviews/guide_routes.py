"""Each juror's guide d'entretien over HTTP, and what the room's screens show."""

from collections.abc import Callable
from typing import Annotated, Literal

from fastapi import APIRouter
from pydantic import AwareDatetime, Field

from scoring.referential import Referential
from simulator.accounts.actors import actor_of
from simulator.accounts.guards import CurrentCandidate, CurrentStaff
from simulator.accounts.signing import SignedIn
from simulator.bodies import Body
from simulator.conduct.doors import UseDoors
from simulator.desk.rooms import SeatRooms
from simulator.facts import kinds
from simulator.ids import SeatId
from simulator.interviews.guide import guide_items, ids_of
from simulator.interviews.interview_views import GuideView, RoomScreen
from simulator.interviews.room_screen import room_screen
from simulator.parts import UseClock, UseReferential, UseRooms
from simulator.seat.deciding import interviews
from simulator.seat.decision import Decision, Scene
from simulator.seat.deliberation_scope import scope_of
from simulator.seat.interview import Interview
from simulator.seat.state import SeatState

router = APIRouter()

Item = Annotated[str, Field(pattern=r"^[0-9A-Za-z_.:\-]{1,120}$")]


Criterion = Annotated[str, Field(pattern=r"^CP[1-7]\.[1-9]$")]


class InterviewVerdictGiven(Body):
    """`none` takes it back. Both times as in a juror's live commands: it may come late, after a cut."""

    verdict: Literal["satisfactory", "to_improve", "insufficient", "not_observed", "none"]
    comment: Annotated[str, Field(max_length=2000)] = ""
    made_at: AwareDatetime | None = None
    device_at: AwareDatetime | None = None


class ItemChange(Body):
    """What is left out stays as it is."""

    is_ticked: bool | None = None
    text: Annotated[str, Field(max_length=4000)] | None = None


@router.get("/api/staff/seats/{seat_id}/interview/guide")
async def guide(
    seat_id: SeatId, who: CurrentStaff, doors: UseDoors, rooms: UseRooms, referential: UseReferential
) -> GuideView:
    """My own guide for this candidate: what I ticked and noted, and of the other's marks what I may see."""
    await doors.may_mark_seat(who, seat_id)
    return guide_view((await rooms.read(seat_id)).state, referential, who)


@router.put("/api/staff/seats/{seat_id}/interview/guide/{item}")
async def change_item(
    seat_id: SeatId,
    item: Item,
    body: ItemChange,
    who: CurrentStaff,
    doors: UseDoors,
    rooms: UseRooms,
    referential: UseReferential,
) -> GuideView:
    """Ticks a point, takes the tick back, or writes beside it."""
    await doors.may_mark_seat(who, seat_id)
    return await _changed(rooms, seat_id, who, referential, lambda scene: _change(scene, referential, item, body))


@router.put("/api/staff/seats/{seat_id}/interview/verdicts/{interview}/{criterion}")
async def give_verdict(
    seat_id: SeatId,
    interview: Interview,
    criterion: Criterion,
    body: InterviewVerdictGiven,
    who: CurrentStaff,
    doors: UseDoors,
    rooms: UseRooms,
    referential: UseReferential,
) -> GuideView:
    """My verdict on a criterion after having heard the candidate out; mine alone until the deliberation opens."""
    await doors.may_mark_seat(who, seat_id)
    given = kinds.InterviewVerdict(
        interview=interview,
        criterion=criterion,
        verdict=body.verdict,
        comment=body.comment.strip(),
        made_at=body.made_at,
        device_at=body.device_at,
    )

    def make(scene: Scene) -> Decision:
        scope = scope_of(referential, scene.state.training.format_id)
        return interviews.give_verdict(scene, given, scope.criteria)

    return await _changed(rooms, seat_id, who, referential, make)


@router.get("/api/staff/seats/{seat_id}/room-screen")
async def room_screen_of(
    seat_id: SeatId, who: CurrentStaff, doors: UseDoors, rooms: UseRooms, clock: UseClock
) -> RoomScreen:
    """What the room's projector shows: the same as the candidate's own screen."""
    await doors.may_see_seat(who, seat_id)
    return room_screen((await rooms.read(seat_id)).state, clock.now())


@router.get("/api/candidate/interview")
async def my_interview(who: CurrentCandidate, rooms: UseRooms, clock: UseClock) -> RoomScreen:
    """What I am shown of my interview: phase, clock, whether the sequence plays."""
    return room_screen((await rooms.read(who.seat_id or SeatId(""))).state, clock.now())


def guide_view(state: SeatState, referential: Referential, who: SignedIn) -> GuideView:
    return guide_of(state, referential, actor_of(who).id, who.name)


def guide_of(state: SeatState, referential: Referential, actor: str, name: str) -> GuideView:
    """Of this juror, by actor."""
    return GuideView(
        seat_id=state.seat.id,
        seat_label=state.seat.label,
        candidate_name=state.candidate_name,
        session_title=state.training.title,
        juror=name,
        both_seen=bool(state.jurors) and state.jurors <= state.marking.submitted,
        has_submitted=actor in state.marking.submitted,
        items=guide_items(state, referential, actor),
    )


async def _changed(
    rooms: SeatRooms, seat_id: SeatId, who: SignedIn, referential: Referential, make: Callable[[Scene], Decision]
) -> GuideView:
    room = await rooms.room(seat_id)
    await room.commanding.decide(actor_of(who), make)
    return guide_view(room.state, referential, who)


def _change(scene: Scene, referential: Referential, item: str, body: ItemChange) -> Decision:
    items = ids_of(guide_items(scene.state, referential, scene.desk.actor.id))
    made = Decision()
    if body.is_ticked is not None:
        made = made.then(interviews.tick(scene, item, body.is_ticked, items))
    if body.text is not None:
        made = made.then(interviews.note(scene, item, body.text.strip(), items))
    return made
