"""An exchange as its facts tell it: calls, holds, mutes, chat, file and confirmation."""

from datetime import timedelta

from simulator.facts import kinds
from tests.unit.simulator.world import CANDIDATE, LEFORT, NOON, ROY, Story, fresh_state


def ringing(call_id: str = "c1") -> kinds.CallRinging:
    return kinds.CallRinging(call_id=call_id, caller="customer", number="06 39 98 11 22", name="Mme Morel")


def in_call(story: Story) -> None:
    story.tell(kinds.ExchangeStarted(), "inbound", LEFORT)
    story.tell(ringing(), "inbound", LEFORT)
    story.tell(kinds.CallConnected(call_id="c1", answer_seconds=1.0), "inbound")


def ended(reason: str = "hung_up", call_id: str = "c1") -> kinds.CallEnded:
    return kinds.CallEnded(call_id=call_id, reason=reason, by="candidate", seconds=30.0)


def test_a_hold_lasts_from_its_start_to_the_resumption() -> None:
    story = Story()
    in_call(story)
    held = story.tell(kinds.CallHeld(call_id="c1", by="candidate"), "inbound")
    call = story.state.runs["inbound"].call
    assert call is not None
    assert call.held_by == "candidate"
    resumed = story.tell(kinds.CallResumed(call_id="c1", by="candidate"), "inbound")
    assert call.held_by is None
    assert call.holds == [(held.at, resumed.at)]


def test_a_call_that_ends_on_hold_ends_its_hold() -> None:
    story = Story()
    in_call(story)
    held = story.tell(kinds.CallHeld(call_id="c1", by="candidate"), "inbound")
    over = story.tell(ended(), "inbound")
    call = story.state.runs["inbound"].call
    assert call is not None
    assert call.is_over
    assert call.holds == [(held.at, over.at)]


def test_each_side_is_muted_for_itself() -> None:
    story = Story()
    in_call(story)
    story.tell(kinds.CallMuted(call_id="c1", who="candidate", muted=True), "inbound")
    call = story.state.runs["inbound"].call
    assert call is not None
    assert call.muted == {"candidate": True, "customer": False}


def test_a_recording_is_finishing_after_the_call_and_ready_once_made() -> None:
    story = Story()
    in_call(story)
    call = story.state.runs["inbound"].call
    assert call is not None
    assert call.recording == "live"
    story.tell(ended(), "inbound")
    assert call.recording == "finishing"
    story.tell(kinds.RecordingFinished(call_id="c1", seconds=30.0, sha256="0" * 64), "inbound")
    assert call.recording == "ready"


def test_a_second_call_of_the_same_exchange_leaves_the_first_as_it_was() -> None:
    story = Story()
    in_call(story)
    story.tell(ended("lost"), "inbound")
    story.tell(ringing("c2"), "inbound", LEFORT)
    story.tell(kinds.CallConnected(call_id="c2", answer_seconds=2.0), "inbound")
    first, second = story.state.runs["inbound"].calls
    assert (first.reason, first.is_over) == ("lost", True)
    assert not second.is_over
    assert story.state.runs["inbound"].phase == "live"


def test_a_chat_opens_with_its_exchange_and_keeps_each_message_once() -> None:
    story = Story()
    story.tell(kinds.ExchangeStarted(), "chat", LEFORT)
    first = story.tell(kinds.ChatSent(message_id="m1", by="customer", text="Bonjour"), "chat", LEFORT)
    story.tell(kinds.ChatSent(message_id="m1", by="customer", text="Bonjour"), "chat", LEFORT)
    conversation = story.state.runs["chat"].conversation
    assert conversation is not None
    assert [message.message_id for message in conversation.messages] == ["m1"]
    assert conversation.waiting_since() == first.at


def test_a_sent_confirmation_is_not_replaced_by_a_late_draft() -> None:
    story = Story()
    in_call(story)
    sent = kinds.ConfirmationSent(medium="mail", recipient="Mme Morel", subject="Suivi", body="Envoyé")
    story.tell(kinds.ConfirmationSaved(medium="mail", subject="Suivi", body="Brouillon"), "inbound", CANDIDATE)
    story.tell(sent, "inbound", CANDIDATE)
    story.tell(kinds.ConfirmationSaved(medium="mail", subject="Suivi", body="Trop tard"), "inbound", CANDIDATE)
    confirmation = story.state.runs["inbound"].confirmation
    assert confirmation is not None
    assert confirmation.body == "Envoyé"
    assert confirmation.sent_at is not None


def test_queued_exchanges_start_in_the_order_in_which_they_were_queued() -> None:
    story = Story()
    story.tell(kinds.ExchangeQueued(), "chat", LEFORT)
    story.tell(kinds.ExchangeQueued(), "inbound", ROY)
    assert [run.run_id for run in story.state.queued] == ["chat", "inbound"]
    story.tell(kinds.ExchangeUnqueued(), "chat", LEFORT)
    assert [run.run_id for run in story.state.queued] == ["inbound"]


def test_a_restarted_server_finds_the_same_seat_in_the_same_facts() -> None:
    story = Story()
    in_call(story)
    story.tell(kinds.CallHeld(call_id="c1", by="candidate"), "inbound")
    story.tell(kinds.FileChanged(customer_id="morel", field="motif", value="retard"), "inbound", CANDIDATE)
    story.tell(kinds.NotesSaved(text="rappeler"), None, CANDIDATE)
    story.tell(kinds.MarkPlaced(mark_id="k1", criterion="CP1.1", sign="note", at_seconds=3), "inbound", ROY)
    again = fresh_state()
    for fact in story.facts:
        again.apply(fact)
    assert again.runs == story.state.runs
    assert again.marking == story.state.marking
    assert (again.notes, again.clock) == (story.state.notes, story.state.clock)


def test_a_fact_told_twice_counts_once() -> None:
    story = Story()
    in_call(story)
    story.state.apply(story.facts[1])
    assert len(story.state.runs["inbound"].calls) == 1


def test_times_of_a_call_are_those_of_its_facts() -> None:
    story = Story()
    in_call(story)
    call = story.state.runs["inbound"].call
    assert call is not None
    assert (call.rang_at, call.connected_at) == (NOON + timedelta(seconds=1), NOON + timedelta(seconds=2))
