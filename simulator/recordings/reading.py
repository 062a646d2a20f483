"""The recordings of an exchange, as rows."""

from sqlalchemy import select

from simulator.recordings.tables import RecordingRow
from simulator.services import Services


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
