"""The life of a call, fed with every event in every order."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from telephony import EndReason, Role
from telephony.carrying.call import (
    END_REASONS,
    TRANSITIONS,
    CallEvent,
    CallMachine,
    CallState,
    IllegalCallEvent,
    Sound,
)
from telephony.carrying.call_diagram import page

ADVISER, CUSTOMER = Role.ADVISER, Role.CUSTOMER
DOCS = Path(__file__).parents[3] / "docs"

Step = tuple[CallEvent, Role | None]
steps = st.lists(st.tuples(st.sampled_from(CallEvent), st.sampled_from([ADVISER, CUSTOMER, None])), max_size=40)


def rung(caller: Role = CUSTOMER) -> CallMachine:
    call = CallMachine(caller)
    call.feed(CallEvent.RING)
    return call


def talking(caller: Role = CUSTOMER) -> CallMachine:
    call = rung(caller)
    call.feed(CallEvent.ANSWER, caller.other)
    return call


def test_the_document_is_what_the_table_says():
    assert (DOCS / "telephony-call.md").read_text(encoding="utf-8") == page()


def test_every_state_can_be_reached_and_left_but_the_last():
    reached = {CallState.IDLE, *TRANSITIONS.values()}
    assert reached == set(CallState)
    assert {state for state, _ in TRANSITIONS} == set(CallState) - {CallState.ENDED}


def test_every_event_that_ends_a_call_has_a_reason():
    assert {event for (_, event), target in TRANSITIONS.items() if target is CallState.ENDED} == set(END_REASONS)


@given(st.sampled_from(Role), steps)
def test_whatever_is_fed_only_the_table_moves_a_call(caller: Role, fed: list[Step]):
    call = CallMachine(caller)
    for event, by in fed:
        before = (call.state, call.held_by, call.reason, call.ended_by)
        try:
            change = call.feed(event, by)
        except IllegalCallEvent:
            assert (call.state, call.held_by, call.reason, call.ended_by) == before
        else:
            assert TRANSITIONS[before[0], event] is call.state is change.state
            assert change.reason is call.reason
        assert (call.state is CallState.ENDED) == (call.reason is not None)
        assert call.state is not CallState.HELD or call.held_by is not None


@given(st.sampled_from(Role), steps)
def test_sound_passes_only_while_connected(caller: Role, fed: list[Step]):
    call = CallMachine(caller)
    for event, by in fed:
        try:
            change = call.feed(event, by)
        except IllegalCallEvent:
            continue
        assert (change.sound is Sound.TALK) == (call.state is CallState.CONNECTED)
        assert (change.sound is Sound.WAITING_TONE) == (call.state is CallState.HELD)


@pytest.mark.parametrize("caller", Role)
def test_only_the_called_side_answers_or_declines(caller: Role):
    for event in (CallEvent.ANSWER, CallEvent.DECLINE):
        for by in (caller, None):
            with pytest.raises(IllegalCallEvent):
                rung(caller).feed(event, by)
        assert rung(caller).feed(event, caller.other).by is caller.other


@pytest.mark.parametrize(("by", "reason"), [(CUSTOMER, EndReason.CANCELLED), (ADVISER, EndReason.DECLINED)])
def test_hanging_up_while_it_rings_is_cancelling_or_declining(by: Role, reason: EndReason):
    assert rung(caller=CUSTOMER).feed(CallEvent.HANG_UP, by).reason is reason


def test_only_who_holds_may_resume():
    call = talking()
    call.feed(CallEvent.HOLD, ADVISER)
    with pytest.raises(IllegalCallEvent):
        call.feed(CallEvent.RESUME, CUSTOMER)
    assert call.feed(CallEvent.RESUME, ADVISER).state is CallState.CONNECTED
    assert call.held_by is None


def test_a_held_call_cannot_be_held_again_by_the_other():
    call = talking()
    call.feed(CallEvent.HOLD, ADVISER)
    with pytest.raises(IllegalCallEvent):
        call.feed(CallEvent.HOLD, CUSTOMER)
    assert call.held_by is ADVISER


def test_the_error_says_what_was_tried_and_when():
    with pytest.raises(IllegalCallEvent, match="hold by adviser while ringing"):
        rung().feed(CallEvent.HOLD, ADVISER)


class TwoPeople(RuleBasedStateMachine):
    """Two sides that only do what their desks allow: nothing of it is ever refused."""

    def __init__(self) -> None:
        super().__init__()
        self.call = rung()

    @precondition(lambda self: self.call.state is CallState.RINGING)
    @rule()
    def answer(self) -> None:
        self.call.feed(CallEvent.ANSWER, ADVISER)

    @precondition(lambda self: self.call.state is CallState.CONNECTED)
    @rule(by=st.sampled_from(Role))
    def hold(self, by: Role) -> None:
        self.call.feed(CallEvent.HOLD, by)
        assert self.call.held_by is by

    @precondition(lambda self: self.call.state is CallState.HELD)
    @rule()
    def resume(self) -> None:
        self.call.feed(CallEvent.RESUME, self.call.held_by)

    @precondition(lambda self: self.call.state is not CallState.ENDED)
    @rule(by=st.sampled_from(Role))
    def lose(self, by: Role) -> None:
        assert self.call.feed(CallEvent.LEG_GONE, by).reason is EndReason.LOST

    @precondition(lambda self: self.call.state in (CallState.CONNECTED, CallState.HELD))
    @rule(by=st.sampled_from(Role))
    def hang_up(self, by: Role) -> None:
        assert self.call.feed(CallEvent.HANG_UP, by).reason is EndReason.HUNG_UP
        assert self.call.ended_by is by

    @precondition(lambda self: self.call.state is CallState.ENDED)
    @rule(event=st.sampled_from(CallEvent), by=st.sampled_from(Role))
    def try_anything_once_it_is_over(self, event: CallEvent, by: Role) -> None:
        with pytest.raises(IllegalCallEvent):
            self.call.feed(event, by)

    @invariant()
    def is_held_by_somebody_only_while_held(self) -> None:
        if self.call.state is CallState.CONNECTED:
            assert self.call.held_by is None


TestTwoPeople = TwoPeople.TestCase
