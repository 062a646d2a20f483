"""The morning of an exam in a browser: sealed, opened by two people, a subject and a sequence drawn, by keyboard.

The sequence is heard in `test_interview.py`.
"""

import re
from io import BytesIO
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, Page, expect
from pypdf import PdfReader

from tests.browser.demo_house import ROOT, Reachable, a_browser, faults
from tests.browser.test_own_account import tab_to
from tests.browser.test_small_screens import LAPTOP, TWICE, at_size, losses
from tests.integration.simulator.ground import PASSWORD, Place
from tests.integration.simulator.open_centre import OpenCentre, an_open_centre

SMALL: Any = {"width": 1366, "height": 625}


async def signed_in(browser: Browser, house: Reachable, login: str, path: str) -> Page:
    context = await browser.new_context(locale="fr-FR", viewport=SMALL)
    context.set_default_timeout(20_000)
    page = await context.new_page()
    headers = {"X-Combine": "1", "Origin": house.address}
    body = {"login": login, "password": PASSWORD}
    assert (await context.request.post(f"{house.address}/api/staff/sign-in", data=body, headers=headers)).ok
    await page.goto(f"{house.address}{path}")
    return page


async def looked_at(page: Page, folder: Path, name: str) -> None:
    """Nothing cut, nothing that axe finds, on the small laptop and at 200 %; a picture of each is kept."""
    assert await losses(page, (LAPTOP, TWICE), axe=(LAPTOP, TWICE)) == []
    for size in (TWICE, LAPTOP):
        await at_size(page, size)
        await page.screenshot(path=folder / f"{name}-{size[0]}.png", full_page=size == TWICE)


async def test_envelopes_are_sealed_then_opened_by_two_people(tmp_path: Path) -> None:
    async with an_open_centre(tmp_path, web=ROOT / "web" / "dist") as house, a_browser() as browser:
        place = await an_exam(house)
        page = await signed_in(browser, house, "delmas", f"/sessions/{place.session_id}/plis")
        await expect(page.get_by_role("heading", name="Plis fermés")).to_be_visible()
        await looked_at(page, tmp_path, "plis-fermes")

        await page.get_by_role("button", name="Mettre sous scellés").click()
        await page.get_by_role("button", name="Sceller", exact=True).click()
        sheet = page.get_by_role("dialog", name="À imprimer maintenant")
        code = await sheet.get_by_text(re.compile(r"^[A-Z2-9]{4}(-[A-Z2-9]{4}){3}$")).inner_text()
        await expect(sheet.get_by_text(re.compile("^AGE-SECRET-KEY-1"))).to_be_visible()
        assert await faults(page, may_scroll=True) == []
        await page.screenshot(path=tmp_path / "feuilles.png")
        printed = [one.extract_text() for one in PdfReader(BytesIO(await page.pdf(format="A4"))).pages]
        assert [code in text for text in printed] == [True, False], printed
        assert ["AGE-SECRET-KEY-1" in text.replace("\n", "") for text in printed] == [False, True]
        await page.keyboard.press("Escape")
        await page.get_by_role("button", name="Revoir les deux feuilles").click()
        await expect(sheet.get_by_text(code)).to_be_visible()
        await page.get_by_role("button", name="Elles sont imprimées").click()
        await expect(page.get_by_role("button", name="Revoir les deux feuilles")).to_have_count(0)
        await page.reload()
        await expect(page.get_by_text("Sujet chiffré")).to_be_visible()
        assert code not in await page.content()

        await page.get_by_role("heading", name="Plis fermés").evaluate("e => { e.tabIndex = -1; e.focus(); }")
        await tab_to(page, "Je vois les plis scellés")
        await page.keyboard.press("Enter")
        await expect(page.get_by_text("Claire Delmas, à")).to_be_visible()
        await tab_to(page, "Il tape le code de sa feuille, ou son nom complet s’il s’en est déjà servi")
        await page.keyboard.type("Quelqu’un d’autre")
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("alert")).to_contain_text("Ce n’est ni le code de poste")
        await page.get_by_label("Il tape le code").fill(place.code)
        await looked_at(page, tmp_path, "plis-constat")
        await page.keyboard.press("Enter")
        await expect(page.get_by_text("par le code de sa feuille")).to_be_visible()

        await page.get_by_label("Code d’ouverture").fill(code.lower().replace("-", " "))
        await page.get_by_role("button", name="Ouvrir les plis").click()
        await expect(page.get_by_role("heading", name=re.compile("^Plis ouverts à"))).to_be_visible()
        await expect(page.get_by_text("Lina Ferrand, plis vus scellés")).to_be_visible()
        await looked_at(page, tmp_path, "plis-ouverts")


async def test_a_subject_then_a_sequence_are_drawn(tmp_path: Path) -> None:
    async with an_open_centre(tmp_path, web=ROOT / "web" / "dist") as house, a_browser() as browser:
        place = await an_exam(house)
        page = await signed_in(browser, house, "roy", f"/jury/candidat/{place.seat_id}/tirage")
        await expect(page.get_by_text("Les plis de la journée ne sont pas ouverts")).to_be_visible()
        await expect(page.get_by_role("button", name="Publier l’engagement")).to_be_disabled()
        await opened(house, place)

        await page.reload()
        await page.get_by_role("button", name="Publier l’engagement").click()
        own = await says_on_their_own_screen(browser, house, place)
        await looked_at(own, tmp_path, "mon-tirage")
        await expect(page.get_by_role("heading", name=re.compile(r"^Sujet [12]\b"))).to_be_visible()
        await expect(page.get_by_role("heading", name="La préparation peut commencer")).to_be_visible()

        await page.get_by_role("link", name="Tirage de la séquence enregistrée").click()
        await expect(page.get_by_role("heading", name="Séquence …")).to_be_visible()
        await looked_at(page, tmp_path, "tirage-avant")
        await page.get_by_role("heading", name="Séquence …").evaluate("e => { e.tabIndex = -1; e.focus(); }")
        await tab_to(page, "Publier l’engagement")
        await page.keyboard.press("Enter")
        await expect(page.get_by_label("Dites un nombre ou un mot")).to_be_focused()
        await looked_at(page, tmp_path, "tirage-parole")
        await page.keyboard.type("Éléphant")
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("heading", name=re.compile("^Séquence [1-4]$"))).to_be_visible()
        await expect(page.get_by_text("Vous avez dit « Éléphant »")).to_be_visible()
        for secret in ("Le ton monte", "La promesse oubliée", "colere", "inquiet", "Leroux"):
            assert secret not in await page.content(), "nothing tells what is to be heard"
        await looked_at(page, tmp_path, "tirage-resultat")

        result = page.get_by_role("heading", name=re.compile("^Séquence [1-4]$"))
        height: float = await result.evaluate("e => parseFloat(getComputedStyle(e).fontSize)")
        assert height >= 80, "read from three metres"

        await tab_to(page, "Passer à l’écoute")
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("button", name="Lancer l’écoute")).to_have_count(0)
        await expect(page.get_by_role("heading", name="Préparation du candidat")).to_be_visible()


async def says_on_their_own_screen(browser: Browser, house: OpenCentre, place: Place) -> Page:
    """The candidate's page of the subject's draw, by keyboard, until it can be verified."""
    context = await browser.new_context(locale="fr-FR", viewport=SMALL)
    own = await context.new_page()
    headers = {"X-Combine": "1", "Origin": house.address}
    body = {"code": place.code}
    assert (await context.request.post(f"{house.address}/api/candidate/sign-in", data=body, headers=headers)).ok
    await own.goto(f"{house.address}/candidat/tirage")
    await own.get_by_label("Dites un nombre ou un mot").fill("37")
    await own.keyboard.press("Enter")
    await expect(own.get_by_role("heading", name=re.compile(r"^Sujet [12]\b"))).to_be_visible()
    await expect(own.get_by_text("Tapez cette ligne dans l’outil")).to_be_visible()
    await expect(own.get_by_role("button", name="Tester le micro")).to_be_visible()
    return own


async def an_exam(house: OpenCentre) -> Place:
    """A whole title day of the shipped scenario, its envelopes shut."""
    day = {"format_id": "title", "days": ["2026-12-14"]}
    return await house.centre.place("exam", is_shut=True, pack_id="velambre", subject_id="titre-1", exam_day=day)


async def opened(house: OpenCentre, place: Place) -> None:
    lead, at = await house.centre.lead(), f"/api/staff/exam-days/{place.session_id}/opening"
    who = {"seat_id": place.seat_id, "code_or_name": place.code}
    for path, body in (("lead", {}), ("candidate", who), ("open", {})):
        answer = await lead.post(f"{at}/{path}", json=body)
        assert answer.status_code == 200, answer.text
