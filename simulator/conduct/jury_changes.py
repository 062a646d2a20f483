"""A jury that changes once it was named: a dated fact with its author, so that nobody learns of it by chance."""

from collections.abc import Iterable

from sqlalchemy import select

from simulator.accounts.tables import PersonRow
from simulator.conduct.tables import SeatRow
from simulator.facts.day_facts import JurorsChanged
from simulator.facts.day_log import DayLog
from simulator.facts.fact import Actor
from simulator.facts.log import Overtaken
from simulator.ids import PersonId
from simulator.steady_clock import SteadyClock
from simulator.storage.database import Sessions
from simulator.storage.not_kept import NotKept

TRIES = 5


async def kept(
    sessions: Sessions,
    clock: SteadyClock,
    seat: SeatRow,
    actor: Actor,
    before: Iterable[PersonId],
    after: Iterable[PersonId],
    reason: str = "",
) -> JurorsChanged | None:
    """The change; None where nobody was of this jury yet, or nothing changed. Raises NotKept."""
    was, now = set(before), set(after)
    if not was or was == now:
        return None
    async with sessions() as session:
        people = await session.scalars(select(PersonRow).where(PersonRow.id.in_(was | now)))
        names = {one.id: one.name for one in people}
    changed = JurorsChanged(
        seat_id=seat.id,
        before=tuple(sorted(names[one] for one in was)),
        after=tuple(sorted(names[one] for one in now)),
        reason=reason,
    )
    log = DayLog(sessions)
    for _ in range(TRIES):
        facts = await log.of_session(seat.session_id)
        try:
            await log.keep(seat.session_id, facts[-1].number if facts else 0, [(actor, changed)], clock.now())
            return changed
        except Overtaken:
            continue
    raise NotKept
