"""What a responsible person prints after a session: every link to a file on their pages is followed, as clicks do.

Each answers, is what its name says, and has a name that tells it from the files of other sessions and candidates.
"""

import re
from pathlib import Path
from urllib.parse import urljoin

import pytest
from playwright.async_api import Page

from simulator.deliberation.owed import ARCHIVE_JOB
from tests.browser.demo_house import ROOT, a_browser
from tests.browser.test_deliberation import signed_in
from tests.integration.simulator.ground import did
from tests.integration.simulator.juries import Jury
from tests.integration.simulator.open_centre import an_open_centre
from tests.integration.simulator.timetables import a_plan
from tests.printed import unmet

FILE = re.compile(r'(?:inline|attachment); filename="(Combine_[A-Za-z0-9._-]+\.(?:pdf|csv|json|zip|vcon|txt))"')
TITLE = {"format_id": "title", "phases": ["exchanges"], "days": ["2027-05-11"]}


async def files_of(page: Page, path: str, ready: str) -> dict[str, bytes]:
    """The files behind the links of a page, once `ready` stands on it, by name."""
    await page.goto(path)
    await page.get_by_text(ready).first.wait_for()
    # Links stand where the server's answers say so, some after the text.
    await page.wait_for_load_state("networkidle")
    links = page.locator("a[href^='/api/']")
    found: dict[str, bytes] = {}
    for at in range(await links.count()):
        url = await links.nth(at).get_attribute("href") or ""
        answer = await page.request.get(urljoin(page.url, url))
        body = await answer.body()
        assert answer.ok, (url, answer.status, body[:300])
        named = FILE.fullmatch(answer.headers["content-disposition"])
        assert named is not None, (url, answer.headers["content-disposition"])
        assert named[1] not in found, f"two files of one name: {named[1]}"
        found[named[1]] = body
    return found


@pytest.mark.timeout(240)
async def test_every_paper_of_a_finished_session_opens_under_a_name_of_its_own(tmp_path: Path) -> None:
    async with an_open_centre(tmp_path, web=ROOT / "web" / "dist") as house, a_browser() as browser:
        centre = house.centre
        jury = Jury(centre, await centre.place("exam", exam_day=TITLE))
        await jury.signed(refuses="title")
        session = jury.place.session_id
        await centre.services.jobs.all_done(ARCHIVE_JOB)
        await did((await centre.lead()).post(f"/api/staff/exam-days/{session}/archives"))
        await centre.services.jobs.all_done(ARCHIVE_JOB)
        lead, day, shown = await a_plan(centre)
        await did(lead.post(f"{day}/timetable/publish", json={"version": shown["version"]}))
        page = await signed_in(browser, house, "delmas", f"/sessions/{session}/deliberation")
        at = house.address
        await page.get_by_text("Clore la session").first.wait_for()

        files = await files_of(page, f"{at}/sessions/{session}/deliberation", "Clore la session")
        kinds = {re.sub(r"\d{4}-\d{2}-\d{2}(_[0-9a-f]{8}(?=\.zip))?", "DATE", name) for name in files}
        assert {
            "Combine_C-01_fiche-resultats_DATE.pdf",
            "Combine_C-01_fiche-evaluation_DATE.pdf",
            "Combine_C-01_attestation-partielle_DATE.pdf",
            "Combine_DATE_proces-verbal.pdf",
            "Combine_DATE_emargement.pdf",
            "Combine_DATE_session.csv",
            "Combine_DATE_session.json",
            "Combine_C-01_DATE.zip",
            "Combine_session_DATE.zip",
        } <= kinds
        files |= await files_of(page, f"{at}/sessions/{session}/ceres", "CERES")
        files |= await files_of(page, f"{at}/jury/candidat/{jury.place.seat_id}/grille", "Grille")
        files |= await files_of(page, f"{at}/jury/candidat/{jury.place.seat_id}/reecoutes", "Grille")
        kept = await files_of(page, f"{at}/sessions/{session}/conservation", "Conservation")
        day_page = f"{at}/sessions/{day.rsplit('/', 1)[1]}/emploi-du-temps"
        await page.goto(day_page)
        await (
            page.get_by_role("button", name=re.compile("Imprimer"))
            .or_(page.get_by_role("tab", name=re.compile("Imprimer")))
            .or_(page.get_by_role("link", name=re.compile("Imprimer")))
            .first.click()
        )
        await page.get_by_text("Ouvrir le PDF").first.wait_for()
        printed = await files_of(page, page.url, "Ouvrir le PDF")
        assert {name.split("_")[2] for name in printed} == {
            "convocations",
            "emplois-du-temps",
            "listes-de-salle",
            "emargement",
        }
        files |= kept | printed
        assert len(files) >= 16
        for name, body in files.items():
            if name.endswith(".pdf"):
                assert unmet(body) == [], name
