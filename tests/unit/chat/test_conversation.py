"""A conversation keeps every message once, in one order, whatever the network does."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat import Closed, Conversation, Delivered, Message, Read, Refused, Sent, Side

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def at(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def chat(*said: tuple[Side, str]) -> Conversation:
    conversation = Conversation(NOON)
    for number, (by, text) in enumerate(said):
        conversation = conversation.apply(Sent(at(number), f"m{number}", by, text))
    return conversation


def test_the_server_numbers_messages_from_one_over_both_sides() -> None:
    conversation = chat(
        (Side.CUSTOMER, "Bonjour"), (Side.CANDIDATE, "Bonjour Madame"), (Side.CUSTOMER, "Ma commande")
    )
    assert [message.order for message in conversation.messages] == [1, 2, 3]


def test_a_message_sent_again_is_the_same_message() -> None:
    conversation = chat((Side.CUSTOMER, "Bonjour"))
    assert conversation.admit("m0", Side.CUSTOMER, "Bonjour") is False
    assert conversation.apply(Sent(at(9), "m0", Side.CUSTOMER, "Bonjour")) == conversation


def test_an_id_never_names_two_messages() -> None:
    with pytest.raises(Refused, match="reused_id"):
        chat((Side.CUSTOMER, "Bonjour")).admit("m0", Side.CANDIDATE, "Autre chose")


def test_nothing_enters_a_closed_conversation_but_a_repeated_message_is_still_known() -> None:
    conversation = chat((Side.CUSTOMER, "Bonjour")).apply(Closed(at(5), "candidate"))
    assert conversation.admit("m0", Side.CUSTOMER, "Bonjour") is False
    with pytest.raises(Refused, match="closed"):
        conversation.admit("m1", Side.CUSTOMER, "Encore")


def test_reading_a_message_reads_all_that_came_before_from_that_side_only() -> None:
    conversation = chat((Side.CUSTOMER, "1"), (Side.CANDIDATE, "2"), (Side.CUSTOMER, "3"), (Side.CUSTOMER, "4"))
    conversation = conversation.apply(Delivered(at(5), "m0")).apply(Read(at(9), "m2", Side.CANDIDATE))
    assert [message.read_at for message in conversation.messages] == [at(9), None, at(9), None]
    assert conversation.messages[0].delivered_at == at(5)
    assert conversation.messages[2].delivered_at == at(9)


def test_nobody_reads_their_own_message() -> None:
    conversation = chat((Side.CUSTOMER, "1"))
    assert conversation.apply(Read(at(9), "m0", Side.CUSTOMER)) == conversation


def test_the_customer_waits_from_the_first_unanswered_message() -> None:
    assert chat().waiting_since() is None
    assert chat((Side.CUSTOMER, "1"), (Side.CUSTOMER, "2")).waiting_since() == at(0)
    assert chat((Side.CUSTOMER, "1"), (Side.CANDIDATE, "2")).waiting_since() is None
    assert chat((Side.CANDIDATE, "0"), (Side.CUSTOMER, "1"), (Side.CUSTOMER, "2")).waiting_since() == at(1)
    assert chat((Side.CUSTOMER, "1")).apply(Closed(at(4), "customer")).waiting_since() is None


@dataclass
class Desk:
    """A desk behind a bad network: sends until acknowledged, and takes what the server says, once each."""

    side: Side
    unsent: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    seen: dict[str, Message] = field(default_factory=dict[str, Message])
    connected: bool = True
    events_taken: int = 0


@dataclass
class House:
    """The server: a conversation, and the numbered events that each desk gets in order, again after a cut."""

    conversation: Conversation = field(default_factory=lambda: Conversation(NOON))
    events: list[Message] = field(default_factory=list[Message])
    time: float = 0.0

    def take(self, desk: Desk, message_id: str, text: str) -> None:
        self.time += 1
        if self.conversation.admit(message_id, desk.side, text):
            self.conversation = self.conversation.apply(Sent(at(self.time), message_id, desk.side, text))
            self.events.append(self.conversation.messages[-1])

    def show(self, desk: Desk) -> None:
        for message in self.events[desk.events_taken :]:
            desk.seen[message.message_id] = message
            if message.by is not desk.side:
                self.conversation = self.conversation.apply(Delivered(at(self.time), message.message_id))
        desk.events_taken = len(self.events)


ACTION = st.tuples(
    st.sampled_from(list(Side)), st.sampled_from(["type", "send", "send_lost_ack", "show", "cut", "back"])
)


@given(st.lists(ACTION, max_size=120))
def test_no_network_loses_doubles_or_reorders_a_message(actions: list[tuple[Side, str]]) -> None:
    house, desks = House(), {side: Desk(side) for side in Side}
    typed: dict[Side, list[str]] = {side: [] for side in Side}
    for side, action in actions:
        desk = desks[side]
        match action:
            case "type":
                message_id = f"{side}-{len(typed[side])}"
                typed[side].append(message_id)
                desk.unsent.append((message_id, f"texte {message_id}"))
            case "send" | "send_lost_ack" if desk.connected and desk.unsent:
                house.take(desk, *desk.unsent[0])
                if action == "send":
                    desk.unsent.pop(0)
            case "show" if desk.connected:
                house.show(desk)
            case "cut":
                desk.connected = False
            case "back":
                desk.connected = True
            case _:
                pass
    for desk in desks.values():
        for message_id, text in desk.unsent:
            house.take(desk, message_id, text)
    for desk in desks.values():
        house.show(desk)

    thread = house.conversation.messages
    assert [message.order for message in thread] == list(range(1, len(thread) + 1))
    for side in Side:
        assert [message.message_id for message in thread if message.by is side] == typed[side]
        shown = sorted(desks[side].seen.values(), key=lambda message: message.order)
        assert [message.message_id for message in shown] == [message.message_id for message in thread]
        assert house.conversation.undelivered_to(side) == ()
