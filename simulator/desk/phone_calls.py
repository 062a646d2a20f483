"""Calls at a seat over telephones: whose rings, who picks theirs up first, and what they show."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from simulator.desk.refusals import Refused
from simulator.desk.run_state import RunState
from simulator.facts.kinds import Player
from telephony import Role, TelephonyError
from telephony.sip import Binding, CallerId, IncomingCall, SipLeg, Switchboard

if TYPE_CHECKING:
    from simulator.desk.feed import DeskFeed
    from simulator.desk.seat_room import SeatRoom

Ring = Callable[[RunState, "DeskFeed", Player, SipLeg | None], Awaitable[None]]


class PhoneCalls:
    """Telephones of one seat. `ring` begins a call: exchange, who plays, who calls, over which telephone."""

    def __init__(self, room: "SeatRoom", ring: Ring) -> None:
        self._room, self._ring = room, ring
        self._picking_up: asyncio.Task[None] | None = None

    def has_sound(self, desk: "DeskFeed") -> bool:
        """Whether a call can reach this desk: its page's sound is connected, or a telephone is registered."""
        services = self._room.services
        line = services.switch.line_state(desk.key) == "connected"
        return (line and services.phones.rings_browser(desk.actor.id)) or bool(
            services.phones.ringing_phones(desk.actor.id)
        )

    def need_sound(self, desk: "DeskFeed") -> None:
        """Raises Refused."""
        if not self.has_sound(desk):
            raise Refused("candidate_no_sound" if desk is self._room.candidate else "jury_no_sound")

    def need_browser(self, desk: "DeskFeed") -> None:
        """Answering on the page needs the page's own sound. Raises Refused."""
        services = self._room.services
        line = services.switch.line_state(desk.key) == "connected"
        if not (line and services.phones.rings_browser(desk.actor.id)) and services.phones.ringing_phones(
            desk.actor.id
        ):
            raise Refused("answer_on_phone")

    async def begin(self, run: RunState, player: "DeskFeed", caller: Player) -> None:
        """Rings at once, or, where the caller speaks over a telephone alone, once they have picked it up."""
        phones = self._room.services.phones
        desk = player if caller == "customer" else self._room.candidate
        line = self._room.services.switch.line_state(desk.key) == "connected"
        own = phones.ringing_phones(desk.actor.id)
        if (line and phones.rings_browser(desk.actor.id)) or not own or phones.board is None:
            await self._ring(run, player, caller, None)
            return
        if self._picking_up is not None and not self._picking_up.done():
            raise Refused("phone_ringing")
        self._picking_up = asyncio.create_task(self._begin_by_phone(run, player, caller, phones.board, own))

    async def _begin_by_phone(
        self, run: RunState, player: "DeskFeed", caller: Player, board: Switchboard, own: list[Binding]
    ) -> None:
        room = self._room
        desk = player if caller == "customer" else room.candidate
        shown = CallerId(run.customer.phone, f"{run.customer.display_name} : décrochez")
        leg = await board.pick_up(own, shown, room.services.settings.ring_seconds)
        if leg is None:
            room.notice(
                desk, "warning", "phone_not_picked_up", "Votre téléphone n’a pas été décroché.", "Relancez l’appel."
            )
            return
        async with room.lock:
            try:
                await self._ring(run, player, caller, leg)
            except (Refused, TelephonyError):
                leg.hang_up()
                room.notice(desk, "warning", "not_now", "L’appel n’a pas pu partir.", "Relancez-le.")
            room.tell_everybody()

    def ring(
        self, call_id: str, run: RunState, player: "DeskFeed", caller: Player, phone: IncomingCall | SipLeg | None
    ) -> None:
        room, phones = self._room, self._room.services.phones
        if phones.board is None:
            return
        calling = Role.CUSTOMER if caller == "customer" else Role.ADVISER
        if isinstance(phone, IncomingCall):
            phones.board.dialled_call(call_id, calling, phone)
        elif phone is not None:
            phones.board.summoned_call(call_id, calling, phone)
        called = room.candidate if caller == "customer" else player
        ringing = phones.ringing_phones(called.actor.id)
        if ringing:
            name = run.customer.display_name
            # The jury's telephone says whom to play, and for which candidate.
            shown = name if called is room.candidate else f"{room.state.seat.label} appelle {name}"
            line = room.services.switch.line_state(called.key) == "connected"
            by_browser = line and phones.rings_browser(called.actor.id)
            caller_id = CallerId(run.customer.phone, shown)
            phones.board.ring_phones(call_id, calling.other, ringing, caller_id, only_phone=not by_browser)
