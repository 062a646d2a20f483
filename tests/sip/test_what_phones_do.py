"""What people do with telephones during a call, and what each end is told of it."""

import asyncio
from pathlib import Path

import pytest

from telephony import (
    CallConnected,
    CallDigits,
    CallEnded,
    CallHeld,
    CallResumed,
    EndReason,
    LegBack,
    LegLost,
    Role,
)
from tests.integration.telephony.peers import Peer
from tests.sip.baresip import Baresip
from tests.sip.phones import Exchange, an_exchange
from tests.sip.test_calls import ADVISER, CUSTOMER, connects_to
from tests.sound import find, loudness

QUICK = "PCMA/8000/1"


async def talking(exchange: Exchange, phone: Baresip) -> None:
    exchange.ring_adviser()
    await phone.until("CALL_INCOMING")
    await phone.do("accept")
    await exchange.told(CallConnected)


def ended(exchange: Exchange) -> CallEnded:
    return next(event for event in exchange.events if isinstance(event, CallEnded))


async def test_hold_on_the_telephone_holds_the_call_and_the_other_side_hears_the_tone(tmp_path: Path) -> None:
    async with an_exchange(tmp_path) as exchange, exchange.phone("lea", ADVISER, codecs=QUICK) as phone:
        browser = await Peer.join(exchange.switch, "customer", CUSTOMER)
        await talking(exchange, phone)
        await asyncio.sleep(0.5)
        await phone.do("hold")
        held = await exchange.told(CallHeld)
        assert isinstance(held, CallHeld)
        assert held.by is Role.ADVISER
        browser.forget()
        await asyncio.sleep(2.5)
        assert loudness(browser.heard()) > -45, "the waiting tone"
        assert find(ADVISER, browser.heard()).score < 0.3
        await phone.do("resume")
        await exchange.told(CallResumed)
        leg = exchange.board.carrier("c1", Role.ADVISER)
        assert leg is not None
        before = leg.last_packet_at
        # On a busy machine its first packet after the hold may be later than the hanging up.
        await exchange.until(lambda: leg.last_packet_at != before, "it speaks again")
        exchange.switch.hang_up("c1", Role.CUSTOMER)
        await phone.until("CALL_CLOSED")
        await browser.leave()
        report, *_ = await exchange.recording()
        assert len(report.holds) == 1
        assert not report.flags


async def test_hold_from_the_screen_plays_the_tone_into_the_telephone(tmp_path: Path) -> None:
    async with an_exchange(tmp_path) as exchange, exchange.phone("lea", ADVISER, codecs=QUICK) as phone:
        browser = await Peer.join(exchange.switch, "customer", CUSTOMER[:0])
        await talking(exchange, phone)
        await asyncio.sleep(1)
        exchange.switch.hold("c1", Role.CUSTOMER)
        await asyncio.sleep(3)
        exchange.switch.hang_up("c1", Role.CUSTOMER)
        await phone.until("CALL_CLOSED")
        assert loudness(phone.heard()[-3 * 48000 :]) > -45
        assert loudness(phone.heard()[: 48000 // 2]) < -55
        await browser.leave()


async def test_keys_are_facts_once_each(tmp_path: Path) -> None:
    async with an_exchange(tmp_path) as exchange, exchange.phone("lea", ADVISER, codecs=QUICK) as phone:
        await talking(exchange, phone)
        await asyncio.sleep(0.5)
        for key in "1#":
            await phone.do("sndcode", key)
            await asyncio.sleep(0.6)
        await exchange.until(lambda: digits(exchange) == ["1", "#"], "both keys")
        exchange.switch.hang_up("c1", Role.ADVISER)


def digits(exchange: Exchange) -> list[str]:
    return [event.digits for event in exchange.events if isinstance(event, CallDigits)]


async def test_declining_on_the_telephone_declines_the_call(tmp_path: Path) -> None:
    async with an_exchange(tmp_path) as exchange, exchange.phone("lea", ADVISER) as phone:
        exchange.ring_adviser()
        await phone.until("CALL_INCOMING")
        await phone.do("hangup")
        await exchange.told(CallEnded)
        assert (ended(exchange).reason, ended(exchange).by) == (EndReason.DECLINED, Role.ADVISER)


async def test_nobody_picks_up_and_the_telephone_stops_ringing(tmp_path: Path) -> None:
    async with an_exchange(tmp_path) as exchange, exchange.phone("lea", ADVISER) as phone:
        exchange.ring_adviser(ring_seconds=1.5)
        await phone.until("CALL_INCOMING")
        await phone.until("CALL_CLOSED")
        assert ended(exchange).reason is EndReason.NO_ANSWER
        await exchange.until(lambda: exchange.board.calls.open_legs == 0, "no leg left")


async def test_answered_in_the_browser_the_telephone_is_told_it_was_completed_elsewhere(tmp_path: Path) -> None:
    async with an_exchange(tmp_path) as exchange, exchange.phone("lea", ADVISER) as phone:
        exchange.ring_adviser(only_phone=False)
        await phone.until("CALL_INCOMING")
        exchange.switch.answer("c1", Role.ADVISER)
        await phone.until("CALL_CLOSED")
        sent = [data.decode() for _, way, _, data in exchange.board.calls.endpoint.trace if way == "out"]
        (cancel,) = {text for text in sent if text.startswith("CANCEL")}
        assert 'Reason: SIP;cause=200;text="Call completed elsewhere"' in cancel
        exchange.switch.hang_up("c1", Role.ADVISER)


async def test_the_first_telephone_to_answer_wins(tmp_path: Path) -> None:
    async with (
        an_exchange(tmp_path) as exchange,
        exchange.phone("lea", ADVISER) as first,
        exchange.phone("lea", ADVISER, codecs=QUICK, folder="second") as second,
    ):
        await exchange.until(lambda: len(exchange.board.phones("lea")) == 2, "two telephones")
        exchange.ring_adviser()
        await first.until("CALL_INCOMING")
        await second.until("CALL_INCOMING")
        await second.do("accept")
        await exchange.told(CallConnected)
        await first.until("CALL_CLOSED")
        assert exchange.switch.is_busy("adviser")
        exchange.switch.hang_up("c1", Role.CUSTOMER)
        await second.until("CALL_CLOSED")


async def test_whoever_dials_may_give_up(tmp_path: Path) -> None:
    async with (
        an_exchange(tmp_path, on_dial=connects_to("roy")) as exchange,
        exchange.phone("lea", ADVISER) as dialling,
        exchange.phone("roy", CUSTOMER) as called,
    ):
        await dialling.do("dial", "0612345678")
        await called.until("CALL_INCOMING")
        await dialling.do("hangup")
        await called.until("CALL_CLOSED")
        await exchange.told(CallEnded)
        assert (ended(exchange).reason, ended(exchange).by) == (EndReason.CANCELLED, Role.ADVISER)


async def test_a_telephone_that_declines_is_heard_as_such_by_the_one_that_dialled(tmp_path: Path) -> None:
    async with (
        an_exchange(tmp_path, on_dial=connects_to("roy")) as exchange,
        exchange.phone("lea", ADVISER) as dialling,
        exchange.phone("roy", CUSTOMER) as called,
    ):
        await dialling.do("dial", "0612345678")
        await called.until("CALL_INCOMING")
        await called.do("hangup")
        closed = await dialling.until("CALL_CLOSED")
        assert "486" in str(closed["param"])
        assert ended(exchange).reason is EndReason.DECLINED


async def test_an_unplugged_telephone_loses_the_call_and_keeps_what_was_recorded(tmp_path: Path) -> None:
    async with (
        an_exchange(tmp_path, grace_seconds=1, silence_seconds=1) as exchange,
        exchange.phone("lea", ADVISER, codecs=QUICK) as phone,
    ):
        browser = await Peer.join(exchange.switch, "customer", CUSTOMER)
        await talking(exchange, phone)
        await asyncio.sleep(3)
        phone.kill()
        lost = await exchange.told(LegLost)
        assert isinstance(lost, LegLost)
        assert lost.role is Role.ADVISER
        await exchange.told(CallEnded)
        assert ended(exchange).reason is EndReason.LOST
        assert not any(isinstance(event, LegBack) for event in exchange.events)
        await browser.leave()
        report, left, _ = await exchange.recording()
        assert find(ADVISER[: 2 * 48000], left).score > 0.5
        assert report.seconds > 3


@pytest.mark.parametrize("transport", ["udp", "tcp"])
async def test_a_phone_that_is_not_registered_any_more_is_not_rung(tmp_path: Path, transport: str) -> None:
    async with an_exchange(tmp_path) as exchange:
        async with exchange.phone("lea", ADVISER, transport=transport):
            assert exchange.board.phones("lea")
        await exchange.until(lambda: not exchange.board.phones("lea"), "gone")
