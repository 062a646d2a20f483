"""A conversation as the sum of what happened in it.

Theory of operation: the sender names its message (`message_id`), so that a message sent again after a cut is the
same message; the server gives the order (1, 2, 3…), so that both sides read the same thread. `admit` says whether a
message may enter; `apply` adds what happened and gives the new conversation. Nothing is ever changed or lost: what
brings nothing new (a repeated message, a mark on an unknown one) leaves the conversation as it was.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Literal


class Side(StrEnum):
    """Who writes: the candidate (adviser) or the customer whom the jury plays."""

    CANDIDATE = "candidate"
    CUSTOMER = "customer"

    @property
    def other(self) -> "Side":
        return Side.CUSTOMER if self is Side.CANDIDATE else Side.CANDIDATE


@dataclass(frozen=True, slots=True)
class Sent:
    at: datetime
    message_id: str
    by: Side
    text: str


@dataclass(frozen=True, slots=True)
class Delivered:
    """The message has reached the other side's desk."""

    at: datetime
    message_id: str


@dataclass(frozen=True, slots=True)
class Read:
    """`by` has seen everything of the other side up to this message."""

    at: datetime
    message_id: str
    by: Side


@dataclass(frozen=True, slots=True)
class Closed:
    at: datetime
    by: Literal["candidate", "customer", "system"]


Happening = Sent | Delivered | Read | Closed


@dataclass(frozen=True, slots=True)
class Message:
    """One message of the thread; `order` counts from 1 over both sides."""

    message_id: str
    by: Side
    text: str
    sent_at: datetime
    order: int
    delivered_at: datetime | None = None
    read_at: datetime | None = None


class Refused(Exception):
    """The message may not enter: `reason` is closed, or reused_id (this id already names another message)."""

    def __init__(self, reason: Literal["closed", "reused_id"]) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Conversation:
    """Immutable; `apply` returns the next one."""

    opened_at: datetime
    messages: tuple[Message, ...] = ()
    closed_at: datetime | None = None
    closed_by: Literal["candidate", "customer", "system"] | None = None

    def message(self, message_id: str) -> Message | None:
        """None when no message has this id."""
        return next((message for message in reversed(self.messages) if message.message_id == message_id), None)

    def admit(self, message_id: str, by: Side, text: str) -> bool:
        """True: new, append it. False: already there, nothing to do. Raises Refused."""
        known = self.message(message_id)
        if known is not None:
            if known.by is not by or known.text != text:
                raise Refused("reused_id")
            return False
        if self.closed_at is not None:
            raise Refused("closed")
        return True

    def apply(self, happening: Happening) -> "Conversation":
        match happening:
            case Sent(at, message_id, by, text):
                if self.message(message_id) is not None or self.closed_at is not None:
                    return self
                message = Message(message_id, by, text, at, len(self.messages) + 1)
                return replace(self, messages=(*self.messages, message))
            case Delivered(at, message_id):
                return self._mark(message_id, at, None)
            case Read(at, message_id, by):
                return self._mark(message_id, at, by)
            case Closed(at, by):
                if self.closed_at is not None:
                    return self
                return replace(self, closed_at=at, closed_by=by)

    def undelivered_to(self, side: Side) -> tuple[Message, ...]:
        """What the other side wrote and this side's desk has not got yet, in order."""
        return tuple(message for message in self.messages if message.by is not side and message.delivered_at is None)

    def waiting_since(self) -> datetime | None:
        """Since when the customer waits for the candidate: the first message after the candidate's last one."""
        if self.closed_at is not None:
            return None
        since: datetime | None = None
        for message in reversed(self.messages):
            if message.by is Side.CANDIDATE:
                break
            since = message.sent_at
        return since

    def _mark(self, message_id: str, at: datetime, reader: Side | None) -> "Conversation":
        """Delivered when `reader` is None; else read by this side, with all that the other wrote before."""
        target = self.message(message_id)
        if target is None or target.by is reader:
            return self
        changed: list[Message] = []
        for message in self.messages:
            if reader is None and message is target:
                message = replace(message, delivered_at=message.delivered_at or at)
            elif reader is not None and message.by is not reader and message.order <= target.order:
                delivered, read = message.delivered_at or at, message.read_at or at
                message = replace(message, delivered_at=delivered, read_at=read)
            changed.append(message)
        return replace(self, messages=tuple(changed))
