"""The second browser: a call, a chat and their replay in Firefox ESR, as Debian ships it."""

import re
from pathlib import Path

import numpy as np
from playwright.async_api import Page, expect

from tests.browser.demo_house import DemoHouse, at_desk
from tests.browser.exchanges import (
    answer,
    finished_recording,
    hang_up,
    is_connected,
    open_file,
    replay_of,
    start,
)
from tests.browser.firefox import HUM, a_firefox
from tests.sound import RATE, Samples, read_stereo


def strongest_note(sound: Samples) -> float:
    """In hertz, within the band of a voice."""
    power = np.abs(np.fft.rfft(sound))
    notes = np.fft.rfftfreq(len(sound), 1 / RATE)
    power[(notes < 100) | (notes > 3400)] = 0
    return float(notes[np.argmax(power)])


async def typed(page: Page, label: str, text: str) -> None:
    """Key by key, and only letters that an American keyboard has: the others come over BiDi by another way."""
    await page.get_by_label(label).click()
    await page.keyboard.type(text)


async def the_replay(staff: Page, house: DemoHouse, number: int) -> Page:
    """The page of the seat's exchange `number`, from 0."""
    link = staff.get_by_role("link", name="Réécouter").nth(number)
    page = await staff.context.new_page()
    await page.goto(house.address + (await link.get_attribute("href") or ""))
    return page


async def test_a_call_a_chat_and_their_replay(house: DemoHouse, tmp_path: Path) -> None:
    async with a_firefox(tmp_path) as browser:
        candidate = await at_desk(browser, house, "candidate", "practice")
        trainer = await at_desk(browser, house, "trainer", "practice")
        await is_connected(candidate, trainer)
        await start(trainer, 1)
        await answer(candidate)
        await expect(trainer.get_by_text("Il vous entend")).to_be_visible()
        await trainer.locator("body").click(position={"x": 5, "y": 400})
        await trainer.keyboard.press("1")
        await trainer.keyboard.press("+")
        await expect(trainer.locator("[data-sign=favourable]")).to_have_count(1)
        await open_file(candidate, "VA-20417", "Mme Josiane Prat")
        await hang_up(candidate)
        await candidate.get_by_role("combobox", name="Motif").select_option("Renseignement")
        await typed(candidate, "Commentaire", "Rendez-vous pris vendredi.")
        await candidate.keyboard.press("Tab")
        await expect(candidate.get_by_text("enregistré à").first).to_be_visible()
        await candidate.get_by_role("button", name="Terminer l’échange").click()
        for side in read_stereo(await finished_recording(trainer, house, tmp_path)):
            assert abs(strongest_note(side) - HUM) < 5

        await start(trainer, 2)
        await typed(trainer, "Votre message", "bonjour")
        await trainer.keyboard.press("Enter")
        await expect(candidate.locator(".bubble")).to_have_count(1)
        await typed(candidate, "Votre message", "Bonjour Madame, je vous lis.")
        await candidate.keyboard.press("Enter")
        await expect(trainer.locator(".bubble")).to_have_count(2)
        await candidate.get_by_role("button", name="Clore…").click()
        await candidate.get_by_role("button", name=re.compile("^Clore")).last.click()
        await candidate.get_by_role("button", name="Terminer l’échange").click()

        call = await the_replay(trainer, house, 0)
        play = call.get_by_role("button", name=re.compile("^Écouter"))
        await expect(play).to_be_enabled()
        slider = call.get_by_role("slider", name="Position dans l’enregistrement")
        for _ in range(2):
            await play.click()
            await expect(slider).not_to_have_attribute("aria-valuenow", "0", timeout=10_000)
            # A machine without a sound device plays it in silence, and says so: that is another sentence.
            await expect(call.get_by_text("ne se charge pas")).to_have_count(0)
            # Once it has played, and again as the page is loaded with all of it at hand.
            await call.reload()
            await expect(play).to_be_enabled()
        chat = await the_replay(trainer, house, 1)
        await expect(chat.locator(".bubble")).to_have_count(2)
        run_id = chat.url.rsplit("/", 1)[1]
        assert [one["by"] for one in (await replay_of(trainer, house, run_id))["messages"]] == [
            "customer",
            "candidate",
        ]
