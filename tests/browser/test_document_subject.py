"""A subject received as documents: entered and checked by a scripted first-time user, then played at the desks."""

import re
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw
from playwright.async_api import Browser, Page, expect

from tests.browser.demo_house import ALLOWED, DemoHouse, a_browser, at_desk, faults
from tests.browser.exchanges import answer, hang_up, is_connected, open_file, start, write
from tests.browser.test_small_screens import losses
from tests.pdfs import a_pdf

LOW, TWICE = (1366, 625), (683, 312)
"""A small laptop with a browser's bars, and the same at 200 %."""

SECONDS_A_CHARACTER, SECONDS_AN_ACT = 0.45, 4.0
"""Of somebody who types with two fingers and looks for each field: 130 characters a minute, four seconds to find a
field, a list or a box and to read what it says."""


@dataclass(frozen=True)
class Line:
    channel: str
    direction: str
    customer: str
    phone: str
    competences: tuple[str, ...]
    mission: str = ""
    confirmation: str = ""


SUBJECT = (
    Line("Téléphone", "Entrant", "Mme Claire Dumas", "0639981234", ("CP1", "CP2")),
    Line("Chat", "Entrant", "M. Karim Benali", "0639981235", ("CP1", "CP5")),
    Line("Téléphone", "Entrant", "Mme Jeanne Perrin", "0353010007", ("CP2", "CP3"), "", "Courriel"),
    Line("Téléphone", "Sortant", "M. Louis Garnier", "0261910008", ("CP4",), "Proposer la garantie."),
    Line("Chat", "Entrant", "Mme Aïcha Diallo", "0536490009", ("CP5", "CP6"), "", "Courriel"),
    Line("Téléphone", "Sortant", "M. Samir Haddad", "0199000010", ("CP7",), "Obtenir le paiement.", "Lettre"),
)  # fmt: skip

FILES = (
    ("contexte.pdf", "Contexte de l’entreprise"),
    ("procedures.pdf", "Procédure"),
    *((f"client-{n}.pdf", f"Fiche du client, échange {n}") for n in range(1, 7)),
    ("fiches-jury.pdf", "Jury : tout le sujet"),
    ("jury-1.png", "Jury : échange 1"),
)


class Hand:
    """Does what a person does on a page, and counts the seconds that it would have taken them."""

    def __init__(self, page: Page) -> None:
        self.page, self.fields, self.clicks, self.seconds = page, 0, 0, 0.0

    async def types(self, label: str, text: str, at: int = 0) -> None:
        await self.page.get_by_role("textbox", name=label, exact=True).nth(at).fill(text)
        self.fields += 1
        self.seconds += SECONDS_AN_ACT + SECONDS_A_CHARACTER * len(text)

    async def chooses(self, label: str, option: str, at: int = 0) -> None:
        box = self.page.get_by_role("combobox", name=label, exact=True).nth(at)
        words = [(await one.text_content() or "").strip() for one in await box.locator("option").all()]
        found = next((n for n, one in enumerate(words) if one.replace("\u00a0", " ").startswith(option)), -1)
        assert found >= 0, (option, words)
        values = [await one.get_attribute("value") for one in await box.locator("option").all()]
        if await box.input_value() == values[found]:
            return  # stands there already: read, not touched
        await box.select_option(values[found])
        self.fields += 1
        self.seconds += SECONDS_AN_ACT

    async def clicks_on(self, role: str, name: str | re.Pattern[str], at: int = 0) -> None:
        await self.page.get_by_role(role, name=name, exact=isinstance(name, str)).nth(at).click()  # type: ignore[arg-type]  any role
        self.clicks += 1
        self.seconds += SECONDS_AN_ACT


def a_scan() -> bytes:
    made = BytesIO()
    page = Image.new("RGB", (900, 1270), "white")
    ImageDraw.Draw(page).text((80, 80), "Fiche du jury, échange 1", fill="black", font_size=40)
    page.save(made, "PNG")
    return made.getvalue()


async def enter(hand: Hand, house: DemoHouse) -> None:
    """From the list of sessions to a subject that is ready."""
    await hand.clicks_on("link", "Sujets en documents")
    await hand.types("Titre du sujet", "Sujet du 14 décembre")
    await hand.clicks_on("button", "Commencer")
    await hand.types("Entreprise", "Maison Vauquelin")
    for at, line in enumerate(SUBJECT):
        await hand.chooses("Canal", line.channel, at)
        await hand.chooses("Sens", line.direction, at)
        await hand.types("Client", line.customer, at)
        await hand.types("Téléphone du client", line.phone, at)
        await hand.chooses("Confirmation écrite", line.confirmation or "Aucune", at)
        for competence in line.competences:
            await hand.clicks_on("checkbox", competence, at)
    for at, line in enumerate(one for one in SUBJECT if one.mission):
        await hand.types("Mission, lue par le candidat", line.mission, at)
    files = [{"name": name, "mimeType": "application/octet-stream", "buffer": _file(name)} for name, _ in FILES]
    await hand.page.get_by_label("Joindre des fichiers…").set_input_files(files)  # type: ignore[arg-type]  dicts at run time
    hand.clicks += 2
    hand.seconds += 3 * SECONDS_AN_ACT
    await expect(hand.page.get_by_label(re.compile("^Titre du document"))).to_have_count(len(FILES))
    for at, (_, place) in enumerate(FILES):
        await hand.chooses("Où il se lit", place, at)
    await hand.clicks_on("button", "Vérifier le sujet")


def _file(name: str) -> bytes:
    return a_scan() if name.endswith(".png") else a_pdf(name.removesuffix(".pdf"), pages=3)


async def test_six_exchanges_are_entered_and_checked_in_under_ten_minutes(house: DemoHouse, tmp_path: Path) -> None:
    async with a_browser(ALLOWED) as browser:
        lead = await at_desk(browser, house, "session_lead")
        hand = Hand(lead)
        await enter(hand, house)
        await expect(lead.get_by_text("Le sujet est prêt")).to_be_visible()
        print(f"fields {hand.fields}, clicks {hand.clicks}, {hand.seconds / 60:.1f} minutes")
        assert hand.seconds < 10 * 60
        assert hand.fields <= 40
        assert hand.clicks <= 20

        assert await faults(lead, may_scroll=True) == []
        assert await losses(lead, (LOW, TWICE), axe=(LOW, TWICE)) == []
        await lead.screenshot(path=tmp_path / "form.png", full_page=True)
        await lead.reload()
        await expect(lead.get_by_text("Le sujet est prêt")).to_be_visible()
        assert await lead.get_by_label("Client", exact=True).nth(5).input_value() == "M. Samir Haddad"


async def test_what_is_wrong_stands_beside_its_field_and_the_keyboard_is_enough(house: DemoHouse) -> None:
    async with a_browser(ALLOWED) as browser:
        lead = await at_desk(browser, house, "session_lead")
        await lead.goto(f"{house.address}/sujets")
        await lead.get_by_label("Titre du sujet").press_sequentially("Au clavier")
        await lead.keyboard.press("Enter")
        check = lead.get_by_role("button", name="Vérifier le sujet")
        await expect(check).to_be_visible()
        await check.focus()
        await lead.keyboard.press("Enter")

        company = lead.get_by_label("Entreprise")
        await expect(company).to_be_focused()
        await expect(company).to_have_attribute("aria-invalid", "true")
        await expect(lead.get_by_text("L’entreprise n’a pas de nom.")).to_be_visible()
        await lead.keyboard.type("Maison Vauquelin")
        await expect(lead.get_by_text("L’entreprise n’a pas de nom.")).to_have_count(0)
        await expect(lead.get_by_text("Aucun échange n’évalue CP1, CP2")).to_be_visible()
        assert await faults(lead, may_scroll=True) == []
        assert await losses(lead, (LOW, TWICE), axe=(TWICE,)) == []


async def asked(page: Page, house: DemoHouse, method: str, path: str, **how: Any) -> Any:
    """What the server answers to this person's browser."""
    headers = {"X-Combine": "1", "Origin": house.address}
    answer = await page.context.request.fetch(house.address + path, method=method, headers=headers, **how)
    assert answer.ok, await answer.text()
    return await answer.json()


async def prepared(lead: Page, house: DemoHouse) -> str:
    """Two exchanges for practice, with a document for each reader; its identifier."""
    here = "/api/staff/document-subjects"
    made = await asked(lead, house, "POST", here, data={"title": "Sujet du 14 décembre"})
    documents: list[dict[str, Any]] = []
    for name, place, exchange in (
        ("contexte.pdf", "company", None),
        ("client-1.pdf", "customer", 0),
        ("fiches-jury.pdf", "jury", None),
        ("jury-1.png", "jury", 0),
    ):
        there = f"{here}/{made['id']}/documents?name={name}"
        file = await asked(lead, house, "POST", there, data=_file(name))
        documents.append({"id": file["id"], "title": name, "place": place, "exchange": exchange})
    lines = [
        {"channel": "phone", "customer": "Mme Claire Dumas", "phone": "0639981234", "competences": ["CP1"]},
        {"channel": "chat", "customer": "M. Karim Benali", "phone": "0639981235", "competences": ["CP2"]},
    ]
    form = {
        "title": "Sujet du 14 décembre",
        "company": "Maison Vauquelin",
        "exchanges": [line | {"minutes": 8} for line in lines],
        "documents": documents,
    }
    saved = await asked(lead, house, "PUT", f"{here}/{made['id']}", data={"number": 1, "form": form})
    assert saved["faults"] == []
    return str(made["id"])


async def desks(browser: Browser, house: DemoHouse, lead: Page, subject: str) -> tuple[Page, Page]:
    """The candidate's and the juror's, of a new session that plays it."""
    new = {"kind": "practice", "title": "Mardi matin", "pack_id": subject, "subject_id": "sujet"}
    session = await asked(lead, house, "POST", "/api/staff/sessions", data=new)
    seats = f"/api/staff/sessions/{session['id']}/seats"
    seat = await asked(lead, house, "POST", seats, data={"candidate_name": "Ana Roux", "desk": "3"})
    at = f"/api/staff/seats/{seat['seat_id']}"
    jury = await at_desk(browser, house, "jury")
    me = await asked(jury, house, "GET", "/api/staff/me")
    await asked(lead, house, "PUT", f"{at}/jurors", data={"person_ids": [me["person_id"]]})
    code = (await asked(lead, house, "POST", f"{at}/desk-code"))["code"]
    context = await browser.new_context(locale="fr-FR", viewport={"width": 1366, "height": 625})
    candidate = await context.new_page()
    await candidate.goto(f"{house.address}/candidat")
    await candidate.get_by_label("Code de poste").fill(code)
    await candidate.keyboard.press("Enter")
    await jury.goto(f"{house.address}/jury/candidat/{seat['seat_id']}")
    return candidate, jury


@pytest.mark.timeout(300)
async def test_a_subject_in_documents_is_played(house: DemoHouse, tmp_path: Path) -> None:
    async with a_browser(ALLOWED) as browser:
        lead = await at_desk(browser, house, "session_lead")
        candidate, jury = await desks(browser, house, lead, await prepared(lead, house))
        await is_connected(candidate, jury)

        await start(jury, 1)
        sheets = jury.get_by_role("region", name="Documents du sujet")
        await expect(sheets.get_by_label("Document", exact=True)).to_contain_text("jury-1")
        await expect(sheets.get_by_role("img")).to_have_js_property("naturalWidth", 900)
        await answer(candidate)
        await open_file(candidate, "Dumas", "Mme Claire Dumas")
        own = candidate.get_by_role("region", name="Fiche jointe")
        await expect(own.get_by_role("img")).to_have_js_property("naturalWidth", 1400)
        paper = own.get_by_role("region")
        await paper.focus()
        await candidate.keyboard.press("ArrowRight")
        await expect(own.get_by_role("status")).to_have_text("2 sur 3")
        narrow = (await own.get_by_role("img").bounding_box() or {"width": 0})["width"]
        await candidate.keyboard.press("+")
        wide = (await own.get_by_role("img").bounding_box() or {"width": 0})["width"]
        assert wide > 1.4 * narrow
        around = candidate.get_by_role("region", name="Documents du sujet")
        await expect(around).to_contain_text("contexte")
        assert "jury" not in await around.inner_text()
        await candidate.screenshot(path=tmp_path / "candidate.png")
        await jury.screenshot(path=tmp_path / "jury.png")
        assert await faults(candidate) == []
        assert await faults(jury) == []
        assert await losses(candidate, (LOW, TWICE), axe=(TWICE,)) == []
        assert await losses(jury, (LOW, TWICE), axe=(TWICE,)) == []
        await jury.locator("body").click(position={"x": 5, "y": 400})
        await jury.keyboard.press("1")
        await jury.keyboard.press("+")
        await expect(jury.locator("[data-sign=favourable]")).to_have_count(1)
        await hang_up(candidate)
        lists = ["Réclamation", "Traité", "Rappeler le client"]
        for name, value in zip(("Motif", "Statut", "Suite à donner"), lists, strict=True):
            await candidate.get_by_role("combobox", name=name).select_option(label=value)
        await candidate.get_by_role("button", name="Terminer l’échange").click()
        await expect(jury.get_by_text("son prêt")).to_be_visible()

        await start(jury, 2)
        await write(jury, "Bonjour, où en est ma commande ?")
        await expect(candidate.locator(".bubble")).to_have_count(1)
        await write(candidate, "Bonjour, je regarde.")
        await expect(jury.locator(".bubble")).to_have_count(2)
        replay = await jury.context.new_page()
        link = await jury.get_by_role("link", name="Réécouter").first.get_attribute("href")
        await replay.goto(house.address + (link or ""))
        await expect(replay.get_by_role("button", name=re.compile("^Écouter"))).to_be_enabled()
