"""A seat and its jurors at a glance, as a session's page and the lists of seats show them."""

from datetime import datetime

from simulator.conduct.views import Juror, PhonesOf
from simulator.conduct.views import SeatState as SeatStateView
from simulator.desk.shared_projection import call_view
from simulator.ids import PersonId
from simulator.seat.deciding.reach import side_of
from simulator.seat.here import DeskHere, Here
from simulator.seat.state import SeatState


def seat_at_a_glance(state: SeatState, here: Here, now: datetime) -> SeatStateView:
    active, candidate = state.active, here.candidate
    return SeatStateView(
        candidate_connected=candidate.is_connected,
        sound=candidate.sound.sound,
        phones=_phones(state, here, candidate),
        call=call_view(active),
        current_label=f"{active.position} · {active.exchange.candidate.label}" if active else None,
        phase=active.phase if active else None,
        done=sum(run.phase == "done" for run in state.runs.values()),
        clock=state.clock.view(now),
        listening_number=here.listening_number,
    )


def juror_at_a_glance(state: SeatState, here: Here, person_id: PersonId, desk: DeskHere) -> Juror:
    """A juror attached to the seat, whether their desk was ever opened or not."""
    return Juror(
        person_id=person_id,
        name=desk.actor.name,
        connected=desk.is_connected,
        sound=desk.sound.sound,
        phones=_phones(state, here, desk),
    )


def _phones(state: SeatState, here: Here, desk: DeskHere) -> PhonesOf:
    side = side_of(state, desk)
    on_call = side is not None and side in here.calls.on_phone
    return PhonesOf(rings=desk.sound.rings, registered=desk.sound.phones, on_call=on_call)
