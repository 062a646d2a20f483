"""The case study over HTTP, with the real database: what is acknowledged is kept, and nothing after the end.

Numbers: lines of « What broke elsewhere », each of which one of these tests keeps from happening here.
"""

import asyncio
import json
from collections.abc import AsyncGenerator
from dataclasses import replace
from datetime import timedelta

import pytest
import pytest_asyncio
from sqlalchemy import func, select

from exams.seals import EMPTY_DOCUMENT, seal_of, sha256_of
from simulator.facts import kinds
from simulator.productions.prose import checked
from simulator.productions.tables import ProductionVersionRow
from tests.integration.simulator.case_study import (
    a_case_study,
    close,
    document,
    pause,
    reopen,
    resume,
    save,
)
from tests.integration.simulator.exam_days import HandedIn
from tests.integration.simulator.ground import Centre, Place, a_centre, did, refused
from tests.integration.simulator.printed_minutes import minutes_of

pytestmark = pytest.mark.asyncio(loop_scope="module")

DESK = "/api/candidate/productions"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def centre(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[Centre]:
    async with a_centre(tmp_path_factory.mktemp("productions")) as one:
        yield one


async def texts(centre: Centre, place: Place, production: str = "reply_letter") -> list[str]:
    """What the database's rows say once they are opened, in order."""
    query = select(ProductionVersionRow.sealed).where(
        ProductionVersionRow.seat_id == place.seat_id, ProductionVersionRow.production == production
    )
    async with centre.services.sessions() as session:
        rows = [row or b"" for row in await session.scalars(query.order_by(ProductionVersionRow.number))]
    opened = await centre.services.keeper.at_rest.opened(place.session_id, "productions", rows)
    return [json.loads(words)["text"] for words in opened]


async def seals(centre: Centre, place: Place) -> list[kinds.PhaseSealed]:
    facts = await centre.services.facts.of_seat(place.seat_id)
    return [fact.data for fact in facts if isinstance(fact.data, kinds.PhaseSealed)]


async def test_what_is_acknowledged_is_on_the_disk_and_comes_back_on_reload(centre: Centre) -> None:
    """1, 2, 3."""
    place = await a_case_study(centre)
    candidate = await centre.at_desk(place.code)
    first = await did(save(candidate, "Madame,"))
    second = await did(save(candidate, "Madame,", "Je vous présente nos excuses.", based_on=first["number"]))
    assert (first["number"], second["number"], second["parted"]) == (1, 2, None)
    assert await texts(centre, place) == ["Madame,", "Madame,\nJe vous présente nos excuses."]
    desk = await did(candidate.get(DESK))
    letter = next(one for one in desk["texts"] if one["written"] == "reply_letter")
    assert (letter["number"], letter["words"], letter["saved_at"]) == (2, 6, second["saved_at"])
    assert checked(letter["document"]).text == "Madame,\nJe vous présente nos excuses."


async def test_somebody_noted_absent_who_writes_is_shown_to_have_written(centre: Centre) -> None:
    place = await a_case_study(centre)
    candidate, keeper = await centre.at_desk(place.code), await centre.as_("veille")
    day = f"/api/staff/exam-days/{place.session_id}"
    await did(keeper.post(f"{day}/seats/{place.seat_id}/absence", json={}))
    shown = (await did(keeper.get(f"{day}/watch")))["places"][0]
    assert (shown["wrote_at"], shown["next"]["kind"]) == (None, "note_arrival")
    kept = await did(save(candidate, "Madame,"))
    shown = (await did(keeper.get(f"{day}/watch")))["places"][0]
    assert (shown["wrote_at"], shown["connected"]) == (kept["saved_at"], False)
    assert shown["next"]["kind"] == "correct_presence"


async def test_what_was_typed_while_closed_is_told_to_the_candidate_the_room_and_the_jury(centre: Centre) -> None:
    place = await a_case_study(centre)
    candidate, keeper = await centre.at_desk(place.code), await centre.as_("veille")
    await did(save(candidate, "Madame,"))
    await close(centre, place)
    typed_at = (centre.services.clock.now() + timedelta(seconds=60)).isoformat()
    assert (
        await save(candidate, "Madame, bien à vous", based_on=1, typed_from=typed_at, typed_until=typed_at)
    ).json()["code"] == "case_study_over"
    HandedIn(centre.services.clock).passes(5)
    await reopen(centre, place)
    name = "hors-ligne-1"
    late = {"based_on": 1, "client_id": name, "typed_from": typed_at, "typed_until": typed_at}
    for _ in range(2):
        kept = await did(save(candidate, "Madame, bien à vous", **late))
    told = [one["production"] for one in kept["now"]["typed_while_closed"]]
    assert told == ["reply_letter"], "taken once, marked once"
    watched = (await did(keeper.get(f"/api/staff/exam-days/{place.session_id}/watch")))["places"][0]
    assert [one["words_added"] for one in watched["typed_while_closed"]] == [3]
    await close(centre, place)
    juror = await centre.as_("roy")
    texts = (await did(juror.get(f"/api/staff/seats/{place.seat_id}/productions")))["texts"]
    assert {one["production"]: len(one["typed_while_closed"]) for one in texts} == {
        "case_summary": 0,
        "stakes": 0,
        "reply_letter": 1,
    }
    printed = await minutes_of(centre, place.session_id)
    assert "« Courrier de réponse » : texte saisi pendant que l’étude de cas était close, de " in printed
    assert "Reçu à la réouverture, signalé au jury (3 mots de plus)" in printed


async def test_sent_again_it_is_answered_the_same_and_kept_once(centre: Centre) -> None:
    """20: what a queue sends anew doubles nothing."""
    place = await a_case_study(centre)
    candidate = await centre.at_desk(place.code)
    answers = [await did(save(candidate, "Bonjour", client_id="version-1")) for _ in range(2)]
    at_once = await asyncio.gather(*(save(candidate, "Suite", based_on=1, client_id="version-2") for _ in range(4)))
    assert answers[0]["number"] == answers[1]["number"] == 1
    assert answers[0]["saved_at"] == answers[1]["saved_at"]
    assert {one.json()["number"] for one in at_once} == {2}
    assert await texts(centre, place) == ["Bonjour", "Suite"]
    await close(centre, place)
    late = await did(save(candidate, "Suite", based_on=1, client_id="version-2"))
    assert late["number"] == 2, "known already: answered after the end too"


async def test_two_tabs_lose_nothing_and_are_told(centre: Centre) -> None:
    """16: one author, versions side by side, nothing merged."""
    place = await a_case_study(centre)
    candidate = await centre.at_desk(place.code)
    await did(save(candidate, "Commun"))
    here = await did(save(candidate, "Commun", "ici", based_on=1))
    there = await did(save(candidate, "Commun", "là", based_on=1))
    assert here["parted"] is None
    assert (there["number"], there["parted"]["number"]) == (3, 2)
    seen_here = next(one for one in (await did(candidate.get(f"{DESK}/now")))["heads"] if one["number"])
    assert seen_here["number"] == 3, "the first tab learns of it by asking how things stand"
    other = await did(candidate.get(f"{DESK}/reply_letter/versions/2"))
    assert checked(other["document"]).text == "Commun\nici"
    assert await texts(centre, place) == ["Commun", "Commun\nici", "Commun\nlà"]


async def test_a_computer_changed_in_the_middle_goes_on_from_the_last_version(centre: Centre) -> None:
    place = await a_case_study(centre)
    candidate = await centre.at_desk(place.code)
    await did(save(candidate, "Commencé au poste 4"))
    lead = await centre.lead()
    code = await did(lead.post(f"/api/staff/seats/{place.seat_id}/desk-code"))
    other_computer = await centre.at_desk(code["code"])
    letter = next(one for one in (await did(other_computer.get(DESK)))["texts"] if one["written"] == "reply_letter")
    assert checked(letter["document"]).text == "Commencé au poste 4"
    kept = await did(save(other_computer, "Commencé au poste 4", "fini au poste 9", based_on=letter["number"]))
    assert (kept["number"], kept["parted"]) == (2, None)


async def test_time_that_is_up_seals_with_nobody_there(centre: Centre) -> None:
    """4, 6, 8: no press, no page, and a receipt."""
    place = await a_case_study(centre, minutes=1)
    candidate = await centre.at_desk(place.code)
    kept = await did(save(candidate, "Presque fini", written="stakes"))
    room = await centre.services.rooms.room(place.seat_id)
    # The minute has passed: the clock was started a minute ago.
    clock = room.state.phase_clocks["case_study"]
    assert clock.since is not None

    room.state.phase_clocks["case_study"] = replace(clock, since=clock.since - timedelta(minutes=1))
    late = await save(candidate, "Trop tard", written="stakes", based_on=kept["number"])
    refused(late, 409, "case_study_over")
    room.tick(measure=False)
    await room.inbox.drain()
    (seal,) = await seals(centre, place)
    empty = sha256_of(EMPTY_DOCUMENT)
    prose = checked(document("Presque fini"))
    assert seal.sha256 == seal_of(
        place.seat_id, "case_study", {"case_summary": empty, "stakes": prose.sha256, "reply_letter": empty}
    )
    desk = await did(candidate.get(DESK))
    assert desk["now"]["receipt"]["code"] == seal.code
    assert [(one["written"], one["words"]) for one in desk["now"]["receipt"]["texts"]] == [
        ("case_summary", 0), ("stakes", 2), ("reply_letter", 0),
    ]  # fmt: skip
    assert (desk["files"], desk["texts"]) == (None, []), "the subject closes with its phase"
    assert await texts(centre, place, "stakes") == ["Presque fini"]


async def test_the_end_and_its_seal_are_one_transaction(centre: Centre) -> None:
    """5, 7: empty productions end and are sealed like any other."""
    place = await a_case_study(centre)
    await close(centre, place)
    facts = await centre.services.facts.of_seat(place.seat_id)
    ended, sealed = facts[-2:]
    assert (ended.data, ended.at, ended.number) == (
        kinds.ClockEnded(phase="case_study"),
        sealed.at,
        sealed.number - 1,
    )
    assert isinstance(sealed.data, kinds.PhaseSealed)


async def test_a_pause_takes_what_was_typed_before_it_and_files_stay_readable(centre: Centre) -> None:
    place = await a_case_study(centre)
    candidate = await centre.at_desk(place.code)
    await pause(centre, place)
    assert (await did(save(candidate, "Tapé juste avant")))["now"]["clock"]["state"] == "paused"
    assert (await did(candidate.get(DESK)))["files"]["customer"]["last_name"] == "Leroux"
    await resume(centre, place)
    assert (await did(save(candidate, "Après", based_on=1)))["number"] == 2


async def test_reopened_it_opens_the_lock_too_and_seals_again(centre: Centre) -> None:
    """9: extra time given after the end."""
    place = await a_case_study(centre)
    candidate = await centre.at_desk(place.code)
    await did(save(candidate, "Avant la fin"))
    await close(centre, place)
    refused(await save(candidate, "Refusé", based_on=1), 409, "case_study_over")
    await reopen(centre, place)
    desk = await did(candidate.get(DESK))
    assert desk["now"]["receipt"] is None
    assert desk["files"] is not None
    await did(save(candidate, "Avant la fin", "et après", based_on=1))
    await close(centre, place)
    first, second = await seals(centre, place)
    assert first.sha256 != second.sha256
    assert (await did(candidate.get(DESK)))["now"]["receipt"]["code"] == second.code


async def test_before_its_phase_nothing_of_the_subject_is_shown(centre: Centre) -> None:
    place = await a_case_study(centre, opened=False)
    candidate = await centre.at_desk(place.code)
    desk = await candidate.get(DESK)
    assert (desk.json()["files"], desk.json()["texts"]) == (None, [])
    assert "Leroux" not in desk.text
    refused(await save(candidate, "Trop tôt"), 409, "case_study_not_open")


async def test_a_session_without_case_study_says_so(centre: Centre) -> None:
    place = await centre.place("practice")
    candidate = await centre.at_desk(place.code)
    refused(await candidate.get(DESK), 409, "no_case_study")
    refused(await save(candidate, "Bonjour"), 409, "no_case_study")


async def test_a_refused_paste_is_a_fact_with_its_length(centre: Centre) -> None:
    place = await a_case_study(centre)
    candidate = await centre.at_desk(place.code)
    await did(candidate.post(f"{DESK}/stakes/paste-refused", json={"characters": 412}))
    facts = await centre.services.facts.of_seat(place.seat_id)
    assert facts[-1].data == kinds.PasteRefused(production="stakes", characters=412)
    assert facts[-1].actor.id == f"candidate:{place.seat_id}"


@pytest.mark.parametrize(
    "body",
    [
        {"client_id": "court", "based_on": 0, "document": document("x")},
        {"client_id": "version-xx", "based_on": -1, "document": document("x")},
        {"client_id": "version-xx", "based_on": 0, "document": {"type": "doc", "content": [{"type": "image"}]}},
        {"client_id": "version-xx", "based_on": 0, "document": document("x" * 70_000)},
        {"client_id": "version-xx", "based_on": 0},
    ],
)
async def test_what_is_no_text_of_the_editor_is_refused_in_words(centre: Centre, body: dict[str, object]) -> None:
    place = await a_case_study(centre)
    candidate = await centre.at_desk(place.code)
    refused(await candidate.post(f"{DESK}/reply_letter/versions", json=body), 422, "invalid")
    assert await texts(centre, place) == []


async def test_a_text_of_twenty_pages_passes_the_front_door(centre: Centre) -> None:
    place = await a_case_study(centre)
    candidate = await centre.at_desk(place.code)
    lines = ["Je vous présente nos excuses pour la gêne occasionnée. " * 20] * 50
    assert len(json.dumps(document(*lines))) > 55_000
    assert (await did(save(candidate, *lines)))["number"] == 1


async def test_a_seat_read_anew_knows_what_was_written(centre: Centre) -> None:
    """As after a restart: numbers go on, what was known stays known."""
    place = await a_case_study(centre)
    candidate = await centre.at_desk(place.code)
    await did(save(candidate, "Un", client_id="version-1"))
    await did(save(candidate, "Deux", based_on=1))
    rooms = centre.services.rooms
    room = rooms.open_room(place.seat_id)
    assert room is not None
    await room.close()
    rooms._rooms.pop(place.seat_id)  # type: ignore[reportPrivateUsage]  let go as an idle room is
    assert (await did(save(candidate, "Un", client_id="version-1")))["number"] == 1
    assert (await did(save(candidate, "Trois", based_on=2)))["number"] == 3
    async with centre.services.sessions() as session:
        count = await session.scalar(select(func.count()).where(ProductionVersionRow.seat_id == place.seat_id))
    assert count == 3


async def test_closing_the_session_seals_a_case_study_that_is_paused(centre: Centre) -> None:
    place = await a_case_study(centre)
    candidate = await centre.at_desk(place.code)
    await did(save(candidate, "Écrit avant la pause", written="stakes"))
    await pause(centre, place)
    await did((await centre.lead()).post(f"/api/staff/sessions/{place.session_id}/close"))
    (seal,) = await seals(centre, place)
    state = (await centre.services.rooms.read(place.seat_id)).state
    assert (state.clock_of("case_study").state, state.seals["case_study"].sha256) == ("ended", seal.sha256)
    roy = await centre.as_("roy")
    desk = await did(roy.get(f"/api/staff/seats/{place.seat_id}/productions"))
    assert [text["paragraphs"] for text in desk["texts"] if text["words"]] == [["Écrit avant la pause"]]
