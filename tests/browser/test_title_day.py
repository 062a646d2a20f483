"""A title session from the imported list to sealed texts and played exchanges, in time that is handed in.

Two candidates, one with extra time, two jurors, an invigilator and the responsible person, each in a browser context
of their own. Calls, ceremonies and small screens have tests of their own: here it is one day that goes through.
"""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.demo_house import ROOT, a_browser
from tests.browser.exchanges import open_file, qualify, start
from tests.browser.test_opening_and_draw import signed_in
from tests.integration.simulator.exam_days import HandedIn
from tests.integration.simulator.ground import did
from tests.integration.simulator.open_centre import OpenCentre, an_open_centre
from tests.integration.simulator.timetables import ground

LIST = """Nom;Prénom;Poste;Temps majoré;Référence
Martin;Léa;Salle A · Poste 1;;
Benali;Yanis;Salle A · Poste 2;33 %;Décision 12
"""
DAY: Any = {
    "kind": "exam",
    "title": "Titre, session de mai",
    "pack_id": "velambre",
    "subject_id": "titre-1",
    "exam_day": {"format_id": "title", "case_study_id": "leroux-batterie"},
}


async def at_desk(browser: Browser, house: OpenCentre, code: str) -> Page:
    context = await browser.new_context(locale="fr-FR", viewport={"width": 1366, "height": 768})
    context.set_default_timeout(30_000)
    headers = {"X-Combine": "1", "Origin": house.address}
    signed = await context.request.post(
        f"{house.address}/api/candidate/sign-in", data={"code": code}, headers=headers
    )
    assert signed.ok, await signed.text()
    page = await context.new_page()
    await page.goto(f"{house.address}/candidat")
    return page


async def planned_and_opened(house: OpenCentre, session_id: str) -> dict[str, tuple[str, str]]:
    """The plan is published, which gives the jury its seats; the envelopes are open. Seat and code, by first name."""
    lead, day = await house.centre.lead(), f"/api/staff/exam-days/{session_id}"
    shown = await did(lead.get(f"{day}/timetable"))
    shown = await did(lead.put(f"{day}/timetable/setup", json=ground(house.centre, shown["version"])))
    shown = await did(lead.post(f"{day}/timetable/plan", json={"version": shown["version"]}))
    body = {"version": shown["version"], "despite_conflicts": True}
    await did(lead.post(f"{day}/timetable/publish", json=body))
    codes = await did(lead.post(f"/api/staff/sessions/{session_id}/desk-codes"))
    people = {one["candidate_name"].split()[0]: (one["seat_id"], one["code"]) for one in codes}
    seat_id, code = people["Léa"]
    await did(lead.post(f"{day}/opening/lead", json={}))
    await did(lead.post(f"{day}/opening/candidate", json={"seat_id": seat_id, "code_or_name": code}))
    await did(lead.post(f"{day}/opening/open", json={}))
    return people


async def writes(candidate: Page, sentence: str) -> None:
    await candidate.get_by_role("tab", name=re.compile("Courrier de réponse")).click()
    await candidate.get_by_role("textbox", name="Courrier de réponse").click()
    await candidate.keyboard.type(sentence)
    await expect(candidate.get_by_text("tout est sur le serveur")).to_be_visible()


async def draws_their_subject(house: OpenCentre, candidate: Page, seat_id: str) -> None:
    """The juror binds; the candidate says their word on their own screen."""
    juror = await house.centre.as_("roy")
    await did(juror.post(f"/api/staff/seats/{seat_id}/draws/subject", json={"reason": ""}))
    await candidate.get_by_label("Dites un nombre ou un mot").fill("37")
    await candidate.keyboard.press("Enter")
    await expect(candidate.get_by_role("heading", name="Fiches de votre sujet")).to_be_visible()


async def plays_a_chat(house: OpenCentre, seat_id: str, candidate: Page, jury: Page) -> None:
    """The first chat of the subject that was drawn, to its end."""
    state = (await house.centre.services.rooms.read(seat_id)).state  # type: ignore[arg-type]  of an answer
    run = min((one for one in state.runs.values() if not one.is_phone), key=lambda one: one.position)
    customer = state.pack.customer(run.exchange.customer)
    await start(jury, run.position)
    await jury.get_by_role("button", name="Ouverture").click()
    await jury.get_by_label("Votre message").press("Enter")
    await expect(candidate.locator(".bubble")).to_have_count(1)
    await candidate.get_by_label("Votre message").fill("Bonjour, je m’en occupe avec vous.")
    await candidate.get_by_label("Votre message").press("Enter")
    await expect(jury.locator(".bubble")).to_have_count(2)
    await candidate.get_by_label("Votre message").blur()
    await open_file(candidate, customer.number, customer.display_name)
    await candidate.get_by_role("button", name="Clore…").click()
    await candidate.get_by_role("button", name=re.compile("^Clore")).last.click()
    await qualify(candidate, "assistance", "resolu", "logistique", "Échange du chargeur sous 48 heures.")
    finish = candidate.get_by_role("button", name="Terminer l’échange")
    await finish.click()
    await expect(finish).to_be_hidden()


@pytest.mark.timeout(240)
async def test_a_title_day_goes_from_the_imported_list_to_played_exchanges(tmp_path: Path) -> None:
    async with an_open_centre(tmp_path, web=ROOT / "web" / "dist") as house, a_browser() as browser:
        centre, clock = house.centre, HandedIn(house.centre.services.clock)
        session_id = (await did((await centre.lead()).post("/api/staff/sessions", json=DAY)))["id"]

        # The list, shown before it is kept.
        board = await signed_in(browser, house, "delmas", f"/sessions/{session_id}/emploi-du-temps")
        await board.locator("input[type=file]").first.set_input_files(
            {"name": "candidats.csv", "mimeType": "text/csv", "buffer": LIST.encode()}
        )
        await board.get_by_role("button", name="Inscrire ces 2 candidats").click()
        await expect(board.get_by_role("heading", name="Binômes de jury")).to_be_visible()
        people = await planned_and_opened(house, session_id)

        # Who is there, by the invigilator; then the first part, for both together.
        await board.goto(f"{house.address}/jury/session/{session_id}/journee")
        watch = await signed_in(browser, house, "veille", f"/surveillance/{session_id}")
        for name in ("Léa Martin", "Yanis Benali"):
            await watch.get_by_role("button", name=f"Pointer {name}").click()
            await watch.get_by_role("button", name="Identité contrôlée, présent").click()
            await watch.get_by_role("dialog").get_by_role("button", name="Fermer").click()
        lea, yanis = [await at_desk(browser, house, people[name][1]) for name in ("Léa", "Yanis")]
        await board.get_by_role("button", name="Ouvrir l’étude de cas", exact=True).click()
        await writes(lea, "Madame, la batterie est échangée.")
        await writes(yanis, "Madame, nous vous rappelons jeudi.")

        # The end of the time seals what is there: for one at 75 minutes, for the other at 100.
        clock.passes(76)
        await expect(lea.get_by_role("button", name="Copier le code")).to_be_visible()
        await expect(yanis.get_by_role("textbox", name="Courrier de réponse")).to_be_editable()
        clock.passes(25)
        await expect(yanis.get_by_role("button", name="Copier le code")).to_be_visible()
        await expect(watch.get_by_role("button", name="Imprimé").first).to_be_visible()

        # Part two: a subject is drawn with each, and its files open.
        for page, name in ((lea, "Léa Martin"), (yanis, "Yanis Benali")):
            await board.get_by_role("button", name=f"Ouvrir la préparation de {name}").first.click()
            await draws_their_subject(house, page, people[name.split()[0]][0])
        clock.passes(61)

        # Part three: each juror plays a customer.
        for page, name, login in ((lea, "Léa Martin", "roy"), (yanis, "Yanis Benali", "lefort")):
            await board.get_by_role("button", name=f"Ouvrir les échanges de {name}").first.click()
            seat_id = people[name.split()[0]][0]
            jury = await signed_in(browser, house, login, f"/jury/candidat/{seat_id}")
            await plays_a_chat(house, seat_id, page, jury)
        clock.passes(81)
        await expect(lea.get_by_role("heading", name="Étape suivante")).to_be_visible()
        await expect(yanis.get_by_role("heading", name="Étape suivante")).to_be_visible()

        for name, extra in (("Léa", 0), ("Yanis", 25)):
            state = (await centre.services.rooms.read(people[name][0])).state  # type: ignore[arg-type]  of an answer
            assert (state.clock_of("case_study").extra_minutes, state.seals["case_study"].code != "") == (extra, True)
            played = [run.exchange.id for run in state.runs.values() if run.phase == "done"]
            assert (len(played), state.clock.state) == (1, "ended")
