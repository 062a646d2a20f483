"""How long a customer may wait, on each channel: what an exchange is measured against."""

from scenarios.models import ServiceLevels
from simulator.seat.runs import RunState
from simulator.seat.state import SeatState


def service_levels(state: SeatState, run: RunState) -> ServiceLevels:
    """The exchange's own targets, else the company's."""
    company, own = state.pack.company.service_levels, run.exchange.jury.targets
    return ServiceLevels(
        answer_seconds=own.answer_seconds or company.answer_seconds,
        chat_first_reply_seconds=own.chat_first_reply_seconds or company.chat_first_reply_seconds,
        chat_reply_seconds=own.chat_reply_seconds or company.chat_reply_seconds,
        hold_seconds=own.hold_seconds or company.hold_seconds,
        wrap_up_seconds=company.wrap_up_seconds,
    )
