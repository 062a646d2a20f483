"""One conversation, sans-IO: what was sent, in which order, what the other side has received and read.

The order is the one in which messages reached this object. A message is known by an identifier made by its sender:
the same one again (a cut network, an impatient client) is the same message and changes nothing.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

Side = Literal["candidate", "customer"]


@dataclass(frozen=True, slots=True)
class ChatMessage:
    """`order` counts from 1."""

    message_id: str
    by: Side
    text: str
    sent_at: datetime
    order: int
    delivered_at: datetime | None = None
    read_at: datetime | None = None


class ConversationClosed(Exception):
    """Nothing more can be said in it."""


@dataclass
class Conversation:
    """All messages by identifier, in order."""

    opened_at: datetime
    closed_at: datetime | None = None
    closed_by: str | None = None
    messages: dict[str, ChatMessage] = field(default_factory=dict[str, ChatMessage])

    def send(self, message_id: str, by: Side, text: str, at: datetime) -> bool:
        """Whether it is new. Raises ConversationClosed for a new message in a closed conversation."""
        if message_id in self.messages:
            return False
        if self.closed_at is not None:
            raise ConversationClosed
        self.messages[message_id] = ChatMessage(message_id, by, text, at, len(self.messages) + 1)
        return True

    def deliver(self, message_id: str, at: datetime) -> bool:
        """The other side's desk has it. Whether that is news."""
        message = self.messages.get(message_id)
        if message is None or message.delivered_at is not None:
            return False
        self.messages[message_id] = replace(message, delivered_at=at)
        return True

    def read_up_to(self, message_id: str, by: Side, at: datetime) -> bool:
        """`by` has seen everything of the other side up to this message. Whether that is news."""
        last = self.messages.get(message_id)
        if last is None:
            return False
        news = False
        for known in list(self.messages.values()):
            if known.by != by and known.order <= last.order and known.read_at is None:
                self.messages[known.message_id] = replace(known, delivered_at=known.delivered_at or at, read_at=at)
                news = True
        return news

    def close(self, by: str, at: datetime) -> None:
        if self.closed_at is None:
            self.closed_at, self.closed_by = at, by

    def undelivered_to(self, side: Side) -> list[ChatMessage]:
        """What this side has not received yet, in order."""
        return [message for message in self.in_order() if message.by != side and message.delivered_at is None]

    def in_order(self) -> list[ChatMessage]:
        return sorted(self.messages.values(), key=lambda message: message.order)

    def waiting_since(self) -> datetime | None:
        """Since when the customer waits for the candidate; None when nothing is owed."""
        if self.closed_at is not None:
            return None
        waiting: datetime | None = None
        for message in self.in_order():
            if message.by == "candidate":
                waiting = None
            elif waiting is None:
                waiting = message.sent_at
        return waiting
