"""Placing a call again, also when the server died between the start of the exchange and the first ring."""

import pytest

from simulator.facts import kinds
from simulator.live_messages import commands
from simulator.seat.decision import Decision
from simulator.seat.effects import Ring
from tests.unit.simulator.deciding import asked, code, people
from tests.unit.simulator.world import LEFORT, ROY, Story

RINGING = kinds.CallRinging(call_id="c1", caller="customer", number="06 39 98 11 22", name="Mme Morel")


def place(story: Story, actor: object = LEFORT) -> Decision:
    return asked(story, people(), actor, commands.CallPlace(id="again", run_id="inbound"))  # type: ignore[arg-type]  whoever asks


def rings(decision: Decision) -> bool:
    return any(isinstance(one, Ring) for one in decision.effects)


def test_an_exchange_whose_call_never_rang_can_be_placed() -> None:
    story = Story()
    story.tell(kinds.ExchangeStarted(), "inbound", LEFORT)
    decision = place(story)
    assert rings(decision)
    assert [fact.data.kind for fact in decision.facts] == ["call.ringing"]


@pytest.mark.parametrize("reason", ["no_answer", "declined", "lost", "not_placed"])
def test_a_missed_or_lost_call_can_be_placed_again(reason: str) -> None:
    story = Story()
    story.tell(kinds.ExchangeStarted(), "inbound", LEFORT)
    story.tell(RINGING, "inbound", LEFORT)
    if reason == "lost":
        story.tell(kinds.CallConnected(call_id="c1", answer_seconds=1), "inbound")
    story.tell(kinds.CallEnded(call_id="c1", reason=reason, by=None, seconds=0), "inbound")
    assert rings(place(story))


def test_a_ringing_call_is_not_placed_twice_nor_by_somebody_else() -> None:
    story = Story()
    story.tell(kinds.ExchangeStarted(), "inbound", LEFORT)
    assert code(place(story, ROY)) == "not_player"
    story.tell(RINGING, "inbound", LEFORT)
    assert code(place(story)) == "candidate_busy"


def test_an_outbound_mission_is_the_candidates_to_dial() -> None:
    story = Story()
    story.tell(kinds.ExchangeStarted(), "outbound", LEFORT)
    assert code(place(story)) == "candidate_busy"
