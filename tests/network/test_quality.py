"""What is measured of networks while calls run, and what is kept of it: the direction, the side, the seconds."""

import asyncio
from pathlib import Path

from telephony import CallConnected, Level, Role, finish_recording
from tests.integration.telephony.peers import Peer
from tests.network.hop import Hop
from tests.network.weather import CLEAN, Impairment
from tests.sip.phones import an_exchange
from tests.sound import speech_like

LOSS_30 = Impairment("30 % loss", loss=0.3)


async def test_what_a_browser_does_not_hear_is_seen_on_its_way_down_and_nowhere_else(tmp_path: Path) -> None:
    async with an_exchange(tmp_path) as exchange, Hop(5) as hop:
        switch = exchange.switch
        candidate = await Peer.join(switch, "adviser", speech_like(1, 9), hop=hop)
        customer = await Peer.join(switch, "customer", speech_like(2, 9))
        exchange.ring(Role.CUSTOMER)
        switch.answer("c1", Role.ADVISER)
        await exchange.told(CallConnected)

        def side(role: Role):
            call = switch.call("c1")
            assert call is not None
            return call.quality[role]

        def is_level(level: Level) -> bool:
            return side(Role.ADVISER).down is not None and side(Role.ADVISER).level is level

        await exchange.until(lambda: is_level(Level.GOOD), "a good line")
        hop.set(LOSS_30, up=False)
        await exchange.until(lambda: is_level(Level.BAD) and side(Role.ADVISER).down.loss_percent > 20, "bad")
        worst, other = side(Role.ADVISER), side(Role.CUSTOMER)
        # Long enough that the seconds at its edges, half bad, do not make up the span.
        await asyncio.sleep(3)
        hop.set(CLEAN)
        await exchange.until(lambda: is_level(Level.GOOD), "good again")
        switch.hang_up("c1", Role.CUSTOMER)
        await candidate.leave()
        await customer.leave()
        report, *_ = await exchange.recording()
    print(worst, other, report.network, (tmp_path / "c1" / "quality.jsonl").read_text()[:600])
    assert worst.up is not None
    assert worst.up.loss_percent < 3
    assert worst.round_trip_ms is not None
    assert worst.round_trip_ms < 50
    assert other.level is Level.GOOD
    assert {(span.side, span.direction, span.ear, span.cause) for span in report.network.bad} == {
        (Role.ADVISER, "down", Role.ADVISER, "loss")
    }
    assert 15 < report.network.bad[0].loss_percent < 45
    assert report.to_json() == finish_recording(tmp_path / "c1").to_json()


async def test_a_telephone_and_we_report_to_each_other_and_all_is_well_on_the_loopback(tmp_path: Path) -> None:
    async with (
        an_exchange(tmp_path) as exchange,
        exchange.phone("lea", speech_like(1, 20), codecs="PCMA/8000/1") as phone,
    ):
        customer = await Peer.join(exchange.switch, "customer", speech_like(2, 9))
        exchange.ring_adviser()
        await phone.until("CALL_INCOMING")
        await phone.do("accept")
        await exchange.told(CallConnected)

        def side():
            call = exchange.switch.call("c1")
            assert call is not None
            return call.quality[Role.ADVISER]

        # baresip reports every five seconds.
        await exchange.until(lambda: side().down is not None, "its report")
        quality = side()
        exchange.switch.hang_up("c1", Role.CUSTOMER)
        await phone.until("CALL_CLOSED")
        await customer.leave()
        report, *_ = await exchange.recording()
    print(quality, phone.log()[-600:])
    assert quality.round_trip_ms is not None
    assert quality.round_trip_ms < 100
    assert quality.up is not None
    assert quality.down is not None
    assert min(quality.up.mos, quality.down.mos) > 4.0
    assert max(quality.up.loss_percent, quality.down.loss_percent) < 5
    assert report.network.bad == []
    known = [run for run in report.network.runs[Role.ADVISER]["down"] if run.level is not None]
    assert sum(run.seconds for run in known) >= 4
