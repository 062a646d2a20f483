"""What telephones bring to a seat: a number that was dialled, somebody who listens, a caller who picks up first."""

from simulator.desk.inbox import Inbox
from simulator.desk.own_telephone import OwnTelephone
from simulator.desk.seat_desks import SeatDesks
from simulator.desk.seat_owner import SeatOwner
from simulator.desk.telephones import Telephones
from simulator.errors import SimulatorError
from simulator.facts import kinds
from simulator.facts.fact import Actor, NewFact
from simulator.seat import effects
from simulator.seat.deciding import calls
from simulator.seat.decision import Decision
from simulator.seat.here import DeskHere, Here
from simulator.seat.state import SeatState
from telephony.sip import CallerId, IncomingCall, SipLeg


class SeatTelephones:
    """Of one room. `ring_seconds`: how long one's own telephone rings before a call."""

    def __init__(
        self,
        state: SeatState,
        here: Here,
        desks: SeatDesks,
        inbox: Inbox,
        owner: SeatOwner,
        phones: Telephones,
        ring_seconds: float,
    ) -> None:
        self._state, self._here, self._ring_seconds = state, here, ring_seconds
        self._desks, self._inbox, self._owner = desks, inbox, owner
        self._own_telephone = OwnTelephone(phones)

    async def dials(self, call: IncomingCall) -> None:
        """The candidate dials on their telephone, and is told there when it leads nowhere."""
        await self._inbox.do(lambda: self._dials(call))

    async def listens(self, actor: Actor, on: bool) -> None:
        """A telephone of the staff listens to this desk from now on, call after call, or no more."""
        await self._inbox.do(lambda: self._listens(actor, on))

    def ring_first(self, effect: effects.PickUpFirst) -> None:
        """Called by the performing of the effect."""
        run = self._state.runs[effect.run_id]
        caller = self._here.desk(effect.player) if effect.caller == "customer" else self._here.candidate
        assert caller is not None
        self._here.picking_up = caller.key
        shown = CallerId(run.customer.phone, f"{run.customer.display_name} : décrochez")
        owner, seconds = caller.actor.id, self._ring_seconds

        async def picked_up(leg: SipLeg | None) -> None:
            await self._inbox.do(lambda: self._picked_up(effect, caller, leg))

        self._own_telephone.ring(owner, self._state.training.id, shown, seconds, picked_up)

    def stop_picking_up(self) -> None:
        self._own_telephone.stop()
        self._here.picking_up = None

    async def _dials(self, call: IncomingCall) -> None:
        try:
            await self._owner.carry(
                lambda: calls.dialled(self._owner.scene(self._here.candidate), call.dialled, by_phone=True),
                telephone=call,
            )
        except SimulatorError as refusal:
            call.refuse({"unknown_number": 404, "not_now": 486, "line_busy": 486}.get(refusal.code, 480))

    async def _listens(self, actor: Actor, on: bool) -> None:
        if on:
            self._here.phone_listeners.append(actor)
        else:
            self._here.phone_listeners.remove(actor)
        active = self._state.active
        call = active.call if active is not None else None
        # Kept of a running call only: between calls there is nothing to hear.
        if active is not None and call is not None and not call.is_over and call.connected_at is not None:
            kind = kinds.ListeningStarted if on else kinds.ListeningStopped
            fact = NewFact(kind(call_id=call.call_id, by_phone=True), active.run_id, actor)
            await self._owner.carry(lambda: Decision([fact]))
        self._desks.tell_everybody()

    async def _picked_up(self, effect: effects.PickUpFirst, caller: DeskHere, leg: SipLeg | None) -> None:
        self._here.picking_up = None
        if leg is None:
            words = ("Votre téléphone n’a pas été décroché.", "Relancez l’appel.")
            self._desks.notice(caller.key, "warning", "phone_not_picked_up", *words)
            await self._owner.look_and_tell()
            return
        try:
            await self._owner.carry(
                lambda: calls.picked_up(self._owner.scene(caller), effect.run_id, effect.player, effect.caller),
                telephone=leg,
            )
        except SimulatorError:
            leg.hang_up()
            self._desks.notice(caller.key, "warning", "not_now", "L’appel n’a pas pu partir.", "Relancez-le.")
