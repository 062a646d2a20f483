"""Who listens in silence: a line at most to one call, both sides of it, heard by nobody."""

from .lines import Lines
from .live_call import LiveCall
from .roles import Role
from .stream import OutgoingStream


class Listening:
    """A browser hears the adviser on its first stream and the customer on its second."""

    def __init__(self, lines: Lines) -> None:
        self._lines = lines
        self._heard_by: dict[str, LiveCall] = {}

    def start(self, call: LiveCall, line_id: str) -> None:
        self.stop(line_id)
        call.listeners.add(line_id)
        self._heard_by[line_id] = call

    def stop(self, line_id: str) -> None:
        call = self._heard_by.pop(line_id, None)
        if call is not None:
            call.listeners.discard(line_id)

    def outputs(self, call: LiveCall, role: Role) -> list[OutgoingStream]:
        """Where this side of the call is heard; whoever listens to a call hears its consultations as well."""
        call = call.consulted_from or call
        if not call.listeners:
            return []
        number = 0 if role is Role.ADVISER else 1
        found = (self._lines.output(line_id, number) for line_id in call.listeners)
        return [output for output in found if output is not None]
