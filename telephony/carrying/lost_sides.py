"""Sides of calls that cannot be heard any more: noticed, given some seconds to come back, then gone for good."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime

from telephony import events
from telephony.roles import Role

from . import consulting
from .call import CallState
from .lines import Lines
from .live_call import LiveCall
from .own_tasks import OwnTasks
from .settings import MediaSettings


class LostSides:
    """`gone` is called for a side that has not come back within the grace time."""

    def __init__(
        self,
        settings: MediaSettings,
        tasks: OwnTasks,
        lines: Lines,
        tell: Callable[[events.SwitchEvent], None],
        gone: Callable[[LiveCall, Role], None],
    ) -> None:
        self._settings, self._tasks, self._lines = settings, tasks, lines
        self._tell, self._gone = tell, gone

    def lose(self, call: LiveCall, role: Role) -> None:
        """Nothing comes from this side."""
        if role in call.lost:
            return
        call.lost.add(role)
        call.note("leg_lost", role=role)
        self._tell(events.LegLost(call.call_id, datetime.now(UTC), role))
        self._tasks.set_timer(call.call_id, "grace", self._settings.grace_seconds, lambda: self._gone(call, role))

    def back(self, call: LiveCall, role: Role) -> None:
        """This side is heard again."""
        if role not in call.lost:
            return
        call.lost.discard(role)
        call.note("leg_back", role=role)
        self._tell(events.LegBack(call.call_id, datetime.now(UTC), role))
        if not call.lost:
            self._tasks.drop(call.call_id, "grace")

    def is_there(self, call: LiveCall, role: Role) -> None:
        """Something arrived from this side: whatever was lost of it is back."""
        if role in call.lost and call.machine.state is not CallState.RINGING:
            self.back(call, role)
        if call.consulted_from is not None and call.consulted_from.lost:
            for inner, behind in consulting.shared_roles(call):
                if inner is role:
                    self.back(call.consulted_from, behind)

    def lose_silent(self, calls: Iterable[LiveCall], oldest: float) -> None:
        """Browsers send packets even when muted: none since `oldest` means that the sound is cut. A telephone may
        rightly be silent (RFC 3551 §4.1): it is gone once it gives no sign at all."""
        for call in calls:
            if call.machine.state in (CallState.CONNECTED, CallState.HELD):
                for role in Role:
                    if self._is_silent_since(call, role, oldest):
                        self.lose(call, role)

    def _is_silent_since(self, call: LiveCall, role: Role, oldest: float) -> bool:
        phone, line = call.phones.get(role), self._lines.get(call.lines[role])
        if phone is not None:
            seconds = self._settings.phone_silence_seconds, self._settings.phone_answer_seconds
            return not phone.is_held_by_phone and phone.is_gone(*seconds)
        heard_at = line.last_packet_at if line is not None else None
        return heard_at is not None and heard_at < oldest
