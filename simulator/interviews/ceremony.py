"""The two steps of a draw: a seed is bound and published, then the candidate's word reveals what follows."""

import base64
import hmac
import secrets
from dataclasses import dataclass

from cryptography.fernet import Fernet, InvalidToken
from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from exams import draws
from simulator.conduct.in_turn import in_turn
from simulator.desk.rooms import SeatRooms
from simulator.errors import Conflict, NotFound
from simulator.facts import kinds
from simulator.facts.fact import Actor
from simulator.ids import SeatId
from simulator.interviews.choices import What, case_study_of, choices_of
from simulator.interviews.row import row_of
from simulator.interviews.tables import DrawSeedRow
from simulator.seat.deciding import draws as deciding
from simulator.steady_clock import SteadyClock


@dataclass(frozen=True, slots=True)
class Ceremony:
    """The parts that draws need. `secret`: the installation's."""

    sessions: async_sessionmaker[AsyncSession]
    rooms: SeatRooms
    clock: SteadyClock
    secret: str

    async def bind(self, seat_id: SeatId, what: What, reason: str, actor: Actor) -> None:
        """First step. The seed is kept, encrypted, before its commitment is a fact: killed between, nothing is bound.

        Raises Conflict where nothing can be drawn, where the same jury's draw waits at another seat, and what
        `deciding.bind` raises. Cancelled, it may be bound: the page shows it.
        """
        room = await self.rooms.room(seat_id)
        async with in_turn(f"draws {room.state.training.id}"):
            choices = choices_of(room.state, what)
            if not choices:
                raise nothing_to_draw(what)
            row = await row_of(self.sessions, room.state.training.id, seat_id, what)
            if row.bound_at:
                raise Conflict(
                    "draw_elsewhere",
                    f"Un tirage du même jury attend son candidat au poste {row.bound_at[0]}.",
                    "Terminez-le d’abord : ce qui y sera tiré ne doit pas revenir ici.",
                )
            numbers = {one.id: one.number for one in choices}
            drawn = [numbers[one] for one in row.drawn if one in numbers]
            left, times = draws.drawn_least([*numbers.values()], drawn)
            seed, draw_id = draws.seed_from(secrets.token_bytes(128)), secrets.token_hex(8)
            bound = kinds.DrawCommitted(
                draw_id=draw_id,
                what=what,
                commitment=draws.commitment(seed, left),
                choices=tuple(one.id for one in choices if one.number in left),
                numbers=left,
                times=times,
                reason=reason.strip(),
            )
            await self._keep_seed(draw_id, seat_id, seed)
            try:
                await room.commanding.decide(actor, lambda scene: deciding.bind(scene, bound))
            except Conflict:
                await self._forget_seed(draw_id)
                raise

    async def reveal(self, seat_id: SeatId, what: What, word: str, actor: Actor) -> None:
        """Second step: `word` as the candidate said it. A subject's exchanges are made in the same transaction.

        Raises NotFound before the first step, and what `deciding.reveal` raises. Cancelled, it is revealed all the
        same.
        """
        room = await self.rooms.room(seat_id)
        waiting = room.state.last_draw(what)
        if waiting is None:
            raise NotFound("Aucun tirage n’est préparé à ce poste.")
        draw_id, study = waiting.bound.draw_id, case_study_of(room.state)
        seed = waiting.revealed.seed if waiting.revealed is not None else await self._seed(draw_id)
        study_id = study.id if study is not None else ""
        await room.commanding.decide(actor, lambda scene: deciding.reveal(scene, draw_id, word, seed, study_id))
        await self._forget_seed(draw_id)
        await self.rooms.rows_changed(seat_id)

    async def _keep_seed(self, draw_id: str, seat_id: SeatId, seed: str) -> None:
        sealed = self._box.encrypt(seed.encode()).decode()
        async with self.sessions() as session, session.begin():
            session.add(DrawSeedRow(draw_id=draw_id, seat_id=seat_id, sealed=sealed, made_at=self.clock.now()))

    async def _seed(self, draw_id: str) -> str:
        """Empty where it is damaged or gone: then it is not the one that was bound."""
        async with self.sessions() as session:
            row = await session.get(DrawSeedRow, draw_id)
        try:
            return self._box.decrypt(row.sealed.encode()).decode() if row is not None else ""
        except InvalidToken:
            return ""

    async def _forget_seed(self, draw_id: str) -> None:
        async with self.sessions() as session, session.begin():
            await session.execute(delete(DrawSeedRow).where(DrawSeedRow.draw_id == draw_id))

    @property
    def _box(self) -> Fernet:
        return Fernet(base64.urlsafe_b64encode(hmac.digest(self.secret.encode(), b"draw seeds", "sha256")))


def nothing_to_draw(what: What) -> Conflict:
    thing = "aucun sujet de ce format" if what == "subject" else "aucune séquence enregistrée"
    return Conflict(
        "nothing_to_draw",
        f"Le scénario n’a {thing} à tirer, ou ses plis ne sont pas encore ouverts.",
        "Ouvrez les plis de la journée ; s’ils le sont, choisissez un autre scénario.",
    )
