"""An exercise to do by Friday, in browsers: given to a group, found by a trainee, played, ticked by itself."""

import re
from pathlib import Path

from playwright.async_api import Page, expect

from simulator.demo import GROUP_NAME
from tests.browser.demo_house import ALLOWED, DemoHouse, a_browser, at_desk, faults
from tests.browser.exchanges import is_connected, start, write
from tests.browser.test_small_screens import losses

LOW, TWICE, TABLET = (1366, 625), (683, 312), (1024, 768)
SIZES = (LOW, TWICE, TABLET)
TITLE = "Chat, Mme Sofia Almeida"


async def shown(page: Page, folder: Path, name: str) -> None:
    """Nothing is lost at any size, nor found by axe; a picture of each stays beside the test."""
    assert await losses(page, SIZES, axe=SIZES) == []
    for wide, high in SIZES:
        await page.set_viewport_size({"width": wide, "height": high})
        await page.screenshot(path=folder / f"{name}-{wide}.png")
    await page.set_viewport_size({"width": LOW[0], "height": LOW[1]})


async def test_given_to_a_group_it_is_found_played_and_ticked(house: DemoHouse, tmp_path: Path) -> None:
    async with a_browser(ALLOWED) as browser:
        trainer = await at_desk(browser, house, "trainer", "practice")
        desk = await at_desk(browser, house, "candidate", "practice")

        # The trainer finds an exercise that nobody of the group has played, and gives it from the keyboard.
        await trainer.goto(f"{house.address}/bibliotheque")
        count = trainer.get_by_role("status")
        await expect(count).to_have_text(re.compile(r"^\d+ exercices$"))
        await trainer.get_by_role("combobox", name="Groupe").select_option(GROUP_NAME)
        await expect(count).to_have_text(re.compile("le moins joué d’abord"))
        await trainer.get_by_label("Client, situation…").fill("almeida tete")
        await trainer.get_by_label("Joué par le groupe").select_option(label="Pas encore")
        await trainer.get_by_label("Secteur").select_option("Commerce et entretien")
        await expect(count).to_have_text("1 exercice")
        await shown(trainer, tmp_path, "library")
        await trainer.get_by_role("button", name="Donner à jouer : Mme Sofia Almeida").press("Enter")
        dialog = trainer.get_by_role("dialog")
        await dialog.get_by_role("radio", name="Tout de suite").press("ArrowRight")
        await expect(dialog.get_by_label("À faire d’ici le")).not_to_have_value("")
        await dialog.get_by_label("Un mot pour eux (facultatif)").fill("Pensez à reformuler.")
        await shown(trainer, tmp_path, "give")
        await dialog.get_by_role("button", name="Donner à 2 stagiaires").press("Enter")
        await expect(dialog.get_by_role("status")).to_contain_text("Donné à 2 stagiaires, à faire d’ici le vendredi")
        await dialog.get_by_role("link", name="Voir les exercices à faire").press("Enter")
        await expect(trainer.get_by_text("0 sur 2 l’ont joué")).to_be_visible()

        # The trainee finds it, opens it, and hands the code to whoever plays the customer.
        await desk.reload()
        await desk.get_by_role("link", name="Voir ma liste").press("Enter")
        mine = desk.get_by_role("region", name="À faire", exact=True)
        await expect(mine).to_contain_text("Pensez à reformuler.")
        await shown(desk, tmp_path, "mine")
        await mine.get_by_role("button", name=f"Jouer : {TITLE}").press("Enter")
        opened = desk.get_by_role("dialog", name="Qui joue le client ?")
        code = await opened.get_by_test_id("partner-code").inner_text()
        await shown(desk, tmp_path, "partner")
        partner = await (await browser.new_context(locale="fr-FR")).new_page()
        await partner.goto(f"{house.address}/connexion")
        await partner.get_by_text("Je joue les clients d’un camarade").click()
        await partner.get_by_label("Code de partenaire").fill(code)
        await partner.get_by_label("Code de partenaire").press("Enter")
        await opened.get_by_role("button", name="Aller à mon poste").press("Enter")
        await is_connected(desk, partner)
        await start(partner, 1)
        await write(partner, "Bonjour, ce casque est-il à ma taille ?")
        await write(desk, "Bonjour, quel est votre tour de tête ?")
        await desk.get_by_role("button", name="Clore…").click()
        await desk.get_by_role("button", name="Clore le chat").click()
        await desk.get_by_role("button", name="Terminer l’échange").click()
        await expect(desk.get_by_role("heading", name="Tous les échanges sont terminés")).to_be_visible()

        # It is ticked by itself, on both sides; the class's desk is one press away.
        await desk.goto(f"{house.address}/candidat/progression")
        await expect(mine).to_contain_text("Joué le")
        await expect(mine.get_by_role("button", name=f"Rejouer : {TITLE}")).to_be_visible()
        await trainer.reload()
        await expect(trainer.get_by_text("1 sur 2 l’ont joué")).to_be_visible()
        await shown(trainer, tmp_path, "followed")
        await mine.get_by_text("Mes autres postes d’entraînement ouverts").click()
        await mine.get_by_role("button", name=re.compile("^Aller à ce poste")).first.press("Enter")
        await desk.wait_for_url("**/candidat")
        await is_connected(desk)

        # Withdrawn, it is in no list.
        await trainer.get_by_role("button", name=f"Retirer : {TITLE}").press("Enter")
        await trainer.get_by_role("button", name="Retirer", exact=True).press("Enter")
        await expect(trainer.get_by_text("Rien n’est à faire.")).to_be_visible()
        assert await faults(trainer, may_scroll=True) == []
