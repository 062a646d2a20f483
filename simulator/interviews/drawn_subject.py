"""What the revealed draw of a subject entails: the exchanges of that subject, and no others, at its seat."""

import secrets
from collections.abc import Awaitable, Callable

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from simulator.conduct.kept_packs import KeptPacks
from simulator.conduct.tables import ExchangeRunRow, TrainingSessionRow
from simulator.facts import kinds
from simulator.facts.fact import Fact
from simulator.facts.tables import FactRow


def subject_revealed(packs: KeptPacks) -> Callable[[AsyncSession, Fact], Awaitable[None]]:
    """A follower of `draw.revealed`: all that it writes is in the fact's own transaction."""

    async def follow(session: AsyncSession, fact: Fact) -> None:
        if not isinstance(fact.data, kinds.DrawRevealed) or fact.data.what != "subject":
            return
        seat_id, subject_id = fact.place.seat_id, fact.data.chosen
        training = await session.get_one(TrainingSessionRow, fact.place.session_id)
        subject = (await packs.of(training)).pack.subject(subject_id)
        # Of a subject drawn before, nothing has been played: the decider refuses a further draw otherwise.
        played = select(FactRow.run_id).where(FactRow.seat_id == seat_id, FactRow.run_id.is_not(None))
        of_seat = ExchangeRunRow.seat_id == seat_id
        await session.execute(
            delete(ExchangeRunRow).where(
                of_seat, ExchangeRunRow.subject_id != subject_id, ExchangeRunRow.id.not_in(played)
            )
        )
        there = set(
            await session.scalars(
                select(ExchangeRunRow.exchange_id).where(of_seat, ExchangeRunRow.subject_id == subject_id)
            )
        )
        for position, exchange in enumerate(subject.exchanges, start=1):
            if exchange.id not in there:
                session.add(
                    ExchangeRunRow(
                        id=secrets.token_hex(8),
                        seat_id=seat_id,
                        subject_id=subject_id,
                        exchange_id=exchange.id,
                        position=position,
                    )
                )

    return follow
