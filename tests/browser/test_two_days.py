"""The responsible person of a session of two dates: the day that they look at is in the address, and theirs alone."""

import re
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.browser.demo_house import SCREEN, a_browser, faults
from tests.browser.test_case_study import WEB
from tests.integration.simulator.ground import PASSWORD
from tests.integration.simulator.open_centre import an_open_centre
from tests.integration.simulator.test_two_days import FIRST, SECOND, a_session


@pytest.mark.timeout(300)
async def test_the_board_keeps_its_day_and_speaks_to_that_day_alone(tmp_path: Path) -> None:
    async with an_open_centre(tmp_path, web=WEB) as house, a_browser() as browser:
        session = await a_session(house.centre)
        context = await browser.new_context(viewport=SCREEN, locale="fr-FR")
        headers = {"X-Combine": "1", "Origin": house.address}
        body = {"login": "delmas", "password": PASSWORD}
        assert (await context.request.post(f"{house.address}/api/staff/sign-in", data=body, headers=headers)).ok
        page = await context.new_page()
        await page.goto(f"{house.address}/jury/session/{session.session_id}/journee")
        await expect(page.get_by_role("combobox", name="Jour")).to_have_value(FIRST)
        await page.get_by_role("combobox", name="Jour").select_option(SECOND)
        await expect(page).to_have_url(re.compile(rf"\?jour={SECOND}$"))
        await page.reload()
        await expect(page.get_by_role("combobox", name="Jour")).to_have_value(SECOND)
        await expect(page.get_by_text("Noé").first).to_be_visible()
        await expect(page.get_by_text("Éva")).to_have_count(0)

        await page.get_by_role("button", name="Prévenir ou suspendre").click()
        await page.get_by_label("Affiché aux candidats et aux surveillants").fill("Rangez vos téléphones.")
        await page.get_by_role("button", name="Envoyer").click()
        await page.get_by_role("dialog").get_by_role("button", name="Fermer").click()
        assert [len((await session.board(day))["messages"]) for day in (FIRST, SECOND)] == [0, 1]

        assert await faults(page, may_scroll=True) == []
        await page.get_by_role("link", name="Emploi du temps", exact=True).click()
        await expect(page.get_by_role("combobox", name="Jour")).to_have_value(SECOND)
        await page.go_back()
        await page.get_by_role("link", name="Surveillance").click()
        await expect(page.get_by_role("combobox", name="Jour")).to_have_value(SECOND)
        await expect(page.get_by_text("Rangez vos téléphones.").first).to_be_visible()
