"""What jurors and the responsible person do by the pages, from marks to archives; for tests of a whole day."""

import re
from pathlib import Path

from playwright.async_api import Page, expect

from tests.browser.day_desks import Candidate, Evening
from tests.integration.simulator.ground import PASSWORD


async def hands_in(desk: Page, verdict: str) -> str:
    """One verdict on the first criterion of the exchange that is shown, then all marks; the criterion's label."""
    given = desk.get_by_label(re.compile("^Avis sur")).first
    await given.select_option(verdict)
    await expect(given).to_have_value(verdict)
    await desk.get_by_role("button", name="Rendre ma notation…").click()
    await desk.get_by_role("button", name="Oui, rendre").click()
    return str(await given.get_attribute("aria-label"))


async def settles(page: Page, verdict: str, reason: str) -> int:
    """Each difference that is left, first to last; how many there were."""
    settled = 0
    while await page.get_by_role("button", name="Retenir ce verdict").count():
        card = page.get_by_role("form").filter(has=page.get_by_role("radio")).first
        assert await card.locator("input:checked").count() == 0, "no verdict is proposed"
        label = str(await card.get_attribute("aria-label"))
        await card.get_by_role("radio", name=verdict).check()
        await card.get_by_role("textbox").fill(reason)
        await card.get_by_role("button", name="Retenir ce verdict").click()
        await expect(page.get_by_role("form", name=label)).to_have_count(0)
        settled += 1
    return settled


async def decides(page: Page, refused: dict[str, str]) -> list[str]:
    """Every line of the jury's decisions; `refused`: reasons by line. Returns the lines."""
    lines = page.get_by_label(re.compile(", décision du jury$"))
    names = [str(await one.get_attribute("aria-label")).split(",")[0] for one in await lines.all()]
    for name in names:
        line = page.get_by_label(f"{name}, décision du jury", exact=True)
        assert await line.input_value() == "undecided", f"{name} was decided by nobody"
        await line.select_option("not_acquired" if name in refused else "acquired")
        if name in refused:
            await page.get_by_label(f"Motif de la décision, {name}", exact=True).fill(refused[name])
            await page.get_by_role("button", name="Garder ce motif").click()
            await expect(page.get_by_label(f"Motif de la décision, {name}", exact=True)).to_have_count(0)
        await expect(line).to_have_value("not_acquired" if name in refused else "acquired")
    return names


async def signs(page: Page) -> None:
    """The password again, below what is signed."""
    await page.get_by_role("button", name="Signer la délibération…").click()
    await page.get_by_label("Votre mot de passe, comme signature").fill(PASSWORD)
    await page.get_by_role("dialog").get_by_role("button", name="Signer", exact=True).click()
    await expect(page.get_by_role("dialog")).to_have_count(0)


async def downloads(page: Page, name: str, folder: Path) -> Path:
    """An archive, through its link."""
    async with page.expect_download() as coming:
        await page.get_by_role("link", name=f"Télécharger l’archive, {name}").click()
    got = await coming.value
    path = folder / got.suggested_filename
    await got.save_as(path)
    return path


def deliberation(evening: Evening, one: Candidate | None = None) -> str:
    """The path of its page: a candidate's, or the whole session's."""
    return f"/sessions/{evening.session_id}/deliberation" + (f"/{one.seat_id}" if one else "")
