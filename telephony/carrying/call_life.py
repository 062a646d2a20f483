"""What follows from each step of a call's life: `call.py` (a table) allows it, here it is carried out and told."""

from collections.abc import Callable
from datetime import UTC, datetime

from telephony import events
from telephony.errors import TelephonyError
from telephony.roles import EndReason, Role

from . import consulting
from .call import CallEvent, CallState, Change, IllegalCallEvent
from .call_book import CallBook
from .call_recordings import CallRecordings
from .call_sound import CallSound
from .listening import Listening
from .live_call import LiveCall
from .opinions import Opinions
from .own_tasks import OwnTasks


class CallLife:
    """`feed` is the one way in which a call's state moves."""

    def __init__(
        self,
        book: CallBook,
        sound: CallSound,
        listening: Listening,
        recordings: CallRecordings,
        opinions: Opinions,
        tasks: OwnTasks,
        tell: Callable[[events.SwitchEvent], None],
    ) -> None:
        self._book, self._sound, self._listening, self._recordings = book, sound, listening, recordings
        self._opinions, self._tasks, self._tell = opinions, tasks, tell

    def ring(self, call: LiveCall, seconds: float) -> None:
        """From now on, for so long at most."""
        self.feed(call, CallEvent.RING)
        self._tasks.set_timer(call.call_id, "ring", seconds, lambda: self.feed(call, CallEvent.RING_TIMEOUT))

    def feed(self, call: LiveCall, event: CallEvent, by: Role | None = None) -> None:
        """Raises TelephonyError: not_now; a timer that comes too late changes nothing."""
        try:
            change = call.machine.feed(event, by)
        except IllegalCallEvent as error:
            if event in (CallEvent.RING_TIMEOUT, CallEvent.LEG_GONE):
                return
            raise TelephonyError("not_now", str(error)) from error
        self._apply(call, event, change)

    def _apply(self, call: LiveCall, event: CallEvent, change: Change) -> None:
        now = datetime.now(UTC)
        match event:
            case CallEvent.RING:
                self._tell(events.CallRinging(call.call_id, now))
            case CallEvent.ANSWER:
                self._connected(call)
            case CallEvent.HOLD if change.by is not None:
                call.note("held", role=change.by)
                self._sound.play_tone(call, change.by.other)
                self._tell(events.CallHeld(call.call_id, now, change.by))
            case CallEvent.RESUME if change.by is not None:
                self._sound.stop_tone(call)
                call.note("resumed", role=change.by)
                self._tell(events.CallResumed(call.call_id, now, change.by))
            case CallEvent.TRANSFER:
                self._sound.stop_tone(call)
                call.note("resumed", role=Role.ADVISER)
            case _:
                self._ended(call, change)

    def _connected(self, call: LiveCall) -> None:
        self._tasks.drop(call.call_id, "ring")
        if call.consulted_from is not None:
            # Whoever speaks as the supervisor neither listens nor waits any more.
            self._listening.stop(call.lines[Role.CUSTOMER])
            if consulting.is_same_desk(call):
                self._sound.stop_tone(call.consulted_from)
        self._recordings.open(call)
        call.note("connected", call_id=call.call_id)
        assert call.connected_at is not None
        self._tell(events.CallConnected(call.call_id, call.connected_at, call.answer_seconds))

    def _ended(self, call: LiveCall, change: Change) -> None:
        call.end()
        assert call.ended_at is not None
        for name in ("ring", "tone", "grace"):
            self._tasks.drop(call.call_id, name)
        if call.consultation is not None:
            self.feed(call.consultation, CallEvent.STOP)
        self._book.free_lines(call)
        for line_id in list(call.listeners):
            self._listening.stop(line_id)
        call.note("ended", reason=change.reason, seconds=call.seconds())
        self._recordings.end(call)
        self._opinions.ended(call.call_id)
        reason = change.reason or EndReason.STOPPED
        self._tell(events.CallEnded(call.call_id, call.ended_at, reason, change.by, call.seconds()))
        if call.consulted_from is not None:
            self._consultation_over(call, call.consulted_from)

    def _consultation_over(self, consultation: LiveCall, call: LiveCall) -> None:
        call.consultation = None
        call.note("consulted", consultation=consultation.call_id)
        if call.machine.state is CallState.HELD and consulting.is_same_desk(consultation):
            self._sound.play_tone(call, Role.CUSTOMER)
