"""A language model asked from the replay: said beforehand, shown beside the finding, taken by hand."""

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import expect

from tests.browser.demo_house import ALLOWED, a_browser, at_desk, demo_house, faults
from tests.browser.test_findings import end_chat_and_listen_again, play_chat
from tests.language_model import a_model

Json = dict[str, Any]


def answer(sent: Json) -> Json:
    turn = next(one for one in sent["turns"] if "voyant" in one["text"])
    quote = {"turn": turn["turn"], "text": turn["text"]}
    criterion = next(iter(sent["criteria"]))
    return {
        "findings": [{"criterion": criterion, "verdict": "partial", "quotes": [quote], "reason": "Cherche la panne"}]
    }


@pytest.mark.timeout(300)  # the first question waits for the models to be read
async def test_a_second_reading_is_asked_for_and_stays_beside_the_finding(tmp_path: Path) -> None:
    with a_model(answer) as model:
        settings = f"language_model_url = {json.dumps(model.url)}\nlanguage_model = 'petit'\n"
        async with demo_house(tmp_path, settings=settings) as house, a_browser(ALLOWED) as browser:
            jury, desk = await at_desk(browser, house, "jury"), await at_desk(browser, house, "candidate")
            await play_chat(jury, desk)
            replay = await end_chat_and_listen_again(house, jury, desk)
            box = replay.get_by_role("group", name="Seconde lecture")
            await expect(box).to_contain_text("par petit, sur 127.0.0.1", timeout=60_000)
            first = replay.get_by_test_id("criterion").first
            await expect(first.get_by_test_id("proposed")).to_have_count(1)
            assert model.asked == []
            await box.get_by_role("button", name="Demander une seconde lecture").press("Enter")
            second = first.get_by_test_id("proposed").filter(has_text="Seconde lecture (petit)")
            await expect(second).to_have_count(1)
            await expect(first.get_by_test_id("proposed")).to_have_count(2)
            await second.locator("summary").press("Enter")
            await expect(second).to_contain_text("De quelle couleur est le voyant du chargeur ?")
            assert await faults(replay) == []
            await second.get_by_role("button", name="Retenir comme repère").click()
            await expect(first.locator("[data-sign]").first).to_contain_text("Cherche la panne.")
