"""« Réseau de la salle » from a browser: microphone, UDP through the product's own line, bandwidth, in words."""

import re
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.browser.demo_house import ALLOWED, ROOT, a_browser
from tests.browser.test_deliberation import faults_at_both_sizes, signed_in
from tests.integration.simulator.open_centre import an_open_centre


@pytest.mark.timeout(120)
async def test_a_room_is_told_whether_its_network_carries_the_days_calls(tmp_path: Path) -> None:
    async with an_open_centre(tmp_path, web=ROOT / "web" / "dist") as house, a_browser(ALLOWED) as browser:
        page = await signed_in(browser, house, "delmas", "/reseau")
        await page.context.grant_permissions(["microphone"])
        calls = page.get_by_label("Appels à la fois dans cette salle")
        await calls.fill("2")
        await calls.press("Enter")
        found = page.get_by_role("region", name="Ce qui a été trouvé")
        await expect(found).to_contain_text("Un micro répond", timeout=60_000)
        await expect(found).to_contain_text("Le son passe directement, en UDP")
        await expect(found).to_contain_text("Aucun relais n’est réglé, et cette salle s’en passe.")
        await expect(found).to_contain_text(re.compile(r"Mbit/s à l’envoi\s: assez pour 2 appels à la fois"))
        assert await faults_at_both_sizes(page, may_scroll=True) == []
        # Its line is gone with the check: none stays open at the server.
        lead = house.centre.ids["delmas"]
        assert house.centre.services.switch.line_state(f"network-check-{lead}") == "absent"
