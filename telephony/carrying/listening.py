"""Who listens in silence: a line at most to one call, both sides of it, heard by nobody."""

from telephony.roles import Role

from .lines import Lines
from .live_call import LiveCall
from .stream import Hears


class Listening:
    """A browser hears the adviser on its first stream and the customer on its second."""

    def __init__(self, lines: Lines) -> None:
        self._lines = lines
        self._heard_by: dict[str, LiveCall] = {}
        self._at_desks: dict[str, list[dict[Role, Hears]]] = {}

    def start(self, call: LiveCall, line_id: str) -> None:
        self.stop(line_id)
        call.listeners.add(line_id)
        self._heard_by[line_id] = call

    def stop(self, line_id: str) -> None:
        call = self._heard_by.pop(line_id, None)
        if call is not None:
            call.listeners.discard(line_id)

    def start_at(self, line_id: str, hearers: dict[Role, Hears]) -> None:
        """From now on every call of this adviser's desk is heard there, each side by its own ear."""
        self._at_desks.setdefault(line_id, []).append(hearers)

    def stop_at(self, line_id: str, hearers: dict[Role, Hears]) -> None:
        kept = [one for one in self._at_desks.pop(line_id, []) if one is not hearers]
        if kept:
            self._at_desks[line_id] = kept

    def outputs(self, call: LiveCall, role: Role) -> list[Hears]:
        """Where this side of the call is heard; whoever listens to a call hears its consultations as well."""
        call = call.consulted_from or call
        if not call.listeners and call.desk_line not in self._at_desks:
            return []
        number = 0 if role is Role.ADVISER else 1
        found = (self._lines.output(line_id, number) for line_id in call.listeners)
        outputs: list[Hears] = [output for output in found if output is not None]
        return outputs + [hearers[role] for hearers in self._at_desks.get(call.desk_line, ())]
