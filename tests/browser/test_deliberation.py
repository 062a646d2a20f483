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
from tests.integration.simulator.juries import CCP1, Jury, decided_at, settle
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


async def looked_at(page: Page, folder: Path, name: str) -> None:
    """Pictures for whoever changes this page: a small screen, and 200 % zoom."""
    before = page.viewport_size
    for size, ending in ((SMALL, ""), (ZOOMED, "-200")):
        await page.set_viewport_size(size)
        await page.screenshot(path=folder / f"{name}{ending}.png")
    await page.set_viewport_size(before or SMALL)


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


@pytest.mark.timeout(300)
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
        # Both choose at once on the last difference: the second is told, keeps their own words and chooses.
        last = roy.get_by_role("form", name="CP3.6")
        await last.get_by_role("radio", name="À améliorer").check()
        other = await centre.as_("lefort")
        choice = {"verdict": "not_observed", "reason": "Rien n’en a été vu."}
        await did(other.put(f"{jury.url}/verdicts/CP3.6", json=choice))
        told = last.get_by_role("alert").filter(has_text="Marc Lefort vient de retenir « Non observé »")
        await expect(told).to_be_visible()
        await expect(told).to_contain_text("Rien n’en a été vu.")
        await looked_at(roy, tmp_path, "deux-a-la-fois")
        assert await faults_at_both_sizes(roy) == []
        await last.get_by_role("button", name="Choisir le mien à la place").click()
        await last.get_by_role("button", name="Retenir ce verdict").click()
        await expect(last).to_have_count(0)
        kept = (await did(other.get(jury.url)))["criteria"]
        assert [one["agreed"]["by"] for one in kept if one["criterion"] == "CP3.6"] == ["Nadia Roy"]

        # The other decides while one writes a reason: it is no reason for what the other decided.
        await roy.get_by_label("CP3, décision du jury", exact=True).select_option("not_acquired")
        await roy.get_by_label("Motif de la décision, CP3", exact=True).fill("Le client n’est pas apaisé.")
        page = await did(other.get(jury.url))
        await did(
            other.put(f"{jury.url}/decisions/CP3", json={"decision": "acquired", "seen": decided_at(page, "CP3")})
        )
        await expect(roy.get_by_label("CP3, décision du jury", exact=True)).to_have_value("acquired")
        await roy.get_by_role("button", name="Garder ce motif").click()
        told = roy.get_by_role("alert").filter(has_text="Marc Lefort a retenu « Acquise » pour CP3")
        await expect(told).to_be_visible()
        taken = (await did(other.get(jury.url)))["decisions"]
        assert [one["taken"]["reason"] for one in taken if one["what"] == "CP3"] == [""]
        await roy.get_by_label("Motif de la décision, CP3", exact=True).fill("")
        await roy.get_by_role("button", name="Garder ce motif").click()
        await expect(told).to_have_count(0)

        await settle(other, jury.url)

        # A certificate granted beside a refused competence: said in words, and its reason is asked for.
        words = "il est noté « Obtenu » alors que CP1 n’est pas acquise"
        for place in ("Certificats et titre", "Signature"):
            await expect(roy.get_by_role("region", name=place).get_by_text(words)).to_be_visible()
        await expect(roy.get_by_text("écrire le motif de CCP1")).to_be_visible()
        await looked_at(roy, tmp_path, "hors-de-la-regle")
        assert await faults_at_both_sizes(roy) == []
        await roy.get_by_role("button", name="Écrire le motif, CCP1").focus()
        await roy.keyboard.press("Enter")
        await expect(roy.get_by_label("Motif de la décision, CCP1", exact=True)).to_be_focused()
        await roy.keyboard.type("CP1 vue à l’entretien technique.")
        await roy.keyboard.press("Tab")
        await roy.keyboard.press("Enter")

        # What the other settled is there; the one obvious button signs, with the password.
        button = roy.get_by_role("button", name="Signer la délibération…")
        await expect(button).to_be_enabled()
        await button.focus()
        await roy.keyboard.press("Enter")
        await expect(roy.get_by_role("dialog")).to_contain_text("Non acquise")
        assert await faults(roy, may_scroll=True) == []
        # On a small screen the list is longer than its place: words say so until its end is in sight.
        await roy.set_viewport_size(ZOOMED)
        more = roy.get_by_text("La liste continue")
        await expect(more).to_be_visible()
        await looked_at(roy, tmp_path, "signer")
        await roy.get_by_role("region", name="Page à signer").evaluate("it => it.scrollTo(0, it.scrollHeight)")
        await expect(more).to_have_count(0)
        await roy.set_viewport_size(SMALL)
        await roy.get_by_label("Votre mot de passe, comme signature").fill("pas le bon")
        await roy.keyboard.press("Enter")
        await expect(roy.get_by_role("dialog").get_by_role("alert")).to_be_visible()
        # One thing went wrong: one alert says so, in the dialog.
        await expect(roy.locator("[role=alert]:not(:empty)")).to_have_count(1)
        await looked_at(roy, tmp_path, "mot-de-passe-faux")
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

        # A correction: what was signed before stays one click away, whole and with what changed since.
        await lefort.get_by_role("button", name="Corriger après signature…").click()
        await lefort.get_by_label("Motif de la correction").fill("CP2 mal cochée")
        await lefort.get_by_role("button", name="Rouvrir la délibération").click()
        await lefort.get_by_label("CP2, décision du jury", exact=True).select_option("not_acquired")
        await lefort.get_by_label("Motif de la décision, CP2", exact=True).fill("Aucune reformulation.")
        await lefort.get_by_role("button", name="Garder ce motif").click()
        await lefort.get_by_role("button", name="Voir 1 page signée avant…").focus()
        await lefort.keyboard.press("Enter")
        former = lefort.get_by_role("dialog", name="Ce qui a été signé avant")
        await expect(former).to_contain_text("Signée par Nadia Roy le")
        await expect(former).to_contain_text("Signée par Marc Lefort le")
        await expect(former).to_contain_text("« Acquise » devient « Non acquise »")
        await former.get_by_text("Toute la page, telle qu’elle a été signée").click()
        await expect(former.get_by_text("changé depuis")).to_have_count(1)
        await looked_at(lefort, tmp_path, "pages-signees")
        assert await faults_at_both_sizes(lefort, may_scroll=True) == []
        await lefort.keyboard.press("Escape")
        await lefort.get_by_role("button", name="Écrire le motif, CCP1").click()
        await lefort.get_by_role("button", name="Garder ce motif").click()
        for page in (lefort, roy):
            await page.get_by_role("button", name="Signer la délibération…").click()
            await page.get_by_label("Votre mot de passe, comme signature").fill(PASSWORD)
            await page.keyboard.press("Enter")
            await expect(page.get_by_role("dialog")).to_have_count(0)
        await expect(roy.get_by_text("Délibération signée par tout le jury.")).to_be_visible()

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
