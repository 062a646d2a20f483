"""A connection's way out: bounded, short for a slow reader, and never missing what stands for itself."""

import asyncio

from simulator.desk.outbox import MERGE_FROM, MOST_WAITING, Outbox
from simulator.live_messages import events


def notes(number: int) -> events.CandidateNotesEvent:
    return events.CandidateNotesEvent(n=number, candidate_notes=f"{number}")


def sentence(number: int) -> events.NoticeEvent:
    return events.NoticeEvent(n=number, level="info", code="test", message=f"{number}")


def test_of_a_flood_of_notes_a_partner_who_does_not_read_waits_for_the_newest_only_and_stays() -> None:
    outbox = Outbox()
    for number in range(10_000):
        outbox.put(notes(number))
    taken = outbox.taken()
    assert len(taken) <= MERGE_FROM
    assert taken[-1] == notes(9_999)
    assert None not in taken


def test_sentences_among_them_all_wait_their_turn_in_order() -> None:
    outbox = Outbox()
    for number in range(0, 300, 2):
        outbox.put(notes(number))
        outbox.put(sentence(number + 1))
    taken = outbox.taken()
    assert [one.n for one in taken if isinstance(one, events.NoticeEvent)] == list(range(1, 300, 2))
    numbers = [one.n for one in taken if isinstance(one, events.Event)]
    assert numbers == sorted(numbers)


def test_a_reader_far_behind_is_let_go_and_comes_back_for_the_rest() -> None:
    outbox = Outbox()
    for number in range(MOST_WAITING + 10):
        outbox.put(sentence(number))
    assert outbox.taken() == [None]
    assert outbox.is_ended


async def test_what_waits_is_still_written_before_the_end() -> None:
    outbox = Outbox()
    outbox.put(sentence(1))
    outbox.end()
    outbox.put(sentence(2))
    assert await outbox.next() == sentence(1)
    assert await outbox.next() is None


async def test_a_writer_that_waits_hears_of_the_next_message_and_cancelling_it_loses_nothing() -> None:
    outbox = Outbox()
    writer = asyncio.create_task(outbox.next())
    await asyncio.sleep(0)
    writer.cancel()
    await asyncio.gather(writer, return_exceptions=True)
    outbox.put(sentence(1))
    assert await outbox.next() == sentence(1)
