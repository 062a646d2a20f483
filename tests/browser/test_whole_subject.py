"""The six exchanges of the shipped title subject, played by two people from the first ring to the printed sheets."""

import asyncio
import re
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from playwright.async_api import Page, expect
from pypdf import PdfReader

from tests.browser.demo_house import DemoHouse, a_browser, at_desk, faults
from tests.browser.ears import HEARD, Microphone
from tests.browser.exchanges import answer, finished_recording, is_connected, open_file, qualify, replay_of, start
from tests.sound import read_stereo


@dataclass(frozen=True)
class Played:
    """What the candidate does in one exchange: labels as the lists show them."""

    position: int
    kind: str
    customer: str
    reference: str
    motif: str
    statut: str
    suite: str
    comment: str
    criteria: int
    written: str = ""


SUBJECT = (
    Played(1, "call in", "Mme Josiane Prat", "VA-20417", "renseignement", "resolu", "atelier",
           "Révision Sereine retenue, jeudi ou vendredi matin.", 7),
    Played(2, "chat", "M. Karim Belhadj", "VA-31880", "assistance", "resolu", "logistique",
           "Échange du chargeur sous 48 heures.", 9),
    Played(3, "call in", "Mme Colette Arnaud", "VA-48213", "suivi-livraison", "resolu", "confirmation",
           "Nouvelle livraison le 27 novembre, de 14 h à 18 h.", 9, "Courriel"),
    Played(4, "call out", "M. Antoine Rivière", "", "prospection", "rendez-vous", "aucune",
           "Essai samedi 28 novembre à 10 h 30.", 6),
    Played(5, "chat", "Mme Maëlle Kervella", "02 61 91 27 55", "resiliation", "client-conserve", "confirmation",
           "Formule allégée acceptée.", 15, "Courriel"),
    Played(6, "call out", "M. Samir Merabet", "", "impaye", "accord-paiement", "confirmation",
           "Trois versements de 156 €.", 7, "Lettre"),
)  # fmt: skip


MOTIFS = {
    "renseignement": "Renseignement",
    "assistance": "Assistance technique",
    "suivi-livraison": "Suivi de livraison",
    "prospection": "Prospection",
    "resiliation": "Demande de résiliation",
    "impaye": "Impayé",
}

FIGURES = ("7/7", "9/9", "9/9", "6/6", "8/8 7/7", "7/7")
"""Criteria observed of those that can be, one figure for each competence of the exchange."""


async def converse(candidate: Page, jury: Page, played: Played) -> None:
    """From the start of the exchange to the end of the conversation."""
    await start(jury, played.position)
    if played.kind == "chat":
        opening = jury.get_by_role("button", name="Ouverture")
        await opening.click()
        await jury.get_by_label("Votre message").press("Enter")
        await expect(candidate.locator(".bubble")).to_have_count(1)
        message = candidate.get_by_label("Votre message")
        await message.fill("Bonjour, je m’en occupe avec vous.")
        await message.press("Enter")
        await expect(jury.locator(".bubble")).to_have_count(2)
        assert await faults(jury) == []
        await message.blur()
    elif played.kind == "call out":
        await expect(candidate.get_by_text("Votre mission")).to_be_visible()
        await candidate.get_by_role("button", name="Appeler", exact=True).click()
        await jury.get_by_role("button", name="Répondre").click()
        await expect(candidate.get_by_text("En communication")).to_be_visible()
    else:
        await answer(candidate)
    if played.reference:
        await open_file(candidate, played.reference, played.customer)
    await mark(jury, played.criteria)
    if played.kind == "chat":
        await candidate.get_by_role("button", name="Clore…").click()
        await candidate.get_by_role("button", name=re.compile("^Clore")).last.click()
    else:
        await asyncio.sleep(3)
        await candidate.keyboard.press("Alt+f")


async def mark(jury: Page, criteria: int) -> None:
    """One favourable mark on each criterion, by keys alone; the tenth and after by the digit pressed twice."""
    await jury.locator("body").click(position={"x": 5, "y": 400})
    for number in range(1, criteria + 1):
        for _ in range(1 if number < 10 else 2):
            await jury.keyboard.press(str(number if number < 10 else number - 9))
        await jury.keyboard.press("+")
    await expect(jury.locator("[data-sign=favourable]")).to_have_count(criteria)


async def conclude(candidate: Page, jury: Page, played: Played) -> None:
    """Qualification, the written confirmation where one is due, and the end of the exchange."""
    finish = candidate.get_by_role("button", name="Terminer l’échange")
    await expect(finish).to_be_enabled()
    await qualify(candidate, played.motif, played.statut, played.suite, played.comment)
    await expect(candidate.get_by_text("enregistré à").first).to_be_visible()
    if played.written:
        await candidate.get_by_role("button", name="Confirmation écrite").click()
        await candidate.get_by_role("radio", name=played.written).click()
        await candidate.get_by_label("Objet").fill(f"Votre demande : {played.comment}")
        await candidate.get_by_label("Texte").fill(f"Bonjour,\n\n{played.comment}\n\nCordialement,\nLéa")
        await candidate.get_by_role("button", name="Relire et envoyer…").click()
        assert await faults(candidate) == []
        await candidate.get_by_role("button", name="Envoyer au client").click()
        await expect(candidate.get_by_text("Envoyée à")).to_be_visible()
        await candidate.get_by_role("button", name="Revenir à la fiche").click()
        await expect(jury.get_by_role("tab", name="Confirmation reçue")).to_be_visible()
    await finish.click()
    await expect(finish).to_be_hidden()


A4 = (595, 842)
"""Points."""


def words(pdf: bytes) -> str:
    """What is printed, line by line as it stands on the pages; each must be A4."""
    pages = PdfReader(BytesIO(pdf)).pages
    assert {(round(page.mediabox.width), round(page.mediabox.height)) for page in pages} == {A4}
    return "\n".join(page.extract_text(extraction_mode="layout") for page in pages)


async def printed(jury: Page, house: DemoHouse, path: str) -> str:
    answer = await jury.context.request.get(f"{house.address}{path}")
    assert answer.ok, await answer.text()
    return await asyncio.to_thread(words, await answer.body())


async def test_six_exchanges_from_the_first_ring_to_the_printed_sheets(house: DemoHouse, tmp_path: Path) -> None:
    adviser, customer = (Microphone(voice, tmp_path) for voice in ("adviser-a", "customer-hesitant"))
    async with a_browser(*adviser.flags) as one, a_browser(*customer.flags) as two:
        candidate = await at_desk(one, house, "candidate")
        jury = await at_desk(two, house, "jury")
        await is_connected(candidate, jury)
        for played in SUBJECT:
            await converse(candidate, jury, played)
            await conclude(candidate, jury, played)
        await expect(candidate.get_by_role("heading", name="Tous les échanges sont terminés")).to_be_visible()
        assert await faults(candidate) == []
        assert await faults(jury) == []

        for cell in await jury.get_by_role("table", name="Critères observés").locator("td:not(:empty)").all():
            observed, observable = (await cell.locator("[aria-hidden]").inner_text()).split("/")
            assert observed == observable
        await jury.get_by_label("Appréciation CP7").fill("Accord clair et réaliste, ton respectueux.")
        await jury.get_by_label("Avis sur : L'accord de paiement est obtenu").select_option("Satisfaisant")

        seat = jury.url.rsplit("/", 1)[1]
        listed = await (await jury.context.request.get(f"{house.address}/api/staff/seats/{seat}/replays")).json()
        for run, played in zip(listed["runs"], SUBJECT, strict=True):
            view = await replay_of(jury, house, run["run_id"])
            assert view["qualification"]["motif"] == played.motif
            assert view["qualification"]["comment"] == played.comment
            assert len(view["marking"]["marks"]) >= played.criteria
            told = [moment["text"] for moment in view["moments"]]
            assert f"Motif\u00a0: {MOTIFS[played.motif]}" in told
            assert (view["confirmation"] is not None) == bool(played.written)
            sheet = await printed(jury, house, f"/api/staff/runs/{run['run_id']}/sheet.pdf")
            assert played.customer in sheet
            assert played.comment.split(",")[0] in sheet
            if played.kind == "chat":
                assert not view["recordings"]
                assert [message["by"] for message in view["messages"]] == ["customer", "candidate"]
            else:
                sound = await finished_recording(jury, house, tmp_path, run=played.position - 1)
                left, right = read_stereo(sound)
                assert adviser.found_in(left) > HEARD
                assert customer.found_in(right) > HEARD
        await jury.get_by_role("button", name="Rendre ma notation…").click()
        await jury.get_by_role("button", name="Oui, rendre").click()
        await expect(jury.get_by_text("Votre notation est rendue.")).to_be_visible()
        matrix = await printed(jury, house, f"/api/staff/seats/{seat}/matrix.pdf")
        assert "Léa Martin" in matrix or "C-01" in matrix
        assert "Accord clair et réaliste, ton respectueux." in " ".join(matrix.split())
        lines = [line.split() for line in matrix.splitlines()]
        assert ["Échange", *(f"CP{number}" for number in range(1, 8))] in lines
        for played, figures in zip(SUBJECT, FIGURES, strict=True):
            (row,) = [line for line in lines if line[:1] == [f"{played.position}."] and figures in " ".join(line)]
            assert row[-7:].count("–") == 7 - len(figures.split())
