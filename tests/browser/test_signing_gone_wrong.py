"""Two jurors sign while the network loses an answer, and while the other one still changes the page."""

from pathlib import Path

import pytest
from playwright.async_api import Route, expect

from simulator.facts import kinds
from tests.browser.demo_house import ROOT, a_browser
from tests.browser.test_deliberation import faults_at_both_sizes, looked_at, signed_in
from tests.integration.simulator.ground import PASSWORD, did
from tests.integration.simulator.juries import CCP1, Jury, decided_at, settle
from tests.integration.simulator.open_centre import an_open_centre


@pytest.mark.timeout(180)
async def test_what_changes_or_is_lost_while_one_signs_is_told_and_leaves_a_way_on(tmp_path: Path) -> None:
    async with an_open_centre(tmp_path, web=ROOT / "web" / "dist") as house, a_browser() as browser:
        centre = house.centre
        jury = Jury(centre, await centre.place("exam", exam_day=CCP1))
        await jury.told("roy", kinds.VerdictSet(criterion="CP3.1", verdict="satisfactory"))
        await jury.told("lefort", kinds.VerdictSet(criterion="CP3.1", verdict="insufficient"))
        await jury.submitted("roy", "lefort")
        other = await centre.as_("roy")
        told = await settle(other, jury.url)
        page = await signed_in(
            browser, house, "lefort", f"/sessions/{jury.place.session_id}/deliberation/{jury.place.seat_id}"
        )
        await page.get_by_role("button", name="Signer la délibération…").click()
        dialog = page.get_by_role("dialog", name="Signer pour Lina Ferrand")
        await expect(dialog.get_by_role("region", name="Page à signer")).to_contain_text("Vu ensemble à la réécoute.")

        # The other juror writes a reason meanwhile: told, read again, and signed without closing anything.
        line = {"decision": "acquired", "reason": "Deux appels bien menés.", "seen": decided_at(told, "CP1")}
        told = await did(other.put(f"{jury.url}/decisions/CP1", json=line))
        changed = dialog.get_by_role("alert").filter(has_text="La page vient de changer")
        await expect(changed).to_contain_text("Motif ajouté : « Deux appels bien menés. »", use_inner_text=True)
        await expect(dialog.get_by_role("button", name="Signer", exact=True)).to_be_disabled()
        await looked_at(page, tmp_path, "page-changee")
        assert await faults_at_both_sizes(page, may_scroll=True) == []
        await did(other.post(f"{jury.url}/signatures", json={"digest": told["digest"], "password": PASSWORD}))
        await changed.get_by_role("button", name="J’ai relu").focus()
        await page.keyboard.press("Enter")
        await expect(changed).to_have_count(0)

        # The last signature arrives, its answer does not, nor does the page that is asked for again.
        async def lost(route: Route) -> None:
            await route.fetch()
            await route.abort()

        async def away(route: Route) -> None:
            await route.abort()

        await page.route("**/deliberation", away)
        await page.route("**/deliberation/signatures", lost)
        await dialog.get_by_label("Votre mot de passe, comme signature").fill(PASSWORD)
        await page.keyboard.press("Enter")
        await expect(dialog.get_by_role("alert")).to_contain_text("On ne sait pas si votre signature est posée")
        assert "n’est pas posée" not in await dialog.inner_text()
        await looked_at(page, tmp_path, "reponse-perdue")
        assert (await did(other.get(jury.url)))["is_signed"]

        # Pressed again, it is done and not refused; with the network back the page says so.
        await page.unroute("**/deliberation/signatures")
        await dialog.get_by_label("Votre mot de passe, comme signature").fill(PASSWORD)
        await page.keyboard.press("Enter")
        await expect(dialog).to_have_count(0)
        await expect(page.get_by_text("Délibération signée par tout le jury.")).to_be_visible()
