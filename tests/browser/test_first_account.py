"""A new installation in the browser, with the keyboard alone: from the terminal's code to the first session."""

import asyncio
import os
import re
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import Page, ViewportSize, expect

from tests.browser.demo_house import ALLOWED, a_browser, faults
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
        await expect(page.get_by_role("heading", level=1, name="Premiers pas")).to_be_visible()
        await expect(page.get_by_text("Claire Delmas").first).to_be_visible()


CHECKED = (
    "Adresse",
    "Micro",
    "Son des appels (UDP)",
    "Certificat",
    "Place sur le disque",
    "Vitesse du disque",
    "Horloge du serveur",
)


async def signed_in_for_the_first_time(page: Page, address: str, code: str) -> None:
    await page.goto(address)
    for label, typed in (
        ("Code de premier démarrage", code),
        ("Prénom et nom", "Claire Delmas"),
        ("Identifiant", "c.delmas"),
        ("Mot de passe", "quatre-mots-sans-rapport"),
    ):
        await page.get_by_label(label).fill(typed)
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", level=1, name="Premiers pas")).to_be_visible()


async def reach(page: Page, name: str) -> None:
    """With the tabulator."""
    wanted = page.get_by_role("button", name=name).or_(page.get_by_role("radio", name=name))
    for _ in range(60):
        await page.keyboard.press("Tab")
        if await wanted.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError(f"the keyboard does not reach {name}")


@pytest.mark.parametrize("beginning", ["example", "empty"])
async def test_first_steps_lead_from_checks_to_the_first_session(tmp_path: Path, beginning: str) -> None:
    async with new_installation(tmp_path) as (address, code), a_browser(ALLOWED) as browser:
        page = await (await browser.new_context(locale="fr-FR", viewport=SMALL)).new_page()
        await signed_in_for_the_first_time(page, address, code)
        checks = page.get_by_role("region", name="1. Ce poste et ce serveur")
        for name in CHECKED:
            await expect(checks.get_by_role("heading", name=name)).to_be_visible(timeout=60_000)
        await expect(checks.get_by_text("Le son passe directement, en UDP")).to_be_visible()
        await expect(checks.get_by_text("Un micro répond")).to_be_visible()
        await expect(checks.get_by_text("ne sert que cette machine")).to_be_visible()
        await expect(checks.get_by_role("button", name="Vérifier de nouveau")).to_be_enabled()
        assert await faults(page, may_scroll=True) == []
        shots = os.environ.get("SHOTS", str(tmp_path))
        await page.screenshot(path=f"{shots}/first-steps-small.png")
        await page.set_viewport_size(AT_200)
        assert await faults(page, may_scroll=True) == []
        await page.screenshot(path=f"{shots}/first-steps-200.png", full_page=True)
        await page.set_viewport_size(SMALL)

        await page.evaluate("document.activeElement.blur()")
        await reach(page, "Avec une séance d’exemple")
        if beginning == "empty":
            await page.keyboard.press("ArrowDown")
            await expect(page.get_by_role("radio", name="Avec un centre vide")).to_be_checked()
        await reach(page, "Créer ma première séance")
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("heading", level=1, name="Séances")).to_be_visible()
        await expect(page.get_by_label("Titre", exact=True)).to_be_focused()
        await expect(page.get_by_role("link", name="Séance d’exemple")).to_have_count(int(beginning == "example"))
        await expect(page.get_by_label("Sujet").get_by_role("option").first).to_be_attached()
        await page.keyboard.type("Lundi matin")
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("heading", name="Lundi matin")).to_be_visible()
        await page.goto(f"{address}/premiers-pas")
        await expect(page.get_by_role("button", name="Créer une séance")).to_be_visible()
        await expect(page.get_by_role("radio")).to_have_count(0)
