"""The candidate's desk in a real browser: an exchange by keyboard alone, cuts, a refused microphone."""

import re

from playwright.async_api import Browser, Page, expect

from tests.browser.demo_house import ALLOWED, REFUSED, DemoHouse, a_browser, at_desk, faults


async def both_desks(browser: Browser, house: DemoHouse) -> tuple[Page, Page]:
    """The candidate and the jury, sound connected."""
    jury = await at_desk(browser, house, "jury")
    candidate = await at_desk(browser, house, "candidate")
    await expect(candidate.get_by_test_id("indicators")).to_contain_text(re.compile("Serveurconnecté.*Sonconnecté"))
    await expect(jury.get_by_role("button", name="Son connecté")).to_be_visible()
    return candidate, jury


async def test_a_call_is_handled_from_ring_to_wrap_up_by_keyboard_alone(house: DemoHouse) -> None:
    async with a_browser(ALLOWED) as browser:
        candidate, jury = await both_desks(browser, house)
        assert await faults(candidate) == []
        await jury.get_by_role("button", name="Démarrer").first.click()
        await expect(candidate.get_by_role("button", name="Répondre")).to_be_visible()
        assert await faults(candidate) == []
        keys = candidate.keyboard
        await keys.press("Alt+r")
        await expect(candidate.get_by_text("En communication")).to_be_visible()
        await keys.press("Alt+m")
        await expect(candidate.get_by_role("switch", name="Couper le micro")).to_be_checked()
        await keys.press("Alt+m")
        await expect(candidate.get_by_text("En communication")).to_be_visible()
        await keys.press("Alt+h")
        await expect(candidate.get_by_text("En attente", exact=True)).to_be_visible()
        await keys.press("Alt+h")
        await expect(candidate.get_by_text("En communication")).to_be_visible()
        await keys.press("Control+k")
        await keys.type("va-20417")
        await expect(candidate.get_by_label("Clients trouvés").get_by_role("option")).to_have_count(1)
        await keys.press("Enter")
        await expect(candidate.get_by_role("heading", name="Mme Josiane Prat")).to_be_visible()
        await keys.press("Alt+n")
        await keys.type("freins qui couinent, rendez-vous")
        await expect(candidate.get_by_text("enregistré à").first).to_be_visible()
        assert await faults(candidate) == []
        await keys.press("Escape")
        await expect(candidate.get_by_text("En communication")).to_be_visible()
        await keys.press("Alt+f")
        finish = candidate.get_by_role("button", name="Terminer l’échange")
        await expect(finish).to_be_enabled()
        assert await faults(candidate) == []
        await finish.press("Enter")
        await expect(candidate.get_by_role("heading", name="En attente du prochain échange")).to_be_visible()


async def test_a_reloaded_page_is_back_in_its_call(house: DemoHouse) -> None:
    async with a_browser(ALLOWED) as browser:
        candidate, jury = await both_desks(browser, house)
        await jury.get_by_role("button", name="Démarrer").first.click()
        await candidate.get_by_role("button", name="Répondre").click()
        await expect(candidate.get_by_text("En communication")).to_be_visible()
        await candidate.reload()
        await expect(candidate.get_by_text("En communication")).to_be_visible()
        await expect(candidate.get_by_test_id("indicators")).to_contain_text("Sonconnecté")
        await expect(jury.get_by_text("Il vous entend")).to_be_visible()


async def test_a_message_written_while_the_server_is_dead_arrives_once(house: DemoHouse) -> None:
    async with a_browser(ALLOWED) as browser:
        candidate, jury = await both_desks(browser, house)
        await jury.get_by_role("button", name="Démarrer").nth(1).click()
        await jury.get_by_label("Votre message").fill("Bonjour, mon vélo affiche E21.")
        await jury.keyboard.press("Enter")
        await expect(candidate.locator(".bubble")).to_have_count(1)
        assert await faults(candidate) == []
        await house.kill()
        await expect(candidate.get_by_text("Connexion perdue")).to_be_visible()
        message = candidate.get_by_label("Votre message")
        await message.fill("Je regarde votre dossier.")
        await message.press("Enter")
        await message.fill("Avez-vous débr")
        await expect(candidate.get_by_text("En cours d’envoi…")).to_be_visible()
        assert await faults(candidate) == []
        await house.start()
        await expect(candidate.get_by_text("Connexion perdue")).to_be_hidden(timeout=60_000)
        await expect(candidate.get_by_text("En cours d’envoi…")).to_be_hidden()
        await expect(jury.locator(".bubble", has_text="Je regarde votre dossier.")).to_have_count(1)
        await expect(candidate.locator(".bubble")).to_have_count(2)
        await expect(message).to_have_value("Avez-vous débr")


async def test_a_refused_microphone_says_what_to_do_and_leaves_the_rest_at_work(house: DemoHouse) -> None:
    async with a_browser(REFUSED) as browser:
        candidate = await at_desk(browser, house, "candidate")
        await expect(candidate.get_by_role("alert")).to_contain_text("Le micro est refusé.")
        await expect(candidate.get_by_test_id("indicators")).to_contain_text(re.compile("Serveurconnecté.*Sonrefusé"))
        assert await faults(candidate) == []


async def test_the_first_pages_have_no_fault(house: DemoHouse) -> None:
    async with a_browser(ALLOWED) as browser:
        page = await (await browser.new_context(viewport={"width": 1366, "height": 768})).new_page()
        for path, heading in (
            ("/", "Le téléphone et le chat"),
            ("/candidat", "Ouvrir mon poste"),
            ("/connexion", "Équipe"),
        ):
            await page.goto(house.address + path)
            await expect(page.get_by_role("heading", level=1)).to_contain_text(heading)
            assert await faults(page) == [], path
