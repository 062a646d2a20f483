"""Decisions of a seat: facts before effects, and a way out of whatever goes on."""

from typing import get_args

import pytest

from scoring.referential import load_referential
from simulator.facts import kinds
from simulator.live_messages import commands
from simulator.seat import effects
from simulator.seat.decide import CANDIDATE as CANDIDATE_RULES
from simulator.seat.decide import jury_rules
from simulator.seat.deciding import call_events, exchanges
from simulator.seat.here import SoundHere
from telephony import CallConnected, CallEnded, EndReason, LegLost, Role
from tests.unit.simulator.deciding import asked, carried, code, keep, people, scene
from tests.unit.simulator.world import CANDIDATE, LEFORT, NOON, ROY, Story

START = commands.ExchangeStart(id="start", run_id="inbound")
END = commands.ExchangeEnd(id="end", run_id="inbound")

NOT_DECIDED = {commands.Hello, commands.Ping, commands.ChatTyping, commands.LineOffer}
"""Said on the connection itself, or to the switch alone."""


def ringing() -> tuple[Story, str]:
    """An inbound call rings at the candidate's desk."""
    story = Story()
    keep(story, asked(story, people(), LEFORT, START).facts)
    call = story.state.runs["inbound"].call
    assert call is not None
    return story, call.call_id


@pytest.mark.parametrize(
    ("union", "rules"),
    [(commands.CandidateUp, CANDIDATE_RULES), (commands.JuryUp, jury_rules(load_referential()))],
)
def test_each_message_of_a_desk_has_its_row(union: object, rules: object) -> None:
    kinds_of_message = set(get_args(get_args(union)[0]))
    assert kinds_of_message - NOT_DECIDED == set(rules)  # type: ignore[call-overload]  the union's members, which its type hides


def test_the_start_of_an_inbound_call_is_one_decision_and_the_call_is_known_before_it_rings() -> None:
    story = Story()
    decision = asked(story, people(), LEFORT, START)
    assert [fact.data.kind for fact in decision.facts] == ["clock.started", "exchange.started", "call.ringing"]
    ring = next(one for one in decision.effects if isinstance(one, effects.Ring))
    keep(story, decision.facts)
    assert story.state.run_of_call(ring.call_id) is story.state.runs["inbound"]


def test_a_refusal_faster_than_anything_else_leaves_the_call_missed_and_the_jury_free() -> None:
    story, call_id = ringing()
    ended = CallEnded(call_id, NOON, EndReason.DECLINED, Role.ADVISER, 0)
    keep(story, call_events.happened(scene(story, people()), story.state.runs["inbound"], ended).facts)
    assert story.state.runs["inbound"].phase == "missed"
    assert code(asked(story, people(), LEFORT, commands.CallPlace(id="again", run_id="inbound"))) is None


def test_a_connected_call_is_recorded_from_the_same_transaction_on() -> None:
    story, call_id = ringing()
    decision = call_events.happened(
        scene(story, people()), story.state.runs["inbound"], CallConnected(call_id, NOON, 1)
    )
    assert [one.call_id for one in decision.recordings] == [call_id]
    assert decision.facts[0].data.kind == "call.connected"


@pytest.mark.parametrize("is_connected", [False, True])
@pytest.mark.parametrize("is_known", [False, True])
def test_the_jury_always_has_a_way_out(is_connected: bool, is_known: bool) -> None:
    """Whether the switch still knows the call or lost it, rung or spoken."""
    story, call_id = ringing()
    here = people()
    if is_connected:
        story.tell(kinds.CallConnected(call_id=call_id, answer_seconds=1), "inbound")
    if is_known:
        carried(here, call_id, "connected" if is_connected else "ringing")
    run = story.state.runs["inbound"]
    for _ in range(3):
        if run.phase == "done":
            break
        decision = asked(story, here, LEFORT, END)
        assert code(decision) is None
        keep(story, decision.facts)
        for effect in decision.effects:
            if isinstance(effect, effects.HangUp):
                ended = CallEnded(call_id, NOON, EndReason.HUNG_UP, Role.CUSTOMER, 1.0 if is_connected else 0)
                keep(story, call_events.happened(scene(story, here), run, ended).facts)
    assert run.phase == "done"
    assert run.call is not None
    assert run.call.is_over


def test_a_call_that_nobody_carries_is_closed_and_can_be_taken_up_again() -> None:
    story, call_id = ringing()
    story.tell(kinds.CallConnected(call_id=call_id, answer_seconds=1), "inbound")
    decision = call_events.left_alone(scene(story, people()), {call_id: 12.5}, "lost")
    assert decision.facts[0].data == kinds.CallEnded(call_id=call_id, reason="lost", by=None, seconds=12.5)
    keep(story, decision.facts)
    assert story.state.runs["inbound"].phase == "missed"
    here = people()
    carried(here, call_id)
    assert call_events.left_alone(scene(story, here), {}, "lost").facts == []


def test_a_lost_leg_changes_no_phase() -> None:
    story, call_id = ringing()
    story.tell(kinds.CallConnected(call_id=call_id, answer_seconds=1), "inbound")
    run = story.state.runs["inbound"]
    keep(story, call_events.happened(scene(story, people()), run, LegLost(call_id, NOON, Role.ADVISER)).facts)
    assert run.phase == "live"
    assert run.call is not None
    assert run.call.lost_side == "candidate"


def test_a_mark_under_another_jurors_name_is_refused_and_ones_own_twice_is_one() -> None:
    story = Story()
    story.tell(kinds.ExchangeStarted(), "inbound", LEFORT)
    mark = commands.MarkPlace(id="1", mark_id="k", run_id="inbound", criterion="CP1.1", sign="note", at_seconds=1)
    keep(story, asked(story, people(), LEFORT, mark).facts)
    assert code(asked(story, people(), ROY, mark)) == "mark_taken"
    again = asked(story, people(), LEFORT, mark)
    assert (again.facts, code(again)) == ([], None)


def test_what_a_juror_may_do_is_asked_of_who_they_are_now() -> None:
    story, here = Story(), people()
    story.tell(kinds.ExchangeStarted(), "inbound", LEFORT)
    mark = commands.MarkPlace(id="1", mark_id="k", run_id="inbound", criterion="CP1.1", sign="note", at_seconds=1)
    here.jurors[f"{ROY.id}@seat1"].may_mark = False
    assert code(asked(story, here, ROY, mark)) == "partner_cannot"
    here.jurors[f"{ROY.id}@seat1"].may_mark = True
    assert code(asked(story, here, ROY, mark)) is None


def test_a_telephone_alone_is_picked_up_before_its_call_is_known() -> None:
    story = Story()
    phone_only = SoundHere(rings="phone", page_rings=False, phones=("Yealink",))
    here = people(sound=phone_only)
    decision = asked(story, here, LEFORT, START)
    assert [fact.data.kind for fact in decision.facts] == ["clock.started", "exchange.started"]
    assert any(isinstance(one, effects.PickUpFirst) for one in decision.effects)
    keep(story, decision.facts)
    here.picking_up = f"{LEFORT.id}@seat1"
    ended = asked(story, here, LEFORT, END)
    assert any(isinstance(one, effects.StopPickingUp) for one in ended.effects)


@pytest.mark.parametrize(
    "dialled", ["06 39 98 33 44", "0639983344", "+33 6 39 98 33 44", "0033639983344", "06.39.98.33.44"]
)
def test_a_number_is_the_same_however_it_is_dialled(dialled: str) -> None:
    story = Story()
    story.tell(kinds.ExchangeStarted(), "outbound", LEFORT)
    decision = asked(story, people(), CANDIDATE, commands.CallDial(id="1", number=dialled))
    assert any(isinstance(one, effects.Ring) for one in decision.effects)


def test_a_number_that_rings_nowhere_is_a_fact_and_a_refusal() -> None:
    story = Story()
    story.tell(kinds.ExchangeStarted(), "outbound", LEFORT)
    decision = asked(story, people(), CANDIDATE, commands.CallDial(id="1", number="*12"))
    assert code(decision) == "unknown_number"
    assert decision.facts[0].data == kinds.CallDialFailed(number="*12", reason="unknown_number")


def test_the_next_in_the_queue_begins_for_whoever_queued_it() -> None:
    story, here = Story(), people()
    story.tell(kinds.ExchangeQueued(), "chat", ROY)
    decision = exchanges.next_queued(scene(story, here, ROY))
    assert [fact.data.kind for fact in decision.facts] == ["clock.started", "exchange.started"]
    here.candidate.is_connected = False
    (notice,) = exchanges.next_queued(scene(story, here, ROY)).effects
    assert isinstance(notice, effects.Notice)
    assert notice.code == "candidate_away"
