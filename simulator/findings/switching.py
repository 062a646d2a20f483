"""Detectors switched off for the whole centre, because they misled; who did it, when and why is kept.

Those of families that fare badly on strangers are off until somebody switches them on.
"""

from datetime import UTC, datetime

from sqlalchemy import func, select

from scoring.shipped_measure import weak_criteria
from simulator.findings.tables import DetectorSwitchRow
from simulator.ids import PersonId
from simulator.storage.database import Sessions


async def switches_now(sessions: Sessions) -> dict[str, DetectorSwitchRow]:
    """The latest switch of every criterion that was ever switched."""
    latest = select(func.max(DetectorSwitchRow.id)).group_by(DetectorSwitchRow.criterion)
    async with sessions() as session:
        rows = await session.scalars(select(DetectorSwitchRow).where(DetectorSwitchRow.id.in_(latest)))
        return {row.criterion: row for row in rows}


async def off_now(sessions: Sessions) -> frozenset[str]:
    """Criteria on which nothing is suggested to anybody."""
    switches = await switches_now(sessions)
    chosen_off = {name for name, row in switches.items() if not row.is_on}
    return frozenset(chosen_off | (weak_criteria() - switches.keys()))


async def switch(sessions: Sessions, criterion: str, is_on: bool, person_id: PersonId, reason: str) -> None:
    """From now on, for every session."""
    async with sessions() as session, session.begin():
        session.add(
            DetectorSwitchRow(
                at=datetime.now(UTC), criterion=criterion, is_on=is_on, person_id=person_id, reason=reason
            )
        )
