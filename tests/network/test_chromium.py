"""A real browser behind a bad network: it asks for what it loses, sends what we ask it for, and finds us again."""

import asyncio
import os
import re
from pathlib import Path
from typing import Any

from playwright.async_api import Page, async_playwright

from telephony import MediaSettings, Role, Switch, finish_recording

from .described import sound_address, through
from .desk import Desk
from .hop import Hop
from .voices import voiced
from .weather import CLEAN, LOSS_10

REPAIR = Path(__file__).parents[2] / "web" / "src" / "phone" / "repair.ts"
FLAGS = (
    "--no-sandbox",
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
    "--allow-loopback-in-peer-connection",
)

CONNECT = """
async () => {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  const connection = (window.connection = new RTCPeerConnection({ bundlePolicy: "max-bundle" }));
  connection.addTransceiver(stream.getAudioTracks()[0], { direction: "sendrecv", streams: [stream] });
  connection.addTransceiver("audio", { direction: "recvonly" });
  const player = (window.player = new Audio());
  connection.ontrack = (event) => { if (!player.srcObject) player.srcObject = new MediaStream([event.track]); };
  await connection.setLocalDescription();
  while (connection.iceGatheringState !== "complete") await new Promise((done) => setTimeout(done, 10));
  const sdp = await window.answerOf(withRepair(connection.localDescription.sdp));
  await connection.setRemoteDescription({ type: "answer", sdp });
  player.play().catch(() => undefined);
}
"""

FIGURES = """
async () => {
  const found = { received: 0, lost: 0, asked: 0, sentAgain: 0 };
  (await connection.getStats()).forEach((entry) => {
    if (entry.type === "inbound-rtp" && entry.packetsReceived > 0) {
      found.received = entry.packetsReceived;
      found.lost = entry.packetsLost;
      found.asked = entry.nackCount;
    }
    if (entry.type === "outbound-rtp") found.sentAgain = entry.retransmittedPacketsSent;
  });
  return found;
}
"""


async def test_chromium_repairs_what_is_lost_and_follows_when_its_address_changes(tmp_path: Path) -> None:
    chromium = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    async with async_playwright() as playwright, Hop(7) as hop, Hop(8) as fair:
        browser = await playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        page = await browser.new_page()
        async with Switch(MediaSettings(), lambda _: None) as switch:
            await connect(page, switch, hop)
            other = await Desk.join(switch, "customer", voiced(2, 4.0), fair)
            switch.ring(
                "c1",
                adviser_line="adviser",
                customer_line="customer",
                caller=Role.CUSTOMER,
                folder=tmp_path / "c1",
                ring_seconds=5,
            )
            switch.answer("c1", Role.ADVISER)
            hop.set(LOSS_10)
            await asyncio.sleep(3)
            lost, weather = hop.up.lost, str(hop)
            hop.set(CLEAN)
            await asyncio.sleep(0.4)
            figures: dict[str, Any] = await page.evaluate(FIGURES)
            print(weather, figures)
            assert lost >= 8, "the network was bad"
            assert figures["sentAgain"] >= lost / 2
            assert figures["asked"] > 5
            assert figures["lost"] <= 2
            await hop.move()
            async with asyncio.timeout(6):
                while (await page.evaluate(FIGURES))["received"] < figures["received"] + 100:
                    await asyncio.sleep(0.1)
            switch.hang_up("c1", Role.CUSTOMER)
            async with asyncio.timeout(5):
                while not switch.is_written("c1"):
                    await asyncio.sleep(0.01)
            await other.leave()
            await browser.close()
    report = await asyncio.to_thread(finish_recording, tmp_path / "c1")
    assert sum(gap.seconds for gap in report.gaps if gap.channel is Role.ADVISER) < 0.1
    assert report.flags == []


async def connect(page: Page, switch: Switch, hop: Hop) -> None:
    """As our web client does, but that its network is the hop."""

    async def answer_of(offer: str) -> str:
        answer = await switch.connect_line("adviser", through(offer, hop.far))
        hop.server = sound_address(answer)
        return through(answer, hop.near)

    await page.route("**/*", lambda route: route.fulfill(body="<html></html>", content_type="text/html"))
    await page.goto("http://localhost:9/")
    await page.expose_function("answerOf", answer_of)
    # The client's own function, without its types.
    await page.add_script_tag(content=re.sub(r": string|export ", "", REPAIR.read_text(encoding="utf-8")))
    await page.evaluate(CONNECT)
    async with asyncio.timeout(10):
        while switch.line_state("adviser") != "connected":
            await asyncio.sleep(0.01)
