"""« Mon compte » with the keyboard alone, on a small screen and at 200 %; and what the lead sees of guessing."""

import re
from pathlib import Path

import httpx
import pyotp
from playwright.async_api import Page, ViewportSize, expect

from simulator.demo import PASSWORD
from tests.browser.demo_house import DemoHouse, a_browser, faults

SMALL: ViewportSize = {"width": 1366, "height": 625}
AT_200: ViewportSize = {"width": 683, "height": 312}
"""What a browser has left of the small screen once it shows everything twice as large."""

LEAD = "demo-responsable"


async def sign_in(page: Page, house: DemoHouse, *, to: str) -> None:
    await page.goto(f"{house.address}/connexion?vers={to}")
    await page.get_by_label("Identifiant").focus()
    for typed in (LEAD, PASSWORD):
        await page.keyboard.type(typed)
        await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")


async def tab_to(page: Page, name: str) -> None:
    """With the keyboard, until the focus is on what has this name."""
    for _ in range(60):
        await page.keyboard.press("Tab")
        label = await page.evaluate(
            "() => { const e = document.activeElement;"
            " return (e.getAttribute('aria-label') || e.labels?.[0]?.innerText || e.innerText || '').trim(); }"
        )
        if label == name:
            return
    raise AssertionError(f"« {name} » is not reached with Tab")


async def test_a_second_factor_is_set_up_and_used_with_the_keyboard_alone(house: DemoHouse, tmp_path: Path) -> None:
    async with a_browser() as browser:
        context = await browser.new_context(locale="fr-FR", viewport=SMALL)
        page = await context.new_page()
        await sign_in(page, house, to="/compte")
        await expect(page.get_by_role("heading", level=1, name="Mon compte")).to_be_visible()
        await expect(page.get_by_role("heading", name="Second facteur")).to_be_visible()
        assert await faults(page, may_scroll=True) == []
        await page.screenshot(path=tmp_path / "compte.png")

        await page.get_by_role("heading", name="Second facteur").evaluate("e => { e.tabIndex = -1; e.focus(); }")
        await tab_to(page, "Mot de passe actuel")
        await page.keyboard.type(PASSWORD)
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("img", name="Code QR du second facteur")).to_be_visible()
        secret = await page.locator("section", has=page.get_by_role("img")).locator("b").inner_text()
        assert await faults(page, may_scroll=True) == []
        await page.screenshot(path=tmp_path / "qr.png")
        await page.set_viewport_size(AT_200)
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "nothing beyond the edge"
        await page.screenshot(path=tmp_path / "qr-200.png", full_page=True)
        await page.set_viewport_size(SMALL)
        totp = pyotp.TOTP(secret)
        figures = totp.now()
        await page.get_by_label("Les six chiffres").focus()
        await page.keyboard.type(figures)
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("status").get_by_role("listitem")).to_have_count(10)
        (recovery, *_) = await page.get_by_role("status").get_by_role("listitem").all_inner_texts()
        assert await faults(page, may_scroll=True) == []
        await page.screenshot(path=tmp_path / "codes.png", full_page=True)

        other = await (await browser.new_context(locale="fr-FR", viewport=SMALL)).new_page()
        await sign_in(other, house, to="/compte")
        await expect(other.get_by_role("alert")).to_contain_text("Entrez aussi le code de votre application")
        await expect(other.get_by_label("Code de l’application, ou code de secours")).to_be_focused()
        assert await faults(other, may_scroll=True) == []
        await other.screenshot(path=tmp_path / "connexion.png")
        await other.keyboard.type(recovery)
        await other.keyboard.press("Enter")
        await expect(other.get_by_text("9 codes de secours restants")).to_be_visible()


async def test_the_lead_is_told_of_guessing_and_reopens_with_one_click(house: DemoHouse, tmp_path: Path) -> None:
    headers = {"X-Combine": "1", "Origin": house.address}
    async with a_browser() as browser, httpx.AsyncClient(base_url=house.address, headers=headers) as guesser:
        page = await (await browser.new_context(locale="fr-FR", viewport=SMALL)).new_page()
        await sign_in(page, house, to="/sessions")
        await expect(page.get_by_role("heading", level=1, name="Séances")).to_be_visible()
        for _ in range(7):
            await guesser.post("/api/staff/sign-in", json={"login": "demo-jury", "password": "mauvais"})
        row = page.get_by_role("listitem").filter(has_text=re.compile("essais faux"))
        await expect(row).to_contain_text("Nadia Roy", timeout=15_000)
        assert await faults(page, may_scroll=True) == []
        await page.screenshot(path=tmp_path / "essais.png")
        await row.get_by_role("button", name="Rouvrir").press("Enter")
        await expect(row).to_have_count(0)
        await page.get_by_role("button", name="Modifier le compte de Nadia Roy").press("Enter")
        await expect(page.get_by_role("dialog", name="Nadia Roy")).to_be_visible()
        assert await faults(page, may_scroll=True) == []
        await page.screenshot(path=tmp_path / "personne.png")
        await page.keyboard.press("Escape")
        answer = await guesser.post("/api/staff/sign-in", json={"login": "demo-jury", "password": PASSWORD})
        assert answer.status_code == 200
