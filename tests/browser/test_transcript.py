"""Two browsers speak with real voices: captions while they do, evidence seconds after the hang-up, at its second."""

import re
import time
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.browser.demo_house import DemoHouse, a_browser, at_desk, demo_house, faults
from tests.browser.ears import Microphone
from tests.browser.exchanges import answer, hang_up, is_connected, replay_of, start

SPOKEN_MS = 12_000
EVIDENCE_SECONDS = 15.0
"""From the hang-up to a finding with words on the juror's screen, on a machine that also runs two browsers."""

PLANTED = re.compile("service client|commande|dossier", re.IGNORECASE)
"""What the adviser's voice says, and no customer's."""


@pytest.mark.alone
@pytest.mark.timeout(240)
async def test_what_was_said_is_read_heard_again_and_corrected(tmp_path: Path) -> None:
    adviser, customer = Microphone("adviser-a", tmp_path), Microphone("customer-calm", tmp_path)
    house: DemoHouse
    async with (
        demo_house(tmp_path, transcription=True) as house,
        a_browser(*adviser.flags) as one,
        a_browser(*customer.flags) as other,
    ):
        jury = await at_desk(other, house, "trainer", "practice")
        desk = await at_desk(one, house, "candidate", "practice")
        await is_connected(desk, jury)
        await start(jury, 1)
        await answer(desk)
        await desk.wait_for_timeout(SPOKEN_MS)
        said_now = jury.get_by_role("log", name="Ce qui se dit")
        await expect(said_now).to_contain_text(PLANTED, timeout=60_000)
        assert await faults(jury) == []
        assert await desk.get_by_role("log", name="Ce qui se dit").count() == 0, "granted to nobody here"
        await hang_up(desk)
        hung_up = time.monotonic()
        marking = jury.get_by_role("region", name="Critères")
        shown = marking.get_by_test_id("proposed").filter(has_text=PLANTED).first
        await shown.wait_for(state="attached", timeout=EVIDENCE_SECONDS * 1000)
        print(f"hang-up to evidence on the screen: {time.monotonic() - hung_up:.1f} s")
        await desk.get_by_role("button", name="Terminer l’échange").click()
        link = await jury.get_by_role("link", name="Réécouter").first.get_attribute("href")
        page = await jury.context.new_page()
        await page.goto(house.address + (link or ""))
        await page.get_by_role("tab", name="Transcription").click()

        turns = page.get_by_role("region", name="Transcription").get_by_role("listitem")
        await expect(turns.first).to_be_visible(timeout=90_000)
        said = " ".join(await turns.and_(page.locator("[data-by=adviser]")).all_inner_texts())
        assert re.search(r"dossier|commande|patienter", said), said
        assert await faults(page) == []

        await plays_the_evidence_in_its_second(page, house, (link or "").rpartition("/")[2].partition("?")[0])

        last = turns.last
        await last.get_by_role("button").first.click()
        position = page.get_by_role("slider", name="Position dans l’enregistrement")
        assert float(await position.get_attribute("aria-valuenow") or 0) > 0
        await last.hover()
        await last.get_by_role("button", name="Corriger").click()
        await page.get_by_label("Ce qui a été dit").fill("Une phrase corrigée à la main.")
        await last.get_by_role("button", name="Corriger").click()
        await expect(last).to_contain_text("Une phrase corrigée à la main.")
        await expect(last).to_contain_text("corrigé")

        await expect(page.get_by_text("Constat proposé").first).to_be_visible(timeout=30_000)
        await page.get_by_role("button", name="Proposer un texte").click()
        await expect(page.get_by_label("Mot pour le candidat")).to_have_value(re.compile("Pour aller plus loin"))
        await page.get_by_role("button", name="Partager avec le candidat").click()
        await expect(page.get_by_role("button", name="Partager à nouveau")).to_be_visible()
        await desk.reload()
        await desk.get_by_role("link", name=re.compile("Réécouter|réécoute", re.IGNORECASE)).first.click()
        await expect(desk.get_by_text("Pour aller plus loin")).to_be_visible()
        assert await desk.get_by_text("Constat proposé").count() == 0


async def plays_the_evidence_in_its_second(page: Page, house: DemoHouse, run_id: str) -> None:
    """A click on a planted moment moves the recording to just before these words."""
    replay = await replay_of(page, house, run_id)
    zero = replay["recordings"][0]["starts_at_seconds"]
    finding = page.get_by_test_id("proposed").filter(has_text=PLANTED).first
    await finding.locator("summary").first.click()
    moment = finding.locator("li").filter(has_text=PLANTED).first
    words = await moment.inner_text()
    said = next(turn for turn in replay["transcript"]["turns"] if turn["text"] and turn["text"] in words)
    assert said["by"] == "adviser"
    await moment.get_by_role("button").click()
    position = page.get_by_role("slider", name="Position dans l’enregistrement")
    at = float(await position.get_attribute("aria-valuenow") or 0)
    assert abs(at - max(0.0, said["at_seconds"] - zero - 1)) <= 2, (at, said["at_seconds"], zero)
