"""One candidate's interview to its end: prepared, a sequence drawn and heard, answered into the room's microphone (a
voice from a file), questions by keyboard, the debrief's guide, the dossier in pictures; at the jury's screen, at the
candidate's and on the room's projector."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect

from audio_fixtures.wav import read_samples
from simulator.facts.kinds import ClockEnded, ClockStarted
from tests.browser.demo_house import ROOT, Reachable, a_browser
from tests.browser.ears import Microphone
from tests.browser.test_opening_and_draw import an_exam, looked_at, opened, signed_in
from tests.browser.test_own_account import tab_to
from tests.integration.simulator.case_study import save, tell
from tests.integration.simulator.ground import Place, did
from tests.integration.simulator.open_centre import OpenCentre, an_open_centre
from tests.pdfs import a_pdf

AT_LEAST_TWO_SECONDS = re.compile(r"^00:(0[2-9]|[1-5]\d)$")
LETTER = "Madame, nous revenons vers vous au sujet de votre batterie."


async def at_the_desk(browser: Browser, house: Reachable, code: str) -> Page:
    context = await browser.new_context(locale="fr-FR", viewport={"width": 1366, "height": 625})
    context.set_default_timeout(20_000)
    page = await context.new_page()
    headers = {"X-Combine": "1", "Origin": house.address}
    signed = await context.request.post(
        f"{house.address}/api/candidate/sign-in", data={"code": code}, headers=headers
    )
    assert signed.ok
    await page.goto(f"{house.address}/candidat")
    return page


async def written(house: OpenCentre, place: Place) -> None:
    """The morning, in short: a letter is written and sealed, the phases before the interview are over."""
    await tell(house.centre, place, ClockStarted(phase="case_study", minutes=75))
    desk = await house.centre.at_desk(place.code)
    await did(save(desk, LETTER))
    await tell(house.centre, place, ClockEnded(phase="case_study"))
    for phase in ("preparation", "exchanges"):
        started: Any = ClockStarted(phase=phase, minutes=30)
        ended: Any = ClockEnded(phase=phase)
        await tell(house.centre, place, started, ended)


async def focus_from(page: Page, heading: str, name: str) -> None:
    await page.get_by_role("heading", name=heading).first.evaluate("e => { e.tabIndex = -1; e.focus(); }")
    await tab_to(page, name)
    await page.keyboard.press("Enter")


async def a_verdict_across_a_cut(jury: Page, folder: Path) -> None:
    """Given while the network is cut, said to wait, and sent by itself when it is back."""
    verdict = jury.get_by_label(re.compile("^Avis après l’entretien")).first
    await jury.context.set_offline(True)
    await verdict.select_option("to_improve")
    await jury.get_by_label(re.compile("^Remarque sur l’avis")).first.fill("Se reprend quand on l’y mène.")
    await jury.keyboard.press("Tab")
    await expect(jury.get_by_text(re.compile("avis en attente d’envoi, gardés sur cet ordinateur"))).to_be_visible()
    await expect(verdict).to_have_value("to_improve")
    await jury.screenshot(path=folder / "jury-avis-coupure.png")
    await jury.context.set_offline(False)
    await expect(jury.get_by_text(re.compile("avis en attente d’envoi"))).to_have_count(0)


@pytest.mark.timeout(240)
async def test_an_interview_is_held_to_its_end(tmp_path: Path) -> None:
    microphone = Microphone("adviser-a", tmp_path)
    async with (
        an_open_centre(tmp_path, web=ROOT / "web" / "dist") as house,
        a_browser(*microphone.flags) as browser,
    ):
        place = await an_exam(house)
        await opened(house, place)
        await written(house, place)
        lead = await house.centre.lead()
        file = f"/api/staff/candidate-documents/{place.seat_id}/professional_file"
        await did(lead.put(file, params={"name": "dossier.pdf"}, content=a_pdf(pages=3)))
        await tell(house.centre, place, ClockStarted(phase="interview_preparation", minutes=10))
        code = (await did(lead.post(f"/api/staff/seats/{place.seat_id}/desk-code")))["code"]

        candidate = await at_the_desk(browser, house, code)
        await candidate.get_by_role("tab", name="Courrier de réponse").click()
        await expect(candidate.get_by_text(LETTER)).to_be_visible()
        await expect(candidate.get_by_role("heading", name="Vélambre")).to_be_visible()
        await looked_at(candidate, tmp_path, "candidat-preparation")

        jury = await signed_in(browser, house, "roy", f"/jury/candidat/{place.seat_id}/entretien")
        await expect(jury.get_by_role("heading", name="Préparation du candidat")).to_be_visible()
        await looked_at(jury, tmp_path, "jury-preparation")
        await tell(
            house.centre,
            place,
            ClockEnded(phase="interview_preparation"),
            ClockStarted(phase="recorded_sequence", minutes=10),
        )

        await focus_from(jury, "La séquence se tire avec le candidat", "Tirer la séquence")
        await jury.get_by_role("button", name="Publier l’engagement").click()
        await jury.get_by_label("Dites un nombre ou un mot").fill("Éléphant")
        await jury.keyboard.press("Enter")
        await jury.get_by_role("link", name="Passer à l’écoute").click()
        await expect(candidate.get_by_role("heading", name="La séquence est tirée")).to_be_visible()
        room = await signed_in(browser, house, "roy", f"/jury/candidat/{place.seat_id}/salle")
        await expect(room.get_by_role("heading", name="La séquence est tirée")).to_be_visible()
        await looked_at(room, tmp_path, "salle")

        await looked_at(jury, tmp_path, "jury-ecoute-avant")
        await focus_from(jury, "Écoutez le client, puis répondez-lui", "Lancer l’écoute")
        await expect(jury.get_by_role("heading", name="Écoutez", exact=True)).to_be_visible()
        await expect(candidate.get_by_role("heading", name="Écoutez le client")).to_be_visible()
        await expect(room.get_by_role("heading", name="Écoutez le client")).to_be_visible()
        await jury.screenshot(path=tmp_path / "jury-ecoute.png")
        await jury.get_by_role("button", name="Suspendre").click()
        await jury.get_by_role("button", name="Reprendre l’écoute").click()
        await jury.evaluate("(e => { e.currentTime = e.duration - 0.5; })(document.querySelector('audio'))")
        await expect(jury.get_by_role("button", name="Enregistrer sa réponse")).to_be_visible()
        await expect(jury.get_by_text("Écoutes : 1 sur 2")).to_be_visible()
        await expect(candidate.get_by_role("heading", name="À vous de répondre")).to_be_visible()

        await focus_from(jury, "Le candidat répond au client", "Enregistrer sa réponse")
        await looked_at(jury, tmp_path, "jury-reponse-avant")
        await focus_from(jury, "La réponse du candidat", "Commencer l’enregistrement")
        await expect(jury.get_by_role("heading", name="Le candidat répond : enregistrement en cours")).to_be_visible()
        await expect(candidate.get_by_text("Votre réponse est enregistrée.")).to_be_visible()
        await expect(jury.get_by_text(AT_LEAST_TWO_SECONDS)).to_be_visible()
        await looked_at(jury, tmp_path, "jury-enregistrement")

        # The page is closed in the middle of it: the next one goes on.
        await jury.reload()
        await expect(jury.get_by_role("heading", name="L’enregistrement a été coupé")).to_be_visible()
        await jury.get_by_role("button", name="Reprendre l’enregistrement").click()
        await expect(jury.get_by_text(AT_LEAST_TWO_SECONDS)).to_be_visible()
        await jury.get_by_role("button", name="La réponse est finie").click()
        await expect(jury.get_by_role("heading", name="Posez vos questions")).to_be_visible()
        await looked_at(jury, tmp_path, "jury-reponse")
        reaction = (await did((await house.centre.as_("roy")).get(f"/api/staff/seats/{place.seat_id}/interview")))[
            "sequence"
        ]["reaction"]
        heard = tmp_path / "heard.ogg"
        heard.write_bytes((await (await house.centre.as_("roy")).get(reaction["audio_url"])).content)
        assert microphone.found_in(read_samples(heard)) > 0.6, "the room's microphone is what was recorded"
        assert reaction["parts"] == 2

        await tell(
            house.centre, place, ClockEnded(phase="recorded_sequence"), ClockStarted(phase="debrief", minutes=10)
        )
        await expect(jury.get_by_role("heading", name="Critères que vous n’avez pas observés")).to_be_visible()
        await a_verdict_across_a_cut(jury, tmp_path)
        guide = await did((await house.centre.as_("roy")).get(f"/api/staff/seats/{place.seat_id}/interview/guide"))
        [judged] = [one for one in guide["items"] if one["technical"]]
        assert (judged["technical"], judged["technical_comment"]) == ("to_improve", "Se reprend quand on l’y mène.")
        point = jury.get_by_role("checkbox").first
        await point.focus()
        await jury.keyboard.press("Space")
        await expect(point).to_be_checked()
        await jury.get_by_label(re.compile("^Note sur")).first.fill("À reprendre")
        await jury.keyboard.press("Tab")
        await expect(jury.get_by_text("enregistré à").first).to_be_visible()
        await looked_at(jury, tmp_path, "jury-guide")
        await expect(candidate.get_by_text("Le jury revient avec vous sur vos échanges")).to_be_visible()
        for secret in ("À reprendre", "Roy", "CP1.1", "Critères", "La promesse oubliée", "Le ton monte"):
            assert secret not in await candidate.content()
            assert secret not in await room.content()

        await tell(
            house.centre, place, ClockEnded(phase="debrief"), ClockStarted(phase="final_interview", minutes=15)
        )
        picture = jury.get_by_role("img", name="Page 1 du dossier professionnel, en image")
        await expect(picture).to_be_visible()
        await expect(picture).to_have_js_property("complete", True)
        assert await picture.evaluate("e => e.naturalWidth") > 600
        await jury.get_by_role("button", name="Suivante").click()
        await expect(jury.get_by_role("img", name="Page 2 du dossier professionnel, en image")).to_be_visible()
        await jury.get_by_label("Mes notes").fill("Connaît le métier.")
        await looked_at(jury, tmp_path, "jury-final")
        await tell(house.centre, place, ClockEnded(phase="final_interview"))
        await expect(candidate.get_by_role("heading", name="Votre journée d’épreuves est terminée")).to_be_visible()
        await expect(room.get_by_role("heading", name="L’entretien est terminé")).to_be_visible()
        await room.screenshot(path=tmp_path / "salle-fin.png")
        await candidate.screenshot(path=tmp_path / "candidat-fin.png")
