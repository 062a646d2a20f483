"""Whoever loses a right at a seat leaves it: their sound, their call, what they had in the queue.

The connection itself ends by its own right (desk/live.py); this is what would outlive it, or goes on without a page.
"""

from functools import partial

from sqlalchemy import select

from simulator.accounts.live_rights import LiveRights, RightsChanged
from simulator.accounts.signing import SignedIn
from simulator.accounts.tables import PersonRow
from simulator.conduct.doors import Doors
from simulator.desk.rooms import SeatRooms
from simulator.desk.seat_room import SeatRoom
from simulator.errors import SimulatorError
from simulator.facts import kinds
from simulator.facts.fact import SYSTEM, Actor, NewFact
from simulator.ids import CallId, PersonId
from simulator.seat.decision import Decision
from simulator.seat.here import DeskHere
from simulator.storage.database import Sessions
from telephony import Switch, TelephonyError


class ShowingOut:
    """A subscriber of LiveRights."""

    def __init__(self, sessions: Sessions, live_rights: LiveRights, switch: Switch, rooms: SeatRooms) -> None:
        self._sessions, self._live_rights, self._switch, self._rooms = sessions, live_rights, switch, rooms
        self._doors = Doors(sessions)

    async def rights_changed(self, change: RightsChanged) -> None:
        """Cancelled in the middle, a sound line or a call may go on; nobody can command it any more."""
        for line_id, sign_in_id in list(self._live_rights.lines.items()):
            if sign_in_id in change.sign_ins:
                del self._live_rights.lines[line_id]
                await self._switch.disconnect_line(line_id)
        if change.person_id is None:
            return
        actor_id = Actor.of_person(change.person_id).id
        for room in self._rooms.all_loaded():
            if change.seat_id == room.seat_id:
                # Whose marks are waited for has changed.
                await room.read_again()
            desk = room.here.of_actor(actor_id) if change.seat_id in (None, room.seat_id) else None
            if desk is not None:
                await room.inbox.do(partial(self._look_at, room, desk, change.person_id))

    async def _look_at(self, room: SeatRoom, desk: DeskHere, person_id: PersonId) -> None:
        """Within the seat's order."""
        may_mark = await self._may_mark(room, person_id)
        if may_mark is None:
            await self._show_out(room, desk)
        else:
            desk.may_mark = may_mark
        await room.owner.look_and_tell()

    async def _may_mark(self, room: SeatRoom, person_id: PersonId) -> bool | None:
        """None: this person has no part in the seat any more."""
        async with self._sessions() as session:
            person = await session.scalar(
                select(PersonRow).where(PersonRow.id == person_id, PersonRow.disabled_at.is_(None))
            )
        if person is None:
            return None
        who = SignedIn("", "staff", person.id, person.name, frozenset(person.roles), None)
        try:
            return await self._doors.is_marker(who, await self._doors.may_see_seat(who, room.seat_id))
        except SimulatorError:
            return None

    async def _show_out(self, room: SeatRoom, desk: DeskHere) -> None:
        """An exchange that they played is left: another juror may take it over at once."""
        state = room.state
        desk.may_mark = desk.listening = False
        if room.here.picking_up == desk.key:
            room.telephones.stop_picking_up()
        active = state.active
        call = active.call if active is not None else None
        if active is not None and call is not None and not call.is_over:
            asked = call.consultation
            if desk.actor.id == (call.supervisor_id or active.played_by):
                self._hang_up(call.call_id)
            elif asked is not None and asked.supervisor_id == desk.actor.id:
                self._hang_up(asked.consultation_id)
        left = [run.run_id for run in state.queued if run.queued_by == desk.actor.id]
        if left:
            facts = [NewFact(kinds.ExchangeUnqueued(), run_id, SYSTEM) for run_id in left]
            await room.owner.carry(lambda: Decision(facts), of_command=False)
        self._live_rights.lines.pop(desk.key, None)
        await self._switch.disconnect_line(desk.key)

    def _hang_up(self, call_id: CallId) -> None:
        try:
            self._switch.hang_up(call_id, None)
        except TelephonyError:
            # It ended by itself a moment ago.
            return
