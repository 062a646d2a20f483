"""The studio's first screen: its steps for a first time, a whole scenario out and in as a ZIP, an exchange varied."""

import re
from pathlib import Path

from playwright.async_api import expect

from tests.browser.demo_house import ALLOWED, DemoHouse, a_browser, faults
from tests.browser.test_small_screens import losses
from tests.browser.test_studio import LOW, TABLET, TWICE, in_the_studio


async def test_first_steps_lead_to_an_exchange_with_the_keyboard_alone_and_are_put_away(house: DemoHouse) -> None:
    async with a_browser(ALLOWED) as browser:
        author = await in_the_studio(browser, house)
        steps = author.get_by_role("region", name="Première fois ? Un échange joué en un quart d’heure")
        await expect(steps.get_by_role("listitem")).to_have_count(5)
        assert await losses(author, (LOW, TWICE, TABLET), axe=(LOW, TWICE, TABLET)) == []
        keys = author.keyboard
        await steps.get_by_role("button", name="Ranger ces étapes").focus()
        await keys.press("Enter")
        again = author.get_by_role("button", name="Première fois ?")
        await expect(again).to_be_focused()
        await author.reload()
        await expect(steps).to_have_count(0)
        await expect(author.get_by_role("button", name="Écrire un échange")).to_be_enabled()
        await again.focus()
        await keys.press("Enter")
        await steps.get_by_role("button", name="Commencer par l’étape 1").focus()
        await keys.press("Enter")
        await expect(author.get_by_label("D’après")).to_be_focused()
        await keys.press("Tab")
        await keys.press("Tab")
        await keys.press("Enter")
        await expect(author.get_by_label("Première phrase", exact=True)).to_be_visible()


async def test_a_scenario_goes_out_as_a_zip_comes_in_again_and_one_of_its_exchanges_varies(
    house: DemoHouse, tmp_path: Path
) -> None:
    async with a_browser(ALLOWED) as browser:
        author = await in_the_studio(browser, house)
        await author.get_by_label("Avec ses sujets et ses études de cas, pour les modifier").check()
        await author.get_by_role("button", name="Écrire un échange").click()
        async with author.expect_download() as going:
            await author.get_by_role("link", name="Exporter en ZIP").click()
        zipped = tmp_path / "velambre.zip"
        await (await going.value).save_as(zipped)
        await author.goto(f"{house.address}/atelier")
        picker = author.get_by_label("Archive ZIP d’un scénario")
        await picker.set_input_files({"name": "x.zip", "mimeType": "application/zip", "buffer": b"PK\x03\x04rien"})
        await expect(author.get_by_role("alert")).to_contain_text("n’est pas un ZIP, ou il est abîmé")
        await picker.set_input_files(zipped)
        await author.wait_for_url(re.compile("/atelier/studio-"))
        row = author.get_by_role("listitem").filter(has=author.locator('a[href$="/decouverte.d2-casque"]'))
        await row.get_by_role("button", name=re.compile("^Varier")).click()
        dialog = author.get_by_role("dialog", name=re.compile("^Varier"))
        await dialog.get_by_label("Tirage (le même redonne les mêmes)").fill("47")
        await dialog.get_by_label("Combien de variantes").fill("2")
        assert await faults(author, may_scroll=True) == []
        await dialog.get_by_role("button", name="Créer 2 variantes").click()
        await expect(author.get_by_role("heading", name=re.compile(r"\(tirage 47\)"))).to_be_visible()
