"""Which calls there are, and which of them stands in front on each line. Pure: nothing is told, nothing is sent."""

from telephony.errors import TelephonyError

from .live_call import LiveCall


class CallBook:
    """A line carries one call at a time; behind it may wait the one that it left for a consultation."""

    def __init__(self) -> None:
        self._calls: dict[str, LiveCall] = {}
        self._call_of_line: dict[str, str] = {}

    def all(self) -> list[LiveCall]:
        return list(self._calls.values())

    def get(self, call_id: str) -> LiveCall | None:
        """None for a call that this process does not know (any more)."""
        return self._calls.get(call_id)

    def live(self, call_id: str) -> LiveCall:
        """Raises TelephonyError: no_such_call."""
        call = self._calls.get(call_id)
        if call is None or call.is_over:
            raise TelephonyError("no_such_call", call_id)
        return call

    def must_be_new(self, call_id: str) -> None:
        """Raises TelephonyError: call_exists."""
        if call_id in self._calls:
            raise TelephonyError("call_exists", call_id)

    def must_be_free(self, line_id: str) -> None:
        """Raises TelephonyError: line_busy."""
        if line_id in self._call_of_line:
            raise TelephonyError("line_busy", line_id)

    def put_in_front(self, call: LiveCall) -> None:
        """On both of its lines, whatever stood there before."""
        self._calls[call.call_id] = call
        for line_id in call.lines.values():
            self._call_of_line[line_id] = call.call_id

    def is_busy(self, line_id: str) -> bool:
        return line_id in self._call_of_line

    def in_front(self, line_id: str) -> LiveCall | None:
        return self._calls.get(self._call_of_line.get(line_id, ""))

    def on_line(self, line_id: str) -> list[LiveCall]:
        """The call in front on this line, and the one that waits for its consultation to end."""
        call = self.in_front(line_id)
        behind = call.consulted_from if call is not None else None
        return [one for one in (call, behind) if one is not None and one.role_of(line_id) is not None]

    def free_lines(self, call: LiveCall) -> None:
        """A line of a consultation goes back to the call that waited, if it is still part of it."""
        behind = call.consulted_from
        for line_id in call.lines.values():
            if self._call_of_line.get(line_id) != call.call_id:
                continue
            if behind is not None and not behind.is_over and behind.role_of(line_id) is not None:
                self._call_of_line[line_id] = behind.call_id
            else:
                del self._call_of_line[line_id]

    def forget(self, call_id: str) -> None:
        """Does nothing to a call that is not over."""
        call = self._calls.get(call_id)
        if call is not None and call.is_over:
            del self._calls[call_id]
