"""Consultations carried out: rung, and the call handed over to who answered (`consulting.py` says what may be)."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from telephony import events
from telephony.roles import Role

from . import consulting
from .call import CallEvent
from .call_book import CallBook
from .call_life import CallLife
from .lines import Lines
from .live_call import LiveCall
from .lost_sides import LostSides


class Consultations:
    """Their state moves by `CallLife`, like that of any call."""

    def __init__(
        self,
        book: CallBook,
        lines: Lines,
        lost: LostSides,
        life: CallLife,
        tell: Callable[[events.SwitchEvent], None],
    ) -> None:
        self._book, self._lines, self._lost, self._life, self._tell = book, lines, lost, life, tell

    def ring(
        self, call: LiveCall, consultation_id: str, supervisor_line: str, folder: Path, ring_seconds: float
    ) -> None:
        """Raises TelephonyError: not_now, line_busy, call_exists."""
        self._book.must_be_new(consultation_id)
        if supervisor_line != call.lines[Role.CUSTOMER]:
            self._book.must_be_free(supervisor_line)
        consultation = consulting.begin(call, consultation_id, supervisor_line, folder)
        self._book.put_in_front(consultation)
        for line_id in consultation.lines.values():
            self._lines.stop_echo(line_id)
        call.note("consulting", consultation=consultation_id)
        self._life.ring(consultation, ring_seconds)

    def transfer(self, call: LiveCall) -> None:
        """Raises TelephonyError: not_now."""
        adviser_was_muted = call.muted[Role.ADVISER]
        consultation = consulting.hand_over(call)
        same_desk = consulting.is_same_desk(consultation)
        call.note("transferred", consultation=consultation.call_id)
        # Told first: a telephone of the supervisor's changes over before the consultation ends.
        now = datetime.now(UTC)
        self._tell(events.CallTransferred(call.call_id, now, consultation.call_id, same_desk))
        if same_desk:
            self._life.feed(consultation, CallEvent.HANDED_OVER, Role.ADVISER)
            self._life.feed(call, CallEvent.HANDED_OVER, Role.ADVISER)
            return
        if adviser_was_muted:
            call.muted[Role.ADVISER] = False
            call.note("unmuted", role=Role.ADVISER)
        self._lost.back(call, Role.ADVISER)
        self._life.feed(call, CallEvent.TRANSFER, Role.ADVISER)
        self._life.feed(consultation, CallEvent.HANDED_OVER, Role.ADVISER)
