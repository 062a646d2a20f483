"""What the end of an exam's time does, and does not do, to the exchange that runs at that second."""

from datetime import timedelta

from simulator.facts import kinds
from simulator.facts.fact import SYSTEM
from simulator.live_messages import commands
from simulator.seat.deciding import clocks
from tests.unit.simulator.deciding import asked, code, keep, people
from tests.unit.simulator.world import CANDIDATE, LEFORT, NOON, Story

HOUR = timedelta(minutes=60)


def an_exam() -> Story:
    """Its clock of 60 minutes was started at noon; a chat is running."""
    story = Story("exam")
    story.tell(kinds.ClockStarted(minutes=60), None, LEFORT)
    story.tell(kinds.ExchangeStarted(), "chat", LEFORT)
    story.tell(kinds.ChatSent(message_id="m1", by="candidate", text="Bonjour"), "chat", CANDIDATE)
    return story


def test_the_clock_ends_by_itself_when_the_time_is_up_and_not_before() -> None:
    story = an_exam()
    assert clocks.time_is_up(story.state, NOON + HOUR - timedelta(seconds=1)).facts == []
    decision = clocks.time_is_up(story.state, NOON + HOUR)
    assert decision.facts[0].actor == SYSTEM
    keep(story, decision.facts)
    assert story.state.clock.state == "ended"


def test_the_running_conversation_goes_on_and_its_overrun_is_a_fact() -> None:
    story = an_exam()
    decision = clocks.time_is_up(story.state, NOON + HOUR)
    keep(story, decision.facts)
    assert story.state.runs["chat"].phase == "live"
    assert [fact.run_id for fact in decision.facts if isinstance(fact.data, kinds.IncidentNoted)] == ["chat"]


def test_the_end_of_the_time_is_told_once() -> None:
    story = an_exam()
    keep(story, clocks.time_is_up(story.state, NOON + HOUR).facts)
    assert clocks.time_is_up(story.state, NOON + 2 * HOUR).facts == []


def test_an_ended_exam_is_reopened_with_a_reason_and_goes_on_for_that_long() -> None:
    story = an_exam()
    keep(story, clocks.time_is_up(story.state, NOON + HOUR).facts)
    extend = commands.ClockExtend(id="1", minutes=10, reason="Horloge du serveur fausse")
    decision = asked(story, people(), LEFORT, extend)
    assert code(decision) is None
    reopened_at = story.now
    keep(story, decision.facts)
    assert story.state.clock.state == "running"
    assert story.state.clock.remaining(reopened_at) == timedelta(minutes=10)
    assert story.state.clock.remaining(reopened_at + timedelta(minutes=4)) == timedelta(minutes=6)
    started = asked(story, people(), LEFORT, commands.ExchangeEnd(id="2", run_id="chat"))
    assert code(started) is None


def test_a_candidate_reopens_nothing() -> None:
    story = an_exam()
    keep(story, clocks.time_is_up(story.state, NOON + HOUR).facts)
    extend = commands.ClockExtend(id="1", minutes=10, reason="Encore un peu")
    assert code(asked(story, people(), CANDIDATE, extend)) == "forbidden_message"
