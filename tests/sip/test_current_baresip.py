"""A current baresip (baresip-python), in both directions: it knows SHA-256, and every sample of it is ours."""

import asyncio
import contextlib
from pathlib import Path

import pytest
from baresip.call import Call
from baresip.errors import BaresipError

from telephony import CallConnected, CallDigits, CallEnded, CallHeld, CallResumed, Role
from tests.integration.telephony.peers import Peer
from tests.sip.pcm_phone import a_pcm_phone
from tests.sip.phones import CUSTOMER as SHOWN
from tests.sip.phones import Exchange, an_exchange
from tests.sip.test_ugly_dialogs import answered_at_once
from tests.sound import find, find_in_pieces, speech_like

ADVISER, CUSTOMER = speech_like(1, 20), speech_like(2, 20)


async def resumed(call: Call) -> None:
    """It refuses while the answer to its own hold is still on the way."""
    async with asyncio.timeout(3):
        while call.is_on_hold:
            with contextlib.suppress(BaresipError):
                await call.resume()
            await asyncio.sleep(0.05)


async def heard_by_all(exchange: Exchange, browser: Peer, by_phone: float) -> None:
    spoken = ADVISER[: 2 * 48000], CUSTOMER[: 2 * 48000]
    _, left, right = await exchange.recording()
    scores = {
        "browser": find_in_pieces(spoken[0], browser.heard()).score,
        "left": find_in_pieces(spoken[0], left).score,
        "right": find(spoken[1], right).score,
        "phone": by_phone,
    }
    assert min(scores.values()) > 0.5, scores


@pytest.mark.alone  # its sound is compared second by second
@pytest.mark.parametrize("codec", ["opus/48000/2", "g722/16000/1"])
async def test_it_is_called_holds_presses_keys_and_hears(tmp_path: Path, codec: str) -> None:
    async with an_exchange(tmp_path) as exchange, a_pcm_phone("lea", exchange.port, ADVISER, codec) as phone:
        proofs = [data for _, way, _, data in exchange.board.calls.endpoint.trace if b"Authorization: Digest" in data]
        assert proofs
        assert all(b"algorithm=SHA-256" in proof for proof in proofs), "the stronger digest is the one it takes"
        browser = await Peer.join(exchange.switch, "customer", CUSTOMER)
        exchange.ring_adviser()
        call = await asyncio.wait_for(phone.incoming.get(), 5)
        assert SHOWN.number in call.peer
        await call.answer()
        phone.talk(call)
        await exchange.told(CallConnected)
        browser.voice.restart()
        await exchange.until_heard(phone.heard, 2.8)
        await call.send_dtmf("7")
        await exchange.told(CallDigits)
        await call.hold()
        await exchange.told(CallHeld)
        await resumed(call)
        await exchange.told(CallResumed)
        await call.hangup()
        await exchange.told(CallEnded)
        await browser.leave()
        await heard_by_all(exchange, browser, find_in_pieces(CUSTOMER[: 2 * 48000], phone.heard()).score)


async def test_it_dials_and_hears(tmp_path: Path) -> None:
    async with (
        an_exchange(tmp_path, on_dial=answered_at_once) as exchange,
        a_pcm_phone("lea", exchange.port, ADVISER, "pcma") as phone,
    ):
        browser = await Peer.join(exchange.switch, "customer", CUSTOMER)
        call = await phone.agent.dial(f"sip:0612345678@127.0.0.1:{exchange.port}")
        await call.wait_established()
        phone.talk(call)
        browser.voice.restart()
        await exchange.until_heard(phone.heard, 2.8)
        exchange.switch.hang_up("c1", Role.CUSTOMER)
        await exchange.told(CallEnded)
        await browser.leave()
        await exchange.until(lambda: exchange.board.calls.open_legs == 0, "no leg left")
        _, left, right = await exchange.recording()
        assert find_in_pieces(ADVISER[: 2 * 48000], left).score > 0.5
        assert find_in_pieces(ADVISER[: 2 * 48000], browser.heard()).score > 0.5
        assert find(CUSTOMER[: 2 * 48000], right).score > 0.5
        assert find_in_pieces(CUSTOMER[: 2 * 48000], phone.heard()).score > 0.5
