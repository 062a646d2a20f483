"""A new installation in the browser: its first account is made with the keyboard alone, with the terminal's code."""

import asyncio
import os
import re
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import ViewportSize, expect

from tests.browser.demo_house import a_browser, faults
from tests.free_ports import free_port
from tests.integration.simulator.house import ROOT
from tests.integration.simulator.new_database import lay_database

SMALL: ViewportSize = {"width": 1366, "height": 625}
AT_200: ViewportSize = {"width": 683, "height": 312}


def started(environment: dict[str, str], said: Path) -> "subprocess.Popen[bytes]":
    with said.open("wb") as out:
        command = [sys.executable, "-c", "from simulator.cli import main; main()", "serve"]
        return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=out, stderr=out)


@asynccontextmanager
async def new_installation(folder: Path) -> AsyncIterator[tuple[str, str]]:
    """As « simulator serve » starts it; its address, and the code that its terminal shows."""
    lay_database(folder / "var")
    port, said = free_port(), folder / "said"
    environment = os.environ | {
        "COMBINE_DATA": str(folder / "var"),
        "COMBINE_PORT": str(port),
        "COMBINE_TRANSCRIPTION": "false",
    }
    environment.pop("COMBINE_CONFIG", None)
    process = await asyncio.to_thread(started, environment, said)
    try:
        async with asyncio.timeout(120):
            while not (shown := re.search(r"^    ([A-Z2-9]{4}-[A-Z2-9]{4})$", said.read_text(), re.MULTILINE)):
                assert process.poll() is None, said.read_text()
                await asyncio.sleep(0.1)
        yield f"http://127.0.0.1:{port}", shown[1]
    finally:
        process.send_signal(signal.SIGINT)
        await asyncio.to_thread(process.wait, 30)


async def test_the_first_account_is_made_on_the_first_page_with_the_keyboard_alone(tmp_path: Path) -> None:
    async with new_installation(tmp_path) as (address, code), a_browser() as browser:
        page = await (await browser.new_context(locale="fr-FR", viewport=SMALL)).new_page()
        await page.goto(address)
        await expect(page.get_by_role("heading", name="Créer le premier compte")).to_be_visible()
        assert await page.get_by_role("button").count() == 1, "the next action is the one button"
        assert await faults(page, may_scroll=True) == []
        await page.set_viewport_size(AT_200)
        assert await faults(page, may_scroll=True) == []
        await page.set_viewport_size(SMALL)

        await page.get_by_label("Code de premier démarrage").focus()
        for typed in ("ABCD-EFGH", "Claire Delmas", "c.delmas", "quatre-mots-sans-rapport"):
            await page.keyboard.type(typed)
            await page.keyboard.press("Tab")
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("alert")).to_contain_text("Code de premier démarrage incorrect.")
        assert await faults(page, may_scroll=True) == []

        await page.get_by_label("Code de premier démarrage").focus()
        await page.keyboard.press("Control+A")
        await page.keyboard.type(code)
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("heading", level=1, name="Séances")).to_be_visible()
        await expect(page.get_by_text("Claire Delmas").first).to_be_visible()
