"""Linphone, the softphone that our guides advise first: set up by our own file, called, heard, and dialling."""

import asyncio
from pathlib import Path

import pytest

from simulator.phones.accounts import Telephone
from simulator.phones.provisioning import linphone_xml
from simulator.phones.ways_in import WayIn
from telephony import CallConnected, Role
from telephony.sip import IncomingCall
from tests.integration.telephony.peers import Peer
from tests.sip.linphone import a_linphone
from tests.sip.phones import Exchange, an_exchange
from tests.sip.ports import ACCOUNTS
from tests.sound import find, find_in_pieces, speech_like

ADVISER, CUSTOMER = speech_like(1, 20), speech_like(2, 20)
SECOND = 48000


def busy(exchange: Exchange, call: IncomingCall) -> None:
    call.refuse(486)


def provisioned(exchange: Exchange, user: str) -> str:
    """The address of the file that the application gives for this account."""
    file = exchange.folder / f"provisioning-{user}.xml"
    way = WayIn("127.0.0.1", exchange.port, "udp", ("UDP", "TCP"), is_encrypted=False)
    file.write_text(linphone_xml(Telephone(ACCOUNTS[user], ACCOUNTS[user].owner, "phone"), way))
    return file.as_uri()


@pytest.mark.alone  # its sound is compared second by second
async def test_linphone_registers_is_called_hears_is_heard_and_dials(tmp_path: Path) -> None:
    async with (
        an_exchange(tmp_path, on_dial=busy) as exchange,
        a_linphone(tmp_path / "linphone", provisioned(exchange, "lea"), ADVISER) as phone,
    ):
        await exchange.until(lambda: bool(exchange.board.phones("lea")), "registered")
        browser = await Peer.join(exchange.switch, "customer", CUSTOMER)
        exchange.ring_adviser()
        await phone.until('Receiving new incoming call from "Hélène Çelik" <sip:0612345678@')
        await phone.type("answer")
        await exchange.told(CallConnected)
        browser.voice.restart()
        await asyncio.sleep(2.5)
        exchange.switch.hang_up("c1", Role.CUSTOMER)
        await phone.until("ended")
        # Within its first second its buffer settles: 50 ms are left out.
        by_phone = find_in_pieces(CUSTOMER[: 2 * SECOND], phone.heard())
        by_browser = find(ADVISER[: 2 * SECOND], browser.heard())
        await browser.leave()
        report, left, right = await exchange.recording()
        kept = find(ADVISER[: 2 * SECOND], left), find(CUSTOMER[: 2 * SECOND], right)
        print(by_phone, by_browser, kept, report.flags)
        assert min(one.score for one in (by_phone, by_browser, *kept)) > 0.5
        assert not report.flags

        await phone.type("call 0639981122")
        await exchange.until(lambda: bool(exchange.dialled), "dialled")
        assert exchange.dialled[0].dialled == "0639981122"
        await phone.until("Call 2 with sip:0639981122@")
        await phone.until(" error.")
        await exchange.until(lambda: exchange.board.calls.open_legs == 0, "no leg left")
