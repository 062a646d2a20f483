"""A desk's numbered events: nothing missed after a cut, nothing sent that has not changed."""

from hypothesis import given
from hypothesis import strategies as st

from simulator.desk.candidate_projection import candidate_desk
from simulator.desk.feed import KEPT_EVENTS, DeskFeed
from simulator.desk.outbox import MOST_WAITING, Outbox
from simulator.facts import kinds
from simulator.live_messages import events
from simulator.live_messages.shared_view import LineView
from tests.unit.simulator.deciding import people
from tests.unit.simulator.rooms import a_house
from tests.unit.simulator.world import CANDIDATE, LEFORT, NOON, Story


def desk_of(story: Story):
    return candidate_desk(story.state, people(), LineView(state="absent"), story.now)


def taken(outbox: Outbox) -> list[object]:
    return [*outbox.taken()]


def notice(feed: DeskFeed, text: str) -> events.Event:
    return feed.push(events.NoticeEvent, level="info", code="test", message=text)


@given(st.lists(st.sampled_from(["happens", "cut", "back"]), max_size=80))
def test_a_desk_that_comes_back_gets_each_missed_event_once_and_in_order(steps: list[str]) -> None:
    feed = DeskFeed("seat:seat1", CANDIDATE)
    outbox: Outbox | None = Outbox()
    feed.attach(outbox)
    feed.snapshot(desk_of(Story()))
    seen: list[int] = [1]
    told = 1
    for step in [*steps, "back"]:
        if step == "happens":
            notice(feed, "x")
            told += 1
        elif step == "cut" and outbox is not None:
            feed.detach(outbox, NOON)
            outbox = None
        elif step == "back" and outbox is None:
            missed = feed.missed_since(seen[-1])
            assert missed is not None
            seen += [event.n for event in missed]
            outbox = Outbox()
            feed.attach(outbox)
        if outbox is not None:
            seen += [event.n for event in taken(outbox) if isinstance(event, events.Event)]
    assert seen == list(range(1, told + 1))


def test_too_long_ago_or_another_numbering_asks_for_a_snapshot() -> None:
    feed = DeskFeed("seat:seat1", CANDIDATE)
    feed.snapshot(desk_of(Story()))
    for _ in range(KEPT_EVENTS + 5):
        notice(feed, "x")
    assert feed.missed_since(0) is None
    assert feed.missed_since(2) is None
    assert feed.missed_since(10_000) is None
    assert feed.missed_since(KEPT_EVENTS + 6) == []


def test_a_newer_tab_takes_the_desk_over_and_the_older_one_is_told() -> None:
    feed = DeskFeed("seat:seat1", CANDIDATE)
    old, new = Outbox(), Outbox()
    feed.attach(old)
    feed.attach(new)
    assert taken(old) == [events.Closing(reason="superseded"), None]
    assert feed.detach(old, NOON) is False
    assert feed.is_connected
    notice(feed, "x")
    assert len(taken(new)) == 1


def test_a_desk_that_does_not_read_is_let_go() -> None:
    feed = DeskFeed("seat:seat1", CANDIDATE)
    slow = Outbox()
    feed.attach(slow)
    feed.snapshot(desk_of(Story()))
    for _ in range(MOST_WAITING + 10):
        notice(feed, "x")
    assert None in taken(slow)


def test_what_was_missed_always_fits_into_the_connection_that_brings_it() -> None:
    feed = DeskFeed("seat:seat1", CANDIDATE)
    feed.snapshot(desk_of(Story()))
    for count in range(KEPT_EVENTS):
        missed = feed.missed_since(1)
        assert missed is None or len(missed) == count
        if missed is not None:
            outbox = Outbox()
            for event in missed:
                outbox.put(event)
            assert None not in taken(outbox)
        notice(feed, "x")
    assert feed.missed_since(1) is None


def test_only_what_changed_is_sent() -> None:
    story, feed, outbox = Story(), DeskFeed("seat:seat1", CANDIDATE), Outbox()
    feed.attach(outbox)
    feed.snapshot(desk_of(story))
    feed.refresh(desk_of(story))
    assert taken(outbox) == []
    story.tell(kinds.NotesSaved(text="rappeler"), None, CANDIDATE)
    feed.refresh(desk_of(story))
    assert [getattr(event, "type", "") for event in taken(outbox)] == ["notes"]


def test_a_clock_that_only_runs_is_not_sent_again() -> None:
    story, feed, outbox = Story(), DeskFeed("seat:seat1", CANDIDATE), Outbox()
    story.tell(kinds.ClockStarted(minutes=60), None, LEFORT)
    feed.attach(outbox)
    feed.snapshot(desk_of(story))
    story.facts.append(story.facts[-1])  # a second later
    feed.refresh(desk_of(story))
    assert taken(outbox) == []


def test_a_chat_message_travels_alone_then_its_marks() -> None:
    story, feed, outbox = Story(), DeskFeed("seat:seat1", CANDIDATE), Outbox()
    story.tell(kinds.ExchangeStarted(), "chat", LEFORT)
    feed.attach(outbox)
    feed.snapshot(desk_of(story))
    story.tell(kinds.ChatSent(message_id="m1", by="customer", text="Bonjour"), "chat", LEFORT)
    feed.refresh(desk_of(story))
    (sent,) = [event for event in taken(outbox) if isinstance(event, events.ChatMessageEvent)]
    assert (sent.message.message_id, sent.message.order, sent.message.delivered_at) == ("m1", 1, None)
    story.tell(kinds.ChatDelivered(message_id="m1"), "chat")
    feed.refresh(desk_of(story))
    (marked,) = [event for event in taken(outbox) if isinstance(event, events.ChatMessageEvent)]
    assert marked.message.delivered_at is not None


async def test_whoever_may_mark_no_more_is_sent_the_whole_desk_by_whatever_looks_first() -> None:
    room = a_house(Story()).room
    feed, outbox = room.desks.juror_desk(LEFORT, may_mark=True), Outbox()
    feed.attach(outbox)
    feed.snapshot(room.views.of(room.desks.of(feed)))
    room.desks.of(feed).may_mark = False
    room.desks.tell_everybody()
    (told,) = taken(outbox)
    assert isinstance(told, events.JurySnapshot)
    assert told.desk.may_mark is False
    room.desks.tell_everybody()
    assert not taken(outbox), "told once"
