"""The second half of a title day, by the pages: from the interviews to archives verified without a server.

Two candidates, the second in a room without microphone; two jurors, the invigilator, the responsible person, each in
a browser context of their own. Scripted people have played the first half over the same doors; time is handed in.
"""

import asyncio
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect
from pypdf import PdfReader

from archives import verify_archive
from tests.browser import interview_acts as interview
from tests.browser import jury_acts as jury
from tests.browser.demo_house import ROOT, a_browser
from tests.browser.ears import Microphone
from tests.browser.scripted_day import Afternoon, an_afternoon
from tests.browser.test_interview import at_the_desk
from tests.browser.test_opening_and_draw import signed_in
from tests.pdfs import a_pdf

NOTE = "Revient de lui-même sur sa promesse"
NO_MICROPHONE = "Micro de la salle en panne"
INCIDENT = "Coup de chaleur en salle B, fenêtres ouvertes"
AGREED = "Réécouté ensemble : le client est rassuré."
REFUSED = "La demande n’est jamais reformulée."
SECRETS = (NOTE, "Guide d’entretien", "CP1.1", "Insuffisant", "Délibération")


@dataclass
class Room:
    """One candidate's interview: the pages that are open for it."""

    name: str
    seat_id: str
    candidate: Page
    jury: Page
    board: Page


async def it_opens(room: Room, afternoon: Afternoon, words: str, before: str | None = None) -> None:
    """The time of the phase `before` passes, then the responsible person opens the next one."""
    if before is not None:
        await interview.time_is_up(afternoon, before, room.name)
    await interview.opens(room.board, words, room.name)


async def is_interviewed(room: Room, afternoon: Afternoon, *, has_microphone: bool) -> None:
    """Preparation, sequence and reaction, debrief, final interview."""
    await it_opens(room, afternoon, "la préparation de l’entretien")
    await room.candidate.get_by_role("tab", name="Courrier de réponse").click()
    await expect(room.candidate.get_by_text("Nous vous présentons nos excuses")).to_be_visible()
    await expect(room.jury.get_by_role("heading", name="Préparation du candidat")).to_be_visible()

    await it_opens(room, afternoon, "l’écoute de la séquence", "interview_preparation")
    await interview.draws_the_sequence(room.jury, room.candidate)
    await interview.hears_the_sequence(room.jury, room.candidate)
    if has_microphone:
        await interview.answers_aloud(room.jury, room.candidate)
    else:
        await interview.answers_in_a_room_without_microphone(room.jury, NO_MICROPHONE)

    await it_opens(room, afternoon, "le retour sur les échanges", "recorded_sequence")
    await expect(room.candidate.get_by_text("Le jury revient avec vous sur vos échanges")).to_be_visible()
    await interview.follows_the_guide(room.jury, NOTE, "to_improve")
    for secret in SECRETS:
        assert secret not in await room.candidate.content()

    await it_opens(room, afternoon, "l’entretien final", "debrief")
    await interview.reads_the_dossier(room.jury, "Connaît le métier.")
    await interview.time_is_up(afternoon, "final_interview", room.name)
    await expect(room.candidate.get_by_role("heading", name="Votre journée d’épreuves est terminée")).to_be_visible()


async def marks_blind(browser: Browser, afternoon: Afternoon, seat_id: str) -> None:
    """Each hands in from their own desk; the first sees nothing of the second's before."""
    waits = await signed_in(browser, afternoon, "repetition-jure-1", jury.deliberation(afternoon, seat_id))
    await expect(waits.get_by_role("heading", name=re.compile("^On attend"))).to_be_visible()
    desks = [
        await signed_in(browser, afternoon, f"repetition-jure-{number}", f"/jury/candidat/{seat_id}")
        for number in (1, 2)
    ]
    first = await jury.hands_in(desks[0], "insufficient")
    await expect(desks[0].get_by_text("Votre notation est rendue.")).to_be_visible()
    await expect(waits.get_by_role("heading", name="On attend Amir Benhaddou")).to_be_visible()
    assert "Insuffisant :" not in await desks[1].content(), "the other's verdicts stay theirs"
    await expect(desks[1].get_by_text("Hélène Vasseur : Insuffisant")).to_have_count(0)
    assert await jury.hands_in(desks[1], "satisfactory") == first
    await expect(waits.get_by_role("heading", name=re.compile("différences? à trancher"))).to_be_visible()
    for page in (waits, *desks):
        await page.context.close()


async def is_deliberated(browser: Browser, afternoon: Afternoon, seat_id: str, refused: dict[str, str]) -> None:
    """Differences, decisions, and both signatures, the second juror's from their own page."""
    pages = [
        await signed_in(browser, afternoon, f"repetition-jure-{number}", jury.deliberation(afternoon, seat_id))
        for number in (1, 2)
    ]
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


def without_a_server(archive: Path, key: str, root: str) -> str:
    """What `simulator archive verify` says on another machine, of which nothing but the file is known."""
    program = [sys.executable, "-c", "from simulator.cli import main; main()"]
    command = [*program, "archive", "verify", str(archive), "--cle", key]
    environment = {"PATH": os.environ["PATH"], "HOME": str(archive.parent), "PYTHONPATH": str(ROOT)}
    told = subprocess.run(
        [*command, "--empreinte", root],
        env=environment,
        cwd=archive.parent,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert told.returncode == 0, told.stdout + told.stderr
    return told.stdout


@dataclass
class Taken:
    """What the responsible person goes home with. `key`: its fingerprint, as the page shows it."""

    archives: list[Path]
    minutes: Path
    key: str


async def are_interviewed(browser: Browser, afternoon: Afternoon, board: Page) -> None:
    for number, one in enumerate(afternoon.present):
        dossier = f"/api/staff/candidate-documents/{one.seat_id}/professional_file"
        await afternoon.day.lead.send("PUT", dossier, a_pdf(pages=3 - number), name="dossier.pdf")
        candidate = await at_the_desk(browser, afternoon, await afternoon.desk_code(one))
        at = f"/jury/candidat/{one.seat_id}/entretien"
        interviewer = await signed_in(browser, afternoon, "repetition-jure-1", at)
        room = Room(one.name, one.seat_id, candidate, interviewer, board)
        await is_interviewed(room, afternoon, has_microphone=number == 0)
        await candidate.context.close()
        await interviewer.context.close()


async def takes_all_away(board: Page, afternoon: Afternoon, folder: Path) -> Taken:
    """The candidates' archives are owed since the last signature; the session's is made when asked for."""
    await board.goto(f"{afternoon.address}{jury.deliberation(afternoon)}")
    await expect(board.get_by_text("Toutes les délibérations sont signées.")).to_be_visible()
    await board.get_by_role("button", name="Sceller", exact=True).click()
    await expect(board.get_by_role("link", name=re.compile("^Télécharger l’archive"))).to_have_count(3)
    title = await board.get_by_role("heading", level=2).first.inner_text()
    names = [*(one.name for one in afternoon.present), title]
    archives = [await jury.downloads(board, name, folder) for name in names]
    link = board.get_by_role("link", name="Procès-verbal")
    printed = await board.context.request.get(afternoon.address + str(await link.get_attribute("href")))
    minutes = folder / "pv.pdf"
    minutes.write_bytes(await printed.body())
    shown = await board.get_by_text(re.compile("^Empreinte de la clé")).inner_text()
    return Taken(archives, minutes, shown.split(":")[1].strip())


@pytest.mark.timeout(420)
async def test_a_title_day_goes_from_the_interviews_to_verified_archives(tmp_path: Path) -> None:
    microphone = Microphone("adviser-a", tmp_path)
    async with a_browser(*microphone.flags) as browser, an_afternoon(tmp_path / "house") as afternoon:
        first, second = [one.seat_id for one in afternoon.present]
        journey = f"/jury/session/{afternoon.session_id}/journee"
        board = await signed_in(browser, afternoon, "repetition-responsable", journey)
        await are_interviewed(browser, afternoon, board)
        at = f"/surveillance/{afternoon.session_id}"
        watch = await signed_in(browser, afternoon, "repetition-surveillant", at)
        await watch.get_by_label("Noter un incident").fill(INCIDENT)
        await watch.get_by_role("button", name="Noter", exact=True).click()
        await expect(board.get_by_text(INCIDENT)).to_be_visible()
        for seat_id in (first, second):
            await marks_blind(browser, afternoon, seat_id)
        await is_deliberated(browser, afternoon, first, {})
        await is_deliberated(browser, afternoon, second, {"CP1": REFUSED, "CCP1": REFUSED, "Titre": REFUSED})
        taken = await takes_all_away(board, afternoon, tmp_path)

    # The installation is gone: what was taken away and what was printed must do.
    printed = "".join(page.extract_text() for page in PdfReader(taken.minutes).pages)
    assert INCIDENT in " ".join(printed.split())
    together = "".join(printed.split())
    assert "".join(taken.key.split()) in together
    for archive in taken.archives:
        root = (await asyncio.to_thread(verify_archive, archive)).root
        assert root in together, "the procès-verbal names each archive by its root"
        assert "L’archive est entière" in await asyncio.to_thread(without_a_server, archive, taken.key, root)
