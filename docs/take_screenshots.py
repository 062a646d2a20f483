"""Renews the pictures of the README: `make screenshots`. The demo is played for real, in Chromium."""

import asyncio
import tempfile
from pathlib import Path

from playwright.async_api import Page, expect

from docs.small_png import small_png
from tests.browser.demo_house import DemoHouse, a_browser, at_desk, demo_house
from tests.browser.ears import Microphone
from tests.browser.exchanges import answer, hang_up, is_connected, open_file, qualify, start

IMAGES = Path(__file__).parent / "images"


async def take(page: Page, name: str) -> None:
    (IMAGES / f"{name}.png").write_bytes(small_png(await page.screenshot()))


async def play(house: DemoHouse, candidate: Page, jury: Page) -> None:
    await is_connected(candidate, jury)
    await start(jury, 1)
    await answer(candidate)
    await open_file(candidate, "VA-20417", "Mme Josiane Prat")
    await candidate.keyboard.press("Alt+n")
    await candidate.keyboard.type("Freins qui couinent, 1 900 km. Jeudi ou vendredi matin.")
    await qualify(candidate, "renseignement", "resolu", "atelier", "Révision Sereine, 129 €.")
    for key, seconds in (("1+", 4), ("2+", 5), ("3-", 6), ("5+", 4)):
        await jury.keyboard.press(key[0])
        await jury.keyboard.press(key[1])
        await asyncio.sleep(seconds)
    await candidate.keyboard.press("Alt+h")
    await asyncio.sleep(5)
    await candidate.keyboard.press("Alt+h")
    await asyncio.sleep(8)
    await jury.keyboard.press("4")
    await take(candidate, "candidate")
    await take(jury, "jury")
    await hang_up(candidate)
    await candidate.get_by_role("button", name="Terminer l’échange").click()
    link = await jury.get_by_role("link", name="Réécouter").first.get_attribute("href")
    await jury.goto(house.address + (link or ""))
    await expect(jury.locator(".flag")).to_have_count(4)
    await asyncio.sleep(2)
    await jury.keyboard.press("1")
    await take(jury, "replay")


async def main() -> None:
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        adviser, customer = (Microphone(voice, folder) for voice in ("adviser-a", "customer-hesitant"))
        async with (
            demo_house(folder) as house,
            a_browser(*adviser.flags) as one,
            a_browser(*customer.flags) as two,
        ):
            await play(house, await at_desk(one, house, "candidate"), await at_desk(two, house, "jury"))


if __name__ == "__main__":
    asyncio.run(main())
