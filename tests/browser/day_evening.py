"""The second half of a title day, by the pages: interviews, marks, deliberation, archives; for whole days."""

import re
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Browser, Page, expect

from tests.browser import interview_acts as interview
from tests.browser import jury_acts as jury
from tests.browser.day_desks import Candidate, Evening, staff_at
from tests.browser.day_parts import state_of
from tests.pdfs import a_pdf

NOTE = "Revient de lui-même sur sa promesse"
NO_MICROPHONE = "Micro de la salle en panne"
AGREED = "Réécouté ensemble : le client est rassuré."
SECRETS = (NOTE, "Guide d’entretien", "CP1.1", "Insuffisant", "Délibération")
ROY, LEFORT = ("roy", "Nadia Roy"), ("lefort", "Marc Lefort")


@dataclass
class Interview:
    """One candidate's: the pages that are open for it, and the letter that they wrote in the morning."""

    of: Candidate
    letter: str
    candidate: Page
    jury: Page
    board: Page


@dataclass
class Taken:
    """What the responsible person goes home with. `key`: its fingerprint, as the page shows it."""

    archives: list[Path]
    minutes: Path
    key: str


async def is_interviewed(it: Interview, evening: Evening, *, pages: int, has_microphone: bool) -> None:
    """Preparation, sequence and reaction, debrief, final interview with a dossier of so many pages."""
    lead = await evening.house.centre.lead()
    dossier = f"/api/staff/candidate-documents/{it.of.seat_id}/professional_file"
    attached = await lead.put(dossier, params={"name": "dossier.pdf"}, content=a_pdf(pages=pages))
    assert attached.is_success, attached.text

    await interview.opens(it.board, "la préparation de l’entretien", it.of.name)
    await it.candidate.get_by_role("tab", name="Courrier de réponse").click()
    await expect(it.candidate.get_by_text(it.letter)).to_be_visible()
    await expect(it.jury.get_by_role("heading", name="Préparation du candidat")).to_be_visible()
    await interview.time_is_up(evening, "interview_preparation", it.of)

    await interview.opens(it.board, "l’écoute de la séquence", it.of.name)
    await interview.draws_the_sequence(it.jury, it.candidate)
    await interview.hears_the_sequence(it.jury, it.candidate)
    if has_microphone:
        await interview.answers_aloud(it.jury, it.candidate)
    else:
        await interview.answers_in_a_room_without_microphone(it.jury, NO_MICROPHONE)
    await interview.time_is_up(evening, "recorded_sequence", it.of)

    await interview.opens(it.board, "le retour sur les échanges", it.of.name)
    await expect(it.candidate.get_by_text("Le jury revient avec vous sur vos échanges")).to_be_visible()
    await interview.follows_the_guide(it.jury, NOTE, "to_improve")
    for secret in SECRETS:
        assert secret not in await it.candidate.content()
    await interview.time_is_up(evening, "debrief", it.of)

    await interview.opens(it.board, "l’entretien final", it.of.name)
    await interview.reads_the_dossier(it.jury, "Connaît le métier.")
    await interview.time_is_up(evening, "final_interview", it.of)
    await expect(it.candidate.get_by_role("heading", name="Votre journée d’épreuves est terminée")).to_be_visible()


async def marks_blind(browser: Browser, evening: Evening, one: Candidate) -> None:
    """Each hands in from their own desk; the first sees nothing of the second's before."""
    house, at = evening.house, f"/jury/candidat/{one.seat_id}"
    waits = await staff_at(browser, house, ROY[0], jury.deliberation(evening, one))
    await expect(waits.get_by_role("heading", name=re.compile("^On attend"))).to_be_visible()
    desks = [await staff_at(browser, house, login, at) for login, _ in (ROY, LEFORT)]
    played = next(run for run in (await state_of(house, one)).runs.values() if run.phase == "done")
    for desk in desks:
        await desk.get_by_role("button", name=re.compile(f"^{played.position} · ")).click()
    first = await jury.hands_in(desks[0], "insufficient")
    await expect(desks[0].get_by_text("Votre notation est rendue.")).to_be_visible()
    await expect(waits.get_by_role("heading", name=f"On attend {LEFORT[1]}")).to_be_visible()
    assert "Insuffisant :" not in await desks[1].content(), "the other's verdicts stay theirs"
    await expect(desks[1].get_by_text(f"{ROY[1]} : Insuffisant")).to_have_count(0)
    assert await jury.hands_in(desks[1], "satisfactory") == first
    await expect(waits.get_by_role("heading", name=re.compile("différences? à trancher"))).to_be_visible()
    for page in (waits, *desks):
        await page.context.close()


async def is_deliberated(browser: Browser, evening: Evening, one: Candidate, refused: dict[str, str]) -> None:
    """Differences, decisions, and both signatures, the second juror's from their own page."""
    at = jury.deliberation(evening, one)
    pages = [await staff_at(browser, evening.house, login, at) for login, _ in (ROY, LEFORT)]
    assert await jury.settles(pages[0], "À améliorer", AGREED) >= 1
    await expect(pages[0].get_by_role("heading", name="Toutes les différences sont tranchées")).to_be_visible()
    lines = await jury.decides(pages[0], refused)
    assert sum(one.startswith("CP") for one in lines) == 7, lines
    assert lines[-1] == "Titre"
    for page in pages:
        await jury.signs(page)
    for page in pages:
        await expect(page.get_by_text("Délibération signée par tout le jury.")).to_be_visible()
        await page.context.close()


async def takes_all_away(board: Page, evening: Evening, folder: Path) -> Taken:
    """The candidates' archives are owed since the last signature; the session's is made when asked for."""
    address = evening.house.address
    await board.goto(f"{address}{jury.deliberation(evening)}")
    await expect(board.get_by_text("Toutes les délibérations sont signées.")).to_be_visible()
    await board.get_by_role("button", name="Sceller", exact=True).click()
    await expect(board.get_by_role("link", name=re.compile("^Télécharger l’archive"))).to_have_count(3)
    title = await board.get_by_role("heading", level=2).first.inner_text()
    names = [*(one.name for one in evening.present), title]
    archives = [await jury.downloads(board, name, folder) for name in names]
    link = board.get_by_role("link", name="Procès-verbal")
    printed = await board.context.request.get(address + str(await link.get_attribute("href")))
    minutes = folder / "pv.pdf"
    minutes.write_bytes(await printed.body())
    shown = await board.get_by_text(re.compile("^Empreinte de la clé")).inner_text()
    return Taken(archives, minutes, shown.split(":")[1].strip())
