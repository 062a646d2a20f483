"""The case study in real browsers: typed, cut, reloaded, handed in by itself; dead keys as they are composed."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.async_api import Browser, CDPSession, Locator, Page, expect

from simulator.facts import kinds
from simulator.productions.prose import checked
from simulator.productions.reading import as_json
from simulator.productions.version_rows import VersionRows
from simulator.seat.written import WrittenId
from tests.browser.cut_network import cut_network
from tests.browser.demo_house import SCREEN, Reachable, a_browser, faults
from tests.browser.firefox import a_firefox
from tests.integration.simulator.case_study import a_case_study, close, save
from tests.integration.simulator.ground import PASSWORD, Place, did
from tests.integration.simulator.open_centre import OpenCentre, an_open_centre

WEB = Path(__file__).parents[2] / "web" / "dist"


@dataclass
class Exam:
    """A centre whose pages are the built ones, and a seat in its case study."""

    house: OpenCentre
    place: Place

    async def kept(self, written: WrittenId = "reply_letter") -> str:
        """What the server has of a text."""
        centre = self.house.centre
        state = (await centre.services.rooms.room(self.place.seat_id)).state
        return checked(
            as_json(
                await VersionRows(centre.services.sessions, centre.services.keeper.at_rest).document(state, written)
            )
        ).text


@asynccontextmanager
async def an_exam(folder: Path, **more: object) -> AsyncIterator[Exam]:
    async with an_open_centre(folder, web=WEB) as house:
        yield Exam(house, await a_case_study(house.centre, **more))  # type: ignore[arg-type]  each by its own name


async def at_case_study(browser: Browser, exam: Exam, through: Reachable | None = None) -> Page:
    """Signed in at the seat, before the sheet. `through`: the network that it takes."""
    context = await browser.new_context(viewport=SCREEN, locale="fr-FR")
    context.set_default_timeout(60_000)
    address = (through or exam.house).address
    centre = exam.house.centre
    lead = await centre.lead()
    code = (await lead.post(f"/api/staff/seats/{exam.place.seat_id}/desk-code")).json()["code"]
    page = await context.new_page()
    await page.goto(f"{address}/candidat")
    await page.get_by_label("Code de poste").press_sequentially(code.replace("-", ""))
    await page.get_by_role("button", name="Ouvrir mon poste").click()
    await expect(page.get_by_role("tab", name=re.compile("Courrier de réponse"))).to_be_visible(timeout=30_000)
    return page


async def letter(page: Page) -> Locator:
    await page.get_by_role("tab", name=re.compile("Courrier de réponse")).click()
    sheet = page.get_by_role("textbox", name="Courrier de réponse")
    await sheet.click()
    return sheet


async def test_typed_cut_and_reloaded_nothing_is_lost_and_the_end_hands_it_in(tmp_path: Path) -> None:
    async with an_exam(tmp_path) as exam, cut_network(exam.house) as network, a_browser() as browser:
        page = await at_case_study(browser, exam, network)
        assert await faults(page) == []
        await letter(page)
        await page.keyboard.type("Madame, Monsieur,")
        await expect(page.get_by_text("tout est sur le serveur")).to_be_visible()
        assert await exam.kept() == "Madame, Monsieur,"
        network.cut()
        await page.keyboard.press("Enter")
        await page.keyboard.type("Je vous présente nos excuses. La batterie est échangée. Je vous rappelle jeudi.")
        await expect(page.get_by_text("3 phrases en copie locale, pas encore transmises")).to_be_visible()
        await expect(page.get_by_text("Continuez d’écrire")).to_be_visible()
        assert await exam.kept() == "Madame, Monsieur,"
        network.mend()
        await page.reload()
        sheet = await letter(page)
        await expect(sheet).to_contain_text("Je vous rappelle jeudi.")
        await expect(page.get_by_text("tout est sur le serveur")).to_be_visible()
        wanted = "Madame, Monsieur,\nJe vous présente nos excuses. La batterie est échangée. Je vous rappelle jeudi."
        assert await exam.kept() == wanted
        await close(exam.house.centre, exam.place)
        state = (await exam.house.centre.services.rooms.room(exam.place.seat_id)).state
        await expect(page.get_by_text(state.seals["case_study"].code)).to_be_visible()
        await expect(page.get_by_role("button", name="Copier le code")).to_be_visible()
        await expect(page.get_by_text("remis vide").first).to_be_visible()
        assert await faults(page) == []


@pytest.mark.timeout(300)
async def test_a_session_that_is_closed_says_so_with_the_receipt_and_asks_for_no_more_words(tmp_path: Path) -> None:
    async with an_exam(tmp_path) as exam, a_browser() as browser:
        page = await at_case_study(browser, exam)
        await (await letter(page)).press_sequentially("Madame, nous vous devons des excuses.")
        await expect(page.get_by_text("tout est sur le serveur")).to_be_visible()
        lead = await exam.house.centre.lead()
        await did(lead.post(f"/api/staff/sessions/{exam.place.session_id}/close"))
        await expect(page.get_by_text("La séance est close")).to_be_visible()
        await expect(page.get_by_role("textbox", name="Courrier de réponse")).to_have_count(0)
        state = (await exam.house.centre.services.rooms.read(exam.place.seat_id)).state
        await expect(page.get_by_text(state.seals["case_study"].code)).to_be_visible()
        await expect(page.get_by_text("Réseau coupé")).to_have_count(0)


async def composed(keys: CDPSession, dead: str, letter: str) -> None:
    """A dead key and its letter, as an input method tells the page."""
    await keys.send("Input.imeSetComposition", {"text": dead, "selectionStart": 1, "selectionEnd": 1})
    await keys.send("Input.insertText", {"text": letter})


async def test_dead_keys_in_chromium(tmp_path: Path) -> None:
    """14: in the first line, in a new paragraph, in a list."""
    async with an_exam(tmp_path) as exam, a_browser() as browser:
        page = await at_case_study(browser, exam)
        await letter(page)
        keys = await page.context.new_cdp_session(page)
        await composed(keys, "^", "ê")
        await page.keyboard.type("tre ")
        await composed(keys, "¨", "ï")
        await page.keyboard.press("Enter")
        await composed(keys, "^", "û")
        await page.keyboard.type("r")
        await page.keyboard.press("Enter")
        await page.get_by_role("button", name="Liste à puces").click()
        await composed(keys, "^", "î")
        await page.keyboard.type("le")
        await page.keyboard.press("Enter")
        await composed(keys, "¨", "ë")
        await expect(page.get_by_text("tout est sur le serveur")).to_be_visible()
        assert await exam.kept() == "être ï\nûr\n• île\n• ë"


PASTE = """([element, text, html]) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  if (html) data.setData("text/html", html);
  element.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


async def test_text_from_outside_is_refused_and_noted_and_text_of_the_page_is_taken(tmp_path: Path) -> None:
    async with an_exam(tmp_path) as exam, a_browser() as browser:
        page = await at_case_study(browser, exam)
        sheet = await letter(page)
        await sheet.evaluate(f"(element) => ({PASTE})([element, 'Un texte venu d’ailleurs.', ''])")
        await expect(page.get_by_text("Collage refusé")).to_be_visible()
        assert await faults(page) == []
        await page.keyboard.type("Madame,")
        await page.keyboard.press("Control+a")
        await page.keyboard.press("Control+c")
        await page.keyboard.press("End")
        await sheet.evaluate(f"(element) => ({PASTE})([element, 'Madame,', '<p>Madame,</p>'])")
        await expect(sheet).to_have_text("Madame,Madame,")
        facts = await exam.house.centre.services.facts.of_seat(exam.place.seat_id)
        refusals = [fact.data for fact in facts if isinstance(fact.data, kinds.PasteRefused)]
        assert refusals == [kinds.PasteRefused(production="reply_letter", characters=25)]


async def test_a_list_of_word_stays_a_list_and_adds_no_paragraph(tmp_path: Path) -> None:
    """15."""
    item = (
        "<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><!--[if !supportLists]--><span>"
        "<span style='mso-list:Ignore'>·<span>&nbsp; </span></span></span><!--[endif]-->{}</p>"
    )
    html = "<p class=MsoNormal>Je propose :</p>" + item.format("une batterie") + item.format("un prêt")
    day = {"format_id": "title", "case_study_id": "leroux-batterie", "outside_paste": True}
    async with an_exam(tmp_path, exam_day=day) as exam, a_browser() as browser:
        page = await at_case_study(browser, exam)
        sheet = await letter(page)
        paste = await sheet.evaluate_handle("element => element")
        await page.evaluate(PASTE, [paste, "Je propose :\nune batterie\nun prêt", html])
        await expect(sheet.locator("ul > li")).to_have_count(2)
        await expect(page.get_by_text("tout est sur le serveur")).to_be_visible()
        assert await exam.kept() == "Je propose :\n• une batterie\n• un prêt"


@pytest.mark.parametrize(("width", "height"), [(1366, 625), (683, 312)])
async def test_small_screens_and_the_keyboard_alone(tmp_path: Path, width: int, height: int) -> None:
    async with an_exam(tmp_path) as exam, a_browser() as browser:
        page = await at_case_study(browser, exam)
        await page.set_viewport_size({"width": width, "height": height})
        assert await faults(page, may_scroll=width < 1000) == []
        to_write_in = await page.get_by_role("region", name="Vos trois productions").bounding_box()
        assert to_write_in is not None
        assert to_write_in["height"] > 300, "enlarged, the page scrolls: its parts keep their height"
        tab = page.get_by_role("tab", name=re.compile("Résumé de la situation"))
        await tab.focus()
        await page.keyboard.press("ArrowRight")
        await page.keyboard.press("Tab")
        await expect(page.get_by_role("button", name="Gras")).to_be_focused()
        await page.keyboard.press("ArrowRight")
        await expect(page.get_by_role("button", name="Italique")).to_be_focused()
        await page.keyboard.press("Tab")
        stakes = page.get_by_role("textbox", name="Enjeux, client et entreprise")
        await page.keyboard.press("Tab")
        await stakes.focus()
        await page.keyboard.type("Fidéliser.")
        await expect(page.get_by_text("tout est sur le serveur")).to_be_visible()
        assert await exam.kept("stakes") == "Fidéliser."


async def test_pages_are_counted_as_they_print(tmp_path: Path) -> None:
    sentence = "Nous aurions dû vous rappeler dès le mois de septembre, comme convenu avec vous au téléphone. "
    async with an_exam(tmp_path) as exam, a_browser() as browser:
        page = await at_case_study(browser, exam)
        await letter(page)
        for paragraphs, pages in ((4, 1), (8, 2), (20, 3)):
            await page.keyboard.press("Control+a")
            await page.keyboard.insert_text("\n".join([sentence * 5] * paragraphs))
            counted = "1 page A4" if pages == 1 else f"{pages} pages A4"
            await expect(page.get_by_text(counted, exact=True)).to_be_visible()
            await expect(page.get_by_text("tout est sur le serveur")).to_be_visible()
            printed = await page.context.request.get(f"{exam.house.address}/api/candidate/productions/preview.pdf")
            found = re.search(rb"/Count (\d+)", await printed.body())
            assert found is not None
            assert int(found[1]) == pages + 2, "two empty texts have a page each"


COMPOSE = """(element, [dead, letter]) => {
  const said = (kind, data) => element.dispatchEvent(new CompositionEvent(kind, { data, bubbles: true }));
  const typed = (data) => element.dispatchEvent(
    new InputEvent("input", { data, inputType: "insertCompositionText", isComposing: true, bubbles: true }));
  said("compositionstart", "");
  const place = getSelection();
  let { focusNode: node, focusOffset: at } = place;
  if (node.nodeType !== Node.TEXT_NODE) {
    const made = document.createTextNode("");
    node.insertBefore(made, node.childNodes[at] ?? null);
    if (made.nextSibling?.nodeName === "BR") made.nextSibling.remove();
    [node, at] = [made, 0];
  }
  said("compositionupdate", dead);
  node.insertData(at, dead);
  place.collapse(node, at + dead.length);
  typed(dead);
  said("compositionupdate", letter);
  node.replaceData(at, dead.length, letter);
  place.collapse(node, at + letter.length);
  typed(letter);
  said("compositionend", letter);
}"""
"""A dead key and its letter as Firefox composes them: it writes into the page's text and tells of it."""


async def test_dead_keys_in_firefox(tmp_path: Path) -> None:
    """14: in the first line, in a new paragraph, in a list. WebDriver BiDi has no input methods: see COMPOSE."""
    async with an_exam(tmp_path) as exam, without_policy(exam.house) as network, a_firefox(tmp_path) as browser:
        page = await at_case_study(browser, exam, network)
        sheet = await letter(page)
        await sheet.evaluate(COMPOSE, ["^", "ê"])
        await page.keyboard.type("tre ")
        await sheet.evaluate(COMPOSE, ["¨", "ï"])
        await page.keyboard.press("Enter")
        await sheet.evaluate(COMPOSE, ["^", "û"])
        await page.keyboard.type("r")
        await page.keyboard.press("Enter")
        await page.keyboard.type("- ")
        await sheet.evaluate(COMPOSE, ["^", "î"])
        await page.keyboard.type("le")
        await page.keyboard.press("Enter")
        await sheet.evaluate(COMPOSE, ["¨", "ë"])
        await expect(page.get_by_text("tout est sur le serveur")).to_be_visible()
        assert await exam.kept() == "être ï\nûr\n• île\n• ë"


@dataclass
class Network:
    address: str


@asynccontextmanager
async def without_policy(server: Reachable) -> AsyncIterator[Network]:
    """The server without its content security policy, which in Firefox refuses what a test evaluates."""
    port = int(server.address.rsplit(":", 1)[1])

    async def passed(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            while piece := await reader.read(65536):
                writer.write(piece.replace(b"content-security-policy:", b"x-not-security-policyxx:"))
                await writer.drain()
        writer.close()

    async def join(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        onward_reader, onward_writer = await asyncio.open_connection("127.0.0.1", port)
        await asyncio.gather(passed(reader, onward_writer), passed(onward_reader, writer))

    listener = await asyncio.start_server(join, "127.0.0.1", 0)
    try:
        yield Network(f"http://127.0.0.1:{listener.sockets[0].getsockname()[1]}")
    finally:
        listener.close()


async def test_a_juror_corrects_beside_what_is_expected(tmp_path: Path) -> None:
    async with an_exam(tmp_path) as exam, a_browser() as browser:
        centre = exam.house.centre
        candidate = await centre.at_desk(exam.place.code)
        await did(save(candidate, "Monsieur,", "Je vous présente nos excuse pour ces trois pannes."))
        context = await browser.new_context(viewport={"width": 1366, "height": 625}, locale="fr-FR")
        context.set_default_timeout(60_000)
        await context.request.post(
            f"{exam.house.address}/api/staff/sign-in",
            data={"login": "roy", "password": PASSWORD},
            headers={"X-Combine": "1", "Origin": exam.house.address},
        )
        page = await context.new_page()
        await page.goto(f"{exam.house.address}/jury/candidat/{exam.place.seat_id}/correction")
        await expect(page.get_by_text("Les productions ne sont pas encore remises.")).to_be_visible()
        await close(centre, exam.place)
        await page.get_by_role("button", name="Réessayer").click()
        await page.get_by_role("tab", name=re.compile("Courrier de réponse")).click()
        await expect(page.get_by_text("Excuses pour le rappel oublié")).to_be_visible()
        await expect(page.get_by_text("Constat proposé")).to_be_visible(timeout=90_000)
        assert await faults(page) == []
        await page.get_by_role("button", name="Noter le paragraphe 2").click()
        await page.get_by_role("combobox", name=re.compile("Critère")).select_option("CP3.1")
        await page.get_by_label("+ Favorable").check()
        await page.get_by_label("Remarque").fill("Excuses sans détour")
        await page.get_by_role("button", name="Noter", exact=True).last.click()
        await expect(page.get_by_text("Excuses sans détour")).to_be_visible()
        await page.get_by_role("button", name="Retenir").click()
        await page.get_by_label("Avis sur CP3.8").select_option("À améliorer")
        await expect(page.get_by_label("Avis sur CP3.8")).to_have_value("to_improve")
        state = (await centre.services.rooms.read(exam.place.seat_id)).state
        assert sorted(note.data.criterion for note in state.correction.notes.values()) == ["CP3.1", "CP3.8"]
        await page.set_viewport_size({"width": 683, "height": 312})
        assert await faults(page, may_scroll=True) == []
