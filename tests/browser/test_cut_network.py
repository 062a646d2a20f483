"""A chat over a network that is cut while both write: nothing lost, nothing twice, in the same order for both."""

from playwright.async_api import Page, expect

from tests.browser.cut_network import cut_network
from tests.browser.demo_house import ALLOWED, DemoHouse, a_browser, at_desk
from tests.browser.exchanges import hang_up, is_connected, start, write


async def words(page: Page) -> list[str]:
    """The messages in order, without who wrote them."""
    return [text.splitlines()[-1] for text in await page.locator(".bubble").all_inner_texts()]


async def test_what_is_written_across_a_cut_network_arrives_once_and_in_order(house: DemoHouse) -> None:
    async with cut_network(house) as network, a_browser(ALLOWED) as browser:
        jury = await at_desk(browser, house, "jury")
        candidate = await at_desk(browser, network, "candidate")
        await is_connected(candidate, jury)
        await start(jury, 2)
        await write(jury, "bonjour le velo charge plus")
        await expect(candidate.locator(".bubble")).to_have_count(1)
        await write(candidate, "Bonjour, je regarde avec vous.")
        await expect(jury.locator(".bubble")).to_have_count(2)
        for round_number in range(3):
            network.cut()
            await expect(candidate.get_by_text("Connexion perdue")).to_be_visible()
            await write(candidate, f"Écrit pendant la coupure {round_number}.")
            await write(jury, f"vous etes la {round_number}")
            network.mend()
            await expect(candidate.get_by_text("Connexion perdue")).to_be_hidden(timeout=20_000)
            await expect(candidate.get_by_text("En cours d’envoi…")).to_be_hidden()
            await expect(candidate.locator(".bubble")).to_have_count(4 + 2 * round_number)
        await expect(jury.locator(".bubble")).to_have_count(8)
        seen = await words(candidate)
        assert seen == await words(jury)
        assert len(set(seen)) == 8
        await candidate.reload()
        await expect(candidate.locator(".bubble")).to_have_count(8)
        assert await words(candidate) == seen


async def test_a_call_outlives_a_cut_of_the_page_s_connection(house: DemoHouse) -> None:
    """The sound has its own way (UDP): only the screen says that it is cut, and finds the call again."""
    async with cut_network(house) as network, a_browser(ALLOWED) as browser:
        jury = await at_desk(browser, house, "jury")
        candidate = await at_desk(browser, network, "candidate")
        await is_connected(candidate, jury)
        await start(jury, 1)
        await candidate.get_by_role("button", name="Répondre").click()
        await expect(jury.get_by_text("Il vous entend")).to_be_visible()
        network.cut()
        await expect(candidate.get_by_text("Connexion perdue")).to_be_visible()
        network.mend()
        await expect(candidate.get_by_text("Connexion perdue")).to_be_hidden(timeout=20_000)
        await expect(candidate.get_by_text("En communication")).to_be_visible()
        await expect(jury.get_by_text("Il vous entend")).to_be_visible()
        await hang_up(candidate)
        await expect(jury.get_by_text("Ligne libre")).to_be_visible()
