"""What has just been said in a seat's call, for the desks that show it."""

from simulator.live_messages.shared_view import CaptionLine, CaptionsView
from telephony import Role
from telephony.speech import Caption

MOST_LINES = 12
"""What fits beside a desk: the whole transcript follows after the call."""


class Captions:
    """Of the running call, or the last one. Nothing of it is kept: the transcript is."""

    def __init__(self) -> None:
        self._lines: list[CaptionLine] = []
        self._is_behind = False
        self.is_transferred = False
        """What customer and supervisor say then is not the candidate's to read."""

    def begin(self) -> None:
        """Another call."""
        self._lines, self._is_behind, self.is_transferred = [], False, False

    def fell_behind(self) -> None:
        """This machine cannot keep up: the words of this call come after its end."""
        self._is_behind = True

    def transferred(self) -> None:
        """From now on the supervisor speaks on the candidate's side."""
        self.is_transferred = True

    def add(self, caption: Caption) -> None:
        """A caption that was not final gives way to what its side says next."""
        adviser = "supervisor" if self.is_transferred else "candidate"
        line = CaptionLine(
            by=adviser if caption.role is Role.ADVISER else "customer",
            at_seconds=round(caption.at, 2),
            text=caption.text,
            is_final=caption.is_final,
        )
        kept = [one for one in self._lines if one.is_final or one.by != line.by]
        self._lines = sorted([*kept, line], key=lambda one: one.at_seconds)[-MOST_LINES:]

    def view(self, is_on: bool) -> CaptionsView:
        """`is_on`: whether calls are heard while they run at all."""
        state = "unavailable" if not is_on else "later" if self._is_behind else "on"
        return CaptionsView(state=state, lines=tuple(self._lines))
