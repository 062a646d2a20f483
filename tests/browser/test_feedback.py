"""The trainee’s own feedback, once a practice chat is over, and the progress that it makes, on both sides."""

import re
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.browser.demo_house import ALLOWED, a_browser, at_desk, demo_house, faults
from tests.browser.exchanges import is_connected, start, write

WRITTEN = "Les pièces est en route, et je reste a votre disposition."


@pytest.mark.timeout(300)  # the first question waits for the models to be read
async def test_a_trainee_reads_their_feedback_and_the_trainers_words_take_its_place(tmp_path: Path) -> None:
    async with demo_house(tmp_path) as house, a_browser(ALLOWED) as browser:
        trainer = await at_desk(browser, house, "trainer", "practice")
        desk = await at_desk(browser, house, "candidate", "practice")
        await is_connected(desk, trainer)
        await start(trainer, 2)
        for page, text in (
            (trainer, "bonjour le vélo ne charge plus depuis hier soir il me le faut cette nuit"),
            (desk, "Bonjour, si je comprends bien, votre vélo ne charge plus depuis hier soir ?"),
            (trainer, "oui"),
            (desk, WRITTEN),
        ):
            await write(page, text)
            await expect(page.get_by_text(text)).to_be_visible()
        await desk.get_by_role("button", name="Clore…").click()
        await desk.get_by_role("button", name="Clore le chat").click()
        await desk.get_by_role("button", name="Terminer l’échange").click()

        await desk.get_by_role("link", name=re.compile("Réécouter l’échange 2")).click()
        mine = desk.get_by_role("region", name="Mon retour")
        await expect(mine.get_by_role("heading", name="Pour aller plus loin")).to_be_visible()
        await expect(mine.get_by_role("heading", name="Ce qui a été mesuré")).to_be_visible()
        await expect(mine.locator("mark").filter(has_text="a votre")).to_be_visible()
        await expect(mine.get_by_text("« à » demande un accent")).to_be_visible()
        assert await faults(desk) == []
        await desk.screenshot(path=tmp_path / "feedback.png")

        link = await trainer.get_by_role("link", name="Réécouter").first.get_attribute("href")
        await trainer.goto(house.address + (link or ""))
        await trainer.get_by_role("button", name="Proposer un texte").click()
        await trainer.get_by_role("button", name="Partager avec le candidat").click()
        await expect(trainer.get_by_role("button", name="Partager à nouveau")).to_be_visible()
        await desk.reload()
        await expect(desk.get_by_role("heading", name="Le mot de votre formateur")).to_be_visible()
        await expect(desk.get_by_role("heading", name="Pour aller plus loin")).to_have_count(0)
        await desk.get_by_role("tab", name="Critères").click()
        await expect(desk.get_by_text("CP2.1")).to_be_visible()
        assert await faults(desk) == []

        await desk.get_by_role("link", name="Ma progression").click()
        await expect(desk.get_by_role("heading", name="À travailler ensuite")).to_be_visible()
        await expect(desk.get_by_text("1 échange joué sur")).to_be_visible()
        assert await faults(desk, may_scroll=True) == []
        await trainer.goto(house.address + "/progression")
        await trainer.get_by_role("link", name="Léa Martin").click()
        await expect(trainer.get_by_role("heading", name="Léa Martin")).to_be_visible()
        await expect(trainer.locator(".recharts-surface").first).to_be_visible()
        assert await faults(trainer, may_scroll=True) == []
