"""Every desk and page on small and enlarged screens (WCAG 1.4.4, 1.4.10; RGAA 10.4, 10.11): nothing cut or hidden."""

import re
from collections.abc import Iterable
from pathlib import Path

from playwright.async_api import Locator, Page, expect

from tests.browser.demo_house import ALLOWED, AXE, SCREEN, DemoHouse, a_browser, at_desk
from tests.browser.exchanges import answer, hang_up, is_connected, open_file, start, write

REFLOW = Path(__file__).with_name("reflow.js").read_text()

LAPTOP = (1366, 625)
"""What a browser leaves of 1366 × 768."""
LANDSCAPE, PORTRAIT = (1024, 768), (768, 1024)
TWICE = (683, 312)
"""That laptop at 200 %."""
FOUR_TIMES = (320, 256)
"""1280 × 1024 at 400 %: what WCAG 1.4.10 names."""

EVERY_SIZE = (LAPTOP, LANDSCAPE, PORTRAIT, TWICE, FOUR_TIMES)
Size = tuple[int, int]


async def at_size(page: Page, size: Size) -> None:
    await page.set_viewport_size({"width": size[0], "height": size[1]})
    await page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


async def losses(page: Page, sizes: Iterable[Size] = EVERY_SIZE, *, axe: Iterable[Size] = (FOUR_TIMES,)) -> list[str]:
    """What these sizes take away from the page, and what axe finds at some of them; the page is then as it was."""
    found: list[str] = []
    for size in sizes:
        await at_size(page, size)
        told: list[str] = await page.evaluate(REFLOW)
        if size in axe:
            await page.evaluate(AXE.read_text())
            told += await page.evaluate(
                "axe.run(document, {resultTypes: ['violations']}).then(r => r.violations.flatMap(v => "
                "v.nodes.map(n => `${v.id}: ${n.target.join(' ')}`)))"
            )
        found += [f"{size[0]} × {size[1]}: {one}" for one in told]
    await at_size(page, (SCREEN["width"], SCREEN["height"]))
    return found


async def is_all_in_sight(page: Page, *parts: Locator) -> bool:
    """Whether each part lies wholly in the window and is what one would press there."""
    for part in parts:
        handle = await part.element_handle()
        if not await page.evaluate(
            """(part) => {
              const box = part.getBoundingClientRect();
              const there = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
              const isIn = box.top >= 0 && box.left >= 0 && box.bottom <= innerHeight && box.right <= innerWidth;
              return isIn && there !== null && part.contains(there);
            }""",
            handle,
        ):
            return False
    return True


async def test_the_desks(house: DemoHouse) -> None:
    async with a_browser(ALLOWED) as browser:
        candidate = await at_desk(browser, house, "candidate")
        jury = await at_desk(browser, house, "jury")
        await is_connected(candidate, jury)
        assert await losses(candidate) == []
        await start(jury, 1)
        await expect(candidate.get_by_role("button", name="Répondre")).to_be_visible()
        assert await losses(candidate, (LAPTOP, TWICE, FOUR_TIMES), axe=()) == []
        await answer(candidate)
        await open_file(candidate, "VA-20417", "Mme Josiane Prat")
        assert await losses(candidate) == []
        assert await losses(jury) == []

        await at_size(jury, LAPTOP)
        exchanges = jury.get_by_role("region", name="Les échanges").get_by_role("listitem")
        await expect(exchanges).to_have_count(6)
        assert await is_all_in_sight(jury, *await exchanges.all())
        await at_size(candidate, LAPTOP)
        hang_up_button = candidate.get_by_role("button", name="Raccrocher")
        assert await is_all_in_sight(candidate, candidate.get_by_label("Bloc-notes").last, hang_up_button)

        for size in (TWICE, FOUR_TIMES):
            await at_size(candidate, size)
            for name, part in (
                ("Fiche client", candidate.get_by_role("heading", name="Mme Josiane Prat")),
                ("Téléphone", candidate.get_by_text("En communication")),
            ):
                await candidate.get_by_role("link", name=name, exact=True).click()
                await expect(part).to_be_in_viewport()
            await at_size(jury, size)
            await jury.get_by_role("link", name="Client", exact=True).click()
            await expect(jury.get_by_text("Il vous entend")).to_be_in_viewport()
            await jury.get_by_role("link", name="Notation", exact=True).click()
            await expect(jury.get_by_label("Avis sur").first).to_be_in_viewport()
        await jury.get_by_role("button", name="Son connecté").click()
        panel = jury.get_by_role("group", name=re.compile("son|casque", re.I))
        await expect(panel).to_be_in_viewport(ratio=0.9)
        await jury.keyboard.press("Escape")
        await at_size(candidate, LANDSCAPE)
        await hang_up(candidate)

        await candidate.get_by_role("button", name="Confirmation écrite").click()
        assert await losses(candidate) == []
        await candidate.get_by_role("button", name="Revenir à la fiche").click()
        await candidate.get_by_role("button", name="Terminer l’échange").click()
        await at_size(jury, LANDSCAPE)
        await start(jury, 2)
        await write(jury, "bonjour le velo charge plus")
        await expect(candidate.locator(".bubble")).to_have_count(1)
        await open_file(candidate, "VA-31880", "M. Karim Belhadj")
        assert await losses(candidate) == []
        assert await losses(jury) == []


async def test_the_pages(house: DemoHouse) -> None:
    async with a_browser(ALLOWED) as browser:
        trainer = await at_desk(browser, house, "trainer", "practice")
        candidate = await at_desk(browser, house, "candidate", "practice")
        await is_connected(candidate, trainer)
        await start(trainer, 1)
        await answer(candidate)
        await hang_up(candidate)
        await candidate.get_by_role("button", name="Terminer l’échange").click()
        await expect(trainer.get_by_text("son prêt")).to_be_visible()
        replay = await trainer.get_by_role("link", name="Réécouter").first.get_attribute("href") or ""
        page, seat = await trainer.context.new_page(), trainer.url
        listen = page.get_by_role("button", name=re.compile("^Écouter"))
        await page.goto(house.address + replay)
        await expect(listen).to_be_enabled()
        assert await losses(page) == []
        lead = await at_desk(browser, house, "session_lead")
        await expect(lead.get_by_role("heading", level=1, name="Séances")).to_be_visible()
        session = (
            await lead.get_by_role("link", name=re.compile("entraînement", re.I)).first.get_attribute("href") or ""
        )
        for staff, path, heading in (
            (page, f"{seat}/tirage", "Tirage d’une séquence enregistrée"),
            (page, f"{seat}/reecoutes", "Réécoutes"),
            (page, f"{seat}/vue-ensemble", ""),
            (page, f"{house.address}/jury", "Mes postes"),
            (page, f"{house.address}/telephone", "Mon téléphone"),
            (page, f"{house.address}/guide/linphone", ""),
            (page, f"{house.address}/", ""),
            (page, f"{house.address}/connexion", ""),
            (page, f"{house.address}/candidat", ""),
            (lead, f"{house.address}/sessions", "Séances"),
            (lead, house.address + session, ""),
            (lead, f"{house.address}/constats", "Fiabilité des constats"),
            (lead, f"{house.address}/progression", "Progression"),
        ):
            await staff.goto(path)
            await expect(staff.get_by_role("heading", level=1, name=heading).first).to_be_visible()
            await staff.wait_for_load_state("networkidle")
            assert await losses(staff, (PORTRAIT, TWICE, FOUR_TIMES)) == [], path
