"""The recordings of an exchange, as rows."""

from sqlalchemy import select

from simulator.ids import RunId, SeatId
from simulator.recordings.tables import RecordingRow
from simulator.storage.database import Sessions
from telephony import RecordingReport


async def recordings_of(sessions: Sessions, run_id: RunId) -> list[RecordingRow]:
    """Of the calls with the customer, in their order."""
    return [row for row in await _all_recordings(sessions, run_id) if row.consulted_from is None]


async def consultations_of(sessions: Sessions, run_id: RunId) -> list[RecordingRow]:
    """Of the conversations with the supervisor, in their order."""
    return [row for row in await _all_recordings(sessions, run_id) if row.consulted_from is not None]


async def _all_recordings(sessions: Sessions, run_id: RunId) -> list[RecordingRow]:
    async with sessions() as session:
        query = select(RecordingRow).where(RecordingRow.run_id == run_id).order_by(RecordingRow.started_at)
        return list(await session.scalars(query))


async def reports_of_seat(sessions: Sessions, seat_id: SeatId) -> dict[str, RecordingReport]:
    """What was measured in every finished recording of a seat, by call."""
    async with sessions() as session:
        query = select(RecordingRow.call_id, RecordingRow.report).where(
            RecordingRow.seat_id == seat_id, RecordingRow.report.is_not(None)
        )
        return {call_id: RecordingReport.from_json(report or "") for call_id, report in await session.execute(query)}
