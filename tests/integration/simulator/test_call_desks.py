"""Calls between the desks, with real sound through the real server: who hears what, what is kept, what is refused."""

import asyncio
import json

from tests.integration.simulator.house import Desk, Room, Server, a_room
from tests.integration.simulator.sound import Speak, say_again
from tests.integration.telephony.peers import Peer
from tests.sound import find, loudness, speech_like

ADVISER, CUSTOMER, LISTENER = (speech_like(seed, 3.0) for seed in (1, 2, 3))


async def hears(peer: Peer, seconds: float) -> None:
    """Waits until the peer has received this much sound since it last forgot."""
    async with asyncio.timeout(20):
        while len(peer.heard()) < seconds * 48000:
            await asyncio.sleep(0.02)


async def connect_inbound(room: Room) -> None:
    await room.jury.do("exchange.start", run_id=room.seat.runs["inbound"])
    await room.candidate.until(room.candidate.call_is("ringing"), "it rings")
    await room.candidate.do("call.answer")
    await room.jury.until(room.jury.call_is("connected"), "connected")


async def test_an_inbound_call_is_heard_held_muted_listened_to_recorded_and_wrapped_up(
    room: Room, speaking: Speak
) -> None:
    run = room.seat.runs["inbound"]
    adviser, customer = await speaking(room.candidate, 1), await speaking(room.jury, 2)
    listener = await speaking(room.second, 3)
    await room.second.do("listen", on=True)
    await room.jury.do("exchange.start", run_id=run)
    await room.candidate.until(room.candidate.call_is("ringing"), "it rings")
    assert room.candidate.state["call"]["number"] == "06 39 98 11 22"
    assert room.candidate.state["call"]["name"] == "Mme Agnès Morel"
    await room.candidate.do("call.answer")
    await room.jury.until(room.jury.call_is("connected"), "connected")
    await room.candidate.until(lambda: room.candidate.state["call"]["recorded"], "the recording is announced")

    for peer in (adviser, customer, listener):
        say_again(peer)
    for peer in (adviser, customer, listener):
        await hears(peer, 4)
    assert find(CUSTOMER, adviser.heard()).score > 0.6
    assert find(ADVISER, customer.heard()).score > 0.6
    assert find(ADVISER, listener.heard(0)).score > 0.6
    assert find(CUSTOMER, listener.heard(1)).score > 0.6
    for peer in (adviser, customer):
        assert find(LISTENER, peer.heard()).score < 0.2

    await room.candidate.do("call.hold")
    await room.jury.until(room.jury.call_is("held"), "held")
    say_again(adviser)
    say_again(customer)
    await hears(customer, 3)
    assert find(ADVISER, customer.heard()).score < 0.2
    assert loudness(adviser.heard()[48000:]) < -60
    await room.candidate.do("call.resume")
    await room.jury.until(room.jury.call_is("connected"), "resumed")

    await room.candidate.do("call.mute", muted=True)
    await room.jury.until(lambda: room.jury.state["call"]["candidate_muted"], "mute confirmed")
    await room.candidate.until(lambda: room.candidate.state["call"]["candidate_muted"], "mute confirmed here too")

    await room.candidate.do("call.hang_up")
    await room.candidate.until(room.candidate.phase_is(run, "wrap_up"), "wrap-up")
    await room.candidate.until(room.candidate.call_is("ended"), "ended")
    ended = room.candidate.state["call"]
    assert (ended["state"], ended["ends_reason"], ended["ended_by"]) == ("ended", "hung_up", "candidate")
    await room.candidate.do("wrap_up.finish")
    await room.jury.until(lambda: _step(room.jury, run)["recording"] == "ready", "recording ready", 30)
    assert room.jury.phase(run) == "done"


async def test_an_outbound_call_rings_the_player_who_is_shown_the_customer(room: Room, speaking: Speak) -> None:
    run = room.seat.runs["outbound"]
    await speaking(room.candidate, 1)
    customer = await speaking(room.jury, 2)
    await room.jury.do("exchange.start", run_id=run)
    await room.candidate.until(lambda: room.candidate.state["exchange"] is not None, "mission")
    assert room.candidate.state["exchange"]["mission"] == "Rappelez Mme Weber."

    refused = await room.candidate.ask("call.dial", number="01 99 00 99 99")
    assert refused["problem"]["code"] == "unknown_number"
    await room.candidate.do("call.dial", number="+33 6.39.98.33.44")
    await room.jury.until(room.jury.call_is("ringing"), "the player's desk rings")
    assert room.jury.state["exchange"]["customer_name"] == "Mme Agnès Weber"
    await room.jury.do("call.answer")
    await room.candidate.until(room.candidate.call_is("connected"), "connected")
    await hears(customer, 1)
    early = await room.candidate.ask("wrap_up.finish")
    assert early["problem"]["code"] == "call_running"
    await room.jury.do("call.hang_up")
    await room.jury.until(room.jury.phase_is(run, "wrap_up"), "wrap-up")


async def test_an_unanswered_call_is_missed_and_called_back(room: Room, speaking: Speak) -> None:
    run = room.seat.runs["inbound"]
    await speaking(room.candidate, 1)
    await speaking(room.jury, 2)
    await room.jury.do("exchange.start", run_id=run)
    await room.candidate.until(lambda: len(room.candidate.state["missed_calls"]) == 1, "missed")
    await room.jury.until(room.jury.phase_is(run, "missed"), "the jury sees it missed")
    missed = room.candidate.state["missed_calls"][0]
    assert missed["name"] == "Mme Agnès Morel"
    await room.candidate.do("call.dial", number=missed["number"])
    await room.jury.until(room.jury.call_is("ringing"), "the jury's desk rings")
    await room.jury.do("call.answer")
    await room.candidate.until(room.candidate.call_is("connected"), "called back")
    await room.candidate.until(lambda: room.candidate.state["missed_calls"] == [], "nothing missed any more")


async def test_the_jury_calls_again_after_a_refusal(room: Room, speaking: Speak) -> None:
    run = room.seat.runs["inbound"]
    await speaking(room.candidate, 1)
    await speaking(room.jury, 2)
    await room.jury.do("exchange.start", run_id=run)
    await room.candidate.until(room.candidate.call_is("ringing"), "rings")
    await room.candidate.do("call.decline")
    await room.jury.until(room.jury.phase_is(run, "missed"), "missed")
    await room.jury.do("call.place", run_id=run)
    await room.candidate.until(room.candidate.call_is("ringing"), "rings again")


async def test_nobody_rings_without_sound_or_who_is_away_or_busy(room: Room, speaking: Speak) -> None:
    run = room.seat.runs["inbound"]
    silent = await room.jury.ask("exchange.start", run_id=run)
    assert silent["problem"]["code"] == "candidate_no_sound"
    await speaking(room.candidate, 1)
    mute = await room.jury.ask("exchange.start", run_id=run)
    assert mute["problem"]["code"] == "jury_no_sound"
    await speaking(room.jury, 2)
    await room.candidate.close()
    await room.jury.until(lambda: not room.jury.state["presence"]["connected"], "away")
    away = await room.jury.ask("exchange.start", run_id=run)
    assert away["problem"]["code"] == "candidate_away"
    assert away["problem"]["remedy"]
    await room.candidate.open()
    await connect_inbound(room)
    busy = await room.jury.ask("exchange.start", run_id=room.seat.runs["chat"])
    assert busy["problem"]["code"] == "candidate_busy"


async def test_only_who_plays_the_customer_hangs_up_for_the_customer(room: Room, speaking: Speak) -> None:
    await speaking(room.candidate, 1)
    await speaking(room.jury, 2)
    await connect_inbound(room)
    refused = await room.second.ask("call.hang_up")
    assert refused["problem"]["code"] == "not_player"
    assert room.jury.state["call"]["state"] == "connected"


async def test_the_next_exchange_waits_for_the_end_of_the_wrap_up(room: Room, speaking: Speak) -> None:
    await speaking(room.candidate, 1)
    await speaking(room.jury, 2)
    await connect_inbound(room)
    await room.jury.do("exchange.queue", run_id=room.seat.runs["chat"])
    await room.jury.do("call.hang_up")
    await room.jury.until(room.jury.phase_is(room.seat.runs["inbound"], "wrap_up"), "wrap-up")
    assert room.jury.phase(room.seat.runs["chat"]) == "queued"
    await room.candidate.do("wrap_up.finish")
    await room.candidate.until(room.candidate.phase_is(room.seat.runs["chat"], "offered"), "the queued one starts")


async def test_a_call_outlives_a_reloaded_page(room: Room, speaking: Speak) -> None:
    adviser = await speaking(room.candidate, 1)
    customer = await speaking(room.jury, 2)
    await connect_inbound(room)
    await room.candidate.cut()
    await adviser.leave()
    await room.candidate.open()
    assert room.candidate.state["call"]["state"] == "connected"
    back = await speaking(room.candidate, 1)
    say_again(back)
    customer.forget()
    await hears(customer, 4)
    assert find(ADVISER, customer.heard()).score > 0.6
    assert room.jury.state["call"]["state"] == "connected"


async def test_a_juror_cut_off_during_a_call_gets_each_event_once_and_in_order(room: Room, speaking: Speak) -> None:
    await speaking(room.candidate, 1)
    await speaking(room.jury, 2)
    await connect_inbound(room)
    for _ in range(3):
        await room.jury.cut()
        await room.candidate.do("call.mute", muted=True)
        await room.candidate.do("call.mute", muted=False)
        await room.jury.open()
        await room.jury.do("incident.note", text="coupure")
    assert room.jury.numbers == sorted(set(room.jury.numbers))


async def test_a_server_killed_in_a_call_keeps_the_recording_and_lets_one_call_back(
    own_server: Server, speaking: Speak
) -> None:
    room = await a_room(own_server)
    run = room.seat.runs["inbound"]
    adviser = await speaking(room.candidate, 1)
    await speaking(room.jury, 2)
    await connect_inbound(room)
    say_again(adviser)
    await hears(adviser, 4)
    await own_server.kill()
    await own_server.start()
    await room.open_again()

    call = room.candidate.state["call"] or room.jury.state["call"]
    assert call["ends_reason"] == "server_restarted"
    assert room.jury.phase(run) == "missed"
    assert call["seconds"] > 3
    await room.jury.until(lambda: _step(room.jury, run)["recording"] == "ready", "recording ready", 40)

    await speaking(room.candidate, 1)
    await speaking(room.jury, 2)
    await room.candidate.do("call.dial", number="06 39 98 11 22")
    await room.jury.until(room.jury.call_is("ringing"), "call back")
    await room.close()


async def test_a_server_told_to_stop_in_a_call_closes_its_recording_before_it_goes(
    own_server: Server, speaking: Speak
) -> None:
    room = await a_room(own_server)
    adviser = await speaking(room.candidate, 1)
    await speaking(room.jury, 2)
    await connect_inbound(room)
    say_again(adviser)
    await hears(adviser, 4)
    # As systemd does: SIGTERM, fifteen seconds here before it would be killed.
    await own_server.stop()

    (journal,) = (own_server.folder / "var" / "recordings").rglob("call.jsonl")
    last = json.loads(journal.read_text().splitlines()[-1])
    assert (last["what"], last["reason"]) == ("ended", "stopped")
    assert last["seconds"] > 3
    await own_server.start()
    await room.open_again()
    run = room.seat.runs["inbound"]
    await room.jury.until(lambda: _step(room.jury, run)["recording"] == "ready", "recording ready", 40)
    await room.close()


def _step(desk: Desk, run_id: str) -> dict[str, str]:
    return next(step for step in desk.state["steps"] if step["run_id"] == run_id)
