"""A break that a decision grants, at the candidate's screen: seen, typed into in vain, ended; nothing is lost."""

import re
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.browser.cut_network import cut_network
from tests.browser.demo_house import a_browser, faults
from tests.browser.test_case_study import Exam, an_exam, at_case_study, letter
from tests.integration.simulator.exam_days import HandedIn
from tests.integration.simulator.ground import did

TITLE = re.compile("Pause jusqu’à")


async def leaves(exam: Exam) -> None:
    await _keeper_says(exam, "break", {})


async def comes_back(exam: Exam) -> None:
    await _keeper_says(exam, "break/end", None)


async def _keeper_says(exam: Exam, what: str, body: object) -> None:
    keeper, place = await exam.house.centre.as_("veille"), exam.place
    await did(keeper.post(f"/api/staff/exam-days/{place.session_id}/seats/{place.seat_id}/{what}", json=body))


async def goes_on(page: Page, words: str) -> None:
    """At the end of what stands there."""
    sheet = await letter(page)
    await sheet.press("Control+End")
    await page.keyboard.type(words)


@pytest.mark.timeout(300)
async def test_a_break_shuts_the_sheet_and_gives_back_all_that_was_typed_before_it(tmp_path: Path) -> None:
    async with an_exam(tmp_path) as exam, cut_network(exam.house) as network, a_browser() as browser:
        clock, lead, place = HandedIn(exam.house.centre.services.clock), await exam.house.centre.lead(), exam.place
        granted = {"seat_id": place.seat_id, "breaks": 2, "break_minutes": 10, "reference": "Décision 14"}
        await did(lead.post(f"/api/staff/exam-days/{place.session_id}/accommodations", json=granted))
        page = await at_case_study(browser, exam, network)

        # The last keys before the break have not waited for a pause of the typing.
        await goes_on(page, "Madame, je vous présente")
        await leaves(exam)
        await expect(page.get_by_role("heading", name=TITLE)).to_be_visible()
        await expect(page.get_by_text("Votre temps est arrêté")).to_be_visible()
        await expect(page.get_by_text("Pauses : reste 1 sur 2").last).to_be_visible()
        await expect(page.get_by_role("textbox", name="Courrier de réponse")).to_have_count(0)
        assert await faults(page) == []
        await page.keyboard.type("écrit pendant la pause")
        clock.passes(1)
        assert await exam.kept() == "Madame, je vous présente"

        await comes_back(exam)
        sheet = await letter(page)
        await expect(sheet).to_have_text("Madame, je vous présente")
        await goes_on(page, " nos excuses.")
        await expect(page.get_by_text("tout est sur le serveur")).to_be_visible()
        assert await exam.kept() == "Madame, je vous présente nos excuses."

        # The network is cut, so that the words before the break come long after its beginning: they wait for its end.
        network.cut()
        await goes_on(page, " La batterie est échangée.")
        await expect(page.get_by_text("1 phrase en copie locale, pas encore transmise")).to_be_visible()
        await leaves(exam)
        clock.passes(1)
        network.mend()
        await expect(page.get_by_role("heading", name=TITLE)).to_be_visible()
        assert await exam.kept() == "Madame, je vous présente nos excuses."
        clock.passes(10)
        await expect(await letter(page)).to_contain_text("La batterie est échangée.")
        await expect(page.get_by_text("tout est sur le serveur")).to_be_visible()
        assert await exam.kept() == "Madame, je vous présente nos excuses. La batterie est échangée."
