"""A browser whose network lets no UDP through: its sound passes through a real TURN server, over TCP."""

import asyncio
import re
from pathlib import Path

from tests.browser.demo_house import a_browser, at_desk, demo_house
from tests.browser.ears import HEARD, Microphone, heard_by
from tests.browser.exchanges import answer, is_connected, start
from tests.integration.telephony.coturn import SECRET, Coturn, coturn

NO_UDP = "--webrtc-ip-handling-policy=disable_non_proxied_udp"


async def test_a_candidate_without_udp_is_heard_through_the_relay_over_tcp(tmp_path: Path) -> None:
    adviser, customer = (Microphone(voice, tmp_path) for voice in ("adviser-a", "customer-calm"))
    async with coturn(tmp_path) as relay:
        urls = [relay.turn_url("udp"), relay.turn_url("tcp")]
        settings = f'turn_urls = {urls}\nturn_secret = "{SECRET}"\nice_addresses = ["127.0.0.1"]\n'
        async with (
            demo_house(tmp_path, settings=settings) as house,
            a_browser(NO_UDP, *adviser.flags) as one,
            a_browser(*customer.flags) as two,
        ):
            candidate = await at_desk(one, house, "candidate")
            jury = await at_desk(two, house, "jury")
            await is_connected(candidate, jury)
            await start(jury, 1)
            await answer(candidate)
            assert adviser.found_in(await heard_by(jury, 4)) > HEARD
        # The relay tells what each desk sent through it once the desk has left.
        async with asyncio.timeout(5):
            while not relayed(relay, "seat") or not relayed(relay, "jury"):
                await asyncio.sleep(0.05)
        assert sum(relayed(relay, "seat")) > 150, "four seconds are 200 packets"
        assert sum(relayed(relay, "jury")) < 20, "whoever can, goes straight to the server"


def relayed(relay: Coturn, desk: str) -> list[int]:
    """Packets that desks of this kind had relayed to the server, by session of the TURN server."""
    told = re.findall(rf"peer usage: .*username=<\d+:{desk}-\w+>.* sp=(\d+)", relay.log())
    return [int(packets) for packets in told]
