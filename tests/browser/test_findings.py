"""Findings on the juror's screen, during a chat and in its replay: read, kept as a mark, set aside."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.browser.demo_house import ALLOWED, DemoHouse, a_browser, at_desk, faults
from tests.browser.exchanges import is_connected, start, write

ASKED = "Si je comprends bien, votre vélo ne charge plus depuis hier soir et il vous le faut cette nuit ?"


async def play_chat(jury: Page, desk: Page) -> None:
    """A short conversation on the demo's second exchange."""
    await is_connected(desk, jury)
    await start(jury, 2)
    for page, text in (
        (jury, "bonjour le vélo ne charge plus depuis hier soir il me le faut cette nuit"),
        (desk, ASKED),
        (jury, "oui c’est ça exactement"),
        (desk, "De quelle couleur est le voyant du chargeur ?"),
        (jury, "rouge fixe"),
    ):
        await write(page, text)
        await expect(desk.locator(".bubble").filter(has_text=text).first).to_be_visible()


async def end_chat_and_listen_again(house: DemoHouse, jury: Page, desk: Page) -> Page:
    """The candidate closes the chat and their file; the juror's replay of it."""
    await desk.get_by_role("button", name="Clore…").click()
    await desk.get_by_role("button", name=re.compile("^Clore")).last.click()
    await desk.get_by_role("button", name="Terminer l’échange").click()
    replay = await jury.context.new_page()
    link = jury.get_by_role("link", name="Réécouter").first
    await replay.goto(house.address + (await link.get_attribute("href") or ""))
    return replay


@pytest.mark.timeout(300)  # the first question waits for the models to be read
async def test_what_a_chat_shows_is_proposed_beside_its_criteria_and_marks_nothing_by_itself(
    house: DemoHouse,
) -> None:
    async with a_browser(ALLOWED) as browser:
        jury, desk = await at_desk(browser, house, "jury"), await at_desk(browser, house, "candidate")
        await play_chat(jury, desk)
        marking = jury.get_by_role("region", name="Critères")
        first = marking.get_by_test_id("criterion").first
        await expect(first.get_by_text("Constat proposé")).to_be_visible(timeout=60_000)
        assert await marking.locator("[data-sign]").count() == 0
        assert set(await marking.locator("select").evaluate_all("all => all.map(one => one.value)")) == {""}
        await first.locator("summary").first.press("Enter")
        await expect(first.get_by_test_id("proposed")).to_contain_text(ASKED)
        await marking.get_by_role("heading", level=2).first.click()
        await jury.keyboard.press("1")
        await expect(first.get_by_test_id("why").locator("li").first).to_be_hidden()
        await jury.keyboard.press("p")
        await expect(first.get_by_test_id("why").locator("li").first).to_contain_text(
            re.compile("^(Pour|Contre|Entendu)")
        )
        assert await faults(jury) == []
        await first.get_by_role("button", name="Retenir comme repère").click()
        await expect(first.locator("[data-sign]")).to_have_count(1)
        await expect(first.get_by_test_id("proposed")).to_have_count(0)

        replay = await end_chat_and_listen_again(house, jury, desk)
        proposed = replay.get_by_test_id("proposed")
        await expect(proposed.first).to_be_visible(timeout=60_000)
        before = await proposed.count()
        await proposed.first.locator("summary").first.click()
        assert await faults(replay) == []
        first_to_see = replay.get_by_role("group", name="Constats à regarder d’abord")
        await first_to_see.get_by_role("button").first.click()
        await expect(replay.locator("[data-testid=why][open] li").first).to_be_visible()
        await replay.keyboard.press("x")
        await expect(proposed).to_have_count(before - 1)
        await replay.reload()
        await expect(proposed).to_have_count(before - 1, timeout=60_000)
        await expect(replay.get_by_test_id("criterion").locator("[data-sign]").first).to_contain_text("+")

        await jury.goto(jury.url.split("?")[0].rstrip("/") + "/vue-ensemble")
        taken = jury.get_by_role("cell").locator("[data-sign=favourable]").first
        await expect(taken).to_be_visible(timeout=60_000)
        assert await faults(jury) == []
        await jury.get_by_role("tab", name="Transversales").press("Enter")
        await expect(jury.get_by_role("rowheader", name=re.compile("à travers CP1.6, CP2.8"))).to_be_visible()
        assert await faults(jury) == []
        await jury.get_by_role("tab", name="Professionnelles").press("Enter")
        await taken.press("Enter")
        await jury.wait_for_url(re.compile(r"/reecoute/\w+\?t=\d+"))
