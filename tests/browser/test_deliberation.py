"""Two jurors deliberate in two browsers: awaited in words, differences first, settled and signed with keys alone;
then the responsible person seals the session. Looked at on a small screen and at 200 % zoom; axe finds nothing.
"""

from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect

from simulator.deliberation.owed import ARCHIVE_JOB
from simulator.facts import kinds
from tests.browser.demo_house import ROOT, a_browser, faults
from tests.integration.simulator.ground import PASSWORD, did
from tests.integration.simulator.juries import CCP1, Jury, settle
from tests.integration.simulator.open_centre import OpenCentre, an_open_centre

SMALL: Any = {"width": 1366, "height": 625}
ZOOMED: Any = {"width": 683, "height": 312}
LONG = "Apaise d’abord le client, puis rejette la faute sur le transporteur sans proposer de suite."


async def signed_in(browser: Browser, house: OpenCentre, login: str, path: str) -> Page:
    context = await browser.new_context(viewport=SMALL, locale="fr-FR")
    page = await context.new_page()
    await page.goto(f"{house.address}/connexion?vers={path}")
    await page.get_by_label("Identifiant").fill(login)
    await page.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
    await page.keyboard.press("Enter")
    return page


async def faults_at_both_sizes(page: Page, *, may_scroll: bool = False) -> list[str]:
    """The desk itself never scrolls on a small screen; zoomed it may, never sideways."""
    await page.set_viewport_size(ZOOMED)
    found = await faults(page, may_scroll=True)
    await page.set_viewport_size(SMALL)
    return found + await faults(page, may_scroll=may_scroll)


async def marked(jury: Jury) -> None:
    for criterion, roy, lefort in (
        ("CP3.1", "satisfactory", "insufficient"),
        ("CP3.6", "to_improve", "not_observed"),
        ("CP1.1", "satisfactory", "satisfactory"),
    ):
        await jury.told("roy", kinds.VerdictSet(criterion=criterion, verdict=roy, comment="vu à la réécoute"))
        await jury.told("lefort", kinds.VerdictSet(criterion=criterion, verdict=lefort))
    mark = kinds.MarkPlaced(
        mark_id="m1", criterion="CP3.1", sign="favourable", at_seconds=48, text="« Je comprends. »"
    )
    await jury.told("roy", mark)


@pytest.mark.timeout(240)
async def test_a_jury_settles_decides_and_signs_with_keys_alone(tmp_path: Path) -> None:
    async with an_open_centre(tmp_path, web=ROOT / "web" / "dist") as house, a_browser() as browser:
        centre = house.centre
        jury = Jury(centre, await centre.place("exam", exam_day=CCP1))
        path = f"/sessions/{jury.place.session_id}/deliberation"
        await marked(jury)
        await jury.submitted("roy")

        # Who is awaited, and nothing of the other's marks.
        roy = await signed_in(browser, house, "roy", f"{path}/{jury.place.seat_id}")
        await expect(roy.get_by_role("heading", name="On attend Marc Lefort")).to_be_visible()
        assert "Insuffisant" not in await roy.content()
        assert await faults_at_both_sizes(roy) == []

        # The other hands in: the page opens by itself, the differences first.
        await jury.submitted("lefort")
        await expect(roy.get_by_role("heading", name="Il reste 2 différences à trancher sur 2")).to_be_visible()
        await expect(roy.get_by_text("1 avis identique sur 3")).to_be_visible()
        assert await faults_at_both_sizes(roy) == []

        # A verdict that is nobody's asks for its reason; nothing was chosen before.
        card = roy.get_by_role("form", name="CP3.1")
        assert await card.locator("input:checked").count() == 0
        await card.get_by_role("radio", name="Satisfaisant").focus()
        await roy.keyboard.press("ArrowDown")
        await expect(card.get_by_role("radio", name="À améliorer")).to_be_checked()
        await roy.keyboard.press("Tab")
        await roy.keyboard.type(LONG)
        await roy.keyboard.press("Tab")
        await roy.keyboard.press("Enter")
        await expect(roy.get_by_text("Déjà tranchées · 1")).to_be_visible()
        await expect(roy.get_by_role("heading", name="Il reste 1 différence à trancher sur 2")).to_be_visible()

        # A decision, its reason beside it.
        decision = roy.get_by_label("CP1, décision du jury", exact=True)
        await decision.select_option("not_acquired")
        await expect(roy.get_by_label("Motif de la décision, CP1", exact=True)).to_be_focused()
        await roy.keyboard.type("La demande n’est jamais reformulée.")
        await roy.keyboard.press("Tab")
        await roy.keyboard.press("Enter")
        await expect(roy.get_by_text("La demande n’est jamais reformulée.")).to_be_visible()
        await expect(roy.get_by_text("Signature pas encore possible")).to_be_visible()
        await settle(await centre.as_("lefort"), jury.url)

        # What the other settled is there; the one obvious button signs, with the password.
        button = roy.get_by_role("button", name="Signer la délibération…")
        await expect(button).to_be_enabled()
        await button.focus()
        await roy.keyboard.press("Enter")
        await expect(roy.get_by_role("dialog")).to_contain_text("Non acquise")
        assert await faults(roy, may_scroll=True) == []
        await roy.get_by_label("Votre mot de passe, comme signature").fill("pas le bon")
        await roy.keyboard.press("Enter")
        await expect(roy.get_by_role("dialog").get_by_role("alert")).to_be_visible()
        await roy.get_by_label("Votre mot de passe, comme signature").fill(PASSWORD)
        await roy.keyboard.press("Enter")
        await expect(roy.get_by_text("On attend Marc Lefort")).to_be_visible()

        lefort = await signed_in(browser, house, "lefort", f"{path}/{jury.place.seat_id}")
        await lefort.get_by_role("button", name="Signer la délibération…").click()
        await lefort.get_by_label("Votre mot de passe, comme signature").fill(PASSWORD)
        await lefort.keyboard.press("Enter")
        await expect(lefort.get_by_text("Délibération signée par tout le jury.")).to_be_visible()
        await expect(roy.get_by_role("link", name="Imprimer la fiche de résultats")).to_be_visible()
        assert await faults_at_both_sizes(lefort) == []

        # The responsible person: the archive of the session, its papers, what is kept.
        await centre.services.jobs.all_done(ARCHIVE_JOB)
        lead = await signed_in(browser, house, "delmas", path)
        await lead.get_by_role("button", name="Sceller", exact=True).click()
        await centre.services.jobs.all_done(ARCHIVE_JOB)
        await expect(lead.get_by_role("link", name="Télécharger l’archive")).to_have_count(2)
        assert await faults_at_both_sizes(lead, may_scroll=True) == []
        for page, heading in (("ceres", "Lina Ferrand"), ("conservation", "Preuves d’effacement")):
            await lead.goto(f"{house.address}/sessions/{jury.place.session_id}/{page}")
            await expect(lead.get_by_role("heading", name=heading)).to_be_visible()
            assert await faults_at_both_sizes(lead, may_scroll=True) == []
        await lead.get_by_label("Référence ou motif").fill("Recours du 3 mai")
        await lead.get_by_role("button", name="Geler").click()
        await expect(lead.get_by_text("Recours du 3 mai")).to_be_visible()

        # A paper grid, typed in by the responsible person for a juror of another candidate.
        other = await centre.place("exam", exam_day=CCP1)
        await lead.goto(f"{house.address}/jury/candidat/{other.seat_id}/grille")
        await lead.get_by_label("CP1.1, échange 1").select_option("satisfactory")
        assert await faults_at_both_sizes(lead, may_scroll=True) == []
        await lead.get_by_role("button", name="Enregistrer 1 avis").click()
        await expect(lead.get_by_text("La grille de Marc Lefort est enregistrée")).to_be_visible()
        page = await did((await centre.as_("roy")).get(f"/api/staff/seats/{other.seat_id}/deliberation"))
        assert {one["name"]: one["typed_by"] for one in page["jurors"]}["Marc Lefort"] == "Claire Delmas"
