"""A juror leaves in the middle of an exchange; the other one of the pair plays the customer to its end."""

from tests.integration.simulator.house import Desk, Room
from tests.integration.simulator.sound import Speak


def may_take_over(desk: Desk, run: str) -> bool:
    return next(step["may_take_over"] for step in desk.state["steps"] if step["run_id"] == run)


async def leave_to_the_second(room: Room, run: str) -> None:
    await room.jury.close()
    await room.second.until(lambda: may_take_over(room.second, run), "the second juror may take over")
    await room.second.do("exchange.take_over", run_id=run)
    await room.second.until(lambda: not may_take_over(room.second, run), "taken over")


async def test_a_chat_goes_on_with_the_other_juror_and_comes_back_to_nobody_else(room: Room) -> None:
    run = room.seat.runs["chat"]
    await room.jury.do("exchange.start", run_id=run)
    await room.jury.do("chat.send", message_id="one", text="Bonjour, où est ma commande ?")
    await room.candidate.until(lambda: len(room.candidate.thread()) == 1, "first message")
    too_early = await room.second.ask("exchange.take_over", run_id=run)
    assert too_early["problem"]["code"] == "not_left"
    assert not may_take_over(room.second, run)

    await leave_to_the_second(room, run)
    await room.second.do("chat.send", message_id="two", text="Vous êtes là ?")
    await room.candidate.until(lambda: len(room.candidate.thread()) == 2, "the same customer goes on")
    assert {message["by"] for message in room.candidate.state["conversation"]["messages"]} == {"customer"}

    await room.jury.open()
    await room.jury.until(lambda: len(room.jury.thread()) == 2, "back")
    assert not may_take_over(room.jury, run)
    refused = await room.jury.ask("chat.send", message_id="three", text="C’est encore moi.")
    assert refused["problem"]["code"] == "not_player"


async def test_the_candidates_call_rings_the_juror_who_took_over(room: Room, speaking: Speak) -> None:
    run = room.seat.runs["outbound"]
    for seed, desk in enumerate((room.candidate, room.jury, room.second), start=1):
        await speaking(desk, seed)
    await room.jury.do("exchange.start", run_id=run)
    await room.candidate.until(lambda: room.candidate.state["exchange"] is not None, "mission")
    await leave_to_the_second(room, run)

    await room.candidate.do("call.dial", number="06 39 98 33 44")
    await room.second.until(room.second.call_is("ringing"), "the second juror's desk rings")
    await room.second.do("call.answer")
    await room.candidate.until(room.candidate.call_is("connected"), "connected")
    await room.second.do("call.hang_up")
    await room.second.until(room.second.phase_is(run, "wrap_up"), "wrap-up")


async def test_a_conversation_by_voice_is_left_to_whoever_holds_it(room: Room, speaking: Speak) -> None:
    run = room.seat.runs["inbound"]
    await speaking(room.candidate, 1)
    await speaking(room.jury, 2)
    await room.jury.do("exchange.start", run_id=run)
    await room.candidate.until(room.candidate.call_is("ringing"), "it rings")
    await room.candidate.do("call.answer")
    await room.second.until(room.second.call_is("connected"), "connected")
    await room.jury.close()
    refused = await room.second.ask("exchange.take_over", run_id=run)
    assert refused["problem"]["code"] == "not_left"
