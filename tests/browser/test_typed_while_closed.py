"""Typed offline after an early closing: kept at the reopening, and said to candidate and room (decision 060)."""

from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.browser.cut_network import cut_network
from tests.browser.demo_house import SCREEN, a_browser, faults
from tests.browser.test_break import goes_on
from tests.browser.test_case_study import an_exam, at_case_study
from tests.integration.simulator.exam_days import HandedIn
from tests.integration.simulator.ground import PASSWORD, did


@pytest.mark.timeout(300)
async def test_words_typed_while_the_case_study_was_closed_are_kept_and_said(tmp_path: Path) -> None:
    async with an_exam(tmp_path) as exam, cut_network(exam.house) as network, a_browser() as browser:
        clock, lead, place = HandedIn(exam.house.centre.services.clock), await exam.house.centre.lead(), exam.place
        day = f"/api/staff/exam-days/{place.session_id}"
        acted = {"phase": "case_study", "seat_ids": [place.seat_id], "reason": "close par erreur"}
        page = await at_case_study(browser, exam, network)
        await goes_on(page, "Madame, je vous présente nos excuses.")
        await expect(page.get_by_text("tout est sur le serveur")).to_be_visible()

        network.cut()
        clock.passes(5)
        await did(lead.post(f"{day}/phases/close", json=acted))
        # A minute after the closing, by the page's clock as by the server's.
        await page.evaluate("() => { const real = Date.now; Date.now = () => real() + 6 * 60_000; }")
        await goes_on(page, " Écrit sans le savoir.")
        await expect(page.get_by_text("en copie locale, pas encore transmise")).to_be_visible()
        clock.passes(5)
        await did(lead.post(f"{day}/phases/reopen", json=acted | {"minutes": 20}))
        network.mend()
        await expect(page.get_by_text("a été écrite pendant que l’étude de cas était fermée")).to_be_visible()
        assert await exam.kept() == "Madame, je vous présente nos excuses. Écrit sans le savoir."
        assert await faults(page) == []
        await page.get_by_role("button", name="J’ai lu").click()
        await expect(page.get_by_text("était fermée")).to_have_count(0)

        context = await browser.new_context(viewport=SCREEN, locale="fr-FR")
        headers = {"X-Combine": "1", "Origin": exam.house.address}
        body = {"login": "delmas", "password": PASSWORD}
        signed = await context.request.post(f"{exam.house.address}/api/staff/sign-in", data=body, headers=headers)
        assert signed.ok
        board = await context.new_page()
        await board.goto(f"{exam.house.address}/jury/session/{place.session_id}/journee")
        await expect(board.get_by_text("a été écrite pendant la fermeture")).to_be_visible()
        assert await faults(board, may_scroll=True) == []

        # Away while the whole session is closed: the page stays, and says what the server has not got.
        network.cut()
        await goes_on(page, " Une phrase de trop.")
        await expect(page.get_by_text("en copie locale, pas encore transmise")).to_be_visible()
        await did(lead.post(f"/api/staff/sessions/{place.session_id}/close"))
        network.mend()
        await expect(page.get_by_role("heading", name="Ce poste est fermé")).to_be_visible()
        await expect(page.get_by_text("ne sont pas arrivées au serveur")).to_be_visible()
        assert await faults(page) == []
