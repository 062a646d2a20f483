"""The chat."""

from typing import Literal

from simulator.facts.fact_data import FactData, Player


class ChatSent(FactData):
    """`message_id` is made by the sender: the same one twice is the same message."""

    kind: Literal["chat.sent"] = "chat.sent"
    message_id: str
    by: Player
    text: str


class ChatDelivered(FactData):
    kind: Literal["chat.delivered"] = "chat.delivered"
    message_id: str


class ChatRead(FactData):
    """Everything up to this message has been seen by the other side."""

    kind: Literal["chat.read"] = "chat.read"
    message_id: str
    by: Player


class ChatClosed(FactData):
    kind: Literal["chat.closed"] = "chat.closed"
    by: Literal["candidate", "customer", "system"]
