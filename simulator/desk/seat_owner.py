"""How anything happens at a seat: decided, kept, applied, performed, told, in this order and in the seat's inbox.

All methods but `scene` and `look` run within the inbox, one after the other: whoever waits outside may be cancelled,
what they handed in is carried out to its end.
"""

import secrets
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Protocol

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from simulator.desk.performing import Performing, Telephone
from simulator.desk.seat_parts import SeatParts
from simulator.facts import kinds
from simulator.facts.fact import Actor, Fact, NewFact
from simulator.facts.log import Beside, Overtaken
from simulator.ids import SeatId
from simulator.recordings.opening import open_recordings
from simulator.seat import effects
from simulator.seat.deciding import call_events, exchanges, productions, under_signature
from simulator.seat.decision import Decision, Scene
from simulator.seat.here import DeskHere, Here
from simulator.seat.refusals import Refused
from simulator.seat.state import SeatState
from simulator.storage.not_kept import DatabaseBusy, NotKept
from telephony import TelephonyError

log = structlog.get_logger(__name__)

MOST_OVERTAKEN = 5
"""Times that a decision is made anew because another writer was faster."""


class Desks(Protocol):
    """Whoever tells the desks."""

    def tell_everybody(self) -> None: ...
    def notice(self, key: str | None, level: str, code: str, message: str, remedy: str = "") -> None: ...


class SeatOwner:
    """The one writer of a seat's facts in this process. Another process may write too: then it decides again."""

    def __init__(self, parts: SeatParts, state: SeatState, here: Here, desks: Desks, performing: Performing) -> None:
        self.parts, self.state, self.here = parts, state, here
        self._desks, self._performing = desks, performing
        self._unkept: deque[Callable[[], Awaitable[None]]] = deque()
        """Events that could not be kept yet, in their order: they are not lost, and nothing overtakes them."""

    @property
    def now(self) -> datetime:
        return self.parts.clock.now()

    @property
    def has_unkept(self) -> bool:
        return bool(self._unkept)

    def scene(self, desk: DeskHere) -> Scene:
        return Scene(self.state, self.here, desk, self.now, secrets.token_hex(8))

    def look(self) -> None:
        self.parts.media.look(self.state, self.here)

    async def look_and_tell(self) -> None:
        self.look()
        self._desks.tell_everybody()

    async def carry(
        self,
        make: Callable[[], Decision],
        *,
        command_of: tuple[Actor, str] | None = None,
        telephone: Telephone | None = None,
        of_command: bool = True,
    ) -> None:
        """Decides, keeps, applies, performs, tells: the way of everything. Raises Refused, NotKept, AlreadyDone.

        `of_command`: somebody asked for it. Then nothing follows an effect that is refused, and they hear why; what
        follows from an event goes on with its other effects.
        """
        self.look()
        decision = await self._decide_and_keep(make, command_of)
        try:
            await self._perform(decision.effects, telephone, of_command)
            await self._begin_next(decision.facts)
        finally:
            if of_command or decision.facts or decision.effects:
                await self.look_and_tell()
        if decision.refusal is not None:
            raise decision.refusal

    async def _decide_and_keep(self, make: Callable[[], Decision], command_of: tuple[Actor, str] | None) -> Decision:
        for _ in range(MOST_OVERTAKEN):
            decision = make()
            under_signature.refuse_changes(self.state, decision)
            # A refusal that leaves a trace (a number that rings nowhere) may be asked for again.
            named = command_of if decision.refusal is None else None
            facts = productions.with_seals(self.state, decision.facts)
            try:
                await self.keep(_named(facts, self.state.seat.id, named), self._beside(decision))
                self.state.written.apply(one.version for one in decision.versions)
                return decision
            except Overtaken:
                await self.parts.read_again(self.state)
        raise NotKept

    def _beside(self, decision: Decision) -> Beside | None:
        """Rows that are true together with the decision's facts."""
        rows: list[Beside] = []
        if decision.recordings:
            rows.append(open_recordings(self.state, decision.recordings, self.now))
        if decision.versions:
            rows.append(self.parts.keep_versions(self.state, decision.versions))
        if not rows:
            return None

        async def write(session: AsyncSession) -> None:
            for one in rows:
                await one(session)

        return write

    async def keep(self, facts: Sequence[NewFact], beside: Beside | None = None) -> list[Fact]:
        if not facts and beside is None:
            return []
        training, number = self.state.training.id, self.state.last_fact
        kept = await self.parts.facts.keep(training, self.state.seat.id, number, facts, self.now, beside)
        for fact in kept:
            self.state.apply(fact)
        return kept

    async def _perform(self, wanted: Sequence[effects.Effect], telephone: Telephone | None, of_command: bool) -> None:
        for effect in wanted:
            try:
                await self._performing.perform(effect, telephone)
            except TelephonyError as error:
                await self._undo(effect, error)
                if of_command:
                    code = error.code if error.code in ("line_busy", "bad_offer") else "not_now"
                    raise Refused(code) from error

    async def _undo(self, effect: effects.Effect, error: TelephonyError) -> None:
        """What was kept before an effect that is refused is undone by further facts."""
        log.info("effect_refused", seat=self.state.seat.id, effect=type(effect).__name__, code=error.code)
        if isinstance(effect, effects.Ring | effects.Consult) or error.code == "no_such_call":
            await self.close_what_nobody_carries("not_placed" if isinstance(effect, effects.Ring) else "lost")

    async def _begin_next(self, facts: Sequence[NewFact]) -> None:
        """The first queued exchange begins as soon as the candidate is free."""
        if not any(isinstance(fact.data, kinds.ExchangeEnded | kinds.ExchangeQueued) for fact in facts):
            return
        waiting = self.state.queued
        juror = self.here.of_actor(waiting[0].queued_by) if waiting else None
        if juror is None:
            return
        self.look()
        decision = await self._decide_and_keep(lambda: exchanges.next_queued(self.scene(juror)), None)
        try:
            await self._perform(decision.effects, None, of_command=True)
        except Refused as refusal:
            self._desks.notice(juror.key, "warning", refusal.code, refusal.message, refusal.remedy)

    async def in_order(self, take: Callable[[], Awaitable[None]]) -> None:
        """Now if it can be kept; else behind whatever waits already, until it can."""
        if self._unkept:
            self._unkept.append(take)
            return
        try:
            await take()
        except NotKept as why:
            self._unkept.append(take)
            log.error("event_not_kept_yet", seat=self.state.seat.id, why=type(why).__name__)
            what = "La base de données est occupée" if isinstance(why, DatabaseBusy) else "Le serveur n’écrit plus"
            self._desks.notice(
                None,
                "error",
                "not_kept",
                f"{what} : ce qui se passe n’est gardé qu’en mémoire.",
                "Prévenez le responsable tout de suite ; tout sera gardé dès que le serveur pourra écrire.",
            )

    async def catch_up(self) -> None:
        """Keeps what could not be kept. Raises NotKept while it still cannot."""
        if not self._unkept:
            return
        while self._unkept:
            try:
                await self._unkept[0]()
            except NotKept:
                raise
            except Exception:
                # Kept or impossible: either way those behind it wait no longer.
                log.exception("late_event_failed", seat=self.state.seat.id)
            self._unkept.popleft()
        self._desks.notice(None, "info", "kept_again", "Le serveur écrit de nouveau : tout est gardé.", "")

    async def close_what_nobody_carries(self, reason: str) -> None:
        """Ends calls that the seat holds for running and the switch does not. Only within the inbox."""
        self.look()
        scene = self.scene(self.here.candidate)
        alone = call_events.uncarried(self.state, scene)
        if not alone:
            return
        ids = [call.call_id for _, call in alone]
        ids += [call.consultation.consultation_id for _, call in alone if call.consultation is not None]
        seconds = {call_id: await self.parts.finisher.recorded_seconds(call_id) for call_id in ids}
        log.warning("call_left_alone", seat=self.state.seat.id, calls=ids, reason=reason)
        await self.carry(
            lambda: call_events.left_alone(self.scene(self.here.candidate), seconds, reason), of_command=False
        )


def _named(facts: Sequence[NewFact], seat_id: SeatId, command_of: tuple[Actor, str] | None) -> Sequence[NewFact]:
    """The first fact carries the id of the command that it carries out."""
    if command_of is None or not facts:
        return facts
    first, *more = facts
    own = own_command(seat_id, *command_of)
    return [NewFact(first.data, first.run_id, first.actor, own), *more]


def own_command(seat_id: SeatId, actor: Actor, command_id: str) -> str:
    """A desk numbers its commands for itself: another desk's command of the same name is another command."""
    return sha256(f"{seat_id} {actor.id} {command_id}".encode()).hexdigest()
