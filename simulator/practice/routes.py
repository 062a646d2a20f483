"""Feedback of a practice exchange over HTTP: the trainee's own, and the draft that a trainer starts from."""

from typing import Literal

from fastapi import APIRouter

from scoring.referential import Referential
from simulator.accounts.guards import CurrentCandidate, CurrentStaff
from simulator.conduct.doors import UseDoors
from simulator.desk.seat_read import SeatRead
from simulator.errors import Forbidden
from simulator.ids import RunId
from simulator.live_messages.jury_view import MeasuredView
from simulator.live_messages.shared_view import View
from simulator.parts import UseClock, UseReferential, UseSessions
from simulator.practice.drafting import FeedbackPoint, draft, next_steps, strengths
from simulator.practice.reading import ReadFinding, ReadText
from simulator.practice.tables import PracticeReadingRow
from simulator.recordings.reading import recordings_of
from simulator.replay.replays import UseReplays
from simulator.seat.measuring import measured_view
from simulator.seat.runs import RunState
from simulator.steady_clock import SteadyClock
from simulator.storage.database import Sessions

router = APIRouter()


class FeedbackView(View):
    """What a trainee takes away. `state` « waiting »: being read; the rest is empty until « ready »."""

    run_id: RunId
    state: Literal["waiting", "ready"]
    by_trainer: bool
    """A trainer has shared their own words: `text`; the tool's points are then left out for the trainee."""
    text: str
    draft: str
    """For the trainer: a first text, from the points."""
    has_words: bool
    strengths: tuple[FeedbackPoint, ...]
    next_steps: tuple[FeedbackPoint, ...]
    measured: MeasuredView
    texts: tuple[ReadText, ...]


@router.get("/api/candidate/runs/{run_id}/feedback")
async def own_feedback(
    run_id: RunId,
    who: CurrentCandidate,
    replays: UseReplays,
    sessions: UseSessions,
    referential: UseReferential,
    clock: UseClock,
) -> FeedbackView:
    """Practice: one's own, once it is open."""
    read, run = await replays.own_open_run(who, run_id)
    view = await _view(sessions, referential, clock, read, run)
    # Two voices about the same exchange would argue: the trainer's is the one that counts.
    points = {} if run.feedback is None else {"strengths": (), "next_steps": ()}
    return view.model_copy(update={"draft": "", **points})


@router.get("/api/staff/runs/{run_id}/feedback")
async def drafted_feedback(
    run_id: RunId,
    who: CurrentStaff,
    replays: UseReplays,
    doors: UseDoors,
    sessions: UseSessions,
    referential: UseReferential,
    clock: UseClock,
) -> FeedbackView:
    """Practice: what the tool would tell the trainee, for the trainer to change before sharing."""
    read, run = await replays.run_of(run_id)
    await doors.may_mark_seat(who, read.seat_id)
    if read.state.training.kind != "practice":
        raise Forbidden("En examen, il n’y a pas de retour.")
    return await _view(sessions, referential, clock, read, run)


async def _view(
    sessions: Sessions, referential: Referential, clock: SteadyClock, read: SeatRead, run: RunState
) -> FeedbackView:
    async with sessions() as session:
        row = await session.get(PracticeReadingRow, run.run_id)
    findings = [ReadFinding.model_validate(one) for one in row.findings] if row is not None else []
    good, ahead = strengths(findings, referential), next_steps(findings, referential)
    recordings = await recordings_of(sessions, run.run_id)
    began = run.started_at
    zero = (recordings[0].started_at - began).total_seconds() if recordings and began is not None else 0.0
    return FeedbackView(
        run_id=run.run_id,
        state="ready" if row is not None else "waiting",
        by_trainer=run.feedback is not None,
        text=run.feedback[0] if run.feedback is not None else "",
        draft=draft(good, ahead, zero),
        has_words=row is None or row.has_words,
        strengths=good,
        next_steps=ahead,
        measured=measured_view(read.state, run, read.speech, clock.now()),
        texts=tuple(ReadText.model_validate(one) for one in row.texts) if row is not None else (),
    )
