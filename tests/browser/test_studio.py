"""The studio in a browser: a trainer writes an exchange from nothing and plays it with a candidate at once."""

import re
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.demo_house import ALLOWED, DemoHouse, a_browser, at_desk, faults
from tests.browser.exchanges import answer, hang_up, is_connected, open_file, qualify, start
from tests.browser.test_small_screens import losses

LOW, TWICE, TABLET = (1366, 625), (683, 312), (1024, 768)

OPENING = "Bonjour, la machine à laver livrée hier ne démarre pas."


async def in_the_studio(browser: Browser, house: DemoHouse, who: str = "trainer") -> Page:
    page = await at_desk(browser, house, who, "practice")
    await page.goto(f"{house.address}/atelier")
    await expect(page.get_by_role("button", name="Écrire un échange")).to_be_enabled()
    return page


async def begun(page: Page) -> None:
    """A draft after the shipped company, at its first exchange."""
    await page.get_by_role("button", name="Écrire un échange").click()
    await expect(page.get_by_label("Première phrase", exact=True)).to_be_visible()


async def kept(page: Page) -> None:
    """What was typed is on the server."""
    await expect(page.get_by_text(re.compile(r"^Enregistré à"))).to_be_visible()


async def test_an_exchange_is_written_from_nothing_and_played_at_once(house: DemoHouse, tmp_path: Path) -> None:
    async with a_browser(ALLOWED) as browser:
        author = await in_the_studio(browser, house)
        await author.get_by_label("Nom de l’entreprise").fill("Maison Vauquelin")
        await author.get_by_role("button", name="Partir de cette entreprise").click()
        await author.get_by_label("Première phrase", exact=True).fill(OPENING)

        await author.get_by_role("button", name="Jouer tout de suite").click()
        await expect(author.get_by_role("alert")).to_contain_text("ne peut pas encore se jouer")
        customer = author.get_by_label("Dossier du client")
        await expect(customer).to_be_focused()
        await customer.select_option(label="Nouveau client…")
        await author.get_by_label("Prénom").fill("Claire")
        await author.get_by_label("Nom", exact=True).fill("Dumas")
        await author.get_by_role("button", name="Créer le client").click()
        await expect(customer).to_have_value("claire-dumas")
        await author.get_by_role("button", name="CP2", exact=True).click()
        await author.get_by_label("Qui", exact=True).fill("Claire Dumas, 36 ans, deux enfants, du linge en retard.")
        await author.get_by_label("Objections : ajouter").fill("Et qui paie la laverie ?")

        await author.get_by_role("button", name="Jouer tout de suite").click()
        opened = author.get_by_role("dialog", name="Le poste d’essai est ouvert")
        code = await opened.get_by_label("Code du candidat").inner_text()
        link = await opened.get_by_role("link", name="Ouvrir mon poste de client").get_attribute("href")

        jury = await author.context.new_page()
        await jury.goto(house.address + (link or ""))
        context = await browser.new_context(locale="fr-FR", viewport={"width": 1366, "height": 625})
        candidate = await context.new_page()
        await candidate.goto(f"{house.address}/candidat")
        await candidate.get_by_label("Code de poste").fill(code)
        await candidate.keyboard.press("Enter")
        await is_connected(candidate, jury)

        await start(jury, 1)
        card = jury.get_by_role("region", name="Le client", exact=True)
        await expect(card).to_contain_text(OPENING)
        await expect(card).to_contain_text("Et qui paie la laverie ?")
        await answer(candidate)
        await open_file(candidate, "Dumas", "Mme Claire Dumas")
        await hang_up(candidate)
        await qualify(candidate, "reclamation", "resolu", "aucune", "Passage du réparateur demandé.")
        await candidate.get_by_role("button", name="Terminer l’échange").click()
        await expect(jury.get_by_text("son prêt")).to_be_visible()

        # What is written meanwhile changes nothing of what is being played.
        await author.get_by_role("button", name="Fermer").click()
        await author.get_by_label("Première phrase", exact=True).fill("Tout autre chose.")
        await kept(author)
        await jury.reload()
        await jury.get_by_role("button", name=re.compile("^1 · Mme Claire Dumas")).click()
        await expect(jury.get_by_role("region", name="Le client", exact=True)).to_contain_text(OPENING)


async def test_faults_stand_beside_their_fields_and_both_faces_are_previewed(
    house: DemoHouse, tmp_path: Path
) -> None:
    async with a_browser(ALLOWED) as browser:
        author = await in_the_studio(browser, house)
        assert await faults(author, may_scroll=True) == []
        await begun(author)
        assert await faults(author) == []
        assert await author.get_by_text("À remplir.").count() == 0, "nobody is told off for a page just opened"
        await author.keyboard.press("F8")
        await expect(author.get_by_label("Dossier du client")).to_be_focused()
        await expect(author.get_by_text("Choisissez un client du scénario, ou créez-le.")).to_be_visible()
        await author.get_by_label("Dossier du client").select_option(index=3)

        await author.get_by_label("Sortant").check()
        mission = author.get_by_label("Mission")
        await expect(author.get_by_text("Un échange sortant n’a pas de mission.")).to_be_visible()
        await mission.fill("Dire que la batterie est remplacée sous garantie.")
        await expect(author.get_by_text("Un échange sortant n’a pas de mission.")).to_have_count(0)
        await author.get_by_label("À dire : ajouter").fill("la batterie est remplacée sous garantie")
        await expect(author.get_by_text("Reformulez : dites ce qu’il faut obtenir, pas la réponse.")).to_be_visible()

        for competence in ("CP2", "CP3"):
            await author.get_by_role("button", name=competence, exact=True).click()
        await author.get_by_role("button", name="Critère CP2.6").click()
        await author.get_by_label("À observer").fill("Vérifie que tout est clair.")
        await author.get_by_role("button", name="CP2", exact=True).click()
        await expect(
            author.get_by_text("Le critère CP2.6 n’est pas d’une compétence de cet échange.")
        ).to_be_visible()
        await author.get_by_role("button", name="Ajouter CP2").click()
        await expect(author.get_by_text("Le critère CP2.6 n’est pas")).to_have_count(0)

        await author.get_by_label("Première phrase", exact=True).fill("Ah, enfin. Je n’y croyais plus.")
        await author.get_by_label("Jury", exact=True).check()
        shown = author.get_by_role("region", name="Aperçu du jury")
        await expect(shown).to_contain_text("«\u00a0Ah, enfin. Je n’y croyais plus.\u00a0»")
        assert await faults(author) == []
        await author.get_by_label("Candidat", exact=True).check()
        shown = author.get_by_role("region", name="Aperçu du candidat")
        await expect(shown).to_contain_text("Dire que la batterie est remplacée sous garantie.")
        await expect(shown).to_contain_text("Client depuis")
        await expect(shown).not_to_contain_text("enfin")
        assert await losses(author, (LOW, TWICE, TABLET), axe=(LOW, TWICE, TABLET)) == []
        await author.get_by_label("Sans aperçu").check()
        assert await losses(author, (LOW, TWICE, TABLET), axe=(TWICE, TABLET)) == []

        await kept(author)
        await author.get_by_role("button", name=re.compile("^Annuler")).click()
        await expect(author.get_by_label("Première phrase", exact=True)).to_have_value("")
        await author.reload()
        await expect(author.get_by_label("Mission")).to_have_value(
            "Dire que la batterie est remplacée sous garantie."
        )


async def test_the_second_of_two_authors_chooses_field_by_field(house: DemoHouse) -> None:
    async with a_browser(ALLOWED) as browser:
        first = await in_the_studio(browser, house)
        await begun(first)
        second = await in_the_studio(browser, house, "session_lead")
        await second.goto(first.url)
        await expect(second.get_by_label("Première phrase", exact=True)).to_be_visible()

        await first.get_by_label("Humeur", exact=True).fill("Lasse.")
        await first.get_by_label("Qui", exact=True).fill("Une cliente pressée.")
        await kept(first)
        await second.get_by_label("Première phrase", exact=True).fill("Bonjour, c’est pour ma commande.")
        await second.get_by_label("Humeur", exact=True).fill("Enjouée.")
        told = second.get_by_role("dialog", name=re.compile("a enregistré entre-temps"))
        await expect(told).to_be_visible()
        await expect(told.get_by_role("group", name="Face du jury › Humeur")).to_contain_text("Lasse.")
        assert await faults(second) == []
        # What only the other has written stays theirs, what only I have written mine, unless I say otherwise.
        await told.get_by_role("group", name="Face du jury › Humeur").get_by_label(re.compile("^Celui de")).check()
        await told.get_by_role("button", name="Garder ce choix").click()
        await kept(second)
        for field, value in (
            ("Humeur", "Lasse."),
            ("Qui", "Une cliente pressée."),
            ("Première phrase", "Bonjour, c’est pour ma commande."),
        ):
            await expect(second.get_by_label(field, exact=True)).to_have_value(value)
        await second.reload()
        await expect(second.get_by_label("Première phrase", exact=True)).to_have_value(
            "Bonjour, c’est pour ma commande."
        )


@pytest.mark.timeout(240)
async def test_an_exchange_is_written_with_the_keyboard_alone_and_published(house: DemoHouse) -> None:
    async with a_browser(ALLOWED) as browser:
        author = await in_the_studio(browser, house)
        await begun(author)
        keys = author.keyboard

        async def on(label: str, text: str) -> None:
            await author.get_by_label(label, exact=True).focus()
            await keys.type(text)

        await author.get_by_label("Dossier du client").focus()
        await keys.type("Mme A")
        await author.get_by_role("button", name="CP1", exact=True).focus()
        await keys.press("Space")
        await on("Qui", "Une cliente du lundi.")
        await on("Humeur", "Aimable.")
        await on("Première phrase", "Bonjour, une question.")
        await on("La situation", "Elle veut les horaires.")
        await on("Seulement si on le lui demande : ajouter", "Libre le samedi")
        await keys.press("Enter")
        await keys.type("Habite Tours")
        await on("Se termine quand", "les horaires sont donnés.")
        await on("Réponse attendue", "Du mardi au samedi.")
        for name in ("Motif attendu", "Statut attendu", "Suite attendue"):
            await author.get_by_label(name).focus()
            await keys.press("ArrowDown")
        await author.get_by_role("button", name="Critère CP1.3").focus()
        await keys.press("Enter")
        await author.get_by_label(re.compile("À observer")).focus()
        await keys.type("Horaires exacts.")
        await expect(author.get_by_text("Rien à corriger")).to_be_visible()
        lines = author.get_by_role("list", name="Seulement si on le lui demande").get_by_role("textbox")
        await expect(lines.nth(1)).to_have_value("Habite Tours")
        await author.get_by_role("button", name="Publier v1…").focus()
        await keys.press("Enter")
        await author.get_by_role("button", name="Publier", exact=True).focus()
        await keys.press("Enter")
        await expect(author.get_by_text("Publiée v1")).to_be_visible()
        await author.goto(f"{house.address}/sessions")
        await expect(author.get_by_role("combobox", name="Sujet")).to_contain_text("Nos exercices")


async def test_300_customers_are_imported_from_a_spreadsheet(house: DemoHouse) -> None:
    rows = [
        f"{'Madame' if n % 2 else 'Monsieur'};Éloïse{n};Lefèvre{n};06 39 98 {n // 100 + 40:02} {n % 100:02};"
        f"{n} rue des Œillets;{37000 + n};Tours;01/02/2021"
        for n in range(303)
    ]
    rows[2] = rows[2].replace("06 39 98 40 02", "06 12 34 56 78")
    rows[5] = rows[5].replace("Madame", "Docteur")
    rows[9] = rows[9].replace("01/02/2021", "40/02/2021")
    head = "Civilité;Prénom;Nom;Téléphone;Adresse;Code postal;Ville;Arrivée"
    file = "\r\n".join([head, *rows]).encode("cp1252")
    async with a_browser(ALLOWED) as browser:
        author = await in_the_studio(browser, house)
        await begun(author)
        await author.get_by_role("link", name=re.compile("^Vélambre")).click()
        shelf = author.get_by_text(re.compile(r"^Clients \(\d+\)$"))
        before = int(re.findall(r"\d+", await shelf.inner_text())[0])
        await shelf.click()
        await author.get_by_role("button", name="Importer un tableau…").first.click()
        dialog = author.get_by_role("dialog", name="Importer des clients")
        await dialog.get_by_label("Choisir un tableau…").set_input_files(
            {"name": "clients.csv", "mimeType": "text/csv", "buffer": file}
        )
        await expect(dialog.get_by_role("combobox", name="Nom", exact=True)).to_have_value("last_name")
        # A heading that nobody could guess: two more rows turn out to be wrong, or right.
        await dialog.get_by_role("combobox", name="Arrivée").select_option(label="Client depuis")
        await expect(dialog.get_by_role("status")).to_have_text("300 nouvelles lignes · 3 lignes laissées de côté")
        await expect(dialog.get_by_text("Ligne 4, Téléphone")).to_be_visible()
        await expect(dialog.get_by_text("Ligne 11, Arrivée")).to_be_visible()
        assert await faults(author, may_scroll=True) == []
        await dialog.get_by_role("button", name="Importer 300 lignes").click()
        await expect(author.get_by_text(f"Clients ({before + 300})")).to_be_visible()
        await expect(author.get_by_role("link", name="M. Éloïse0 Lefèvre0")).to_be_visible()


async def test_an_exercise_is_found_in_the_library_and_given(house: DemoHouse) -> None:
    async with a_browser(ALLOWED) as browser:
        trainer = await at_desk(browser, house, "trainer", "practice")
        await trainer.goto(f"{house.address}/bibliotheque")
        count = trainer.get_by_role("status")
        await expect(count).to_have_text(re.compile(r"^\d\d+ exercices"))
        assert await faults(trainer, may_scroll=True) == []
        assert await losses(trainer, (LOW, TWICE), axe=(TWICE,)) == []
        await trainer.get_by_role("combobox", name="Compétence").select_option(value="CP2")
        await trainer.get_by_role("combobox", name="Canal et sens").select_option(label="Chat")
        await trainer.get_by_label("Client, situation…").fill("almeida tete")
        await expect(count).to_have_text("1 exercice")
        await trainer.get_by_role("button", name="Donner à jouer : Mme Sofia Almeida").click()
        await trainer.get_by_label("Stagiaires, un nom par ligne").fill("Ana Roux\nBilal Haddou")
        assert await faults(trainer, may_scroll=True) == []
        await trainer.get_by_role("button", name="Ouvrir la séance pour 2 stagiaires").click()
        await expect(trainer.get_by_text("Bilal Haddou").first).to_be_visible()
        await expect(trainer.get_by_text("Chat, Mme Sofia Almeida").first).to_be_visible()
