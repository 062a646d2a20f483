"""Transcripts over HTTP: corrections, and files to take away. Reading comes with the replay."""

from collections.abc import Iterator
from typing import Annotated

from fastapi import APIRouter, Response
from pydantic import ConfigDict, Field

from simulator.accounts.actors import actor_of
from simulator.accounts.guards import CurrentStaff
from simulator.attached import attached
from simulator.conduct.doors import UseDoors
from simulator.errors import NotFound
from simulator.facts import kinds
from simulator.facts.fact import NewFact
from simulator.finite import FiniteModel
from simulator.ids import CallId, RunId
from simulator.parts import UseFacts, UseRooms, UseSessions
from simulator.recordings.reading import recordings_of
from simulator.replay.replays import UseReplays
from simulator.replay.views import ReplayView
from simulator.seat.decision import Decision
from simulator.transcripts.reading import UseTranscripts
from simulator.transcripts.views import SaidTurnView

router = APIRouter()


class Correction(FiniteModel):
    """What was really said in a turn."""

    model_config = ConfigDict(extra="forbid")

    call_id: Annotated[CallId, Field(max_length=64)]
    turn: Annotated[int, Field(ge=0)]
    text: Annotated[str, Field(max_length=4000)]


@router.post("/api/staff/runs/{run_id}/transcript/correct")
async def correct(
    run_id: RunId,
    body: Correction,
    who: CurrentStaff,
    replays: UseReplays,
    doors: UseDoors,
    transcripts: UseTranscripts,
    sessions: UseSessions,
    facts: UseFacts,
    rooms: UseRooms,
) -> ReplayView:
    """A correction is a fact: what the recogniser heard stays in its row."""
    read, _ = await replays.run_of(run_id)
    await doors.may_mark_seat(who, read.seat_id)
    of_run = await facts.of_run(run_id)
    heard = await transcripts.heard_of(await recordings_of(sessions, run_id), of_run)
    if body.turn >= len(heard.get(body.call_id) or ()):
        raise NotFound("Ce passage n’existe pas.")
    data = kinds.TranscriptCorrected(call_id=body.call_id, turn=body.turn, text=body.text.strip())
    room = await rooms.room(read.seat_id)
    await room.commanding.decide(actor_of(who), lambda scene: Decision([NewFact(data, run_id, scene.desk.actor)]))
    return await replays.staff_view(who, run_id)


@router.get("/api/staff/runs/{run_id}/transcript.vtt")
async def as_webvtt(run_id: RunId, who: CurrentStaff, replays: UseReplays) -> Response:
    """WebVTT, with the speakers, in seconds of the first recording."""
    view = await replays.staff_view(who, run_id)
    text = "\n".join(_cues(view))
    return attached(text.encode(), "text/vtt", f"Combine_{view.seat_label}_echange-{view.position}.vtt")


@router.get("/api/staff/runs/{run_id}/transcript.txt")
async def as_text(run_id: RunId, who: CurrentStaff, replays: UseReplays) -> Response:
    """One line a turn, in French."""
    view = await replays.staff_view(who, run_id)
    zero = _zero(view)
    lines = [
        f"[{_time(turn.at_seconds - zero)[3:8]}] {_name(turn, view)}\u00a0: {turn.text}"
        for turn in view.transcript.turns
    ]
    return attached(
        ("\n".join(lines) + "\n").encode(), "text/plain", f"Combine_{view.seat_label}_echange-{view.position}.txt"
    )


def _cues(view: ReplayView) -> Iterator[str]:
    yield "WEBVTT\n"
    zero = _zero(view)
    for number, turn in enumerate(view.transcript.turns, 1):
        text = turn.text.replace("&", "&amp;").replace("<", "&lt;").replace("\n", " ")
        yield f"{number}\n{_time(turn.at_seconds - zero)} --> {_time(turn.ends_at_seconds - zero)}"
        yield f"<v {_name(turn, view)}>{text}\n"


def _zero(view: ReplayView) -> float:
    return view.recordings[0].starts_at_seconds if view.recordings else 0.0


def _name(turn: SaidTurnView, view: ReplayView) -> str:
    return view.customer_name if turn.by == "customer" else "Conseiller" if turn.by == "adviser" else "Superviseur"


def _time(seconds: float) -> str:
    """HH:MM:SS.mmm"""
    milliseconds = max(0, round(1000 * seconds))
    minutes, rest = divmod(milliseconds, 60_000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest // 1000:02}.{rest % 1000:03}"
