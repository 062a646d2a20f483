"""« Cette installation », with the keyboard alone: what is at fault, a backup on demand, small and enlarged."""

import os
import re
from pathlib import Path

from playwright.async_api import Page, ViewportSize, expect

from tests.browser.demo_house import a_browser, at_desk, demo_house, faults

SMALL: ViewportSize = {"width": 1366, "height": 625}
AT_200: ViewportSize = {"width": 683, "height": 312}


async def focused(page: Page, name: str) -> None:
    """Tab until this is under the focus."""
    for _ in range(80):
        await page.keyboard.press("Tab")
        here = await page.evaluate("document.activeElement.ariaLabel || document.activeElement.textContent")
        if name in str(here):
            return
    raise AssertionError(f"the keyboard does not reach {name}")


async def test_what_needs_doing_is_shown_and_a_backup_is_made_with_the_keyboard_alone(tmp_path: Path) -> None:
    (tmp_path / "backups").mkdir()
    settings = f'backups = "{tmp_path / "backups"}"\n'
    async with demo_house(tmp_path, settings=settings) as house, a_browser() as browser:
        (tmp_path / "var" / "secrets.json").chmod(0o644)
        page = await at_desk(browser, house, "session_lead")
        await page.set_viewport_size(SMALL)
        await focused(page, "Voir l’installation")
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("heading", level=1, name="Cette installation")).to_be_visible()
        todo = page.get_by_role("region", name="À faire")
        await expect(todo.get_by_text("d’autres comptes de la machine")).to_be_visible(timeout=60_000)
        await expect(todo.get_by_text(re.compile("^chmod 600"))).to_be_visible()
        await expect(page.get_by_text(re.compile("1 point à corriger"))).to_be_visible()
        assert await faults(page, may_scroll=True) == []

        (tmp_path / "var" / "secrets.json").chmod(0o600)
        await focused(page, "Examiner de nouveau")
        await page.keyboard.press("Enter")
        await expect(todo.get_by_text("d’autres comptes de la machine")).to_have_count(0, timeout=60_000)
        await focused(page, "points vont bien")
        await page.keyboard.press("Enter")
        await expect(todo.get_by_text("Secrets : lisibles par le seul compte de Combiné.")).to_be_visible()

        await focused(page, "Sauvegarder maintenant")
        await page.keyboard.press("Enter")
        kept = page.get_by_role("region", name="Sauvegardes conservées")
        await expect(kept.get_by_role("listitem")).to_have_count(1, timeout=60_000)
        await expect(page.get_by_role("button", name="Sauvegarder maintenant")).to_be_enabled(timeout=60_000)
        assert len(list((tmp_path / "backups").glob("combine-*.zip"))) == 1
        await expect(kept.get_by_role("link")).to_have_count(0)
        await expect(page.get_by_text("protégez votre compte par un second facteur")).to_be_visible()
        await expect(page.get_by_text("Au rythme").or_(page.get_by_text("Prévision"))).to_be_visible()
        assert await faults(page, may_scroll=True) == []
        await page.screenshot(path=os.environ.get("SHOTS", str(tmp_path)) + "/installation-small.png")
        await page.set_viewport_size(AT_200)
        assert await faults(page, may_scroll=True) == []
        await page.screenshot(path=os.environ.get("SHOTS", str(tmp_path)) + "/installation-200.png", full_page=True)
