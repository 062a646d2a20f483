"""Firefox ESR as Debian ships it, at the same desks as Chromium; its microphone hums one note.

Two things are left to Chromium here: over BiDi, Playwright's `fill` tells React nothing (type with keys), and what
`evaluate` is told counts as a script of the page, which its content security policy refuses.
"""

import os
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import Browser, async_playwright

BRIDGE = Path(__file__).with_name("bidi_bridge.py")

HUM = 440
"""What the made-up microphone hears, in hertz."""

PREFERENCES: dict[str, str | float | bool] = {
    "media.navigator.streams.fake": True,
    "media.navigator.audio.fake_frequency": HUM,
    "media.navigator.permission.disabled": True,
    "media.autoplay.default": 0,
    # Both ends of the sound are on this machine.
    "media.peerconnection.ice.loopback": True,
    "media.peerconnection.ice.obfuscate_host_addresses": False,
    "intl.accept_languages": "fr-FR",
    "intl.locale.requested": "fr",
}


@asynccontextmanager
async def a_firefox(folder: Path) -> AsyncGenerator[Browser]:
    """`folder`: where the small program that starts it is written."""
    program = folder / "firefox"
    firefox = os.environ.get("FIREFOX", "/usr/bin/firefox-esr")
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{BRIDGE}" "{firefox}" "$@"\n')
    program.chmod(0o755)
    async with async_playwright() as playwright:
        browser = await playwright.firefox.launch(
            channel="moz-firefox", executable_path=program, firefox_user_prefs=PREFERENCES
        )
        yield browser
        await browser.close()
