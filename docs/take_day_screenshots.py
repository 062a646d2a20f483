"""Renews the pictures of the exam day's pages: part of `make screenshots`. A morning is held for real, in Chromium.

Its clock is handed in, so that the hours on the pictures are the same each time.
"""

import asyncio
import tempfile
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from playwright.async_api import Browser, Page, expect

from docs.small_png import small_png
from tests.browser.day_desks import Candidate, candidate_at, staff_at
from tests.browser.day_morning import (
    confirms,
    gives_codes,
    imports,
    makes_the_session,
    notes_presence,
    opens,
    plans,
    seals,
)
from tests.browser.day_parts import draws_their_subject, prepares, writes
from tests.browser.demo_house import ROOT, a_browser
from tests.browser.ears import Microphone
from tests.integration.simulator.exam_days import HandedIn
from tests.integration.simulator.ground import STAFF
from tests.integration.simulator.open_centre import OpenCentre, an_open_centre

IMAGES = Path(__file__).parent / "images"
MORNING = datetime.fromisoformat("2027-05-11T08:10").astimezone()
LIST = """Nom;Prénom;Poste;Temps majoré;Référence
Martin;Léa;Salle A · Poste 1;;
Benali;Yanis;Salle A · Poste 2;33 %;Décision 12
N’Guyen-Lê;Zoé;Salle A · Poste 3;;
Petit;Noé;Salle A · Poste 4;;
"""
TEXTS = {
    "Résumé": "Troisième panne de batterie sur le Relief de M. Hugo Leroux, acheté le 9 février et sous garantie. "
    "Il demande le remplacement du vélo et un dédommagement de 300 €.",
    "Enjeux": "Pour le client : retrouver un vélo fiable, être entendu. Pour l’entreprise : tenir sa garantie, "
    "garder un client fidèle, éviter un avis public.",
    "Courrier de réponse": "Monsieur, la batterie de votre Relief est tombée en panne pour la troisième fois : nous "
    "vous devions mieux, et je vous présente nos excuses. Voici ce que je vous propose dès aujourd’hui.",
}


async def take(page: Page, name: str) -> None:
    (IMAGES / f"day-{name}.png").write_bytes(small_png(await page.screenshot(animations="disabled")))


@dataclass
class Day:
    """A held day and who sits at which screen."""

    house: OpenCentre
    clock: HandedIn
    session_id: str
    candidates: list[Candidate]
    lead: Page
    watch: Page
    jury: Page
    lea: Page

    @property
    def board(self) -> str:
        return f"{self.house.address}/jury/session/{self.session_id}/journee"

    async def opens_phase(self, phase: str) -> None:
        """Of Léa, by the responsible person."""
        button = self.lead.get_by_role("button", name=f"Ouvrir {phase} de Léa Martin")
        await button.first.click()
        await expect(button).to_have_count(0)


@asynccontextmanager
async def a_day(folder: Path) -> AsyncGenerator[tuple[OpenCentre, Browser]]:
    microphone = Microphone("adviser-a", folder)
    async with (
        an_open_centre(folder, web=ROOT / "web" / "dist") as house,
        a_browser(*microphone.flags) as browser,
    ):
        yield house, browser


async def prepared(house: OpenCentre, browser: Browser) -> Day:
    """Planned, sealed and opened; three are there, the last one is absent."""
    clock = HandedIn(house.centre.services.clock)
    clock.goes_to(MORNING)
    lead = await staff_at(browser, house, "delmas", "/sessions")
    session_id = await makes_the_session(lead, "Titre, session de mai", "2027-05-11")
    await imports(lead, LIST, candidates=4)
    await plans(lead, ("Nadia Roy", "Marc Lefort"), ("Odile Ailleurs", "Julien Abadie"))
    await lead.get_by_role("button", name="3. Plan").click()
    await take(lead, "plan")
    candidates = await gives_codes(lead, house, session_id)
    code = await seals(lead, house, session_id)
    await confirms(lead, candidates[0])
    await take(lead, "opening")
    await opens(lead, code)
    clock.goes_to(MORNING.replace(minute=28))
    watch = await staff_at(browser, house, "veille", f"/surveillance/{session_id}")
    for one in candidates[:-1]:
        await notes_presence(watch, one)
    await watch.get_by_role("button", name="Pointer Noé Petit").click()
    await watch.get_by_role("dialog").get_by_role("button", name="Absent").click()
    await watch.get_by_role("dialog").get_by_role("button", name="Fermer").click()
    jury = await staff_at(browser, house, await _juror_of(lead, house, session_id), "/jury")
    lea = await candidate_at(browser, house, candidates[0])
    day = Day(house, clock, session_id, candidates, lead, watch, jury, lea)
    await lead.goto(day.board)
    return day


async def _juror_of(lead: Page, house: OpenCentre, session_id: str) -> str:
    """The login of one of the first candidate's jurors: the plan chose their pair."""
    answer = await lead.context.request.get(f"{house.address}/api/staff/sessions/{session_id}")
    name = (await answer.json())["places"][0]["jurors"][0]["name"]
    return next(login for login, (called, _) in STAFF.items() if called == name)


async def first_part(day: Day) -> None:
    """Three texts, a call for help; sealed, and read by the jury."""
    await day.lead.get_by_role("button", name="Ouvrir l’étude de cas", exact=True).click()
    for production, words in TEXTS.items():
        await writes(day.lea, production, words)
    day.clock.goes_to(MORNING.replace(minute=47))
    await day.lea.reload()
    await expect(day.lea.get_by_text("tout est sur le serveur")).to_be_visible()
    await day.lea.get_by_role("tab", name="Courrier de réponse").click()
    await take(day.lea, "case-study")
    await day.lea.get_by_role("button", name="Appeler le surveillant").click()
    await expect(day.watch.get_by_role("button", name="J’y vais")).to_be_visible()
    await take(day.watch, "watch")
    await day.watch.get_by_role("button", name="J’y vais").click()
    await day.lead.reload()
    await expect(day.lead.get_by_text("Noé Petit").first).to_be_visible()
    await take(day.lead, "board")
    day.clock.goes_to(MORNING.replace(hour=9, minute=43))
    await expect(day.lea.get_by_role("button", name="Copier le code")).to_be_visible(timeout=60_000)
    await take(day.lea, "receipt")
    await day.jury.goto(f"{day.house.address}/jury/candidat/{day.candidates[0].seat_id}/correction")
    await day.jury.get_by_role("tab", name="Courrier de réponse").click()
    await expect(day.jury.get_by_text("je vous présente nos excuses").first).to_be_visible()
    await take(day.jury, "correction")


async def second_part(day: Day) -> None:
    await day.opens_phase("la préparation")
    await day.jury.goto(f"{day.house.address}/jury/candidat/{day.candidates[0].seat_id}")
    await draws_their_subject(day.jury, day.lea, "37")
    own = await day.lea.context.new_page()
    await own.goto(f"{day.house.address}/candidat/tirage")
    await expect(own.get_by_text("Tapez cette ligne dans l’outil")).to_be_visible()
    await take(own, "draw")
    await own.close()
    await prepares(day.lea, "Vérifier l’adresse. Reformuler avant de répondre. Proposer deux dates.")
    await take(day.lea, "preparation")
    day.clock.passes(46)
    await day.opens_phase("les échanges")
    day.clock.passes(61)


async def interview(day: Day) -> None:
    """The sequence is drawn with the candidate, heard, and answered."""
    day.clock.passes(1)
    await day.opens_phase("la préparation de l’entretien")
    day.clock.passes(11)
    await day.opens_phase("l’écoute de la séquence")
    jury, address = day.jury, f"{day.house.address}/jury/candidat/{day.candidates[0].seat_id}"
    await jury.goto(f"{address}/tirage?quoi=sequence")
    await jury.get_by_role("button", name="Publier l’engagement").click()
    await jury.get_by_label("Dites un nombre ou un mot").fill("Éléphant")
    await jury.keyboard.press("Enter")
    await jury.get_by_role("link", name="Passer à l’écoute").click()
    await jury.get_by_role("button", name="Lancer l’écoute").click()
    await expect(jury.get_by_role("heading", name="Écoutez", exact=True)).to_be_visible()
    room = await jury.context.new_page()
    await room.goto(f"{address}/salle")
    await expect(room.get_by_role("heading", name="Écoutez le client")).to_be_visible()
    await take(jury, "interview")
    await take(room, "room")
    await room.close()
    day.clock.passes(11)
    await day.opens_phase("le retour sur les échanges")
    await expect(jury.get_by_role("heading", name="Critères que vous n’avez pas observés")).to_be_visible()
    await take(jury, "guide")


async def main() -> None:
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        async with a_day(Path(name)) as (house, browser):
            day = await prepared(house, browser)
            await first_part(day)
            await second_part(day)
            await interview(day)


if __name__ == "__main__":
    asyncio.run(main())
