"""Delays against their targets: answering the phone, first and later replies of a chat. Seconds."""

from dataclasses import dataclass

from scoring.exchange import Exchange
from scoring.measured import Said, measure_chat

LATE_LITTLE = 1.25
"""Up to a quarter over the target an examiner frowns; beyond, the delay is not kept."""
PHONE_TARGET, CHAT_TARGET = 20.0, 60.0
"""Used where the scenario names none: usual figures of the trade."""


@dataclass(frozen=True, slots=True)
class Delays:
    """`first` against `target`; for a chat also the later replies. None when nothing was answered."""

    first: float | None
    target: float
    replies: tuple[float, ...] = ()

    @property
    def late_replies(self) -> tuple[float, ...]:
        return tuple(delay for delay in self.replies if delay > self.target)


def measure_delays(exchange: Exchange) -> Delays:
    targets = exchange.expectations.targets
    if exchange.channel == "phone":
        ring, answer = exchange.first("ring"), exchange.first("answer")
        began = ring.at if ring else 0.0
        return Delays(answer.at - began if answer else None, targets.answer_seconds or PHONE_TARGET)
    target = targets.chat_reply_seconds or CHAT_TARGET
    said = [Said("candidate" if turn.speaker == "agent" else "customer", turn.start) for turn in exchange.turns]
    measured = measure_chat(said, 0.0)
    replies = tuple(_replies(said))
    first = exchange.first("first_reply")
    return Delays(first.at if first else measured.first_reply_seconds, target, replies)


def _replies(said: list[Said]) -> list[float]:
    delays: list[float] = []
    waiting: float | None = None
    for message in said:
        if message.by == "customer":
            waiting = message.at if waiting is None else waiting
        elif waiting is not None:
            delays.append(message.at - waiting)
            waiting = None
    return delays
