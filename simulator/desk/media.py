"""What carries the sound of a seat, looked at on its behalf: lines, telephones, calls. The only one who asks them.

The seat is told (`simulator.seat.here`); what it decides and shows is made of what it was told.
"""

from dataclasses import dataclass

from simulator.desk.telephones import Telephones
from simulator.ids import SessionId
from simulator.seat.deciding.reach import running_call
from simulator.seat.here import CallsHere, Here, Side, SoundHere
from simulator.seat.state import SeatState
from telephony import CallSnapshot, Role, Switch

NO_NAME = "Téléphone"


@dataclass(frozen=True, slots=True)
class Media:
    """The switch and the telephones of this server."""

    switch: Switch
    phones: Telephones

    def look(self, state: SeatState, here: Here) -> None:
        """Brings what the seat knows up to date."""
        for desk in here.desks():
            desk.sound = self.sound_of(desk.key, desk.actor.id, state.training.id)
        here.calls = self._calls(state)
        here.listening_number = self.phones.listening_number(state.seat.id)

    def sound_of(self, key: str, owner: str, session_id: SessionId) -> SoundHere:
        """`owner`: the actor whose telephones may ring for the desk of this key."""
        reachable = self.phones.reachable(owner)
        return SoundHere(
            sound=self.switch.line_state(key).value,
            rings=self.phones.device(owner, session_id) if reachable else "browser",
            page_rings=self.phones.rings_browser(owner, session_id),
            phones=tuple(one.user_agent or NO_NAME for one in reachable),
            phone_trouble=self.phones.call_trouble(owner),
        )

    def _calls(self, state: SeatState) -> CallsHere:
        snapshots: dict[str, CallSnapshot] = {}
        on_phone: dict[Side, str] = {}
        rings: set[Side] = set()
        call, switchboard = running_call(state), self.phones.switchboard
        ids = [one.call_id for run in state.runs.values() for one in run.calls if not one.is_over]
        if call is not None and call.consultation is not None:
            ids.append(call.consultation.consultation_id)
        for call_id in ids:
            snapshot = self.switch.call(call_id)
            if snapshot is not None:
                snapshots[call_id] = snapshot
            for role in Role if switchboard is not None else ():
                carrier = switchboard.carrier(call_id, role) if switchboard is not None else None
                if carrier is not None:
                    on_phone[call_id, role] = carrier.user_agent or NO_NAME
                if switchboard is not None and switchboard.rings(call_id, role):
                    rings.add((call_id, role))
        early = frozenset(call_id for call_id in ids if self.switch.sounds_early(call_id))
        return CallsHere(snapshots, on_phone, frozenset(rings), early)
