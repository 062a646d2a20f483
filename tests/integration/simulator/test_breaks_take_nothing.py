"""On a break nothing that a candidate writes or does is taken, by whichever door; what was under way still arrives.

Each kind of route that a candidate writes through is one test; what a break shuts of reading: `test_day_breaks.py`.
"""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
import pytest_asyncio

from simulator.accounts.live_rights import LiveRight
from simulator.facts.fact import Actor
from simulator.ids import PersonId, SeatId
from simulator.live_messages import commands, events
from simulator.seat.deciding.breaks import ARRIVES_WITHIN
from tests.integration.simulator.case_study import DAY, save
from tests.integration.simulator.exam_days import HandedIn
from tests.integration.simulator.ground import Centre, Place, a_centre, did, refused
from tests.integration.simulator.sealed_ground import exam_day, open_envelopes, write_exam_pack

pytestmark = pytest.mark.asyncio(loop_scope="module")

REFUSED = "break_takes_nothing"
LATER = ARRIVES_WITHIN.total_seconds() / 60


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def centre(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[Centre]:
    folder = tmp_path_factory.mktemp("breaks")
    write_exam_pack(folder)
    async with a_centre(folder) as one:
        yield one


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def clock(centre: Centre) -> HandedIn:
    return HandedIn(centre.services.clock)


@dataclass
class Seated:
    """A candidate at work, whose decision grants breaks, and who keeps their room."""

    centre: Centre
    place: Place
    browser: httpx.AsyncClient
    keeper: httpx.AsyncClient

    @property
    def _break(self) -> str:
        return f"/api/staff/exam-days/{self.place.session_id}/seats/{self.place.seat_id}/break"

    async def leaves(self) -> None:
        await did(self.keeper.post(self._break, json={}))

    async def comes_back(self) -> None:
        await did(self.keeper.post(f"{self._break}/end"))

    async def says(self, command: commands.Command, juror: Actor | None = None) -> events.Ack:
        """On the candidate's live desk, or on this juror's, in the seat's own order."""
        room = await self.centre.services.rooms.room(SeatId(self.place.seat_id))
        holds = LiveRight(PersonId(""), SeatId(self.place.seat_id), _asks_nothing)
        feed = room.candidate if juror is None else room.desks.juror_desk(juror, may_mark=True)
        return await room.commanding.handle(feed, command, holds)


async def _asks_nothing() -> None:
    return None


async def seated(centre: Centre, place: Place, *phases: str) -> Seated:
    """In the last of these phases; those before it are over."""
    lead, at = await centre.lead(), f"/api/staff/exam-days/{place.session_id}"
    granted = {"breaks": 3, "break_minutes": 10, "reference": "Décision 14"}
    await did(lead.post(f"{at}/accommodations", json={"seat_id": place.seat_id, **granted}))
    for phase in phases:
        await did(lead.post(f"{at}/phases/open", json={"phase": phase}))
        if phase != phases[-1]:
            ended = {"phase": phase, "seat_ids": [place.seat_id], "reason": "essai"}
            await did(lead.post(f"{at}/phases/close", json=ended))
    return Seated(centre, place, await centre.at_desk(place.code), await centre.as_("veille"))


async def prepared(centre: Centre, *phases: str) -> Seated:
    day = {"format_id": "title", "phases": ["preparation", "exchanges"]}
    return await seated(centre, await centre.place("exam", exam_day=day), *phases)


def french(refusal: dict[str, str] | events.Problem | None) -> None:
    assert refusal is not None
    message = refusal["message"] if isinstance(refusal, dict) else refusal.message
    assert message == "Vous êtes en pause\u00a0: rien ne s’écrit et rien ne se fait avant sa fin."


async def test_a_text_sent_just_before_a_break_arrives_in_it_and_none_later(centre: Centre, clock: HandedIn) -> None:
    one = await seated(centre, await centre.place("exam", **DAY), "case_study")
    first = await did(save(one.browser, "Madame,"))
    await one.leaves()
    late = await did(save(one.browser, "Madame,", "je vous réponds", based_on=first["number"], client_id="under-way"))
    clock.passes(LATER)
    french(refused(await save(one.browser, "Madame, tout autre chose", based_on=late["number"]), 409, REFUSED))
    again = await did(save(one.browser, "Madame,", client_id="under-way"))
    assert again["number"] == late["number"], "what is known already is answered, break or not"
    await one.comes_back()
    after = await did(save(one.browser, "Madame,", "je vous réponds ce jour", based_on=late["number"]))
    assert after["number"] == late["number"] + 1, "nothing was kept meanwhile"


async def test_an_evacuation_out_of_a_break_shows_no_sheet_and_takes_no_words_until_it_is_lifted(
    centre: Centre, clock: HandedIn
) -> None:
    one = await seated(centre, await centre.place("exam", **DAY), "case_study")
    lead, at = await centre.lead(), f"/api/staff/exam-days/{one.place.session_id}"
    first = await did(save(one.browser, "Madame,"))
    await one.leaves()
    clock.passes(LATER)
    alarm = {"id": "alarme", "cause": "evacuation", "reason": "Alarme incendie"}
    await did(lead.post(f"{at}/measures", json=alarm))
    desk = await did(one.browser.get("/api/candidate/productions"))
    assert (desk["files"], desk["texts"], desk["now"]["clock"]["is_shut"]) == (None, [], True)
    outside = await save(one.browser, "Madame, depuis le couloir", based_on=first["number"])
    refused(outside, 409, "evacuated_from_break")
    await did(lead.post(f"{at}/measures/alarme/lift", json={}))
    desk = await did(one.browser.get("/api/candidate/productions"))
    assert desk["files"] is not None
    assert desk["now"]["clock"]["is_shut"] is False
    after = await did(save(one.browser, "Madame, à la reprise", based_on=first["number"]))
    assert after["number"] == first["number"] + 1
    shown = (await did(lead.get(f"{at}/board")))["places"][0]["breaks"]
    assert shown["left"] == 3, "the break that was cut short is given back"


async def test_an_evacuation_shuts_the_sheet_and_a_power_cut_does_not(centre: Centre, clock: HandedIn) -> None:
    one = await seated(centre, await centre.place("exam", **DAY), "case_study")
    lead, at = await centre.lead(), f"/api/staff/exam-days/{one.place.session_id}"
    first = await did(save(one.browser, "Madame,"))
    await did(lead.post(f"{at}/measures", json={"id": "noir", "cause": "power", "reason": "Coupure de courant"}))
    desk = await did(one.browser.get("/api/candidate/productions"))
    assert desk["files"] is not None
    assert (desk["now"]["clock"]["is_shut"], desk["now"]["clock"]["is_evacuated"]) == (False, False)
    await did(lead.post(f"{at}/measures/noir/lift", json={}))

    await did(lead.post(f"{at}/measures", json={"id": "feu", "cause": "evacuation", "reason": "Alarme incendie"}))
    desk = await did(one.browser.get("/api/candidate/productions"))
    assert (desk["files"], desk["texts"]) == (None, [])
    assert (desk["now"]["clock"]["is_shut"], desk["now"]["clock"]["is_evacuated"]) == (True, True)
    refused(await one.browser.get("/api/candidate/productions/preview.pdf"), 409, "evacuated")
    under_way = await did(save(one.browser, "Madame, dernier mot", based_on=first["number"]))
    clock.passes(LATER)
    refused(await save(one.browser, "Madame, depuis le couloir", based_on=under_way["number"]), 409, "evacuated")
    await did(lead.post(f"{at}/measures/feu/lift", json={}))
    desk = await did(one.browser.get("/api/candidate/productions"))
    assert desk["files"] is not None
    after = await did(save(one.browser, "Madame, à la reprise", based_on=under_way["number"]))
    assert after["number"] == under_way["number"] + 1


async def test_a_paste_that_is_refused_is_noted_outside_breaks_alone(centre: Centre, clock: HandedIn) -> None:
    one = await seated(centre, await centre.place("exam", **DAY), "case_study")
    await one.leaves()
    clock.passes(LATER)
    at = "/api/candidate/productions/reply_letter/paste-refused"
    french(refused(await one.browser.post(at, json={"characters": 12}), 409, REFUSED))


async def test_a_preparation_note_under_way_is_kept_and_shows_no_file(centre: Centre, clock: HandedIn) -> None:
    one = await prepared(centre, "preparation")
    at = "/api/candidate/day/preparation"
    customer = (await did(one.browser.get(at)))["customers"][0]["customer_id"]
    await one.leaves()
    late = await did(one.browser.put(at, json={"customer_id": customer, "text": "Rappeler le geste"}))
    assert late == {"customers": []}
    refused(await one.browser.get(at), 409, "files_closed")
    clock.passes(LATER)
    written = await one.browser.put(at, json={"customer_id": customer, "text": "écrit pendant la pause"})
    french(refused(written, 409, REFUSED))
    await one.comes_back()
    notes = {one["customer_id"]: one["note"] for one in (await did(one.browser.get(at)))["customers"]}
    assert notes[customer] == "Rappeler le geste"


async def test_a_draws_word_waits_for_the_end_of_the_break(centre: Centre) -> None:
    place = await exam_day(centre, "preparation", "exchanges")
    await open_envelopes(await centre.lead(), place)
    one = await seated(centre, place, "preparation")
    draw = f"/api/staff/seats/{place.seat_id}/draws/subject"
    await did(one.keeper.post(draw, json={}))
    await one.leaves()
    reveal: dict[str, Any] = {"json": {"word": "37"}}
    french(refused(await one.browser.post("/api/candidate/draws/subject/reveal", **reveal), 409, REFUSED))
    shown = await did(one.browser.get("/api/candidate/draws"))
    assert shown["drawings"][0]["draw"]["revealed"] is None
    await one.comes_back()
    drawn = await did(one.browser.post("/api/candidate/draws/subject/reveal", **reveal))
    assert drawn["drawings"][0]["draw"]["revealed"] is not None


async def test_live_commands_are_refused_but_a_headset_test_and_words_under_way(
    centre: Centre, clock: HandedIn
) -> None:
    one = await prepared(centre, "preparation", "exchanges")
    await one.leaves()
    acts = (
        commands.ChatSend(id="chat", message_id="m1", text="Bonjour"),
        commands.CallDial(id="dial", number="0639983344"),
        commands.FileOpen(id="file", customer_id="morel"),
        commands.WrapUpFinish(id="finish"),
    )
    for act in acts:
        ack = await one.says(act)
        assert (ack.ok, ack.problem and ack.problem.code) == (False, REFUSED), act
        french(ack.problem)
    assert (await one.says(commands.NotesSave(id="notes1", text="sous la main"))).ok
    assert (await one.says(commands.HeadsetReport(id="headset", verdict="good"))).ok
    clock.passes(LATER)
    late = await one.says(commands.NotesSave(id="notes2", text="écrit pendant la pause"))
    assert late.problem is not None
    assert late.problem.code == REFUSED
    await one.comes_back()
    assert (await did(one.browser.get("/api/candidate/desk")))["notes"] == "sous la main"
    assert (await one.says(commands.NotesSave(id="notes3", text="sous la main, puis"))).ok


async def test_help_may_be_called_for_on_a_break_and_nobody_calls_the_candidate_out_of_it(centre: Centre) -> None:
    one = await prepared(centre, "preparation", "exchanges")
    await one.leaves()
    await did(one.browser.post("/api/candidate/day/help", json={"id": "malaise", "text": "Je me sens mal"}))
    jury, roy = await centre.as_("roy"), Actor(f"person:{centre.ids['roy']}", "Nadia Roy")
    steps = (await did(jury.get(f"/api/staff/seats/{one.place.seat_id}/desk")))["steps"]
    start = await one.says(commands.ExchangeStart(id="start", run_id=steps[0]["run_id"]), roy)
    assert start.problem is not None
    assert (start.problem.code, start.problem.message) == ("candidate_on_break", "Ce candidat est en pause.")
    await one.comes_back()
    again = await one.says(commands.ExchangeStart(id="again", run_id=steps[0]["run_id"]), roy)
    assert again.problem is not None
    assert again.problem.code == "candidate_away", "and afterwards it is as before"
