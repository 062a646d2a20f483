"""Draws of an exam: bound before the candidate speaks, revealed by their word, never twice in a jury's row."""

import itertools
import json
from collections.abc import AsyncGenerator
from hashlib import sha256
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio
from sqlalchemy import select
from typer.testing import CliRunner

from exams import draws
from simulator.cli import app
from simulator.conduct.tables import ExchangeRunRow
from simulator.facts import kinds
from simulator.facts.fact import NewFact
from simulator.interviews.tables import DrawSeedRow
from tests.integration.simulator.case_study import tell
from tests.integration.simulator.ground import Centre, Place, a_centre, did, refused
from tests.integration.simulator.sealed_ground import (
    EXAM_PACK,
    PLANTED,
    SEQUENCES,
    exam_day,
    open_envelopes,
    write_exam_pack,
)

OTHERS = itertools.count(5)
"""Names and desks of other candidates."""

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def centre(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[Centre]:
    folder = tmp_path_factory.mktemp("draws")
    write_exam_pack(folder)
    async with a_centre(folder) as one:
        yield one


async def opened(centre: Centre, *phases: str) -> Place:
    place = await exam_day(centre, *phases)
    await open_envelopes(await centre.lead(), place)
    return place


async def another_seat(centre: Centre, place: Place, jurors: tuple[str, ...] = ("roy", "lefort")) -> str:
    lead = await centre.lead()
    seats = f"/api/staff/sessions/{place.session_id}/seats"
    number = next(OTHERS)
    body = {"candidate_name": f"Omar Diallo {number}", "desk": f"Poste {number}"}
    seat = await did(lead.post(seats, json=body))
    people = [centre.ids[login] for login in jurors]
    await did(lead.put(f"/api/staff/seats/{seat['seat_id']}/jurors", json={"person_ids": people}))
    return str(seat["seat_id"])


async def drawn(browser: httpx.AsyncClient, seat_id: str, what: str, word: str = "37", reason: str = "") -> Any:
    at = f"/api/staff/seats/{seat_id}/draws/{what}"
    await did(browser.post(at, json={"reason": reason}))
    shown = await did(browser.post(f"{at}/reveal", json={"word": word}))
    return next(one for one in shown["drawings"] if one["what"] == what)


async def runs_at(centre: Centre, seat_id: str) -> set[str]:
    async with centre.services.sessions() as session:
        return set(await session.scalars(select(ExchangeRunRow.subject_id).where(ExchangeRunRow.seat_id == seat_id)))


async def test_a_drawn_subject_decides_which_exchanges_the_seat_plays(centre: Centre) -> None:
    place = await opened(centre)
    lead = await centre.lead()
    assert await runs_at(centre, place.seat_id) == set(), "before the draw there is nothing to play"
    before = await did(lead.get(f"/api/staff/seats/{place.seat_id}/desk"))
    assert before["subject_title"] == "Sujet à tirer au sort"
    assert before["steps"] == []

    came = await drawn(lead, place.seat_id, "subject")

    title = came["draw"]["revealed"]["title"]
    subject = {"Sujet A": "sujet", "Sujet B": "sujet-b", "Sujet C": "sujet-c"}[title]
    assert await runs_at(centre, place.seat_id) == {subject}
    desk = await did(lead.get(f"/api/staff/seats/{place.seat_id}/desk"))
    assert desk["subject_title"] == title
    assert len(desk["steps"]) == 3
    again = await centre.services.rooms._loader.load(place.seat_id)
    assert {run.subject_id for run in again.runs.values()} == {subject}, "and so it is after a restart"


async def test_the_seed_is_nowhere_to_be_read_before_the_candidate_spoke(centre: Centre) -> None:
    place = await opened(centre, "recorded_sequence")
    juror = await centre.as_("roy")
    at = f"/api/staff/seats/{place.seat_id}/draws"
    bound = await did(juror.post(f"{at}/recording", json={}))
    async with centre.services.sessions() as session:
        rows = list(await session.scalars(select(DrawSeedRow).where(DrawSeedRow.seat_id == place.seat_id)))
    draw = bound["drawings"][0]["draw"]
    assert draw["revealed"] is None
    assert len(rows) == 1
    assert (await juror.get(f"{at}/recording/proof.json")).status_code == 404
    assert "-" not in rows[0].sealed[:10], "kept encrypted"

    shown = (await did(juror.post(f"{at}/recording/reveal", json={"word": " Éléphant "})))["drawings"][0]["draw"]
    revealed = shown["revealed"]
    assert revealed["word"] == "Éléphant"
    assert sha256(f"{revealed['seed']} 1,2,3".encode()).hexdigest() == draw["commitment"]
    line = f"{revealed['seed']} 1,2,3 elephant"
    assert sha256(line.encode()).hexdigest() == revealed["digest"]
    assert revealed["number"] == draws.outcome(revealed["seed"], (1, 2, 3), "elephant").chosen
    assert revealed["seed"] not in str(bound)
    async with centre.services.sessions() as session:
        assert await session.get(DrawSeedRow, draw["draw_id"]) is None, "shown, it is kept as a fact only"


async def test_a_sequence_is_called_by_its_number_until_it_is_heard(centre: Centre) -> None:
    place = await opened(centre, "recorded_sequence")
    juror = await centre.as_("roy")
    at = f"/api/staff/seats/{place.seat_id}"
    got = [(await juror.get(f"{at}/draws")).text, (await juror.post(f"{at}/draws/recording", json={})).text]
    assert (await juror.get(f"{at}/draw/audio")).status_code == 404
    got.append((await juror.post(f"{at}/draws/recording/reveal", json={"word": "7"})).text)
    for text in got:
        assert PLANTED not in text
        assert not any(name in text for name in SEQUENCES)
    heard = await juror.get(f"{at}/draw/audio")
    assert heard.status_code == 200
    number = json.loads(got[-1])["drawings"][0]["draw"]["revealed"]["number"]
    assert heard.content.endswith(SEQUENCES[number - 1].encode()), "the sequence of that number is the one heard"


async def test_in_a_jurys_row_nothing_comes_twice_while_it_can_be_avoided(centre: Centre) -> None:
    place = await opened(centre)
    lead = await centre.lead()
    seats = [place.seat_id, await another_seat(centre, place), await another_seat(centre, place)]
    came = [await drawn(lead, seat, "subject", str(number)) for number, seat in enumerate(seats)]
    assert {one["draw"]["revealed"]["number"] for one in came} == {1, 2, 3}
    assert [len(one["draw"]["numbers"]) for one in came] == [3, 2, 1]
    assert [one["draw"]["times"] for one in came] == [0, 0, 0]

    fourth = await drawn(lead, await another_seat(centre, place), "subject")
    assert fourth["draw"]["numbers"] == [1, 2, 3]
    assert fourth["draw"]["times"] == 1, "all had been drawn once, and it is said"

    elsewhere = await drawn(lead, await another_seat(centre, place, ("ailleurs",)), "subject")
    assert elsewhere["draw"]["numbers"] == [1, 2, 3], "another jury has a row of its own"


async def test_two_candidates_of_a_jury_are_not_bound_at_once(centre: Centre) -> None:
    place = await opened(centre)
    lead = await centre.lead()
    other = await another_seat(centre, place)
    await did(lead.post(f"/api/staff/seats/{place.seat_id}/draws/subject", json={}))
    refused(await lead.post(f"/api/staff/seats/{other}/draws/subject", json={}), 409, "draw_elsewhere")
    await did(lead.post(f"/api/staff/seats/{place.seat_id}/draws/subject/reveal", json={"word": "un"}))
    await did(lead.post(f"/api/staff/seats/{other}/draws/subject", json={}))


async def test_a_further_draw_needs_a_reason_and_ends_with_the_first_exchange(centre: Centre) -> None:
    place = await opened(centre)
    lead = await centre.lead()
    at = f"/api/staff/seats/{place.seat_id}/draws/subject"
    await did(lead.post(at, json={}))
    refused(await lead.post(at, json={}), 409, "draw_bound")
    await did(lead.post(f"{at}/reveal", json={"word": "37"}))
    refused(await lead.post(f"{at}/reveal", json={"word": "38"}), 409, "draw_revealed")
    refused(await lead.post(at, json={}), 409, "already_drawn")

    again = await drawn(lead, place.seat_id, "subject", "38", "Le candidat connaît ce cas.")
    assert again["earlier"] == 1
    assert len(again["draw"]["numbers"]) == 2, "what it drew before does not come back"
    runs = await runs_at(centre, place.seat_id)
    assert len(runs) == 1, "the exchanges of the first subject are gone"

    room = await centre.services.rooms.room(place.seat_id)
    await room.keep([NewFact(kinds.ExchangeStarted(), next(iter(room.state.runs)))])
    refused(await lead.post(at, json={"reason": "Un de plus."}), 409, "subject_begun")


async def test_no_subject_is_drawn_nor_revealed_while_the_case_study_is_under_way(centre: Centre) -> None:
    place = await opened(centre, "case_study", "preparation", "exchanges")
    lead = await centre.lead()
    at = f"/api/staff/seats/{place.seat_id}/draws/subject"
    await did(lead.post(at, json={}))
    await tell(centre, place, kinds.ClockStarted(phase="case_study", minutes=75))
    told = refused(await lead.post(f"{at}/reveal", json={"word": "37"}), 409, "draw_too_early")
    assert "étude de cas" in told["message"]
    await tell(centre, place, kinds.ClockEnded(phase="case_study"))
    await did(lead.post(f"{at}/reveal", json={"word": "37"}))


async def test_the_candidate_says_their_word_on_their_own_screen_and_takes_the_proof_home(centre: Centre) -> None:
    place = await opened(centre, "preparation", "exchanges")
    own, roy = await centre.at_desk(place.code), await centre.as_("roy")
    assert (await did(own.get("/api/candidate/draws")))["drawings"] == []
    refused(await own.post("/api/candidate/draws/subject/reveal", json={"word": "37"}), 404, "not_found")
    await did(roy.post(f"/api/staff/seats/{place.seat_id}/draws/subject", json={"reason": ""}))
    (bound,) = (await did(own.get("/api/candidate/draws")))["drawings"]
    assert (bound["draw"]["revealed"], [one["title"] for one in bound["choices"]]) == (None, ["", "", ""])
    shown = await did(own.post("/api/candidate/draws/subject/reveal", json={"word": "Éléphant"}))
    revealed = shown["drawings"][0]["draw"]["revealed"]
    assert (revealed["word"], revealed["revealed_by"]) == ("Éléphant", "Lina Ferrand")
    line = f"{revealed['seed']} {bound['draw']['bound_line_ends']}"
    assert sha256(line.encode()).hexdigest() == bound["draw"]["commitment"], "with a public tool"
    refused(await own.post("/api/candidate/draws/subject/reveal", json={"word": "38"}), 409, "draw_revealed")
    proof = await did(own.get("/api/candidate/draws/subject/proof.json"))
    assert (proof["seed"], proof["number"]) == (revealed["seed"], revealed["number"])
    other = (await did(roy.get(f"/api/staff/seats/{place.seat_id}/draws")))["drawings"][0]
    assert other["draw"]["revealed"] == revealed, "the jury's page shows the same"


async def test_without_a_word_nothing_is_drawn(centre: Centre) -> None:
    place = await opened(centre, "recorded_sequence")
    juror = await centre.as_("roy")
    at = f"/api/staff/seats/{place.seat_id}/draws/recording"
    assert (await juror.post(f"{at}/reveal", json={"word": "37"})).status_code == 404
    await did(juror.post(at, json={}))
    refused(await juror.post(f"{at}/reveal", json={"word": "🎲"}), 409, "no_word")
    assert (await juror.post(f"{at}/reveal", json={"word": ""})).status_code == 422


async def test_a_draw_in_one_click_is_for_practice_alone(centre: Centre) -> None:
    exam = await opened(centre, "recorded_sequence")
    practice = await centre.place("practice", pack_id=EXAM_PACK)
    juror = await centre.as_("roy")
    refused(await juror.post(f"/api/staff/seats/{exam.seat_id}/draw", json={}), 409, "draws_in_two_steps")
    await did(juror.post(f"/api/staff/seats/{practice.seat_id}/draw", json={}))
    at = f"/api/staff/seats/{practice.seat_id}/draws/recording"
    refused(await juror.post(at, json={}), 409, "draws_in_one_step")


async def test_who_draws_what(centre: Centre) -> None:
    """The subject: whoever attends the preparation. The sequence: the jury of the seat."""
    place = await opened(centre)
    invigilator = await centre.as_("veille")
    at = f"/api/staff/seats/{place.seat_id}/draws"
    await did(invigilator.post(f"{at}/subject", json={}))
    await did(invigilator.post(f"{at}/subject/reveal", json={"word": "37"}))
    for login in ("veille", "ailleurs", "delmas", "abadie"):
        browser = invigilator if login == "veille" else await centre.as_(login)
        assert (await browser.post(f"{at}/recording", json={})).status_code == 403, login
    other = await centre.as_("ailleurs")
    assert (await other.get(at)).status_code == 403


async def test_the_proof_is_verified_without_a_server(centre: Centre, tmp_path: Path) -> None:
    place = await opened(centre, "recorded_sequence")
    juror = await centre.as_("roy")
    came = await drawn(juror, place.seat_id, "recording", "trente-sept")
    answer = await juror.get(f"/api/staff/seats/{place.seat_id}/draws/recording/proof.json")
    file = tmp_path / "tirage.json"
    file.write_bytes(answer.content)
    assert "Lina" not in answer.text

    said = CliRunner().invoke(app, ["draw", "verify", str(file)])
    assert said.exit_code == 0, said.output
    assert f"Le tirage est exact\u00a0: Séquence {came['draw']['revealed']['number']}." in said.output

    proof = answer.json()
    for change in (
        {"word": "autre"},
        {"numbers": [3, 2, 1]},
        {"seed": "z" * 28},
        {"number": proof["number"] % 3 + 1},
    ):
        file.write_text(json.dumps(proof | change))
        wrong = CliRunner().invoke(app, ["draw", "verify", str(file)])
        # Another word may draw the same by chance: then the file says so truly.
        same = "word" in change and draws.outcome(proof["seed"], proof["numbers"], "autre").chosen == proof["number"]
        assert (wrong.exit_code == 0) == same, (change, wrong.output)


@pytest.mark.parametrize("content", ["", "[]", "{", '{"format": "combine-draw-1"}', "[" * 5_000, "\udcff"])
async def test_a_file_that_is_no_proof_is_said_so(tmp_path: Path, content: str) -> None:
    file = tmp_path / "x.json"
    file.write_bytes(content.encode("utf-8", "surrogateescape"))
    said = CliRunner().invoke(app, ["draw", "verify", str(file)])
    assert said.exit_code == 1
    assert "n’est pas la preuve d’un tirage" in said.output
    missing = CliRunner().invoke(app, ["draw", "verify", str(tmp_path / "absent.json")])
    assert missing.exit_code == 1
    assert "ne se lit pas" in missing.output
