"""Every screen on a small display: no fault that axe finds, nothing hidden beyond the edge."""

import asyncio
import re

from playwright.async_api import Page, Response, expect

from tests.browser.demo_house import ALLOWED, DemoHouse, a_browser, at_desk, faults
from tests.browser.exchanges import answer, hang_up, is_connected, start, write


def _both_jurors_kept(answer: Response) -> bool:
    """Boxes are shown as ticked at once and kept one after the other: the second has arrived."""
    asked = answer.request
    return asked.method == "PUT" and asked.url.endswith("/jurors") and len(asked.post_data_json["person_ids"]) == 2


async def played_exchange(candidate: Page, jury: Page) -> None:
    """A short call of the practice session, marked, up to its end."""
    await start(jury, 1)
    await answer(candidate)
    await jury.keyboard.press("1")
    await jury.keyboard.press("+")
    await expect(jury.locator("[data-sign]")).to_have_count(1)
    await hang_up(candidate)
    await candidate.get_by_role("button", name="Terminer l’échange").click()
    await expect(jury.get_by_text("son prêt")).to_be_visible()


async def test_the_staff_s_screens(house: DemoHouse) -> None:
    async with a_browser(ALLOWED) as browser:
        trainer = await at_desk(browser, house, "trainer", "practice")
        candidate = await at_desk(browser, house, "candidate", "practice")
        await is_connected(candidate, trainer)
        seat = trainer.url
        assert await faults(trainer) == []
        await trainer.get_by_role("button", name="Horloge", exact=True).click()
        assert await faults(trainer) == []
        await trainer.get_by_role("button", name="Horloge", exact=True).click()
        await trainer.get_by_role("button", name="Ce qui est enregistré").click()
        await expect(trainer.get_by_text("Conservation")).to_be_visible()
        assert await faults(trainer) == []
        await trainer.keyboard.press("Escape")
        await candidate.get_by_role("button", name="Réglages").click()
        await candidate.get_by_role("button", name="Mon téléphone…").click()
        await expect(candidate.get_by_text("Aucun téléphone enregistré")).to_be_visible()
        assert await faults(candidate) == []
        await candidate.keyboard.press("Escape")
        await played_exchange(candidate, trainer)

        replay = await trainer.context.new_page()
        link = await trainer.get_by_role("link", name="Réécouter").first.get_attribute("href")
        await replay.goto(house.address + (link or ""))
        await expect(replay.get_by_role("button", name=re.compile("^Écouter"))).to_be_enabled()
        assert await faults(replay) == []
        await replay.get_by_label("Mot pour le candidat").fill("Bel accueil ; reformulez avant de répondre.")
        await replay.get_by_role("button", name="Partager avec le candidat").click()
        await expect(replay.get_by_role("button", name="Partager à nouveau")).to_be_visible()
        for page, heading in (
            (f"{seat}/tirage", "Tirage d’une séquence enregistrée"),
            (f"{seat}/reecoutes", "Réécoutes"),
            (f"{house.address}/jury", "Mes postes"),
            (f"{house.address}/rien", "Cette page n’existe pas."),
        ):
            await replay.goto(page)
            await expect(replay.get_by_role("heading", level=1, name=heading)).to_be_visible()
            assert await faults(replay) == [], page
        await replay.goto(f"{house.address}/telephone")
        await expect(replay.get_by_text("Aucun téléphone enregistré")).to_be_visible()
        assert await faults(replay, may_scroll=True) == []
        for guide in ("linphone", "microsip", "telephone-de-bureau"):
            await replay.goto(f"{house.address}/guide/{guide}")
            await expect(replay.get_by_role("heading", name="S’il ne s’enregistre pas")).to_be_visible()
            assert await faults(replay, may_scroll=True) == [], guide

        await expect(candidate.get_by_text("Bel accueil")).to_be_visible()
        assert await faults(candidate) == []
        await candidate.get_by_role("link", name=re.compile("Réécouter")).click()
        await expect(candidate.get_by_text("Bel accueil")).to_be_visible()
        await expect(candidate.get_by_role("button", name=re.compile("^Écouter"))).to_be_enabled()
        assert await faults(candidate) == []


async def test_the_session_lead_s_screens(house: DemoHouse) -> None:
    async with a_browser(ALLOWED) as browser:
        lead = await at_desk(browser, house, "session_lead")
        await expect(lead.get_by_role("heading", level=1, name="Séances")).to_be_visible()
        assert await faults(lead, may_scroll=True) == []
        await lead.get_by_label("Titre", exact=True).fill("Mardi matin")
        await lead.get_by_role("button", name="Créer la séance").click()
        await expect(lead.get_by_role("heading", name="Mardi matin")).to_be_visible()
        await lead.get_by_label("Nom du candidat").fill("Inès Carpentier")
        await lead.get_by_label("Poste", exact=True).fill("Poste 3")
        await lead.get_by_role("button", name="Ajouter le candidat").click()
        await expect(lead.get_by_text("Inès Carpentier")).to_be_visible()
        await lead.get_by_label("Nadia Roy").check()
        async with lead.expect_response(_both_jurors_kept):
            await lead.get_by_label("Marc Lefort").check()
        await lead.reload()
        await expect(lead.get_by_label("Nadia Roy")).to_be_checked()
        await expect(lead.get_by_label("Marc Lefort")).to_be_checked()
        await lead.get_by_role("button", name="Donner les codes de poste").click()
        await expect(lead.get_by_role("heading", name="Codes de poste : affichés une seule fois")).to_be_visible()
        assert await faults(lead, may_scroll=True) == []

        code = await lead.get_by_role("region", name="Codes de poste").locator("b, .num").first.inner_text()
        trainee = await (await browser.new_context(locale="fr-FR")).new_page()
        await trainee.goto(f"{house.address}/candidat")
        await trainee.get_by_label("Code de poste").fill(code)
        await trainee.keyboard.press("Enter")
        await expect(trainee.get_by_role("heading", name="En attente du jury")).to_be_visible()
        await expect(lead.get_by_text("Poste ouvert")).to_be_visible(timeout=10_000)

        await lead.get_by_role("button", name="Clore la séance…").click()
        await lead.get_by_role("button", name="Oui, clore").click()
        await expect(lead.get_by_role("button", name="Close")).to_be_disabled()

        await lead.goto(f"{house.address}/sessions")
        await lead.get_by_role("link", name="Fiabilité des constats").click()
        await lead.get_by_role("button", name="CP1.2").press("Enter")
        await expect(lead.get_by_role("table", name="Constats et appréciations")).to_be_visible()
        assert await faults(lead, may_scroll=True) == []
        await lead.get_by_label("Motif de la désactivation").fill("Trompe sur les chats")
        await lead.get_by_role("button", name="Désactiver ce constat…").click()
        await lead.get_by_role("button", name="Oui, désactiver").click()
        await expect(lead.get_by_text("Motif : Trompe sur les chats")).to_be_visible()
        await lead.get_by_role("button", name="Proposer de nouveau").click()
        await expect(lead.get_by_text(re.compile("^désactivé le"))).to_have_count(0)


async def test_in_practice_a_sequence_is_drawn_in_one_click(house: DemoHouse) -> None:
    async with a_browser(ALLOWED) as browser:
        trainer = await at_desk(browser, house, "trainer", "practice")
        await trainer.goto(f"{trainer.url}/tirage")
        await trainer.get_by_role("button", name="Tirer au sort").click()
        await expect(trainer.get_by_role("heading", name="Séquence tirée")).to_be_visible()
        assert await faults(trainer) == []
        await trainer.evaluate("document.querySelector('audio').play()")
        await expect(trainer.get_by_text("Écoutée à")).to_be_visible()
        async with asyncio.timeout(10):
            while await trainer.evaluate("document.querySelector('audio').currentTime") < 0.5:
                await asyncio.sleep(0.1)
        await trainer.reload()
        await expect(trainer.get_by_text("Écoutée à")).to_be_visible()


async def test_a_chat_is_typed_again_in_its_replay(house: DemoHouse) -> None:
    async with a_browser(ALLOWED) as browser:
        trainer = await at_desk(browser, house, "trainer", "practice")
        candidate = await at_desk(browser, house, "candidate", "practice")
        await is_connected(candidate, trainer)
        await start(trainer, 2)
        await write(trainer, "bonjour")
        await expect(candidate.locator(".bubble")).to_have_count(1)
        await asyncio.sleep(1.5)
        await write(candidate, "Bonjour Madame, je vous écoute.")
        await expect(trainer.locator(".bubble")).to_have_count(2)
        await candidate.get_by_role("button", name="Clore…").click()
        await candidate.get_by_role("button", name=re.compile("^Clore")).last.click()
        await candidate.get_by_role("button", name="Terminer l’échange").click()
        link = await trainer.get_by_role("link", name="Réécouter").first.get_attribute("href")
        await trainer.goto(house.address + (link or ""))
        await expect(trainer.locator(".bubble")).to_have_count(2)
        await trainer.get_by_label("Revoir au fil du temps").check()
        await expect(trainer.locator(".bubble")).to_have_count(0)
        assert await faults(trainer) == []
        await trainer.get_by_role("button", name="Rejouer").click()
        await expect(trainer.locator(".bubble")).to_have_count(2)
        await trainer.get_by_role("button", name="Télécharger").click()
        async with trainer.context.expect_page():
            await trainer.get_by_role("link", name="Fiche de l’échange (PDF)").click()
