"""The three parts of the title at a candidate's desk and at the jury's: written, drawn and prepared, played."""

import asyncio
import re

from playwright.async_api import Page, expect

from simulator.ids import SeatId
from simulator.seat.runs import RunState
from simulator.seat.state import SeatState
from tests.browser.day_desks import Candidate
from tests.browser.exchanges import answer, hang_up, is_connected, open_file, qualify, start, write
from tests.integration.simulator.open_centre import OpenCentre

PRODUCTIONS = ("Résumé de la situation", "Enjeux", "Courrier de réponse")


async def state_of(house: OpenCentre, candidate: Candidate) -> SeatState:
    """As the server has it now."""
    return (await house.centre.services.rooms.read(SeatId(candidate.seat_id))).state


async def writes(desk: Page, production: str, sentence: str) -> None:
    """Goes on with one of the three texts, until the server has it."""
    await desk.get_by_role("tab", name=re.compile(production)).click()
    await desk.get_by_role("textbox", name=re.compile(production)).click()
    await desk.keyboard.press("Control+End")
    await desk.keyboard.type(sentence)
    await expect(desk.get_by_text("tout est sur le serveur")).to_be_visible()


async def draws_their_subject(jury: Page, desk: Page, word: str) -> None:
    """From the candidate's post the juror publishes the commitment; the candidate says a word on their own screen.

    Nothing of a subject is read before.
    """
    await expect(desk.get_by_role("heading", name="Tirage de votre sujet")).to_be_visible()
    await expect(desk.get_by_role("heading", name="Fiches de votre sujet")).to_have_count(0)
    await jury.get_by_role("link", name="Tirer le sujet").click()
    await jury.get_by_role("button", name="Publier l’engagement").click()
    await desk.get_by_label("Dites un nombre ou un mot").fill(word)
    await desk.keyboard.press("Enter")
    await expect(jury.get_by_text(f"Vous avez dit « {word} »")).to_be_visible()
    await expect(desk.get_by_role("heading", name="Fiches de votre sujet")).to_be_visible()
    await jury.get_by_role("link", name="Revenir au poste du candidat").click()
    await expect(jury.get_by_role("region", name="Les échanges").get_by_role("listitem")).to_have_count(6)


async def prepares(desk: Page, note: str) -> None:
    """A note for the first customer of the drawn subject."""
    await desk.get_by_label("Mes notes pour").fill(note)
    await desk.get_by_label("Mes notes pour").blur()
    await expect(desk.get_by_text("enregistré à")).to_be_visible()


async def sits_down(jury: Page, desk: Page, house: OpenCentre, candidate: Candidate) -> None:
    """The juror at the candidate's post, sound on both sides."""
    await jury.goto(f"{house.address}/jury/candidat/{candidate.seat_id}")
    await is_connected(desk, jury)


def first_of(state: SeatState, *, by_phone: bool) -> RunState:
    """The first call that comes in, or the first chat, of the subject that was drawn."""
    runs = (one for one in state.runs.values() if one.is_phone == by_phone and one.is_inbound)
    return min(runs, key=lambda one: one.position)


async def plays_a_call(jury: Page, desk: Page, run: RunState, seconds: float = 5) -> None:
    """They speak into their microphones for so long."""
    await start(jury, run.position)
    await answer(desk)
    customer = run.customer
    await open_file(desk, customer.number, customer.display_name)
    await asyncio.sleep(seconds)
    await hang_up(desk)
    await _finishes(desk)


async def plays_a_chat(jury: Page, desk: Page, run: RunState) -> None:
    """An opening line, an answer, the end."""
    await start(jury, run.position)
    await jury.get_by_role("button", name="Ouverture").click()
    await jury.get_by_label("Votre message").press("Enter")
    await expect(desk.locator(".bubble")).to_have_count(1)
    await write(desk, "Bonjour, je m’en occupe avec vous.")
    await expect(jury.locator(".bubble")).to_have_count(2)
    await desk.get_by_label("Votre message").blur()
    await open_file(desk, run.customer.number, run.customer.display_name)
    await desk.get_by_role("button", name="Clore…").click()
    await desk.get_by_role("button", name=re.compile("^Clore")).last.click()
    await _finishes(desk)


async def _finishes(desk: Page) -> None:
    await qualify(desk, "assistance", "resolu", "logistique", "Échange du chargeur sous 48 heures.")
    finish = desk.get_by_role("button", name="Terminer l’échange")
    await finish.click()
    await expect(finish).to_be_hidden()
