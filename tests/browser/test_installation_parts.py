"""Packs, telephones and models from « Cette installation », with the keyboard alone, small and enlarged."""

import os
import re
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.browser.demo_house import DemoHouse, a_browser, at_desk, demo_house, faults
from tests.browser.test_installation import AT_200, SMALL, focused
from tests.free_ports import free_port
from tests.integration.simulator.house import PACK_ID, write_pack
from tests.integration.simulator.test_models_page import MINI
from tests.integration.simulator.test_pack_shelf import company, zip_of
from tests.sip.kamailio import Kamailio

pytestmark = pytest.mark.timeout(300)
"""What the pages begin gives way to everything else that this machine does."""


async def opened(page: Page, words: str, heading: str) -> None:
    """By the row of pages, with the keyboard."""
    await focused(page, words)
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", level=1, name=heading)).to_be_visible()


async def is_sound_at_both_sizes(page: Page, name: str) -> None:
    folder = os.environ.get("SHOTS", "")
    for size, words in ((SMALL, "small"), (AT_200, "200")):
        await page.set_viewport_size(size)
        assert await faults(page, may_scroll=True) == [], (name, words)
        if folder:
            await page.screenshot(path=f"{folder}/{name}-{words}.png", full_page=True)
    await page.set_viewport_size(SMALL)


async def at_installation(page: Page, house: DemoHouse) -> None:
    await page.set_viewport_size(SMALL)
    await page.goto(f"{house.address}/installation")
    await expect(page.get_by_role("heading", level=1, name="Cette installation")).to_be_visible()


async def test_a_pack_is_checked_brought_replaced_and_taken_away(tmp_path: Path) -> None:
    model = write_pack(tmp_path / "elsewhere") / PACK_ID
    archive = tmp_path / "atelier.zip"
    async with demo_house(tmp_path) as house, a_browser() as browser:
        page = await at_desk(browser, house, "session_lead")
        await at_installation(page, house)
        await opened(page, "Scénarios", "Scénarios installés")
        await focused(page, "Vérifier Vélambre")
        await page.keyboard.press("Enter")
        await expect(page.get_by_text("Ce scénario se joue tel qu’il est")).to_be_visible(timeout=120_000)

        archive.write_bytes(zip_of(model, company=company(model, id="atelier-neuf", name="Atelier neuf")))
        await page.get_by_label("Archive ZIP d’un scénario").set_input_files(archive)
        await expect(page.get_by_text("« Atelier neuf » est installé et proposé")).to_be_visible(timeout=120_000)
        await expect(page.get_by_role("heading", name="Atelier neuf")).to_be_visible()
        archive.write_bytes(zip_of(model, company=company(model, id="atelier-neuf", name="Atelier refait")))
        await page.get_by_label("Archive ZIP d’un scénario").set_input_files(archive)
        await expect(page.get_by_text("est déjà installé, dans une autre version")).to_be_visible(timeout=120_000)
        await focused(page, "Remplacer par cette version")
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("heading", name="Atelier refait")).to_be_visible(timeout=120_000)
        archive.write_bytes(zip_of(model, company=b"id: [\n"))
        await page.get_by_label("Archive ZIP d’un scénario").set_input_files(archive)
        await expect(page.get_by_text("rien n’a été installé")).to_be_visible(timeout=120_000)
        await expect(page.get_by_role("img", name="Erreur").first).to_be_visible()
        await is_sound_at_both_sizes(page, "packs")

        card = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name="Atelier refait"))
        await card.get_by_role("button", name="Supprimer…").focus()
        await page.keyboard.press("Enter")
        await focused(page, "Oui, supprimer")
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("heading", name="Atelier refait")).to_have_count(0)


async def test_a_model_is_brought_verified_and_taken_away(tmp_path: Path) -> None:
    archive = tmp_path / "whisper.zip"
    archive.write_bytes(MINI)
    async with demo_house(tmp_path, settings=f'models = "{tmp_path / "models"}"\n') as house, a_browser() as browser:
        page = await at_desk(browser, house, "session_lead")
        await at_installation(page, house)
        await opened(page, "Modèles et moteurs", "Modèles et moteurs")
        await expect(page.get_by_text("Aucun modèle encore.")).to_be_visible()
        engines = page.get_by_role("region", name="Ce qui aide Combiné")
        await expect(engines.get_by_role("listitem").filter(has_text="par leur sens")).to_contain_text("En place")
        await page.get_by_label("Archive ZIP d’un modèle").set_input_files(archive)
        await expect(page.get_by_text("est là, entier")).to_be_visible(timeout=120_000)
        await expect(page.get_by_text("whisper-mini", exact=True)).to_be_visible()
        await focused(page, "Vérifier")
        await page.keyboard.press("Enter")
        await expect(page.get_by_text("chacun avec l’empreinte attendue")).to_be_visible(timeout=120_000)
        await is_sound_at_both_sizes(page, "models")
        await focused(page, "Supprimer…")
        await page.keyboard.press("Enter")
        await focused(page, "Oui, supprimer")
        await page.keyboard.press("Enter")
        await expect(page.get_by_text("Aucun modèle encore.")).to_be_visible()


async def test_the_exchange_is_tried_and_set_and_an_account_changed(tmp_path: Path) -> None:
    settings = f"sip = true\nsip_port = {free_port()}\n"
    async with (
        Kamailio(tmp_path / "pbx") as pbx,
        demo_house(tmp_path, settings=settings) as house,
        a_browser() as browser,
    ):
        page = await at_desk(browser, house, "session_lead")
        await at_installation(page, house)
        await opened(page, "Téléphones", "Téléphones du centre")
        trunk = page.get_by_role("region", name="Standard du centre")
        await trunk.get_by_label("Nom ou adresse").fill(pbx.host)
        await trunk.get_by_label("Port", exact=True).fill(str(pbx.port))
        await trunk.get_by_label("Compte", exact=True).fill("combine")
        await trunk.get_by_label("Mot de passe du compte").fill("faux")
        await trunk.get_by_role("button", name="Essayer").press("Enter")
        await expect(trunk.get_by_text(re.compile(r"^REGISTER\s: refusé"))).to_be_visible(timeout=30_000)
        await expect(trunk.get_by_text("Retapez le mot de passe")).to_be_visible()
        await trunk.get_by_label("Mot de passe du compte").fill(pbx.password)
        await trunk.get_by_role("button", name="Essayer").press("Enter")
        await expect(trunk.get_by_text("est enregistré.")).to_be_visible(timeout=30_000)
        await is_sound_at_both_sizes(page, "phones-tried")
        await trunk.get_by_role("button", name="Enregistrer").press("Enter")
        await expect(trunk.get_by_text(re.compile(r"^Standard du centre\s: enregistré"))).to_be_visible(
            timeout=30_000
        )
        await expect(trunk.get_by_text("Enregistré", exact=True)).to_be_visible()

        accounts = page.get_by_role("region", name="Comptes des téléphones").first
        extension = accounts.get_by_label(re.compile("^Poste au standard de")).first
        await extension.fill("204")
        await extension.press("Enter")
        await expect(extension).to_have_value("204")
        await page.reload()
        await expect(page.get_by_label(re.compile("^Poste au standard de")).first).to_have_value("204")
        await is_sound_at_both_sizes(page, "phones")
