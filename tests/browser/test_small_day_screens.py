"""A session of several dates on a small laptop and at 200 %: its preparation, the responsible person's day and the
invigilator's desk, the day chosen by keyboard alone."""

import re
from datetime import datetime
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.browser.day_desks import staff_at
from tests.browser.day_morning import gives_codes, imports, makes_the_session, plans
from tests.browser.demo_house import ROOT, a_browser
from tests.browser.test_opening_and_draw import looked_at
from tests.integration.simulator.exam_days import HandedIn
from tests.integration.simulator.open_centre import an_open_centre

FIRST, SECOND = "2027-05-11", "2027-05-12"
LIST = f"""Nom;Prénom;Jour;Poste;Temps majoré;Référence
Martin;Léa;{FIRST};Salle A · Poste 1;;
Benali;Yanis;{FIRST};Salle A · Poste 2;33 %;Décision 12
N’Guyen-Lê;Zoé;{SECOND};Salle A · Poste 1;;
Petit;Noé;{SECOND};Salle A · Poste 2;;
"""
MORNING = datetime.fromisoformat(f"{FIRST}T08:15").astimezone()


async def chooses(page: Page, day: str, key: str) -> None:
    """From the top of the page by the tab key to the days, then by an arrow."""
    await page.get_by_role("heading").first.evaluate("e => { e.tabIndex = -1; e.focus(); }")
    days = page.get_by_role("combobox", name="Jour", exact=True)
    for _ in range(30):
        await page.keyboard.press("Tab")
        if await days.evaluate("e => e === document.activeElement"):
            break
    await page.keyboard.press(key)
    await expect(days).to_have_value(day)


@pytest.mark.timeout(240)
async def test_days_of_a_session_of_several_are_chosen_and_read(tmp_path: Path) -> None:
    async with an_open_centre(tmp_path, web=ROOT / "web" / "dist") as house, a_browser() as browser:
        HandedIn(house.centre.services.clock).goes_to(MORNING)
        lead = await staff_at(browser, house, "delmas", "/sessions")
        session_id = await makes_the_session(lead, "Titre, deux journées de mai", FIRST, SECOND)
        await imports(lead, LIST, candidates=4)
        await expect(lead.get_by_role("heading", name="Binômes de jury")).to_be_visible()
        await looked_at(lead, tmp_path, "jury-et-salles")
        await lead.get_by_role("button", name="1. Candidats").click()
        await looked_at(lead, tmp_path, "candidats")
        await lead.get_by_role("button", name="2. Jury et salles").click()
        await plans(lead)
        await looked_at(lead, tmp_path, "imprimer")
        await lead.get_by_role("button", name="3. Plan").click()
        await looked_at(lead, tmp_path, "plan")
        await chooses(lead, SECOND, "ArrowDown")
        await lead.get_by_role("button", name="1. Candidats").click()
        await expect(lead.get_by_text("Zoé N’Guyen-Lê").first).to_be_visible()
        await expect(lead.get_by_text("Léa Martin")).to_have_count(0)
        await looked_at(lead, tmp_path, "second-jour")

        await gives_codes(lead, house, session_id)
        await looked_at(lead, tmp_path, "codes")
        for page, path, name in (
            (lead, f"/jury/session/{session_id}/journee", "journee"),
            (await staff_at(browser, house, "veille", f"/surveillance/{session_id}"), "", "surveillance"),
        ):
            if path:
                await page.goto(house.address + path)
            await expect(page.get_by_text("Léa Martin").first).to_be_visible()
            await looked_at(page, tmp_path, f"{name}-1")
            await chooses(page, SECOND, "ArrowDown")
            await expect(page.get_by_text("Noé Petit").first).to_be_visible()
            await expect(page.get_by_text("Léa Martin")).to_have_count(0)
            await looked_at(page, tmp_path, f"{name}-2")
            if page is lead:
                # The day that is read is the one that is then planned.
                await page.get_by_role("link", name="Faire l’emploi du temps").click()
                await expect(page.get_by_role("combobox", name="Jour", exact=True)).to_have_value(SECOND)
                await expect(page.get_by_role("heading", name="Binômes de jury")).to_be_visible()
                await page.go_back()
                await chooses(page, SECOND, "ArrowDown")
            await chooses(page, FIRST, "ArrowUp")
            await expect(page.get_by_role("button", name=re.compile("Léa Martin")).first).to_be_visible()
