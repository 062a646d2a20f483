"""Calls at a seat over telephones: whose rings, who picks theirs up first, and what they show."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from simulator.conduct.views import PhonesOf
from simulator.facts.kinds import Player
from simulator.live_messages.shared_view import LineView
from simulator.seat.refusals import Refused
from simulator.seat.runs import CallRecord, RunState
from telephony import Role, TelephonyError
from telephony.sip import CallerId, IncomingCall, Phone, SipLeg, Switchboard

if TYPE_CHECKING:
    from simulator.desk.feed import DeskFeed
    from simulator.desk.seat_room import SeatRoom

Ring = Callable[[RunState, "DeskFeed", Player, SipLeg | None], Awaitable[None]]


class PhoneCalls:
    """Telephones of one seat. `ring` begins a call: exchange, who plays, who calls, over which telephone."""

    def __init__(self, room: "SeatRoom", ring: Ring) -> None:
        self._room, self._ring = room, ring
        self._picking_up: asyncio.Task[None] | None = None
        self._rung: DeskFeed | None = None
        """Whose own telephone rings before their call begins."""

    def has_sound(self, desk: "DeskFeed") -> bool:
        """Whether a call can reach this desk: its page's sound is connected, or a telephone is registered."""
        return self._by_browser(desk) or bool(self._ringing_phones(desk))

    def need_sound(self, desk: "DeskFeed") -> None:
        """Raises Refused."""
        if not self.has_sound(desk):
            raise Refused("candidate_no_sound" if desk is self._room.candidate else "jury_no_sound")

    def need_browser(self, desk: "DeskFeed") -> None:
        """Answering on the page needs the page's own sound. Raises Refused."""
        if not self._by_browser(desk) and self._ringing_phones(desk):
            raise Refused("answer_on_phone")

    def line(self, line: LineView, desk: "DeskFeed") -> LineView:
        """The line, with the telephones of whoever sits there."""
        phones, session = self._room.services.phones, self._room.state.training.id
        names = [binding.user_agent or "Téléphone" for binding in phones.reachable(desk.actor.id)]
        rings = phones.device(desk.actor.id, session) if names else "browser"
        call, side = self._call_of(desk), self._side_of(desk)
        board = phones.board if side is not None else None
        carrier = board.carrier(*side) if board is not None and side is not None else None
        return line.model_copy(
            update={
                "rings": rings,
                "phones": names,
                "phone_rings": desk is self._rung or (board is not None and side is not None and board.rings(*side)),
                "sounds_early": call is not None and self._room.services.switch.sounds_early(call.call_id),
                "call_on_phone": (carrier.user_agent or "Téléphone") if carrier is not None else None,
            }
        )

    def at_a_glance(self, desk: "DeskFeed") -> PhonesOf:
        """What a session's board shows of whoever sits there."""
        phones = self._room.services.phones
        line = self.line(LineView(state="absent"), desk)
        rings = phones.device(desk.actor.id, self._room.state.training.id)
        return PhonesOf(rings=rings, registered=tuple(line.phones), on_call=line.call_on_phone is not None)

    def _side_of(self, desk: "DeskFeed") -> tuple[str, Role] | None:
        """The call, and the side of it, that a telephone of this desk rings for or carries just now."""
        running = self._running()
        asked = running.consultation if running is not None else None
        if asked is not None and asked.supervisor_id == desk.actor.id and not asked.is_same_person:
            return asked.consultation_id, Role.CUSTOMER
        call = self._call_of(desk)
        return (call.call_id, self.role(desk)) if call is not None else None

    def role(self, desk: "DeskFeed") -> Role:
        call = self._running()
        is_supervisor = call is not None and call.supervisor_id == desk.actor.id
        return Role.ADVISER if desk is self._room.candidate or is_supervisor else Role.CUSTOMER

    def give_up(self, desk: "DeskFeed") -> bool:
        """Stops this desk's own telephone, which rings before their call begins; False when it does not."""
        if desk is not self._rung or self._picking_up is None:
            return False
        return self._picking_up.cancel()

    def _by_browser(self, desk: "DeskFeed") -> bool:
        services = self._room.services
        is_connected = services.switch.line_state(desk.key) == "connected"
        return is_connected and services.phones.rings_browser(desk.actor.id, self._room.state.training.id)

    def _ringing_phones(self, desk: "DeskFeed") -> list[Phone]:
        return self._room.services.phones.ringing_phones(desk.actor.id, self._room.state.training.id)

    def _call_of(self, desk: "DeskFeed") -> CallRecord | None:
        """The running call, if this desk is one of its two ends."""
        active, call = self._room.state.active, self._running()
        if active is None or call is None:
            return None
        is_candidates = desk is self._room.candidate and call.transferred_at is None
        return call if is_candidates or desk.actor.id in (active.played_by, call.supervisor_id) else None

    def _running(self) -> CallRecord | None:
        active = self._room.state.active
        call = active.call if active is not None else None
        return call if call is not None and not call.is_over else None

    async def begin(self, run: RunState, player: "DeskFeed", caller: Player) -> None:
        """Rings at once, or, where the caller speaks over a telephone alone, once they have picked it up."""
        phones = self._room.services.phones
        desk = player if caller == "customer" else self._room.candidate
        own = self._ringing_phones(desk)
        if self._by_browser(desk) or not own or phones.board is None:
            await self._ring(run, player, caller, None)
            return
        if self._picking_up is not None and not self._picking_up.done():
            raise Refused("phone_ringing")
        self._rung = desk
        self._picking_up = asyncio.create_task(self._begin_by_phone(run, player, caller, phones.board, own))
        self._picking_up.add_done_callback(self._picked_up)

    def _picked_up(self, _: "asyncio.Task[None]") -> None:
        self._rung = None
        self._room.tell_everybody()

    async def _begin_by_phone(
        self, run: RunState, player: "DeskFeed", caller: Player, board: Switchboard, own: list[Phone]
    ) -> None:
        room = self._room
        desk = player if caller == "customer" else room.candidate
        shown = CallerId(run.customer.phone, f"{run.customer.display_name} : décrochez")
        leg = await board.pick_up(own, shown, room.services.settings.ring_seconds)
        self._rung = None
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

    def ring_supervisor(self, consultation_id: str, run: RunState, supervisor: "DeskFeed") -> None:
        """Their telephones ring beside their page; they show who asks, and about whom."""
        board, ringing = self._room.services.phones.board, self._ringing_phones(supervisor)
        if board is not None and ringing:
            shown = f"{self._room.state.seat.label} consulte le superviseur"
            caller_id = CallerId(run.customer.phone, shown)
            only_phone = not self._by_browser(supervisor)
            board.ring_phones(consultation_id, Role.CUSTOMER, ringing, caller_id, only_phone=only_phone)

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
        ringing = self._ringing_phones(called)
        if ringing:
            name = run.customer.display_name
            # The jury's telephone says whom to play, and for which candidate.
            shown = name if called is room.candidate else f"{room.state.seat.label} appelle {name}"
            caller_id = CallerId(run.customer.phone, shown)
            by_browser = self._by_browser(called)
            phones.board.ring_phones(call_id, calling.other, ringing, caller_id, only_phone=not by_browser)
