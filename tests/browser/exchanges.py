"""What people do at their desks, in a few words, for tests that play whole exchanges."""

import asyncio
import re
from pathlib import Path
from typing import Any

from playwright.async_api import Page, expect

from tests.browser.demo_house import Reachable


async def is_connected(*pages: Page) -> None:
    """Each desk's sound has reached the server."""
    for page in pages:
        if "/candidat" in page.url and "/jury" not in page.url:
            words = re.compile("Serveurconnecté.*Sonconnecté")
            await expect(page.get_by_test_id("indicators")).to_contain_text(words, timeout=60_000)
        else:
            await expect(page.get_by_role("button", name="Son connecté")).to_be_visible(timeout=60_000)


async def start(jury: Page, position: int) -> None:
    """The jury starts the exchange at this place of the subject."""
    await jury.get_by_role("button", name=f"Démarrer l’échange {position}").click()


async def answer(candidate: Page) -> None:
    """The candidate takes the call that rings."""
    await candidate.get_by_role("button", name="Répondre").click()
    await expect(candidate.get_by_text("En communication")).to_be_visible()


async def hang_up(candidate: Page) -> None:
    """The candidate ends the call: not in its first second, when a double press that answers must not hang up."""
    await asyncio.sleep(1.1)
    await candidate.keyboard.press("Alt+f")


async def open_file(candidate: Page, reference: str, name: str) -> None:
    """The candidate finds a customer by number and opens the file."""
    await candidate.keyboard.press("Control+k")
    await candidate.keyboard.type(reference)
    await expect(candidate.get_by_label("Clients trouvés").get_by_role("option")).to_have_count(1)
    await candidate.keyboard.press("Enter")
    await expect(candidate.get_by_role("heading", name=name)).to_be_visible()


async def write(page: Page, text: str) -> None:
    """One message of the chat."""
    message = page.get_by_label("Votre message")
    await message.fill(text)
    await message.press("Enter")


async def qualify(candidate: Page, motif: str, statut: str, suite: str, comment: str) -> None:
    """Fills the qualification with labels as they stand in the lists."""
    for name, value in (("Motif", motif), ("Statut", statut), ("Suite à donner", suite)):
        await candidate.get_by_role("combobox", name=name).select_option(value)
    box = candidate.get_by_label("Commentaire")
    await box.fill(comment)
    await box.blur()


async def replay_of(staff: Page, house: Reachable, run_id: str) -> dict[str, Any]:
    """What the replay screen shows."""
    answer = await staff.context.request.get(f"{house.address}/api/staff/runs/{run_id}/replay")
    assert answer.ok, await answer.text()
    return await answer.json()


async def finished_recording(staff: Page, house: Reachable, folder: Path, run: int = 0) -> Path:
    """The stereo file of the seat's exchange number `run`, as soon as it is ready; within ten seconds."""
    found = re.search(r"/jury/candidat/([^/?]+)", staff.url)
    assert found
    async with asyncio.timeout(10):
        while True:
            listed = await staff.context.request.get(f"{house.address}/api/staff/seats/{found[1]}/replays")
            run_id = (await listed.json())["runs"][run]["run_id"]
            recordings = (await replay_of(staff, house, run_id))["recordings"]
            if recordings and recordings[0]["state"] == "ready":
                break
            await asyncio.sleep(0.2)
    sound = await staff.context.request.get(house.address + recordings[0]["audio_url"])
    path = folder / f"{run_id}.ogg"
    path.write_bytes(await sound.body())
    return path
