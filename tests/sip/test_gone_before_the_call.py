"""A telephone that gives up while its call is still being kept (a slow or locked database): nobody is rung for it."""

import asyncio
from pathlib import Path

from telephony import CallEnded, Role
from telephony.sip import CallerId, Phone, SipLeg
from telephony.sip.outgoing import Ringing
from tests.sip.phones import CUSTOMER, Exchange, an_exchange
from tests.sound import speech_like

VOICE = speech_like(1, 20)


async def is_over_and_nobody_rings(exchange: Exchange, by: Role) -> None:
    await exchange.told(CallEnded, seconds=3)
    (ended,) = [event for event in exchange.events if isinstance(event, CallEnded)]
    assert (ended.reason, ended.by) == ("cancelled", by)
    assert not exchange.board.rings("c1", by.other)
    assert exchange.board.carrier("c1", by) is None
    assert not exchange.switch.is_busy("adviser")
    await exchange.until(lambda: exchange.board.calls.open_legs == 0, "no leg left")


async def test_who_dialled_and_gave_up_at_once_rings_nobody(tmp_path: Path) -> None:
    async with (
        an_exchange(tmp_path) as exchange,
        exchange.phone("lea", VOICE) as dialling,
        exchange.phone("roy", VOICE),
    ):
        await dialling.do("dial", "0612345678")
        await exchange.until(lambda: bool(exchange.dialled), "dialled")
        (call,) = exchange.dialled
        await dialling.do("hangup")
        await exchange.until(lambda: call.is_over, "given up")
        # Only now is the call kept, and carried out.
        exchange.ring(Role.ADVISER)
        exchange.board.dialled_call("c1", Role.ADVISER, call)
        exchange.board.ring_phones("c1", Role.CUSTOMER, exchange.board.phones("roy"), CUSTOMER, only_phone=True)
        await is_over_and_nobody_rings(exchange, Role.ADVISER)


async def test_who_picked_up_first_and_hung_up_again_rings_nobody(tmp_path: Path) -> None:
    async with (
        an_exchange(tmp_path) as exchange,
        exchange.phone("roy", VOICE) as own,
        exchange.phone("lea", VOICE),
    ):
        phones: list[Phone] = list(exchange.board.phones("roy"))
        picking_up = asyncio.create_task(exchange.board.pick_up(phones, CallerId("", "Décrochez"), 10))
        await own.until("CALL_INCOMING")
        await own.do("accept")
        leg = await picking_up
        assert leg is not None
        await own.do("hangup")
        await exchange.until(lambda: leg.is_over, "hung up")
        exchange.ring(Role.CUSTOMER)
        exchange.board.summoned_call("c1", Role.CUSTOMER, leg)
        exchange.board.ring_phones("c1", Role.ADVISER, exchange.board.phones("lea"), CUSTOMER, only_phone=True)
        await is_over_and_nobody_rings(exchange, Role.CUSTOMER)


async def test_a_telephone_picked_up_while_its_ringing_is_given_up_is_hung_up(tmp_path: Path) -> None:
    async with an_exchange(tmp_path) as exchange, exchange.phone("roy", VOICE) as own:
        phones: list[Phone] = list(exchange.board.phones("roy"))
        picking_up = asyncio.create_task(exchange.board.pick_up(phones, CallerId("", "Décrochez"), 10))
        answered = exchange.board.phone_answered

        def given_up_just_then(ringing: Ringing, leg: SipLeg) -> None:
            answered(ringing, leg)
            picking_up.cancel()

        exchange.board.phone_answered = given_up_just_then  # type: ignore[method-assign]  what the telephone does is overtaken by a cancel
        await own.until("CALL_INCOMING")
        await own.do("accept")
        await own.until("CALL_CLOSED")
        await exchange.until(lambda: exchange.board.calls.open_legs == 0, "no leg left")
