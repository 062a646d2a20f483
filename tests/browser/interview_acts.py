"""What people do at an interview's pages, from the preparation to the last questions; for tests of a whole day."""

import asyncio
import re

from playwright.async_api import Page, expect

from tests.browser.day_desks import Candidate, Evening

RECORDED = re.compile(r"^00:(0[1-9]|[1-5]\d)$")


async def opens(board: Page, phase: str, who: str) -> None:
    """The responsible person, on the board. `phase`: with its article, « le retour sur les échanges »."""
    button = board.get_by_role("button", name=re.compile(f"^Ouvrir {phase} (de|pour) {who}$"))
    await button.first.click()


async def draws_the_sequence(jury: Page, candidate: Page) -> None:
    """With the candidate's word, from the interview's page and back to it."""
    await jury.get_by_role("link", name="Tirer la séquence").click()
    await jury.get_by_role("button", name="Publier l’engagement").click()
    await jury.get_by_label("Dites un nombre ou un mot").fill("Éléphant")
    await jury.keyboard.press("Enter")
    await jury.get_by_role("link", name="Passer à l’écoute").click()
    await expect(candidate.get_by_role("heading", name="La séquence est tirée")).to_be_visible()


async def hears_the_sequence(jury: Page, candidate: Page) -> None:
    """To its end, of which the middle is skipped."""
    await jury.get_by_role("button", name="Lancer l’écoute").click()
    await expect(candidate.get_by_role("heading", name="Écoutez le client")).to_be_visible()
    await jury.evaluate("(e => { e.currentTime = e.duration - 0.5; })(document.querySelector('audio'))")
    await expect(candidate.get_by_role("heading", name="À vous de répondre")).to_be_visible()
    await jury.get_by_role("button", name="Enregistrer sa réponse").click()


async def answers_aloud(jury: Page, candidate: Page) -> None:
    """Into the room's microphone."""
    await jury.get_by_role("button", name="Commencer l’enregistrement").click()
    await expect(candidate.get_by_text("Votre réponse est enregistrée.")).to_be_visible()
    await expect(jury.get_by_text(RECORDED)).to_be_visible()
    await jury.get_by_role("button", name="La réponse est finie").click()
    await expect(jury.get_by_role("heading", name="Posez vos questions")).to_be_visible()


async def answers_in_a_room_without_microphone(jury: Page, why: str) -> None:
    """Nothing is recorded; the interview goes on, with its reason."""
    await jury.get_by_text("Continuer sans enregistrer…").click()
    await jury.get_by_label("Motif, gardé avec l’entretien").fill(why)
    await jury.get_by_role("button", name="Continuer sans enregistrer", exact=True).click()
    await expect(jury.get_by_role("heading", name="Posez vos questions")).to_be_visible()


async def follows_the_guide(jury: Page, note: str, verdict: str) -> None:
    """At the debrief: the first point is ticked and noted, an unobserved criterion gets this juror's verdict."""
    # The page goes along with the day by itself, within seconds: until then it shows the sequence's points.
    await expect(jury.get_by_role("heading", name="Critères que vous n’avez pas observés")).to_be_visible()
    point = jury.get_by_role("checkbox").first
    await point.click()
    await expect(point).to_be_checked()
    await jury.get_by_label(re.compile("^Note sur")).first.fill(note)
    await jury.keyboard.press("Tab")
    await expect(jury.get_by_text("enregistré à").first).to_be_visible()
    given = jury.get_by_label(re.compile("^Avis après l’entretien")).first
    await given.select_option(verdict)
    await expect(jury.get_by_text(re.compile("avis en attente d’envoi"))).to_have_count(0)


async def reads_the_dossier(jury: Page, notes: str) -> None:
    """The dossier professionnel in pictures of its pages, and one's own notes."""
    picture = jury.get_by_role("img", name="Page 1 du dossier professionnel, en image")
    await expect(picture).to_have_js_property("complete", True)
    assert await picture.evaluate("e => e.naturalWidth") > 600
    await jury.get_by_label("Mes notes").fill(notes)
    await jury.keyboard.press("Tab")
    await expect(jury.get_by_text("enregistré à").first).to_be_visible()


async def time_is_up(evening: Evening, phase: str, one: Candidate) -> None:
    """What is left of this candidate's phase passes; the server ends it."""
    evening.clock.passes(((await evening.phase(phase, one))["remaining_seconds"] + 1) / 60)
    async with asyncio.timeout(20):
        while (await evening.phase(phase, one))["state"] != "ended":
            await asyncio.sleep(0.1)
