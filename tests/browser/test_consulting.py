"""« Le superviseur » in two browsers: the juror who plays the customer is asked, comes back to play, then is handed
the call; the candidate has a keyboard and nothing else."""

import os
from pathlib import Path

from playwright.async_api import Page, expect

from tests.browser.demo_house import DemoHouse, a_browser, at_desk, faults
from tests.browser.ears import HEARD, Microphone, heard_by
from tests.browser.exchanges import finished_recording, is_connected, start
from tests.sound import read_stereo

SUPERVISOR, HANG_UP = "supervisor", "hang-up"


async def places(candidate: Page) -> list[object]:
    """Where the controls under stress stand: no state of the call may move them."""
    return [await candidate.get_by_test_id(one).bounding_box() for one in (SUPERVISOR, HANG_UP)]


async def look(page: Page, name: str) -> None:
    """A picture for whoever asks for one."""
    folder = os.environ.get("SCREENSHOTS")
    if folder:
        await page.screenshot(path=Path(folder) / f"{name}.png")


async def test_the_supervisor_is_asked_left_and_handed_the_call_by_keyboard_alone(
    house: DemoHouse, tmp_path: Path
) -> None:
    adviser, juror = (Microphone(voice, tmp_path) for voice in ("adviser-a", "customer-calm"))
    async with a_browser(*adviser.flags) as one, a_browser(*juror.flags) as two:
        candidate, jury = await at_desk(one, house, "candidate"), await at_desk(two, house, "jury")
        await is_connected(candidate, jury)
        await start(jury, 1)
        keys = candidate.keyboard
        await expect(candidate.get_by_role("button", name="Répondre")).to_be_visible()
        await keys.press("Alt+r")
        await expect(candidate.get_by_text("En communication")).to_be_visible()
        await look(candidate, "1-candidate-talking")
        stand = await places(candidate)
        await keys.press("Alt+s")
        await expect(candidate.get_by_role("button", name="Le superviseur sonne…")).to_be_visible()
        banner = jury.get_by_role("region", name="Superviseur")
        await expect(banner).to_contain_text("c’est vous")
        await look(candidate, "2-candidate-calls")
        assert await places(candidate) == stand
        await look(jury, "3-jury-rings")
        assert await faults(candidate) == []
        assert await faults(jury) == []
        await jury.keyboard.press("Alt+s")
        await expect(candidate.get_by_text("En consultation")).to_be_visible()
        await expect(banner).to_contain_text("Vous êtes le superviseur")
        await look(candidate, "4-candidate-consults")
        assert await places(candidate) == stand
        await look(jury, "5-jury-consults")
        assert juror.found_in(await heard_by(candidate, 3)) > HEARD
        assert await faults(candidate) == []
        assert await faults(jury) == []

        await keys.press("Alt+h")
        await expect(candidate.get_by_text("En communication")).to_be_visible()
        await expect(banner).to_be_hidden()
        await keys.press("Alt+s")
        await expect(banner).to_be_visible()
        await jury.keyboard.press("Alt+s")
        await expect(candidate.get_by_text("En consultation")).to_be_visible()
        await keys.press("Alt+s")
        await expect(candidate.get_by_text("Transférer le client ?")).to_be_visible()
        await look(candidate, "6-candidate-asked")
        assert await places(candidate) == stand
        assert await faults(candidate) == []
        await keys.press("Tab")
        await keys.press("Enter")
        await expect(candidate.get_by_text("Appel transféré au superviseur")).to_be_visible()
        await look(candidate, "7-candidate-after")
        await look(jury, "8-jury-after")
        left, right = read_stereo(await finished_recording(jury, house, tmp_path))
        assert len(left) == len(right)
        listed = await (
            await jury.context.request.get(f"{house.address}/api/staff/seats/{jury.url.rsplit('/', 1)[1]}/replays")
        ).json()
        await jury.goto(f"{house.address}/reecoute/{listed['runs'][0]['run_id']}")
        spans = jury.get_by_role("list", name="Consultations du superviseur").get_by_role("listitem")
        await expect(spans.nth(0)).to_contain_text("le candidat reprend le client")
        await expect(spans.nth(1)).to_contain_text("le client est transféré au superviseur")
        sounds = spans.locator("audio")
        await expect(sounds).to_have_count(2, timeout=60_000)
        for number in (0, 1):
            await sounds.nth(number).evaluate("sound => sound.play()")
        assert await sounds.evaluate_all("all => all.map(one => one.paused)") == [True, False]
        await expect(jury.get_by_test_id("hold-zone").first).to_contain_text("consultation du superviseur")
        await look(jury, "9-replay")
        assert await faults(jury, may_scroll=True) == []
