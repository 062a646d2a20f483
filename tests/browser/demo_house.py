"""The demo, served for real, and browsers at its desks: a microphone that beeps, or none."""

import asyncio
import os
import signal
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Protocol

import httpx
from playwright.async_api import Browser, Page, async_playwright

from tests.free_ports import free_port
from tests.server_process import Forked, start_server

ROOT = Path(__file__).parents[2]
AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
SCREEN: Any = {"width": 1366, "height": 768}
"""Training rooms have small screens."""

QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
    # Both ends of the sound are on this machine: Chromium hides such addresses unless told.
    "--allow-loopback-in-peer-connection",
    "--disable-features=WebRtcHideLocalIpsWithMdns",
    "--use-fake-device-for-media-stream",
)
ALLOWED = "--use-fake-ui-for-media-stream"
REFUSED = "--deny-permission-prompts"


KEEP_TRACKS = """
window.receivedTracks = [];
window.RTCPeerConnection = class extends RTCPeerConnection {
  constructor(...given) {
    super(...given);
    this.addEventListener("track", (event) => window.receivedTracks.push(event.track));
  }
};
"""
"""Each page keeps the tracks that it receives from the server, for `ears.heard_by`."""


class Reachable(Protocol):
    """A server, or the network before it."""

    @property
    def address(self) -> str: ...


class DemoHouse:
    """One server with its own data."""

    def __init__(self, folder: Path, *, transcription: bool = False, settings: str = "") -> None:
        self._transcription = transcription
        self.port = free_port()
        self._folder = folder
        self._config = folder / "combine.toml"
        self._config.write_text(settings)
        self._process: Forked | subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        """Of the running server."""
        assert self._process is not None
        return self._process.pid

    async def start(self) -> None:
        environment = {
            **os.environ,
            "COMBINE_DATA": str(self._folder / "var"),
            "COMBINE_PORT": str(self.port),
            "COMBINE_SIP_PORT": "0",
            "COMBINE_CONFIG": str(self._config),
            "COMBINE_TRANSCRIPTION": str(self._transcription).lower(),
        }
        log = self._folder / "server.log"
        self._process = await asyncio.to_thread(start_server, "demo", environment, log)
        async with httpx.AsyncClient() as client, asyncio.timeout(40):
            while True:
                try:
                    await client.get(f"{self.address}/api/public/health")
                    break
                except httpx.TransportError:
                    await asyncio.sleep(0.1)

            await self._with_weak_detectors(client)

    async def _with_weak_detectors(self, client: httpx.AsyncClient) -> None:
        """The centre has chosen to see findings that are off from the start: tests' exchanges are short."""
        headers = {"X-Combine": "1", "Origin": self.address}
        await client.post(f"{self.address}/api/public/demo/enter", json={"as": "session_lead"}, headers=headers)
        for criterion in ("CP1.1", "CP2.1", "CP3.1"):
            path = f"{self.address}/api/staff/detectors/{criterion}"
            answer = await client.put(path, json={"is_on": True}, headers=headers)
            assert answer.status_code == 204, answer.text

    async def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(how)
            await asyncio.to_thread(self._process.wait, 20)

    async def kill(self) -> None:
        """As a power cut would."""
        await self.stop(signal.SIGKILL)


@asynccontextmanager
async def demo_house(folder: Path, *, transcription: bool = False, settings: str = "") -> AsyncIterator[DemoHouse]:
    """Calls are transcribed only where a test reads them: it takes a core. `settings`: further ones, in TOML."""
    house = DemoHouse(folder, transcription=transcription, settings=settings)
    await house.start()
    try:
        yield house
    finally:
        await house.stop()


@asynccontextmanager
async def a_browser(*more: str) -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        chromium = os.environ.get("CHROMIUM", "/usr/bin/chromium")
        browser = await playwright.chromium.launch(executable_path=chromium, args=[*QUIET, *more])
        yield browser
        await browser.close()


async def at_desk(browser: Browser, house: Reachable, who: str, session: str = "exam") -> Page:
    """A browser of one's own, signed in as one of the demo's people, at their desk."""
    context = await browser.new_context(viewport=SCREEN, locale="fr-FR")
    context.set_default_timeout(60_000)
    await context.add_init_script(KEEP_TRACKS)
    answer = await context.request.post(
        f"{house.address}/api/public/demo/enter",
        data={"as": who, "session": session},
        headers={"X-Combine": "1", "Origin": house.address},
    )
    page = await context.new_page()
    await page.goto(house.address + (await answer.json())["path"])
    return page


async def faults(page: Page, *, may_scroll: bool = False) -> list[str]:
    """What axe finds on the page, and whether the page itself scrolls: a desk never does, a list of sessions may."""
    await page.evaluate(AXE.read_text())
    found: list[str] = await page.evaluate(
        "axe.run(document, {resultTypes: ['violations']}).then(r => r.violations.flatMap(v => "
        "v.nodes.map(n => `${v.id}: ${n.target.join(' ')}`)))"
    )
    wide, high = await page.evaluate(
        "[document.documentElement.scrollWidth > innerWidth, document.documentElement.scrollHeight > innerHeight]"
    )
    if wide or (high and not may_scroll):
        found.append("the page scrolls")
    return found
