"""Rows of recordings that begin: written with the facts that say so."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from simulator.facts.log import Beside
from simulator.recordings.tables import RECORDING_JOB, RecordingRow
from simulator.seat.decision import OpenRecording
from simulator.seat.state import SeatState
from simulator.storage.job_queue import ask


def open_recordings(state: SeatState, opened: Sequence[OpenRecording], now: datetime) -> Beside:
    """What writes a row for each, state « live », and asks for its file."""

    async def write(session: AsyncSession) -> None:
        for one in opened:
            row = RecordingRow(
                call_id=one.call_id,
                session_id=state.training.id,
                seat_id=state.seat.id,
                run_id=one.run_id,
                folder=one.folder,
                consulted_from=one.consulted_from,
                started_at=now,
                state="live",
            )
            session.add(row)
            await ask(session, RECORDING_JOB, one.call_id)

    return write
