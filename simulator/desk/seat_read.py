"""A seat as whoever only reads it gets it: nothing can happen through it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from simulator.ids import SeatId
from simulator.seat.here import CallsHere
from simulator.seat.measuring import Speech
from simulator.seat.state import SeatState
from telephony import RecordingReport


@dataclass(frozen=True, slots=True)
class SeatRead:
    """`reports`: what was measured in finished recordings, by call."""

    state: SeatState
    reports: Mapping[str, RecordingReport]
    calls: CallsHere = field(default_factory=CallsHere)
    """Running ones, as they are carried."""

    @property
    def seat_id(self) -> SeatId:
        return self.state.seat.id

    @property
    def speech(self) -> dict[str, Speech]:
        """Who spoke when, by call: in finished recordings, and so far in running calls."""
        running = {call_id: one.speech for call_id, one in self.calls.snapshots.items()}
        return {call_id: report.speech for call_id, report in self.reports.items()} | running
