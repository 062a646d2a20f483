"""Renews the pictures of the README: `make screenshots`. The demo is played for real, in Chromium."""

import asyncio
import tempfile
from pathlib import Path

from playwright.async_api import Page, expect

from docs.small_png import small_png
from tests.browser.demo_house import DemoHouse, a_browser, at_desk, demo_house
from tests.browser.ears import Microphone
from tests.browser.exchanges import answer, hang_up, is_connected, open_file, qualify, start

IMAGES = Path(__file__).parent / "images"


async def take(page: Page, name: str) -> None:
    (IMAGES / f"{name}.png").write_bytes(small_png(await page.screenshot()))


async def play(house: DemoHouse, candidate: Page, jury: Page) -> None:
    await is_connected(candidate, jury)
    await start(jury, 1)
    await answer(candidate)
    await open_file(candidate, "VA-20417", "Mme Josiane Prat")
    await candidate.keyboard.press("Alt+n")
    await candidate.keyboard.type("Freins qui couinent, 1 900 km. Jeudi ou vendredi matin.")
    await qualify(candidate, "renseignement", "resolu", "atelier", "Révision Sereine, 129 €.")
    for key, seconds in (("1+", 4), ("2+", 5), ("3-", 6), ("5+", 4)):
        await jury.keyboard.press(key[0])
        await jury.keyboard.press(key[1])
        await asyncio.sleep(seconds)
    await candidate.keyboard.press("Alt+h")
    await asyncio.sleep(5)
    await candidate.keyboard.press("Alt+h")
    await asyncio.sleep(8)
    await jury.keyboard.press("4")
    await take(candidate, "candidate")
    await take(jury, "jury")
    await hang_up(candidate)
    await candidate.get_by_role("button", name="Terminer l’échange").click()
    link = await jury.get_by_role("link", name="Réécouter").first.get_attribute("href")
    await jury.goto(house.address + (link or ""))
    await expect(jury.locator(".flag")).to_have_count(4)
    await asyncio.sleep(2)
    await jury.keyboard.press("1")
    await take(jury, "replay")


async def write_an_exchange(house: DemoHouse, author: Page) -> None:
    """The studio's page while somebody writes, and the preview beside it."""
    await author.set_viewport_size({"width": 1366, "height": 640})
    await author.goto(f"{house.address}/atelier")
    await author.get_by_role("button", name="Écrire un échange").click()
    await author.get_by_label("Dossier du client").select_option(label="Mme Josiane Prat")
    await author.get_by_label("Sortant").check()
    await author.get_by_label("Mission").fill(
        "Rappeler Mme Prat, dont la batterie est en panne, lui dire que la batterie est remplacée sous garantie."
    )
    for label, words in (
        ("Qui", "Josiane Prat, 67 ans, retraitée à Angers. Deuxième panne de batterie en quatre mois."),
        ("Humeur", "Lasse, froide d’abord, toujours juste."),
        ("Première phrase", "Ah, Vélambre. Vous deviez me rappeler hier avant midi, j’ai attendu pour rien."),
        ("La situation", "Le rappel promis n’est pas venu ; elle prend le bus depuis vendredi."),
        ("Réponse attendue", "Excuses pour le rappel manqué. Batterie remplacée à domicile, mercredi à 14 h."),
        ("Seulement si on le lui demande : ajouter", "Libre le mercredi après-midi"),
        ("Objections : ajouter", "Et si elle lâche encore ?"),
        ("Pièges : ajouter", "Réclame un vélo neuf : rien à promettre"),
        ("À dire : ajouter", "la batterie est remplacée sous garantie"),
        ("Ne jamais promettre : ajouter", "Un vélo neuf ou un remboursement"),
    ):
        await author.get_by_label(label, exact=True).fill(words)
    await author.get_by_role("button", name="CP3", exact=True).click()
    for criterion in ("CP3.1", "CP3.4", "CP3.6"):
        await author.get_by_role("button", name=f"Critère {criterion}").click()
        await author.get_by_label("À observer").fill("Elle dit oui au mercredi, de vive voix.")
    await expect(author.get_by_text("Reformulez : dites ce qu’il faut obtenir")).to_be_visible()
    await expect(author.get_by_text("Enregistré à")).to_be_visible()
    await author.get_by_label("Qui", exact=True).focus()
    await author.get_by_label("Qui", exact=True).scroll_into_view_if_needed()
    await take(author, "studio-exchange")
    await author.get_by_label("Jury", exact=True).check()
    await take(author, "studio-preview")


async def main() -> None:
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        adviser, customer = (Microphone(voice, folder) for voice in ("adviser-a", "customer-hesitant"))
        async with (
            demo_house(folder) as house,
            a_browser(*adviser.flags) as one,
            a_browser(*customer.flags) as two,
        ):
            await play(house, await at_desk(one, house, "candidate"), await at_desk(two, house, "jury"))
            await write_an_exchange(house, await at_desk(two, house, "trainer", "practice"))


if __name__ == "__main__":
    asyncio.run(main())
