"""Another password for a telephone account: what was set up with the former one is out."""

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from simulator.ids import PersonId, SeatId
from simulator.phones.tables import SipAccountRow


async def renew_secret(
    session: AsyncSession, *, person_id: PersonId | None = None, seat_id: SeatId | None = None
) -> None:
    """Within the caller's transaction; the page « Mon téléphone » shows the new password from then on."""
    whose = SipAccountRow.person_id == person_id if person_id is not None else SipAccountRow.seat_id == seat_id
    await session.execute(
        update(SipAccountRow)
        .where(whose)
        .values(generation=SipAccountRow.generation + 1)
        .execution_options(synchronize_session=False)
    )
