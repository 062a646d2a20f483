"""What each desk of a seat is shown, made from the seat's state and from who is here. Nothing is asked of anybody."""

from typing import TYPE_CHECKING

from simulator.desk.candidate_projection import candidate_desk
from simulator.desk.jury_projection import jury_desk
from simulator.desk.shared_projection import line_view
from simulator.live_messages.candidate_view import CandidateDesk
from simulator.live_messages.jury_view import JuryDesk
from simulator.live_messages.network_view import NetworkView
from simulator.live_messages.shared_view import CaptionsView, LineView
from simulator.seat.deciding.reach import running_call
from simulator.seat.here import DeskHere
from telephony import CallSnapshot

if TYPE_CHECKING:
    from simulator.desk.seat_room import SeatRoom


class SeatViews:
    """Of one room."""

    def __init__(self, room: "SeatRoom") -> None:
        self._room = room

    def of(self, desk: DeskHere) -> CandidateDesk | JuryDesk:
        return self.candidate() if desk.is_candidate else self.jury(desk)

    def candidate(self) -> CandidateDesk:
        room = self._room
        captions = self.captions() if room.state.seat.captions and not room.captions.is_transferred else None
        view = candidate_desk(room.state, room.here, self._line(room.here.candidate), room.now)
        return view.model_copy(update={"captions": captions})

    def jury(self, desk: DeskHere) -> JuryDesk:
        room = self._room
        view = jury_desk(
            room.state,
            room.parts.referential,
            room.here,
            desk,
            self._line(room.here.candidate),
            self._line(desk),
            room.speech,
            room.now,
        )
        return view.model_copy(update={"captions": self.captions(), "network": self._network()})

    def captions(self) -> CaptionsView:
        return self._room.captions.view(self._room.words.is_on)

    def _line(self, desk: DeskHere) -> LineView:
        """With the person's telephones, and whether their network carries the running call badly."""
        room = self._room
        line = line_view(room.state, room.here, desk)
        shown, active = self._network(), room.state.active
        plays = desk.is_candidate or (active is not None and desk.actor.id == active.played_by)
        if shown is None or not plays:
            return line
        side = shown.candidate if desk.is_candidate else shown.customer
        return line.model_copy(update={"is_unstable": side.level == "bad"})

    def _network(self) -> NetworkView | None:
        return self._room.network.view(self._running())

    def _running(self) -> CallSnapshot | None:
        call = running_call(self._room.state)
        return self._room.here.calls.snapshots.get(call.call_id) if call is not None else None
