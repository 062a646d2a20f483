"""Three browsers, three real voices: who hears whom, live, on hold and in the recording."""

import asyncio
from pathlib import Path

from playwright.async_api import Page, expect

from tests.browser.demo_house import DemoHouse, a_browser, at_desk
from tests.browser.ears import HEARD, STRANGE, Microphone, heard_by
from tests.browser.exchanges import answer, finished_recording, is_connected, start
from tests.sound import Samples, loudness, read_stereo


async def listen(*pages: Page, seconds: float = 5) -> list[Samples]:
    return list(await asyncio.gather(*(heard_by(page, seconds) for page in pages)))


async def test_each_hears_the_other_and_nobody_hears_the_second_juror(house: DemoHouse, tmp_path: Path) -> None:
    adviser, customer, second = (
        Microphone(voice, tmp_path) for voice in ("adviser-a", "customer-calm", "juror-listening")
    )
    async with a_browser(*adviser.flags) as one, a_browser(*customer.flags) as two, a_browser(*second.flags) as three:
        candidate = await at_desk(one, house, "candidate")
        jury = await at_desk(two, house, "jury")
        listener = await at_desk(three, house, "second_jury")
        await is_connected(candidate, jury, listener)
        await listener.get_by_role("switch", name="Écouter seulement").click()
        await start(jury, 1)
        await answer(candidate)
        await expect(listener.get_by_text("Vous écoutez")).to_be_visible()

        by_candidate, by_jury, by_listener = await listen(candidate, jury, listener)
        assert customer.found_in(by_candidate) > HEARD
        assert adviser.found_in(by_jury) > HEARD
        assert adviser.found_in(by_listener) > STRANGE
        assert customer.found_in(by_listener) > STRANGE
        for heard in (by_candidate, by_jury):
            assert second.found_in(heard) < STRANGE
        await expect(candidate.get_by_text("Marc Lefort")).to_have_count(0)

        await candidate.keyboard.press("Alt+h")
        await expect(jury.get_by_text("Il vous a mis en attente")).to_be_visible()
        await asyncio.sleep(1)
        by_candidate, by_jury = await listen(candidate, jury, seconds=3)
        assert loudness(by_candidate) < -60
        assert loudness(by_jury) > -60, "the customer hears a waiting tone"
        assert adviser.found_in(by_jury) < HEARD, "a tone resembles any voice a little"
        await candidate.keyboard.press("Alt+h")
        await expect(jury.get_by_text("Il vous entend")).to_be_visible()

        await candidate.keyboard.press("Alt+m")
        await expect(jury.get_by_text("Son micro est coupé")).to_be_visible()
        await asyncio.sleep(1)
        (by_jury,) = await listen(jury, seconds=2)
        assert loudness(by_jury) < -60
        await candidate.keyboard.press("Alt+m")
        await asyncio.sleep(3)
        await candidate.keyboard.press("Alt+f")

        recording = await finished_recording(jury, house, tmp_path)
        left, right = read_stereo(recording)
        assert len(left) == len(right)
        piece = slice(48000, 6 * 48000)
        assert adviser.found_in(left[piece]) > HEARD
        assert customer.found_in(right[piece]) > HEARD
        assert customer.found_in(left[piece]) < STRANGE
        assert adviser.found_in(right[piece]) < STRANGE
        assert max(second.found_in(channel[piece]) for channel in (left, right)) < STRANGE


async def test_a_server_killed_in_a_call_keeps_what_was_said_and_the_desks_say_so(
    house: DemoHouse, tmp_path: Path
) -> None:
    adviser, customer = (Microphone(voice, tmp_path) for voice in ("adviser-b", "customer-angry"))
    async with a_browser(*adviser.flags) as one, a_browser(*customer.flags) as two:
        candidate = await at_desk(one, house, "candidate")
        jury = await at_desk(two, house, "jury")
        await is_connected(candidate, jury)
        await start(jury, 1)
        await answer(candidate)
        seconds = 6
        await asyncio.sleep(seconds)
        await house.kill()
        await expect(candidate.get_by_text("Connexion perdue")).to_be_visible()
        await house.start()
        await expect(candidate.get_by_text("Un client est à rappeler")).to_be_visible(timeout=60_000)
        await expect(jury.get_by_text("Manqué")).to_be_visible()
        await is_connected(candidate, jury)

        recording = await finished_recording(jury, house, tmp_path)
        left, right = read_stereo(recording)
        assert len(left) / 48000 > seconds - 1, "at most the last second is lost"
        assert adviser.found_in(left[48000:]) > HEARD
        assert customer.found_in(right[48000:]) > HEARD

        await jury.get_by_role("button", name="Rappeler").click()
        await answer(candidate)
        by_candidate, by_jury = await listen(candidate, jury, seconds=6)
        assert customer.found_in(by_candidate) > HEARD
        assert adviser.found_in(by_jury) > HEARD
