"""The demonstration's exam day, at five screens: two candidates, one with extra time, a juror, an invigilator and the
responsible person; phases that open, an evacuation, a preparation whose notes are at hand in the exchanges.

Every desk is looked at on a small screen and at 200 % zoom, axe finds nothing, and the decision is taken by keyboard.
"""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import BrowserContext, Page, expect

from tests.browser.day_parts import draws_their_subject
from tests.browser.demo_house import a_browser, at_desk, demo_house, faults

SMALL: Any = {"width": 1366, "height": 625}
ZOOMED: Any = {"width": 683, "height": 312}


async def faults_at_both_sizes(page: Page) -> list[str]:
    """A desk of the day may be longer than a zoomed screen; it is never wider."""
    found: list[str] = []
    for size in (SMALL, ZOOMED):
        await page.set_viewport_size(size)
        found += await faults(page, may_scroll=True)
    await page.set_viewport_size(SMALL)
    return found


async def close_dialog(page: Page) -> None:
    await page.get_by_role("dialog").get_by_role("button", name="Fermer").click()


async def end_early(board: Page, name: str) -> None:
    await board.get_by_role("button", name=name).first.click()
    await board.get_by_label("Motif").fill("démonstration")
    await board.get_by_role("button", name="Terminer avant").click()
    await board.get_by_role("button", name="Oui, terminer").click()
    await expect(board.get_by_role("button", name="Rouvrir pour cette durée")).to_be_visible()
    await close_dialog(board)


async def second_candidate(board: Page, context: BrowserContext, address: str) -> Page:
    """The other candidate, at their own desk with a code of their own."""
    session = board.url.split("/session/")[1].split("/")[0]
    headers = {"X-Combine": "1", "Origin": address}
    codes = await board.context.request.post(f"{address}/api/staff/sessions/{session}/desk-codes", headers=headers)
    code = next(one["code"] for one in await codes.json() if one["candidate_name"] == "Yanis Benali")
    page = await context.new_page()
    await page.goto(f"{address}/candidat")
    await page.get_by_label("Code de poste").fill(code)
    await page.get_by_role("button", name="Ouvrir mon poste").click()
    return page


async def with_a_plan(board: Page, address: str) -> None:
    """Today's timetable for both, made as its page does it."""
    session = board.url.split("/session/")[1].split("/")[0]
    at, headers = f"{address}/api/staff/exam-days/{session}/timetable", {"X-Combine": "1", "Origin": address}
    asking = board.context.request
    shown = await (await asking.get(at)).json()
    setup = {
        "version": shown["version"],
        "date": date.today().isoformat(),  # noqa: DTZ011 - of the machine, as the server's
        "rooms": [
            {"id": "a", "name": "Salle A", "posts": 12, "uses": ["case_study"]},
            {"id": "b", "name": "Salle B", "posts": 2, "uses": ["preparation"]},
            {"id": "j", "name": "Salle 12", "posts": 1, "uses": ["jury"]},
        ],
        "pairs": [{"id": "p1", "name": "Jury 1", "jurors": [], "room": "j"}],
        "rules": shown["rules"] | {"start": 0, "lunch_minutes": 0, "latest_end": 1440},
    }
    put = await asking.put(f"{at}/setup", headers=headers, data=setup)
    assert put.ok, await put.text()
    made = await asking.post(f"{at}/plan", headers=headers, data={"version": (await put.json())["version"]})
    assert made.ok, await made.text()


async def opens_the_envelopes(board: Page, address: str) -> None:
    """As the responsible person and the first candidate do it beside each other."""
    session = board.url.split("/session/")[1].split("/")[0]
    at, headers = f"{address}/api/staff/exam-days/{session}", {"X-Combine": "1", "Origin": address}
    seat = (await (await board.context.request.get(f"{at}/board")).json())["places"][0]["seat_id"]
    said = {"lead": {}, "candidate": {"seat_id": seat, "code_or_name": "Léa Martin"}, "open": {}}
    for what, body in said.items():
        answer = await board.context.request.post(f"{at}/opening/{what}", headers=headers, data=body)
        assert answer.ok, await answer.text()


async def ends_within(page: Page, name: str) -> float:
    """Where this button ends on a zoomed screen, in pixels from its top."""
    await page.set_viewport_size(ZOOMED)
    box = await page.get_by_role("button", name=name).first.bounding_box()
    await page.set_viewport_size(SMALL)
    assert box is not None
    return box["y"] + box["height"]


@pytest.mark.timeout(300)
async def test_a_day_is_led_watched_and_played(tmp_path: Path) -> None:
    async with demo_house(tmp_path) as house, a_browser() as browser:
        board = await at_desk(browser, house, "session_lead", "day")
        watch = await at_desk(browser, house, "invigilator", "day")
        lea = await at_desk(browser, house, "candidate", "day")
        yanis = await second_candidate(
            board, await browser.new_context(viewport=SMALL, locale="fr-FR"), house.address
        )
        jury = await at_desk(browser, house, "jury", "day")
        for page in (board, watch, lea, yanis, jury):
            page.set_default_timeout(30_000)

        # The day begins with its envelopes.
        await expect(board.get_by_role("heading", name="Ouvrir les plis")).to_be_visible()
        assert await ends_within(board, "Aller aux plis") < ZOOMED["height"]
        await opens_the_envelopes(board, house.address)

        # The timetable's hour and room stand beside now, and the plan below two candidates.
        await expect(board.get_by_role("link", name="Faire l’emploi du temps")).to_be_visible()
        await with_a_plan(board, house.address)
        await expect(board.get_by_role("heading", name="Plan de la journée")).to_be_visible()
        for page in (board, watch):
            await expect(page.get_by_text("prévu 00:00, Salle A").first).to_be_visible()
            await expect(page.get_by_text("de retard").first).to_be_visible()
        await expect(board.get_by_text("Préparation · Léa Martin · Salle B")).to_be_visible()

        # Who is there: the invigilator notes one, the responsible person the other.
        await expect(board.get_by_role("heading", name="Pointer 2 candidats attendus")).to_be_visible()
        assert await faults_at_both_sizes(board) == []
        await watch.get_by_role("button", name="Pointer Yanis Benali").click()
        await watch.get_by_role("button", name="Identité contrôlée, présent").click()
        await close_dialog(watch)
        assert await faults_at_both_sizes(watch) == []
        await board.get_by_role("button", name="Pointer Léa Martin").first.click()
        await board.get_by_role("button", name="Identité contrôlée, présent").click()
        await close_dialog(board)

        # Extra time for one of them: their end alone is later.
        await board.get_by_role("button", name="Yanis").first.click()
        await board.get_by_label("Temps majoré (%)").fill("33")
        await board.get_by_label("Référence").fill("Décision 12")
        await board.get_by_role("button", name="Accorder").click()
        await close_dialog(board)

        # The first phase, for both, by keyboard.
        await board.get_by_role("button", name="Ouvrir l’étude de cas", exact=True).focus()
        await board.keyboard.press("Enter")
        await expect(lea.get_by_text("Remise automatique à")).to_have_count(1)
        await expect(lea.get_by_text("Fin à")).to_have_count(0)
        await expect(lea.get_by_role("banner")).to_have_count(1)
        await expect(yanis.get_by_text("temps majoré compris").first).to_be_visible()

        # An evacuation stops both and says so; nothing is lost.
        await board.get_by_role("button", name="Prévenir ou suspendre").click()
        await board.get_by_label("Précision").fill("Alarme incendie")
        await board.get_by_role("button", name="Suspendre toutes les salles").click()
        await board.get_by_role("button", name="Oui, suspendre").click()
        await expect(board.get_by_role("heading", name="Reprendre l’épreuve de 2 candidats")).to_be_visible()
        await expect(watch.get_by_text("En pause").first).to_be_visible()
        await board.get_by_role("button", name="Reprendre pour tous").click()
        await expect(watch.get_by_text("En pause")).to_have_count(0)

        # Help, and a message.
        await lea.get_by_role("button", name="Appeler le surveillant").click()
        await watch.get_by_role("button", name="J’y vais").click()
        await board.get_by_role("button", name="Prévenir ou suspendre").click()
        await board.get_by_label("Affiché aux candidats").fill("Il reste du café.")
        await board.get_by_role("button", name="Envoyer").click()
        await close_dialog(board)
        await expect(lea.get_by_text("Il reste du café.")).to_be_visible()

        # The jury starts nothing before its phase; the preparation's notes are at hand in the exchanges.
        await end_early(board, "Léa")
        await board.get_by_role("button", name="Ouvrir la préparation de Léa Martin").first.click()
        await draws_their_subject(jury, lea, "37")
        await lea.get_by_label("Mes notes pour").fill("Vérifier la livraison du 12")
        await expect(lea.get_by_text("enregistré à")).to_be_visible()
        assert await faults_at_both_sizes(lea) == []
        await end_early(board, "Léa")
        await expect(lea.get_by_role("heading", name="Étape suivante")).to_be_visible()
        await board.get_by_role("button", name="Ouvrir les échanges de Léa Martin").first.click()
        await lea.get_by_role("button", name="Mes notes de préparation").click()
        await expect(lea.get_by_text("Vérifier la livraison du 12")).to_be_visible()
        assert await faults_at_both_sizes(lea) == []
        await expect(jury.get_by_role("timer")).to_be_visible()

        # The candidate's folder at the jury's desk: what is not joined is said.
        await jury.get_by_role("button", name="Dossier…").click()
        await expect(jury.get_by_role("dialog").get_by_text("dossier professionnel")).to_be_visible()
        await expect(jury.get_by_role("dialog").get_by_text("absent").first).to_be_visible()
        correction = jury.get_by_role("link", name="Correction de l’étude de cas")
        await expect(correction).to_have_attribute("href", re.compile("/jury/candidat/.+/correction"))
        await close_dialog(jury)
        await jury.goto(board.url.replace("/jury/session/", "/sessions/").replace("/journee", ""))
        await jury.get_by_role("link", name="Plis", exact=True).click()
        await expect(jury).to_have_url(re.compile("/sessions/.+/plis"))
