"""Words and marks while a page is left, the network is cut or the server's disk is full: all arrive, once."""

import resource
from collections.abc import Generator
from contextlib import contextmanager

from playwright.async_api import Page, expect

from tests.browser.cut_network import cut_network
from tests.browser.demo_house import ALLOWED, DemoHouse, a_browser, at_desk
from tests.browser.exchanges import is_connected, open_file, start, write

WORDS = "Reformule avec justesse, ton posé."


@contextmanager
def a_full_disk(house: DemoHouse) -> Generator[None]:
    """The server's files cannot grow by one byte, as where the disk is full."""
    before = resource.prlimit(house.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(house.pid, resource.RLIMIT_FSIZE, (0, before[1]))
    try:
        yield
    finally:
        resource.prlimit(house.pid, resource.RLIMIT_FSIZE, before)


async def a_marked_call(jury: Page, candidate: Page) -> None:
    """An exchange under way: a chat, which no telephone disturbs."""
    await is_connected(candidate, jury)
    await start(jury, 2)
    await write(jury, "bonjour le velo charge plus")
    await expect(candidate.locator(".bubble")).to_have_count(1)


async def test_an_appreciation_typed_as_the_page_is_left_is_the_server_s(house: DemoHouse) -> None:
    async with a_browser(ALLOWED) as browser:
        candidate = await at_desk(browser, house, "candidate")
        jury = await at_desk(browser, house, "jury")
        await a_marked_call(jury, candidate)
        desk = jury.url
        for way_out in ("another address", "closing the tab"):
            words = f"{WORDS} {way_out}"
            await jury.get_by_label("Appréciation").first.fill(words)
            if way_out == "another address":
                await jury.goto(f"{house.address}/jury")
            else:
                await jury.close()
            elsewhere = await at_desk(browser, house, "jury")
            await expect(elsewhere.get_by_label("Appréciation").first).to_have_value(words)
            await jury.context.close()
            jury = elsewhere
            assert jury.url == desk


async def test_what_is_done_while_the_network_is_cut_waits_for_the_next_page(house: DemoHouse) -> None:
    async with cut_network(house) as network, a_browser(ALLOWED) as browser:
        candidate = await at_desk(browser, house, "candidate")
        jury = await at_desk(browser, network, "jury")
        await a_marked_call(jury, candidate)
        desk = jury.url
        network.cut()
        await expect(jury.get_by_text("Connexion perdue")).to_be_visible()
        await jury.get_by_label("Appréciation").first.fill(WORDS)
        await jury.get_by_label("Appréciation").first.blur()
        for key in "1", "+", "2", "-":
            await jury.keyboard.press(key)
        await expect(jury.get_by_role("button", name="En attente d’enregistrement")).to_have_count(2)
        await jury.get_by_label("Avis sur").first.select_option("Satisfaisant")
        await expect(jury.get_by_label("Avis sur").first).to_have_value("satisfactory")
        # Two marks, an appreciation and a verdict: said in words, and since when.
        await expect(jury.get_by_text("4 avis en attente d’envoi")).to_be_visible()
        await jury.close()
        network.mend()
        again = await jury.context.new_page()
        await again.goto(desk)
        await expect(again.locator("[data-sign=favourable], [data-sign=unfavourable]")).to_have_count(2)
        elsewhere = await at_desk(browser, house, "jury")
        await expect(elsewhere.get_by_label("Appréciation").first).to_have_value(WORDS)
        await expect(elsewhere.locator("[data-sign=favourable], [data-sign=unfavourable]")).to_have_count(2)
        await expect(elsewhere.get_by_label("Avis sur").first).to_have_value("satisfactory")


async def test_a_full_disk_is_said_in_plain_words_and_loses_nothing(house: DemoHouse) -> None:
    async with a_browser(ALLOWED) as browser:
        candidate = await at_desk(browser, house, "candidate")
        jury = await at_desk(browser, house, "jury")
        await a_marked_call(jury, candidate)
        await open_file(candidate, "VA-31880", "M. Karim Belhadj")
        with a_full_disk(house):
            await candidate.get_by_label("Bloc-notes").last.fill("Rappeler demain à 9 h")
            await candidate.get_by_role("combobox", name="Motif").select_option("Assistance technique")
            await write(candidate, "Je regarde avec vous.")
            await jury.get_by_label("Appréciation").first.fill(WORDS)
            await jury.get_by_label("Appréciation").first.blur()
            for key in "1", "+", "2", "-":
                await jury.keyboard.press(key)
            for page in candidate, jury:
                banner = page.locator(".banner")
                await expect(banner).to_contain_text("gardé")
            await expect(jury.get_by_role("button", name="En attente d’enregistrement")).to_have_count(2)
            await expect(candidate.get_by_role("combobox", name="Motif")).to_have_value("assistance")
            await expect(candidate.get_by_text("En cours d’envoi…")).to_be_visible()
        for page in candidate, jury:
            await expect(page.locator(".banner")).to_be_hidden(timeout=20_000)
        await expect(candidate.get_by_text("En cours d’envoi…")).to_be_hidden()
        await expect(jury.get_by_role("button", name="En attente d’enregistrement")).to_have_count(0)
        elsewhere = await at_desk(browser, house, "jury")
        await expect(elsewhere.locator("[data-sign=favourable], [data-sign=unfavourable]")).to_have_count(2)
        await expect(elsewhere.get_by_label("Appréciation").first).to_have_value(WORDS)
        await expect(elsewhere.locator(".bubble")).to_have_count(2)
        await candidate.reload()
        await expect(candidate.get_by_label("Bloc-notes").last).to_have_value("Rappeler demain à 9 h")
        await expect(candidate.get_by_role("combobox", name="Motif")).to_have_value("assistance")
