"""The recordings of an exchange, as rows."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from simulator.recordings.tables import RecordingRow
from simulator.services import Services
from telephony import RecordingReport


async def recordings_of(services: Services, run_id: str) -> list[RecordingRow]:
    """Of the calls with the customer, in their order."""
    return [row for row in await _all_recordings(services, run_id) if row.consulted_from is None]


async def consultations_of(services: Services, run_id: str) -> list[RecordingRow]:
    """Of the conversations with the supervisor, in their order."""
    return [row for row in await _all_recordings(services, run_id) if row.consulted_from is not None]


async def _all_recordings(services: Services, run_id: str) -> list[RecordingRow]:
    async with services.sessions() as session:
        query = select(RecordingRow).where(RecordingRow.run_id == run_id).order_by(RecordingRow.started_at)
        return list(await session.scalars(query))


async def reports_of_seat(sessions: async_sessionmaker[AsyncSession], seat_id: str) -> dict[str, RecordingReport]:
    """What was measured in every finished recording of a seat, by call."""
    async with sessions() as session:
        query = select(RecordingRow.call_id, RecordingRow.report).where(
            RecordingRow.seat_id == seat_id, RecordingRow.report.is_not(None)
        )
        return {call_id: RecordingReport.from_json(report or "") for call_id, report in await session.execute(query)}
