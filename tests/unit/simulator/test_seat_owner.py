"""One owner for a seat: nothing is kept and not applied, no event is lost, and nobody's cancelling matters."""

import asyncio

import pytest

from simulator.desk.inbox import Inbox
from simulator.facts import kinds
from simulator.facts.fact import NewFact
from simulator.live_messages import commands, events
from simulator.seat.refusals import Refused
from telephony import CallConnected, CallEnded, EndReason, Role, TelephonyError
from tests.unit.simulator.rooms import House, a_house
from tests.unit.simulator.world import CANDIDATE, LEFORT, NOON, Story

NOTES = commands.NotesSave(id="n1", text="Rappeler Mme Morel")
START = commands.ExchangeStart(id="s1", run_id="inbound")


async def settled(house: House) -> None:
    async with asyncio.timeout(5):
        await house.room.inbox.drain()


@pytest.mark.parametrize("turns", range(14))
async def test_a_command_whose_desk_goes_at_any_await_is_carried_out_once(turns: int) -> None:
    house = a_house(Story())
    asking = asyncio.create_task(house.handle(house.room.candidate, NOTES))
    for _ in range(turns):
        await asyncio.sleep(0)
    asking.cancel()
    await asyncio.gather(asking, return_exceptions=True)
    await settled(house)
    kept = [fact.data for fact in house.log.kept]
    assert kept in ([], [kinds.NotesSaved(text=NOTES.text)])
    assert house.room.state.notes == (NOTES.text if kept else ""), "what is kept is applied"
    ack = await house.handle(house.room.candidate, NOTES)
    assert ack.ok, "sent again it is acknowledged"
    assert [fact.data for fact in house.log.kept] == [kinds.NotesSaved(text=NOTES.text)], "and stands once"
    assert house.room.state.notes == NOTES.text


@pytest.mark.parametrize("turns", range(0, 24, 2))
async def test_a_call_whose_jurors_desk_goes_while_it_is_kept_rings_all_the_same(turns: int) -> None:
    house = a_house(Story())
    juror = house.room.desks.juror_desk(LEFORT, may_mark=True)
    asking = asyncio.create_task(house.handle(juror, START))
    for _ in range(turns):
        await asyncio.sleep(0)
    asking.cancel()
    await asyncio.gather(asking, return_exceptions=True)
    await settled(house)
    rung = [call for what, call in house.switch.asked if what == "ring"]
    known = [fact.data.call_id for fact in house.log.kept if isinstance(fact.data, kinds.CallRinging)]
    assert rung == known
    assert (await house.handle(juror, START)).ok
    assert len([one for one in house.switch.asked if one[0] == "ring"]) == 1


async def test_work_goes_on_after_work_that_raises() -> None:
    inbox, done = Inbox("test"), []

    async def fails() -> None:
        raise Refused("not_now")

    async def works() -> None:
        done.append(1)

    inbox.put(fails)
    with pytest.raises(Refused):
        await inbox.do(fails)
    await inbox.do(works)
    assert done == [1]
    assert inbox.is_empty


async def test_an_answer_faster_than_the_commit_is_recorded() -> None:
    """The telephone answers in the very moment in which it is rung."""
    house = a_house(Story())
    ring = house.switch.ring

    def answered_at_once(call_id: str, **how: object) -> None:
        ring(call_id, **how)
        house.room.from_switch.happened(CallConnected(call_id, NOON, 0.0))

    house.switch.ring = answered_at_once  # type: ignore[method-assign]  one command of the switch answers otherwise
    juror = house.room.desks.juror_desk(LEFORT, may_mark=True)
    assert (await house.handle(juror, START)).ok
    await settled(house)
    run = house.room.state.runs["inbound"]
    assert run.phase == "live"
    assert run.call is not None
    assert run.call.recording == "live"


async def test_a_refusal_at_once_leaves_the_seat_free() -> None:
    house = a_house(Story())
    ring = house.switch.ring

    def refused_at_once(call_id: str, **how: object) -> None:
        ring(call_id, **how)
        house.switch.calls.clear()
        house.room.from_switch.happened(CallEnded(call_id, NOON, EndReason.DECLINED, Role.ADVISER, 0))

    house.switch.ring = refused_at_once  # type: ignore[method-assign]  one command of the switch answers otherwise
    juror = house.room.desks.juror_desk(LEFORT, may_mark=True)
    assert (await house.handle(juror, START)).ok
    await settled(house)
    assert house.room.state.runs["inbound"].phase == "missed"
    again = await house.handle(juror, commands.CallPlace(id="again", run_id="inbound"))
    assert again.ok


async def test_events_that_cannot_be_kept_wait_in_their_order_and_commands_say_so() -> None:
    house = a_house(Story())
    juror = house.room.desks.juror_desk(LEFORT, may_mark=True)
    await house.handle(juror, START)
    run = house.room.state.runs["inbound"]
    assert run.call is not None
    call_id = run.call.call_id
    house.log.is_full = True
    house.room.from_switch.happened(CallConnected(call_id, NOON, 1.0))
    house.switch.calls.clear()
    house.room.from_switch.happened(CallEnded(call_id, NOON, EndReason.HUNG_UP, Role.CUSTOMER, 9.0))
    refused = await house.handle(house.room.candidate, NOTES)
    assert refused.problem is not None
    assert refused.problem.code == "not_kept"
    assert run.phase == "offered", "nothing is applied that is not kept"
    house.log.is_full = False
    house.room.tick(measure=False)
    await settled(house)
    assert run.phase == "wrap_up"
    assert [f.data.kind for f in house.log.kept][-3:] == ["call.connected", "call.ended", "wrap_up.started"]
    assert (await house.handle(house.room.candidate, NOTES)).ok, "the same command is kept now"


async def test_a_call_that_the_switch_lost_is_closed_by_the_next_tick() -> None:
    house = a_house(Story())
    juror = house.room.desks.juror_desk(LEFORT, may_mark=True)
    await house.handle(juror, START)
    house.switch.calls.clear()
    house.room.tick(measure=False)
    await settled(house)
    assert house.room.state.runs["inbound"].phase == "missed"


async def test_an_end_that_waits_its_turn_is_no_call_left_alone() -> None:
    """The tick is still writing (a locked database) when the telephone hangs up: the end is told as it was."""
    house = a_house(Story())
    juror = house.room.desks.juror_desk(LEFORT, may_mark=True)
    await house.handle(juror, START)
    run = house.room.state.runs["inbound"]
    assert run.call is not None
    call_id = run.call.call_id
    house.log.is_full = True
    house.room.from_switch.happened(CallConnected(call_id, NOON, 1.0))
    await settled(house)
    house.log.is_full = False
    house.room.tick(measure=False)
    # The tick is at its first write.
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    house.switch.calls.clear()
    house.room.from_switch.happened(CallEnded(call_id, NOON, EndReason.HUNG_UP, Role.CUSTOMER, 9.0))
    await settled(house)
    ends = [fact.data for fact in house.log.kept if isinstance(fact.data, kinds.CallEnded)]
    assert ends == [kinds.CallEnded(call_id=call_id, reason="hung_up", by="customer", seconds=9.0)]
    assert run.phase == "wrap_up"


async def test_a_command_that_comes_too_late_leaves_the_end_as_it_was() -> None:
    """The telephone hangs up while the jury's command is kept; the switch refuses what the command would do."""
    house = a_house(Story())
    juror = house.room.desks.juror_desk(LEFORT, may_mark=True)
    await house.handle(juror, START)
    run = house.room.state.runs["inbound"]
    assert run.call is not None
    call_id = run.call.call_id
    house.room.from_switch.happened(CallConnected(call_id, NOON, 1.0))
    await settled(house)

    def no_such_call(call_id: str, role: Role | None) -> None:
        raise TelephonyError("no_such_call", call_id)

    house.switch.hang_up = no_such_call  # type: ignore[method-assign]  one command of the switch answers otherwise
    asking = asyncio.create_task(house.handle(house.room.candidate, commands.CallHangUp(id="h")))
    await asyncio.sleep(0)
    house.switch.calls.clear()
    house.room.from_switch.happened(CallEnded(call_id, NOON, EndReason.HUNG_UP, Role.CUSTOMER, 9.0))
    await asking
    await settled(house)
    ends = [fact.data for fact in house.log.kept if isinstance(fact.data, kinds.CallEnded)]
    assert ends == [kinds.CallEnded(call_id=call_id, reason="hung_up", by="customer", seconds=9.0)]
    assert run.phase == "wrap_up"


async def test_a_room_is_needed_while_anything_goes_on() -> None:
    house = a_house(Story())
    assert house.room.is_needed(), "somebody is at their desk"
    outbox = house.room.candidate.outbox
    assert outbox is not None
    await house.room.leave(house.room.candidate, outbox)
    assert not house.room.is_needed()
    await house.room.keep([NewFact(kinds.ExchangeStarted(), "chat", LEFORT)])
    assert house.room.is_needed(), "an exchange runs"


async def test_a_refused_command_is_told_as_such_each_time() -> None:
    house = a_house(Story())
    command = commands.ChatSend(id="c", message_id="m", text="Bonjour")
    for _ in range(2):
        ack = await house.handle(house.room.candidate, command)
        assert isinstance(ack, events.Ack)
        assert ack.problem is not None
        assert ack.problem.code == "no_chat"
    assert CANDIDATE.id == house.room.candidate.actor.id
