"""A rehearsal that was kept: marked in the list, and removed from its page, by keyboard."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from playwright.async_api import expect

from tests.browser.demo_house import ROOT, a_browser
from tests.browser.test_opening_and_draw import looked_at, signed_in
from tests.browser.test_own_account import tab_to
from tests.integration.simulator.ground import did
from tests.integration.simulator.open_centre import an_open_centre

REHEARSAL: Any = {
    "format_id": "title",
    "pack_id": "velambre",
    "subject_id": "titre-1",
    "people": [{"login": "repetition-veille-1", "name": "Paul Estève", "role": "invigilator"}],
    "password": "une-repetition-sans-suite",
}


async def test_a_kept_rehearsal_is_marked_and_goes_whole(tmp_path: Path) -> None:
    async with an_open_centre(tmp_path, web=ROOT / "web" / "dist") as house, a_browser() as browser:
        real = await house.centre.place("exam", is_shut=True)
        lead = await house.centre.lead()
        made = await did(
            lead.post("/api/staff/rehearsals", json=REHEARSAL | {"day": f"{datetime.now(UTC):%Y-%m-%d}"})
        )
        page = await signed_in(browser, house, "delmas", "/sessions")
        row = page.get_by_role("row").filter(has_text=made["title"])
        await expect(row.get_by_role("cell", name="Répétition", exact=True)).to_be_visible()
        await expect(page.get_by_role("cell", name="Répétition", exact=True)).to_have_count(1)

        await row.get_by_role("link").click()
        await expect(page.get_by_text("rien ici n’est celui d’un candidat")).to_be_visible()
        await looked_at(page, tmp_path, "repetition")
        await tab_to(page, "Supprimer la répétition…")
        await page.keyboard.press("Enter")
        await looked_at(page, tmp_path, "repetition-question")
        await page.get_by_role("button", name="Oui, supprimer").focus()
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("heading", name="Scénarios installés")).to_be_visible()
        await expect(page.get_by_text(made["title"])).to_have_count(0)
        await page.goto(f"{house.address}/sessions/{real.session_id}")
        await expect(page.get_by_role("button", name="Donner les codes de poste")).to_be_visible()
        await expect(page.get_by_role("button", name="Supprimer la répétition…")).to_have_count(0)
