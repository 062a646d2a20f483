"""A title session from the imported list to archives verified without a server, in time that is handed in.

Two candidates, one with extra time and later in a room without microphone, two jurors, an invigilator and the
responsible person, each in a browser context of their own, by the pages as people click; a telephone call is spoken
and a chat is written. Small screens have tests of their own: here it is one day that goes through.
"""

import asyncio
import os
import re
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect
from pypdf import PdfReader

from archives import verify_archive
from tests.browser.day_desks import Candidate, Evening, candidate_at, staff_at
from tests.browser.day_evening import (
    Interview,
    Taken,
    is_deliberated,
    is_interviewed,
    marks_blind,
    takes_all_away,
)
from tests.browser.day_morning import (
    confirms,
    gives_codes,
    imports,
    makes_the_session,
    notes_presence,
    opens,
    plans,
    seals,
)
from tests.browser.day_parts import (
    draws_their_subject,
    first_of,
    plays_a_call,
    plays_a_chat,
    prepares,
    sits_down,
    state_of,
    writes,
)
from tests.browser.day_proofs import sealed_texts
from tests.browser.demo_house import ROOT, a_browser
from tests.browser.ears import HEARD, STRANGE, Microphone
from tests.browser.exchanges import finished_recording
from tests.integration.simulator.exam_days import HandedIn
from tests.integration.simulator.open_centre import OpenCentre, an_open_centre
from tests.sound import read_stereo

DAY = "2027-05-11"
MORNING = datetime.fromisoformat(f"{DAY}T08:15").astimezone()
"""Where the machine stands: hours on the screens are local."""
NEXT = "Étape suivante"
LETTERS = ("Madame, la batterie est échangée.", "Madame, nous vous rappelons.")
INCIDENT = "Coup de chaleur en salle B, fenêtres ouvertes"
REFUSED = "La demande n’est jamais reformulée."


async def morning(lead: Page, house: OpenCentre) -> tuple[str, list[Candidate]]:
    """Prepared, sealed and opened by the responsible person; the session, and who is of it."""
    session_id = await makes_the_session(lead, "Titre, session de mai", DAY)
    await imports(lead)
    await plans(lead)
    candidates = await gives_codes(lead, house, session_id)
    assert [one.name for one in candidates] == ["Léa Martin", "Yanis Benali"]
    code = await seals(lead, house, session_id)
    await confirms(lead, candidates[0])
    await opens(lead, code)
    await lead.goto(f"{house.address}/jury/session/{session_id}/journee")
    return session_id, candidates


async def opens_for_both(lead: Page, phase: str) -> None:
    for name in ("Léa Martin", "Yanis Benali"):
        await lead.get_by_role("button", name=f"Ouvrir {phase} de {name}").first.click()


async def evening_of(evening: Evening, offices: Browser, lead: Page, desks: list[Page], folder: Path) -> Taken:
    """Interviews, an incident, blind marks, two deliberations and what is sealed of them."""
    for number, (one, desk) in enumerate(zip(evening.present, desks, strict=True)):
        interviewer = await staff_at(offices, evening.house, "roy", f"/jury/candidat/{one.seat_id}/entretien")
        it = Interview(one, LETTERS[number], desk, interviewer, lead)
        await is_interviewed(it, evening, pages=3 - number, has_microphone=number == 0)
        await interviewer.context.close()
    watch = await staff_at(offices, evening.house, "veille", f"/surveillance/{evening.session_id}")
    await watch.get_by_label("Noter un incident").fill(INCIDENT)
    await watch.get_by_role("button", name="Noter", exact=True).click()
    await expect(lead.get_by_text(INCIDENT)).to_be_visible()
    for one in evening.present:
        await marks_blind(offices, evening, one)
    first, second = evening.present
    await is_deliberated(offices, evening, first, {})
    await is_deliberated(offices, evening, second, {"CP1": REFUSED, "CCP1": REFUSED, "Titre": REFUSED})
    return await takes_all_away(lead, evening, folder)


def without_a_server(archive: Path, key: str, root: str) -> str:
    """What `simulator archive verify` says on another machine, of which nothing but the file is known."""
    program = [sys.executable, "-c", "from simulator.cli import main; main()"]
    command = [*program, "archive", "verify", str(archive), "--cle", key, "--empreinte", root]
    environment = {"PATH": os.environ["PATH"], "HOME": str(archive.parent), "PYTHONPATH": str(ROOT)}
    told = subprocess.run(
        command, env=environment, cwd=archive.parent, capture_output=True, text=True, timeout=60, check=False
    )
    assert told.returncode == 0, told.stdout + told.stderr
    return told.stdout


@pytest.mark.timeout(600)
async def test_a_title_day_goes_from_the_imported_list_to_verified_archives(tmp_path: Path) -> None:
    adviser, customer = Microphone("adviser-a", tmp_path), Microphone("customer-calm", tmp_path)
    async with (
        an_open_centre(tmp_path, web=ROOT / "web" / "dist") as house,
        a_browser(*adviser.flags) as room,
        a_browser(*customer.flags) as offices,
    ):
        clock = HandedIn(house.centre.services.clock)
        clock.goes_to(MORNING)
        lead = await staff_at(offices, house, "delmas", "/sessions")
        session_id, candidates = await morning(lead, house)
        of_lea, of_yanis = candidates

        # Who is there, by the invigilator; then the first part, for both together.
        watch = await staff_at(offices, house, "veille", f"/surveillance/{session_id}")
        for one in candidates:
            await notes_presence(watch, one)
        lea, yanis = await asyncio.gather(*(candidate_at(room, house, one) for one in candidates))
        await lead.get_by_role("button", name="Ouvrir l’étude de cas", exact=True).click()
        await asyncio.gather(
            writes(lea, "Courrier de réponse", LETTERS[0]),
            writes(yanis, "Courrier de réponse", LETTERS[1]),
        )

        # The end of the time seals what is there: for one at 75 minutes, for the other, who writes on, at 100.
        clock.passes(76)
        receipt = lea.get_by_role("button", name="Copier le code")
        await expect(receipt).to_be_visible()
        await writes(yanis, "Courrier de réponse", " Jeudi à dix heures.")
        clock.passes(25)
        await expect(yanis.get_by_role("button", name="Copier le code")).to_be_visible()
        await watch.get_by_role("button", name="Noter imprimé pour Léa Martin").click()
        assert (await sealed_texts(house, of_lea))["reply_letter"] == LETTERS[0]
        assert (await sealed_texts(house, of_yanis))["reply_letter"] == f"{LETTERS[1]} Jeudi à dix heures."

        # Part two: a subject is drawn with each, its files open, and notes are taken.
        roy = await staff_at(offices, house, "roy", f"/jury/candidat/{of_lea.seat_id}")
        lefort = await staff_at(offices, house, "lefort", f"/jury/candidat/{of_yanis.seat_id}")
        await opens_for_both(lead, "la préparation")
        await draws_their_subject(roy, lea, "37")
        await draws_their_subject(lefort, yanis, "elephant")
        drawn = [(await state_of(house, one)).subject_id for one in candidates]
        assert len(set(drawn)) == 2, "never the same subject twice in a jury's row"
        await prepares(lea, "Vérifier la livraison du 12")
        # The server's hour, whatever the candidate's computer believes.
        await expect(lea.get_by_text(re.compile(r"enregistré à 09:5\d"))).to_be_visible()
        clock.passes(46)
        await expect(lea.get_by_role("heading", name=NEXT)).to_be_visible()
        await prepares(yanis, "Rappeler le délai")
        clock.passes(15)
        await expect(yanis.get_by_role("heading", name=NEXT)).to_be_visible()

        # Part three: a juror each, who calls one and writes to the other.
        await opens_for_both(lead, "les échanges")
        await asyncio.gather(sits_down(roy, lea, house, of_lea), sits_down(lefort, yanis, house, of_yanis))
        call = first_of(await state_of(house, of_lea), by_phone=True)
        chat = first_of(await state_of(house, of_yanis), by_phone=False)
        await asyncio.gather(plays_a_call(roy, lea, call), plays_a_chat(lefort, yanis, chat))
        await lea.get_by_role("button", name="Mes notes de préparation").click()
        await expect(lea.get_by_text("Vérifier la livraison du 12")).to_be_visible()

        left, right = read_stereo(await finished_recording(roy, house, tmp_path))
        assert adviser.found_in(left) > HEARD
        assert customer.found_in(right) > HEARD
        assert max(customer.found_in(left), adviser.found_in(right)) < STRANGE

        clock.passes(61)
        await expect(lea.get_by_role("heading", name=NEXT)).to_be_visible()
        assert (await state_of(house, of_yanis)).clock.state == "running"
        clock.passes(20)
        await expect(yanis.get_by_role("heading", name=NEXT)).to_be_visible()
        for one, extra, played in ((of_lea, 0, call), (of_yanis, 25, chat)):
            state = await state_of(house, one)
            assert (state.clock_of("case_study").extra_minutes, state.clock.state) == (extra, "ended")
            assert [run.run_id for run in state.runs.values() if run.phase == "done"] == [played.run_id]

        # The interviews and the evening; then the installation is gone, and what was taken away must do.
        for page in (roy, lefort, watch):
            await page.context.close()
        taken = await evening_of(Evening(house, clock, session_id, candidates), offices, lead, [lea, yanis], tmp_path)

    printed = "".join(page.extract_text() for page in PdfReader(taken.minutes).pages)
    assert INCIDENT in " ".join(printed.split())
    together = "".join(printed.split())
    assert "".join(taken.key.split()) in together
    for archive in taken.archives:
        root = (await asyncio.to_thread(verify_archive, archive)).root
        assert root in together, "the procès-verbal names each archive by its root"
        assert "L’archive est entière" in await asyncio.to_thread(without_a_server, archive, taken.key, root)
