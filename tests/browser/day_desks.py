"""Who sits where on an exam day: a browser context each, staff by their account, candidates by the code they type."""

from dataclasses import dataclass
from typing import Any

from playwright.async_api import Browser, Page

from tests.browser.demo_house import KEEP_TRACKS
from tests.integration.simulator.exam_days import HandedIn
from tests.integration.simulator.ground import PASSWORD, did
from tests.integration.simulator.open_centre import OpenCentre

LAPTOP: Any = {"width": 1366, "height": 625}


@dataclass(frozen=True)
class Candidate:
    """One of the list, as the sheet with their code tells them."""

    name: str
    seat_id: str
    code: str

    @property
    def first_name(self) -> str:
        return self.name.split()[0]


@dataclass(frozen=True)
class Evening:
    """What the rest of a day needs, once the exchanges are over."""

    house: OpenCentre
    clock: HandedIn
    session_id: str
    present: list[Candidate]

    async def phase(self, phase: str, one: Candidate) -> Any:
        """As the responsible person's board shows it."""
        lead = await self.house.centre.lead()
        board = await did(lead.get(f"/api/staff/exam-days/{self.session_id}/board"))
        place = next(it for it in board["places"] if it["seat_id"] == one.seat_id)
        return next(it for it in place["phases"] if it["phase"] == phase)


async def _a_context(browser: Browser) -> Page:
    context = await browser.new_context(locale="fr-FR", viewport=LAPTOP)
    context.set_default_timeout(30_000)
    await context.add_init_script(KEEP_TRACKS)
    return await context.new_page()


async def staff_at(browser: Browser, house: OpenCentre, login: str, path: str) -> Page:
    """Somebody of the team, signed in, on this page."""
    page = await _a_context(browser)
    headers = {"X-Combine": "1", "Origin": house.address}
    body = {"login": login, "password": PASSWORD}
    signed = await page.context.request.post(f"{house.address}/api/staff/sign-in", data=body, headers=headers)
    assert signed.ok, await signed.text()
    await page.goto(house.address + path)
    return page


async def candidate_at(browser: Browser, house: OpenCentre, candidate: Candidate) -> Page:
    """They type the code of their sheet."""
    page = await _a_context(browser)
    await page.goto(f"{house.address}/candidat")
    await page.get_by_label("Code de poste").press_sequentially(candidate.code.replace("-", ""))
    await page.get_by_role("button", name="Ouvrir mon poste").click()
    return page
