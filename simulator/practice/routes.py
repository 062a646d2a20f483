"""Feedback of a practice exchange over HTTP: the trainee's own, and the draft that a trainer starts from."""

from typing import Literal

from fastapi import APIRouter

from simulator.accounts.guards import CurrentCandidate, CurrentStaff
from simulator.conduct.doors import may_mark_seat
from simulator.desk.seat_read import SeatRead
from simulator.errors import Forbidden
from simulator.live_messages.jury_view import MeasuredView
from simulator.live_messages.shared_view import View
from simulator.practice.drafting import FeedbackPoint, draft, next_steps, strengths
from simulator.practice.reading import ReadFinding, ReadText
from simulator.practice.tables import PracticeReadingRow
from simulator.recordings.reading import recordings_of
from simulator.replay.routes import own_open_run, run_of
from simulator.seat.measuring import measured_view
from simulator.seat.runs import RunState
from simulator.services import Services, UseServices

router = APIRouter()


class FeedbackView(View):
    """What a trainee takes away. `state` « waiting »: being read; the rest is empty until « ready »."""

    run_id: str
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
async def own_feedback(run_id: str, who: CurrentCandidate, services: UseServices) -> FeedbackView:
    """Practice: one's own, once it is open."""
    read, run = await own_open_run(services, who, run_id)
    view = await _view(services, read, run)
    # Two voices about the same exchange would argue: the trainer's is the one that counts.
    points = {} if run.feedback is None else {"strengths": (), "next_steps": ()}
    return view.model_copy(update={"draft": "", **points})


@router.get("/api/staff/runs/{run_id}/feedback")
async def drafted_feedback(run_id: str, who: CurrentStaff, services: UseServices) -> FeedbackView:
    """Practice: what the tool would tell the trainee, for the trainer to change before sharing."""
    read, run = await run_of(services, run_id)
    await may_mark_seat(services, who, read.seat_id)
    if read.state.training.kind != "practice":
        raise Forbidden("En examen, il n’y a pas de retour.")
    return await _view(services, read, run)


async def _view(services: Services, read: SeatRead, run: RunState) -> FeedbackView:
    async with services.sessions() as session:
        row = await session.get(PracticeReadingRow, run.run_id)
    findings = [ReadFinding.model_validate(one) for one in row.findings] if row is not None else []
    good, ahead = strengths(findings, services.referential), next_steps(findings, services.referential)
    recordings = await recordings_of(services, run.run_id)
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
        measured=measured_view(read.state, run, read.speech, services.clock.now()),
        texts=tuple(ReadText.model_validate(one) for one in row.texts) if row is not None else (),
    )
