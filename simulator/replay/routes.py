"""Replay over HTTP: what was said, written and done."""

import asyncio
from pathlib import Path

from fastapi import APIRouter
from fastapi.responses import FileResponse, JSONResponse, Response

from simulator.accounts.actors import actor_of
from simulator.accounts.guards import CurrentCandidate, CurrentStaff
from simulator.accounts.live_rights import LiveRights
from simulator.accounts.signing import SignedIn, SignIns
from simulator.attached import plain_name
from simulator.conduct.doors import Doors, UseDoors
from simulator.desk.desk_rights import jurors_right
from simulator.desk.rooms import SeatRooms
from simulator.desk.seat_read import SeatRead
from simulator.errors import Conflict, NotFound
from simulator.ids import CallId, RunId, SeatId
from simulator.interviews.drawing import drawn_view
from simulator.live_messages import commands
from simulator.parts import UseLiveRights, UseRooms, UseSessions, UseSettings, UseSignIns
from simulator.recordings.tables import RecordingRow
from simulator.replay.own_part import own_part, own_peaks, own_sound
from simulator.replay.projection import run_line
from simulator.replay.replays import Replays, UseReplays
from simulator.replay.views import ReplayView, SeatReplays
from simulator.seat.runs import RunState
from simulator.settings import Settings
from simulator.storage.database import Sessions
from telephony.finishing.growing_mix import heard_so_far, peaks_so_far

router = APIRouter()


@router.get("/api/staff/seats/{seat_id}/replays")
async def seat_replays(seat_id: SeatId, who: CurrentStaff, doors: UseDoors, rooms: UseRooms) -> SeatReplays:
    """All exchanges of a seat that were played."""
    await doors.may_review_seat(who, seat_id)
    read = await rooms.read(seat_id)
    runs = [run for run in read.state.runs.values() if run.started_at is not None]
    return SeatReplays(
        seat_id=seat_id,
        session_title=read.state.training.title,
        seat_label=read.state.seat.label,
        candidate_name=read.state.candidate_name,
        runs=tuple(run_line(read, run, actor_of(who).id) for run in runs),
        drawn=drawn_view(read.state),
    )


@router.get("/api/staff/runs/{run_id}/replay")
async def staff_replay(run_id: RunId, who: CurrentStaff, replays: UseReplays) -> ReplayView:
    """One exchange on its time line."""
    return await replays.staff_view(who, run_id)


@router.get("/api/staff/runs/{run_id}/calls/{call_id}/audio", response_class=FileResponse)
async def staff_audio(
    run_id: RunId, call_id: CallId, who: CurrentStaff, replays: UseReplays, doors: UseDoors
) -> FileResponse:
    """The stereo file; ranges are answered."""
    read, run = await replays.run_of(run_id)
    await doors.may_review_seat(who, read.seat_id)
    return await _audio(replays, read, run, call_id)


@router.get("/api/staff/runs/{run_id}/calls/{call_id}/peaks", response_class=FileResponse)
async def staff_peaks(
    run_id: RunId, call_id: CallId, who: CurrentStaff, replays: UseReplays, doors: UseDoors
) -> FileResponse:
    """The waveform, both channels."""
    read, _ = await replays.run_of(run_id)
    await doors.may_review_seat(who, read.seat_id)
    return FileResponse(await replays.file(run_id, call_id, "peaks.json"), media_type="application/json")


@router.get("/api/staff/runs/{run_id}/calls/{call_id}/so-far", response_class=Response)
async def staff_so_far(
    run_id: RunId,
    call_id: CallId,
    who: CurrentStaff,
    replays: UseReplays,
    doors: UseDoors,
    settings: UseSettings,
    sessions: UseSessions,
) -> Response:
    """What was said in a call that runs, until some seconds ago; `X-Combine-Seconds` says until when."""
    folder = await _running_folder(replays, doors, settings, sessions, who, run_id, call_id)
    found = await asyncio.to_thread(heard_so_far, folder)
    if found is None:
        raise _NOT_YET
    try:
        content = await asyncio.to_thread(found.read)
    except FileNotFoundError:
        raise _NOT_YET from None
    headers = {"X-Combine-Seconds": f"{found.seconds:.3f}", "Cache-Control": "no-store"}
    return Response(content, media_type="audio/ogg", headers=headers)


@router.get("/api/staff/runs/{run_id}/calls/{call_id}/so-far/peaks")
async def staff_peaks_so_far(
    run_id: RunId,
    call_id: CallId,
    who: CurrentStaff,
    replays: UseReplays,
    doors: UseDoors,
    settings: UseSettings,
    sessions: UseSessions,
) -> JSONResponse:
    """The waveform of what was said so far."""
    found = await asyncio.to_thread(
        peaks_so_far, await _running_folder(replays, doors, settings, sessions, who, run_id, call_id)
    )
    if found is None:
        raise _NOT_YET
    return JSONResponse(found, headers={"Cache-Control": "no-store"})


_NOT_YET = Conflict("not_ready", "Rien de cet appel ne peut encore être réécouté.", "Réessayez dans une demi-minute.")


async def _running_folder(
    replays: Replays,
    doors: Doors,
    settings: Settings,
    sessions: Sessions,
    who: SignedIn,
    run_id: RunId,
    call_id: CallId,
) -> Path:
    """Of a call of this exchange that somebody who may review it asks for. Raises NotFound, Forbidden."""
    read, _ = await replays.run_of(run_id)
    await doors.may_review_seat(who, read.seat_id)
    async with sessions() as session:
        row = await session.get(RecordingRow, call_id)
    if row is None or row.run_id != run_id:
        raise NotFound("Cet enregistrement n’existe pas.")
    return settings.recordings / row.folder


@router.post("/api/staff/runs/{run_id}/marks")
async def mark_while_replaying(
    run_id: RunId,
    body: commands.MarkPlace,
    who: CurrentStaff,
    replays: UseReplays,
    doors: UseDoors,
    sign_ins: UseSignIns,
    live_rights: UseLiveRights,
    rooms: UseRooms,
) -> ReplayView:
    """A mark placed at a second of the replay."""
    return await _mark(replays, doors, sign_ins, live_rights, rooms, who, run_id, body)


@router.post("/api/staff/runs/{run_id}/marks/remove")
async def unmark_while_replaying(
    run_id: RunId,
    body: commands.MarkRemove,
    who: CurrentStaff,
    replays: UseReplays,
    doors: UseDoors,
    sign_ins: UseSignIns,
    live_rights: UseLiveRights,
    rooms: UseRooms,
) -> ReplayView:
    """Takes one of one's own marks back."""
    return await _mark(replays, doors, sign_ins, live_rights, rooms, who, run_id, body)


@router.post("/api/staff/runs/{run_id}/findings/reject")
async def reject_while_replaying(
    run_id: RunId,
    body: commands.FindingReject,
    who: CurrentStaff,
    replays: UseReplays,
    doors: UseDoors,
    sign_ins: UseSignIns,
    live_rights: UseLiveRights,
    rooms: UseRooms,
) -> ReplayView:
    """What the evidence suggested is not shared, after listening again."""
    return await _mark(replays, doors, sign_ins, live_rights, rooms, who, run_id, body)


@router.post("/api/staff/runs/{run_id}/verdicts")
async def verdict_while_replaying(
    run_id: RunId,
    body: commands.VerdictSetCommand,
    who: CurrentStaff,
    replays: UseReplays,
    doors: UseDoors,
    sign_ins: UseSignIns,
    live_rights: UseLiveRights,
    rooms: UseRooms,
) -> ReplayView:
    """A verdict given after listening again."""
    return await _mark(replays, doors, sign_ins, live_rights, rooms, who, run_id, body)


@router.post("/api/staff/runs/{run_id}/feedback")
async def share_feedback(
    run_id: RunId,
    body: commands.FeedbackShare,
    who: CurrentStaff,
    replays: UseReplays,
    doors: UseDoors,
    sign_ins: UseSignIns,
    live_rights: UseLiveRights,
    rooms: UseRooms,
) -> ReplayView:
    """Practice: lets the candidate replay this exchange with its marks."""
    return await _mark(replays, doors, sign_ins, live_rights, rooms, who, run_id, body)


@router.get("/api/candidate/runs/{run_id}/replay")
async def candidate_replay(run_id: RunId, who: CurrentCandidate, replays: UseReplays) -> ReplayView:
    """Practice: one's own exchange; with the trainer's marks once they have shared it."""
    read, run = await replays.own_open_run(who, run_id)
    marking = read.state.marking.shared() if run.feedback is not None else None
    root = f"/api/candidate/runs/{run_id}"
    whole = await replays.view(read, run, root, marking, False, shows_supervisor=False)
    return own_part(whole, {call.call_id: call.transferred_at for call in run.calls if call.transferred_at})


@router.get("/api/candidate/runs/{run_id}/calls/{call_id}/audio", response_class=FileResponse)
async def candidate_audio(
    run_id: RunId, call_id: CallId, who: CurrentCandidate, replays: UseReplays, sessions: UseSessions
) -> FileResponse:
    """One's own shared recording, until one handed the call over."""
    read, run = await replays.own_open_run(who, run_id)
    sound, seconds = await _audio(replays, read, run, call_id), await _own_seconds(sessions, run, call_id)
    if seconds is None:
        return sound
    return FileResponse(await asyncio.to_thread(own_sound, Path(sound.path), seconds), media_type="audio/ogg")


@router.get("/api/candidate/runs/{run_id}/calls/{call_id}/peaks", response_class=Response)
async def candidate_peaks(
    run_id: RunId, call_id: CallId, who: CurrentCandidate, replays: UseReplays, sessions: UseSessions
) -> Response:
    """The waveform of one's own shared recording, until one handed the call over."""
    _, run = await replays.own_open_run(who, run_id)
    file, seconds = await replays.file(run_id, call_id, "peaks.json"), await _own_seconds(sessions, run, call_id)
    if seconds is None:
        return FileResponse(file, media_type="application/json")
    return Response(await asyncio.to_thread(own_peaks, file, seconds), media_type="application/json")


async def _own_seconds(sessions: Sessions, run: RunState, call_id: CallId) -> float | None:
    """How long a call was the candidate's, in seconds of its recording; None: to its end."""
    transferred = next((call.transferred_at for call in run.calls if call.call_id == call_id), None)
    if transferred is None:
        return None
    async with sessions() as session:
        row = await session.get_one(RecordingRow, call_id)
    return max(0.0, (transferred - row.started_at).total_seconds())


async def _mark(
    replays: Replays,
    doors: Doors,
    sign_ins: SignIns,
    live_rights: LiveRights,
    rooms: SeatRooms,
    who: SignedIn,
    run_id: RunId,
    command: commands.Command,
) -> ReplayView:
    read, _ = await replays.run_of(run_id)
    seat = await doors.may_mark_seat(who, read.seat_id)
    if getattr(command, "run_id", run_id) != run_id:
        raise NotFound("Cet échange n’existe pas.")
    room = await rooms.room(read.seat_id)
    desk = room.desks.juror_desk(actor_of(who), await doors.is_marker(who, seat))
    right = jurors_right(sign_ins, doors, live_rights, who, room, desk)
    # Whoever is shown out while this waits for its turn marks no more.
    right.doubt()
    await room.commanding.command_by_page(desk, command, right, during_replay=True)
    return await replays.staff_view(who, run_id)


async def _audio(replays: Replays, read: SeatRead, run: RunState, call_id: CallId) -> FileResponse:
    path = await replays.file(run.run_id, call_id, "call.ogg")
    name = plain_name(f"Combine_{read.state.seat.label}_echange-{run.position}.ogg")
    return FileResponse(path, media_type="audio/ogg", filename=name, content_disposition_type="inline")
