"""What the switch tells of a seat's calls and lines: taken in its order, kept as soon as it can be, never dropped."""

import structlog

from simulator.desk.inbox import Inbox
from simulator.desk.seat_desks import SeatDesks
from simulator.desk.seat_owner import SeatOwner
from simulator.ids import CallId
from simulator.seat.deciding import call_events
from simulator.seat.deciding.disk import said_of_the_disk
from simulator.seat.here import Here
from simulator.seat.state import SeatState
from simulator.storage.not_kept import NotKept
from telephony import CallEnded, LineConnected, LineLost, RecordingRecovered, RecordingTrouble, SwitchEvent

log = structlog.get_logger(__name__)


class FromSwitch:
    """Of one room."""

    def __init__(self, state: SeatState, here: Here, desks: SeatDesks, inbox: Inbox, owner: SeatOwner) -> None:
        self._state, self._here = state, here
        self._desks, self._inbox, self._owner = desks, inbox, owner

    def happened(self, event: SwitchEvent) -> None:
        """Of a call of this seat. What the disk refuses is said at once."""
        if isinstance(event, RecordingTrouble | RecordingRecovered):
            # Said at once: a disk that takes no sound takes no fact either, and the fact waits.
            said = said_of_the_disk(event)
            self._desks.notice(said.desk, said.level, said.code, said.message, said.remedy)
        if isinstance(event, CallEnded):
            self._here.ending.add(event.call_id)
        self._inbox.put(lambda: self._happened(event))

    def line_changed(self, event: LineConnected | LineLost) -> None:
        """The page's sound of one of the desks has come, or is cut."""

        async def work() -> None:
            if isinstance(event, LineLost):
                words = "La page le rétablit toute seule ; si cela dure, vérifiez le réseau, puis rechargez la page."
                self._desks.notice(event.line_id, "warning", "line_lost", "Votre son est coupé.", words)
            await self._owner.look_and_tell()

        self._inbox.put(work)

    async def _happened(self, event: SwitchEvent) -> None:
        await self._owner.in_order(lambda: self._take(event))

    async def _take(self, event: SwitchEvent) -> None:
        run = None if isinstance(event, LineConnected | LineLost) else self._state.run_of_call(CallId(event.call_id))
        comes_again = False
        try:
            if run is None:
                log.warning("event_of_no_call", seat=self._state.seat.id, event_kind=type(event).__name__)
                return
            await self._owner.carry(
                lambda: call_events.happened(self._owner.scene(self._here.candidate), run, event), of_command=False
            )
        except NotKept:
            comes_again = True
            raise
        finally:
            if isinstance(event, CallEnded) and not comes_again:
                # Kept, or impossible to keep: then the call is one left alone.
                self._here.ending.discard(event.call_id)
