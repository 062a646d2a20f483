"""A case study written from nothing in a browser: pasted text, one sequence from a file, one from the microphone."""

import re

from playwright.async_api import Page, expect

from tests.browser.demo_house import ALLOWED, ROOT, DemoHouse, a_browser, faults
from tests.browser.test_small_screens import losses
from tests.browser.test_studio import LOW, TABLET, TWICE, begun, in_the_studio, kept

FILE = (ROOT / "scenarios" / "packs" / "velambre" / "audio" / "leroux-calme.opus").read_bytes()

PASTED = (
    "\uf0b7\tTrois pannes en neuf mois\r\n\uf0b7\tUn rap\u00adpel oublié\u202f!\r\n\r\n"
    "\uf0b7\tUne garantie de cinq ans"
)
"""Three points of a list in Word."""

PASTE = """([field, text]) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


async def paste(page: Page, label: str, text: str) -> None:
    field = page.get_by_label(label, exact=True)
    await field.focus()
    await field.evaluate(f"(field, text) => ({PASTE})([field, text])", text)


async def test_a_case_study_is_written_with_one_sequence_sent_and_one_recorded(house: DemoHouse) -> None:
    async with a_browser(ALLOWED) as browser:
        author = await in_the_studio(browser, house)
        await begun(author)
        await author.get_by_role("link", name=re.compile("^Vélambre")).click()
        await author.get_by_text("Études de cas (0)").click()
        await author.locator("details[open]").get_by_role("button", name="Ajouter…").click()

        await author.get_by_label("Titre", exact=True).fill("Trois pannes")
        await author.get_by_label("Client", exact=True).select_option(index=2)
        await author.get_by_label("La demande", exact=True).fill("Le remplacement du vélo.")
        await paste(author, "Analyse attendue : ajouter", PASTED)
        points = author.get_by_role("list", name="Analyse attendue").get_by_role("textbox")
        await expect(points.nth(1)).to_have_value("Un rappel oublié\u00a0!")
        await expect(points.nth(2)).to_have_value("Une garantie de cinq ans")
        await expect(points).to_have_count(4)
        await author.get_by_label("Enjeux : ajouter").fill("Garder un client.")
        await author.get_by_label("Écrit attendu : ajouter").fill("Des excuses.")

        for number, title in enumerate(("Un dernier mot", "Le ton monte"), start=1):
            await author.get_by_role("button", name="Ajouter une séquence").click()
            part = author.get_by_role("group", name=f"Séquence {number}", exact=True)
            await part.get_by_label("Titre", exact=True).fill(title)
            part = author.get_by_role("group", name=title, exact=True)
            await part.get_by_label("Humeur", exact=True).select_option(label="Calme")
            await part.get_by_label("Phrase 1", exact=True).fill("J’aime bien ce vélo.")
            await part.get_by_label("Réaction attendue", exact=True).fill("Expliquer simplement.")
        sent = author.get_by_role("group", name="Un dernier mot", exact=True)
        await sent.get_by_label("Fichier du son de « Un dernier mot »").set_input_files(
            {"name": "voix.opus", "mimeType": "audio/ogg", "buffer": FILE}
        )
        await expect(sent.get_by_text(re.compile(r"^38,\d s · niveau −19,\d LUFS, visé −19,0"))).to_be_visible(
            timeout=30_000
        )

        recorded = author.get_by_role("group", name="Le ton monte", exact=True)
        await recorded.get_by_role("button", name="Enregistrer au micro : Le ton monte").focus()
        await author.keyboard.press("Enter")
        stop = recorded.get_by_role("button", name="Arrêter et garder")
        await expect(stop).to_be_focused()
        await expect(recorded.get_by_text("Enregistrement : 2 s")).to_be_visible()
        assert await faults(author, may_scroll=True) == []
        await author.keyboard.press("Enter")
        await expect(recorded.get_by_text(re.compile(r"s · niveau −\d+,\d LUFS"))).to_be_visible(timeout=30_000)

        await expect(author.get_by_text("Rien à corriger")).to_be_visible()
        await kept(author)
        assert await losses(author, (LOW, TWICE, TABLET), axe=(LOW, TWICE, TABLET)) == []
        await author.reload()
        await expect(sent.get_by_text(re.compile("^38,"))).to_be_visible()
        await expect(recorded.get_by_text(re.compile("LUFS"))).to_be_visible()
