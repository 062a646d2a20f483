"""« Réseau de la salle » from a browser: microphone, UDP through the product's own line, bandwidth, in words."""

import asyncio
import re
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from simulator.certificate import lan_addresses
from tests.browser.demo_house import ALLOWED, ROOT, a_browser
from tests.browser.firefox import a_firefox
from tests.browser.test_deliberation import faults_at_both_sizes, signed_in
from tests.browser.test_relay import NO_UDP, relayed
from tests.integration.simulator.ground import PASSWORD
from tests.integration.simulator.open_centre import OpenCentre, an_open_centre
from tests.integration.telephony.coturn import SECRET, Coturn, coturn


@pytest.mark.timeout(120)
async def test_a_room_is_told_whether_its_network_carries_the_days_calls(tmp_path: Path) -> None:
    async with an_open_centre(tmp_path, web=ROOT / "web" / "dist") as house, a_browser(ALLOWED) as browser:
        page = await signed_in(browser, house, "delmas", "/reseau")
        await page.context.grant_permissions(["microphone"])
        calls = page.get_by_label("Appels à la fois dans cette salle")
        await calls.fill("2")
        await calls.press("Enter")
        found = page.get_by_role("region", name="Ce qui a été trouvé")
        await expect(found).to_contain_text("Un micro répond", timeout=60_000)
        await expect(found).to_contain_text("Le son passe directement, en UDP")
        await expect(found).to_contain_text("Aucun relais n’est réglé, et cette salle s’en passe.")
        await expect(found).to_contain_text(re.compile(r"Mbit/s à l’envoi\s: assez pour 2 appels à la fois"))
        assert await faults_at_both_sizes(page, may_scroll=True) == []
        # Its line is gone with the check: none stays open at the server.
        lead = house.centre.ids["delmas"]
        assert house.centre.services.switch.line_state(f"network-check-{lead}") == "absent"


@asynccontextmanager
async def with_relay(folder: Path, relay: Coturn, secret: str = SECRET) -> AsyncGenerator[OpenCentre]:
    """A centre that gives its rooms this relay. Firefox reaches a machine's own address only from that address."""
    urls, addresses = [relay.turn_url("udp"), relay.turn_url("tcp")], ["127.0.0.1", *lan_addresses()]
    web = ROOT / "web" / "dist"
    async with an_open_centre(folder, web=web, turn_urls=urls, turn_secret=secret, ice_addresses=addresses) as house:
        yield house


async def looked_at(page: Page) -> Locator:
    """What is found once all of it is."""
    await page.get_by_role("button", name="Vérifier le réseau").click()
    found = page.get_by_role("region", name="Ce qui a été trouvé")
    await expect(found).to_contain_text("Mbit/s à l’envoi", timeout=60_000)
    return found


async def in_chromium(browser: Browser, house: OpenCentre) -> tuple[Page, Locator]:
    page = await signed_in(browser, house, "delmas", "/reseau")
    await page.context.grant_permissions(["microphone"])
    return page, await looked_at(page)


async def in_firefox(browser: Browser, house: OpenCentre) -> Locator:
    """Signed in with keys: Firefox does not tell React what Playwright fills in."""
    page = await (await browser.new_context()).new_page()
    await page.goto(f"{house.address}/connexion?vers=/reseau")
    await page.get_by_label("Identifiant").click()
    await page.keyboard.type("delmas")
    await page.get_by_label("Mot de passe", exact=True).click()
    await page.keyboard.type(PASSWORD)
    await page.keyboard.press("Enter")
    return await looked_at(page)


@pytest.mark.timeout(180)
async def test_a_room_whose_relay_works_is_told_so_with_udp_and_without(tmp_path: Path) -> None:
    async with coturn(tmp_path) as relay, with_relay(tmp_path, relay) as house:
        async with a_browser(ALLOWED) as browser:
            _, found = await in_chromium(browser, house)
            await expect(found).to_contain_text("Le son passe directement, en UDP")
            await expect(found).to_contain_text("Le relais répond : le son y passe.")
        async with a_browser(ALLOWED, NO_UDP) as browser:
            page, found = await in_chromium(browser, house)
            await expect(found).to_contain_text("L’UDP direct est fermé ; le son passera par le relais.")
            await expect(found).to_contain_text("Le relais répond : le son y passe.")
            assert await faults_at_both_sizes(page, may_scroll=True) == []
    # The relay writes it down once the line is gone.
    async with asyncio.timeout(5):
        while not relayed(relay, "network-check"):
            await asyncio.sleep(0.05)


@pytest.mark.timeout(180)
async def test_a_relay_that_refuses_our_secret_is_told_with_what_to_do(tmp_path: Path) -> None:
    async with (
        coturn(tmp_path) as relay,
        with_relay(tmp_path, relay, secret="un-autre-secret") as house,
        a_browser(ALLOWED, NO_UDP) as browser,
    ):
        page, found = await in_chromium(browser, house)
        await expect(found).to_contain_text("Le son ne passe pas entre cette salle et le serveur.")
        await expect(found).to_contain_text("Le relais répond, mais refuse ce que Combiné lui présente.")
        await expect(found).to_contain_text("Donnez le même secret au relais et à Combiné")
        assert await faults_at_both_sizes(page, may_scroll=True) == []


@pytest.mark.timeout(180)
async def test_a_relay_that_does_not_reach_the_server_is_told_from_one_that_is_away(tmp_path: Path) -> None:
    async with (
        coturn(tmp_path, reaches_server=False) as relay,
        with_relay(tmp_path, relay) as house,
        a_browser(ALLOWED) as browser,
    ):
        _, found = await in_chromium(browser, house)
        await expect(found).to_contain_text("Le son passe directement, en UDP")
        await expect(found).to_contain_text("Le relais répond, mais n’atteint pas le serveur de Combiné.")
    async with with_relay(tmp_path / "away", relay) as house, a_browser(ALLOWED, NO_UDP) as browser:
        _, found = await in_chromium(browser, house)
        await expect(found).to_contain_text("Le relais est réglé mais ne répond pas depuis cette salle.")


@pytest.mark.timeout(240)
async def test_firefox_looks_at_the_room_too(tmp_path: Path) -> None:
    async with coturn(tmp_path) as relay, a_firefox(tmp_path) as browser:
        async with with_relay(tmp_path, relay) as house:
            found = await in_firefox(browser, house)
            await expect(found).to_contain_text("Un micro répond")
            await expect(found).to_contain_text("Le son passe directement, en UDP")
            await expect(found).to_contain_text("Le relais répond : le son y passe.")
        async with with_relay(tmp_path / "refused", relay, secret="un-autre-secret") as house:
            found = await in_firefox(browser, house)
            await expect(found).to_contain_text("Le relais répond, mais refuse ce que Combiné lui présente.")
            await expect(found).to_contain_text("Donnez le même secret au relais et à Combiné")
