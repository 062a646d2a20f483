"""« Mon téléphone » in a real browser: a phone that registers appears, is tried, is chosen; its code is scanned."""

import asyncio
import re
import subprocess
from contextlib import closing
from pathlib import Path
from xml.etree import ElementTree as ET

from playwright.async_api import Page, expect

from tests.browser.demo_house import ALLOWED, DemoHouse, a_browser, at_desk, faults
from tests.browser.exchanges import is_connected, start
from tests.sip.baresip import Baresip, account_line
from tests.sip.odd_phone import OddPhone
from tests.sound import speech_like

NAMESPACE = "{http://www.linphone.org/xsds/lpconfig.xsd}"


async def scanned(page: Page, folder: Path) -> str:
    """What a telephone's camera reads on this page."""
    picture = folder / "code.png"
    await page.get_by_role("img", name="Code QR de réglage pour Linphone").screenshot(path=picture)
    return (
        await asyncio.to_thread(subprocess.check_output, ["zbarimg", "--quiet", "--raw", picture], text=True)
    ).strip()


async def account_of(page: Page, folder: Path) -> tuple[str, str, int]:
    """User, password and port of what the code on this page sets up."""
    file = await page.context.request.get(await scanned(page, folder))
    entries = {one.get("name"): one.text or "" for one in ET.fromstring(await file.text()).iter(f"{NAMESPACE}entry")}
    return entries["username"], entries["passwd"], int(re.findall(r":(\d+);", entries["reg_proxy"])[0])


async def test_a_juror_s_telephone_is_set_up_by_its_code_tried_and_chosen(house: DemoHouse, tmp_path: Path) -> None:
    async with a_browser(ALLOWED) as browser:
        jury = await at_desk(browser, house, "jury")
        desk = await jury.context.new_page()
        await desk.goto(jury.url)
        await jury.goto(f"{house.address}/telephone")
        await expect(jury.get_by_text("Aucun téléphone enregistré")).to_be_visible()
        assert await faults(jury, may_scroll=True) == []

        user, password, port = await account_of(jury, tmp_path)
        line = account_line(user, password, port, transport="tcp")
        async with Baresip(tmp_path / "phone", line, speech_like(1, 60)) as phone:
            await expect(jury.get_by_text("baresip v")).to_be_visible()
            await jury.get_by_role("button", name="Faire sonner mon téléphone").click()
            await phone.until("CALL_INCOMING")
            await phone.do("accept")
            await expect(jury.get_by_text("Votre voix arrive au serveur")).to_be_visible()
            await phone.do("hangup")
            await expect(jury.get_by_text("Essai réussi")).to_be_visible()

            await jury.get_by_role("radio", name=re.compile("Le téléphone")).check()
            await expect(desk.get_by_role("button", name="Téléphone : baresip")).to_be_visible()
            assert await faults(jury, may_scroll=True) == []

            lead = await at_desk(browser, house, "session_lead")
            await lead.get_by_role("link", name=re.compile("Session d’examen de démonstration")).first.click()
            await expect(lead.get_by_role("region", name="Téléphones")).to_contain_text(f"port {port}, UDP ou TCP")
            await expect(lead.get_by_text("Tél. baresip v").first).to_be_visible()
            assert await faults(lead, may_scroll=True) == []
        await expect(jury.get_by_text("Aucun téléphone enregistré")).to_be_visible()


async def test_a_juror_whose_telephone_forwards_its_calls_reads_where_to_and_what_to_do(
    house: DemoHouse, tmp_path: Path
) -> None:
    async with a_browser(ALLOWED) as browser:
        candidate, desk = await at_desk(browser, house, "candidate"), await at_desk(browser, house, "jury")
        await is_connected(candidate)
        jury = await desk.context.new_page()
        await jury.goto(f"{house.address}/telephone")
        user, password, port = await account_of(jury, tmp_path)
        with closing(await OddPhone.at(port, user, password)) as phone:
            await phone.register()
            await jury.get_by_role("radio", name=re.compile("Le téléphone")).check()
            await expect(desk.get_by_role("button", name="Téléphone : Odd")).to_be_visible()
            await start(desk, 1)
            phone.reply(await phone.rung(), "302 Moved Temporarily", contact="<sip:0699887766@192.0.2.9>")
            told = desk.get_by_role("alert").filter(has_text="renvoyé vers 0699887766")
            await expect(told).to_be_visible()
            await expect(told).to_contain_text("Désactivez le renvoi d’appel")
            await desk.screenshot(path=tmp_path / "forwarded.png")
            assert await faults(desk) == []
