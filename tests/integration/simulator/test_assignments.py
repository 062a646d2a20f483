"""Exercises to do by a day: given to some or to a group, found, played, ticked by the facts, withdrawn, sealed."""

from collections.abc import AsyncGenerator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
import pytest_asyncio

from simulator.assignments.tables import AssignmentRow
from simulator.facts import kinds
from simulator.facts.fact import NewFact
from simulator.progress.barred import barred
from tests.integration.simulator.ground import Centre, a_centre, did, refused
from tests.integration.simulator.house import PACK_ID
from tests.integration.simulator.sealed_ground import EXAM_PACK, PLANTED, exam_day, write_exam_pack

pytestmark = pytest.mark.asyncio(loop_scope="module")

HERE = "/api/staff/assignments"
OWN = "/api/candidate/assignments"
CHAT = {"pack_id": PACK_ID, "subject_id": "sujet", "exchange_id": "chat-entrant"}
Json = dict[str, Any]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def centre(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[Centre]:
    folder = tmp_path_factory.mktemp("assigned")
    write_exam_pack(folder)
    async with a_centre(folder) as one:
        yield one


def by(days: int) -> str:
    return (datetime.now(UTC).astimezone().date() + timedelta(days=days)).isoformat()


async def a_class(centre: Centre, group: str, *names: str) -> tuple[httpx.AsyncClient, list[httpx.AsyncClient]]:
    """A trainer, and each of these at a desk of one practice session of the group."""
    trainer = await centre.as_("abadie")
    body = {"kind": "practice", "title": f"Classe {group}", "pack_id": PACK_ID, "subject_id": "sujet"}
    session = await did(trainer.post("/api/staff/sessions", json=body | {"group_name": group}))
    desks: list[httpx.AsyncClient] = []
    for name in names:
        seats = f"/api/staff/sessions/{session['id']}/seats"
        seat = await did(trainer.post(seats, json={"candidate_name": name, "desk": name}))
        code = await did(trainer.post(f"/api/staff/seats/{seat['seat_id']}/desk-code"))
        desks.append(await centre.at_desk(code["code"]))
    return trainer, desks


async def begun(centre: Centre, seat_id: str, *, ended: bool = True) -> None:
    """The latest attempt at this seat."""
    room = await centre.services.rooms.room(seat_id)
    run = [*room.state.runs.values()][-1]
    await room.keep([NewFact(kinds.ExchangeStarted(), run.run_id)])
    if ended:
        await room.keep([NewFact(kinds.ExchangeEnded(by="jury"), run.run_id)])


async def test_a_group_is_given_an_exercise_and_ticks_it_by_playing_it(centre: Centre) -> None:
    trainer, (ana, bilal) = await a_class(centre, "Promo A", "Ana Roux", "Bilal Haddou")
    given = CHAT | {"group_name": "Promo A", "is_for_group": True, "due_on": by(4), "word": "Soignez l’accueil."}
    made = await did(trainer.post(HERE, json=given))
    assert made["trainees"] == 2

    mine = await did(ana.get(OWN))
    [one] = mine["to_do"]
    assert (one["session_id"], one["due_on"], one["is_late"]) == (made["session_id"], by(4), False)
    assert (one["word"], one["given_by"], one["played_at"]) == ("Soignez l’accueil.", "Julien Abadie", None)
    assert "chat-entrant" not in str(mine), "an exercise's name tells what it assesses"
    before = await did(ana.get("/api/candidate/me"))

    opened = await did(ana.post(f"{OWN}/{made['session_id']}/play"))
    assert (await did(ana.get("/api/candidate/me")))["seat_id"] == opened["seat_id"] != before["seat_id"]
    partner = await centre.partner(opened["partner_code"])
    desk = await did(partner.get(f"/api/staff/seats/{opened['seat_id']}/desk"))
    assert [step["label"] for step in desk["steps"]] == ["Chat entrant"]

    await begun(centre, opened["seat_id"])
    [one] = (await did(ana.get(OWN)))["to_do"]
    assert (one["played_at"] is not None, one["is_here"]) == (True, True)
    [line] = await did(trainer.get(HERE, params={"name": "Promo A"}))
    assert {it["name"]: it["played_at"] is not None for it in line["trainees"]} == {
        "Ana Roux": True,
        "Bilal Haddou": False,
    }
    assert (await did(bilal.get(OWN)))["to_do"][0]["played_at"] is None, "each their own"

    # Once more, and back to the class: the desk that was left is one of theirs.
    await did(ana.post(f"{OWN}/{made['session_id']}/play"))
    state = (await centre.services.rooms.read(opened["seat_id"])).state
    assert [run.attempt for run in state.runs.values()] == [1, 2]
    [place] = (await did(ana.get(OWN)))["places"]
    assert place["seat_id"] == before["seat_id"]
    await did(ana.post(f"/api/candidate/places/{place['seat_id']}/open"))
    assert (await did(ana.get("/api/candidate/me")))["seat_id"] == before["seat_id"]


async def test_what_was_played_before_counts_no_more_and_elsewhere_counts(centre: Centre) -> None:
    trainer, (chloe,) = await a_class(centre, "Promo B", "Chloé Petit")
    seat_id = (await did(chloe.get("/api/candidate/me")))["seat_id"]
    await begun(centre, seat_id)
    made = await did(
        trainer.post(HERE, json=CHAT | {"group_name": "Promo B", "trainees": ["Chloé Petit"], "due_on": by(0)})
    )
    [one] = (await did(chloe.get(OWN)))["to_do"]
    assert one["played_at"] is None
    run = [*(await centre.services.rooms.room(seat_id)).state.runs.values()][-1]
    assert run.exchange.id == "chat-entrant"
    await did(trainer.post(f"/api/staff/seats/{seat_id}/runs", json={"exchange_id": "chat-entrant"}))
    await begun(centre, seat_id)
    [one] = (await did(chloe.get(OWN)))["to_do"]
    assert one["played_at"] is not None, "in the class's own session too"
    assert one["session_id"] == made["session_id"]


async def test_by_day_the_late_ones_said_and_who_joins_the_group_has_it_too(centre: Centre) -> None:
    trainer, (dina,) = await a_class(centre, "Promo C", "Dina Morel")
    body = CHAT | {"group_name": "Promo C", "is_for_group": True}
    later = await did(trainer.post(HERE, json=body | {"due_on": by(9)}))
    sooner = await did(trainer.post(HERE, json=body | {"due_on": by(2), "exchange_id": "appel-entrant"}))
    assert [one["due_on"] for one in (await did(dina.get(OWN)))["to_do"]] == [by(2), by(9)]
    async with centre.services.sessions() as session, session.begin():
        (await session.get_one(AssignmentRow, later["session_id"])).due_on = by(-1)
    told = (await did(dina.get(OWN)))["to_do"]
    assert [(one["session_id"], one["is_late"]) for one in told] == [
        (later["session_id"], True),
        (sooner["session_id"], False),
    ]

    _, (eric,) = await a_class(centre, "Promo C", "Éric Noël")
    assert len((await did(eric.get(OWN)))["to_do"]) == 2
    opened = await did(eric.post(f"{OWN}/{sooner['session_id']}/play"))
    detail = await did(trainer.get(f"/api/staff/sessions/{sooner['session_id']}"))
    assert [(one["candidate_name"], len(one["jurors"])) for one in detail["places"]] == [
        ("Dina Morel", 1),
        ("Éric Noël", 1),
    ]
    assert detail["places"][1]["seat_id"] == opened["seat_id"]


async def test_withdrawn_it_is_in_no_list_and_what_was_played_stays(centre: Centre) -> None:
    trainer, (farid,) = await a_class(centre, "Promo D", "Farid Benali")
    body = CHAT | {"group_name": "Promo D", "trainees": ["Farid Benali"], "due_on": by(3)}
    untouched, played = [(await did(trainer.post(HERE, json=body)))["session_id"] for _ in range(2)]
    opened = await did(farid.post(f"{OWN}/{played}/play"))
    await begun(centre, opened["seat_id"])
    for one in (untouched, played):
        assert (await trainer.delete(f"{HERE}/{one}")).status_code == 204
        assert (await trainer.delete(f"{HERE}/{one}")).status_code == 204, "twice is once"
    assert (await did(farid.get(OWN)))["to_do"] == []
    assert await did(trainer.get(HERE, params={"name": "Promo D"})) == []
    refused(await farid.post(f"{OWN}/{played}/play"), 404, "not_found")
    closed = {one: (await did(trainer.get(f"/api/staff/sessions/{one}")))["closed_at"] for one in (untouched, played)}
    assert closed[untouched] is not None
    assert closed[played] is None


async def test_nobody_leaves_a_customer_nor_an_exam_and_no_other_s_place_opens(centre: Centre) -> None:
    trainer, (gaia, hugo) = await a_class(centre, "Promo E", "Gaïa Ott", "Hugo Lang")
    made = await did(
        trainer.post(HERE, json=CHAT | {"group_name": "Promo E", "trainees": ["Gaïa Ott"], "due_on": by(3)})
    )
    seats = [(await did(one.get("/api/candidate/me")))["seat_id"] for one in (gaia, hugo)]
    assert (await did(hugo.get(OWN)))["to_do"] == [], "given to another"
    refused(await hugo.post(f"{OWN}/{made['session_id']}/play"), 404, "not_found")
    refused(await hugo.post(f"/api/candidate/places/{seats[0]}/open"), 404, "not_found")

    await begun(centre, seats[0], ended=False)
    refused(await gaia.post(f"{OWN}/{made['session_id']}/play"), 409, "exchange_running")
    exam = await centre.place("exam", pack_id=EXAM_PACK, subject_id="sujet-c")
    candidate = await centre.at_desk(exam.code)
    refused(await candidate.get(OWN), 404, "not_found")
    refused(await candidate.post(f"/api/candidate/places/{seats[0]}/open"), 404, "not_found")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"due_on": by(-1)}, "unlikely_date"),
        ({"due_on": by(900)}, "unlikely_date"),
        ({"trainees": []}, "nobody"),
        ({"exchange_id": "rien"}, "not_found"),
        ({"subject_id": "rien"}, "not_an_exercise"),
    ],
)
async def test_what_cannot_be_given_is_refused_in_words(centre: Centre, change: Json, code: str) -> None:
    trainer = await centre.as_("abadie")
    body = CHAT | {"group_name": "Promo F", "trainees": ["Inès Roy"], "due_on": by(3)} | change
    answer = await trainer.post(HERE, json=body)
    assert answer.json()["code"] == code
    assert answer.json()["remedy"]
    assert await did(trainer.get(HERE, params={"name": "Promo F"})) == []


async def test_a_pack_under_seal_is_neither_given_nor_shown(centre: Centre) -> None:
    """Given before, it is sealed afterwards: it leaves every list, whatever became of the pack in the folder."""
    trainer, (jade,) = await a_class(centre, "Promo G", "Jade Simon")
    body = {"pack_id": EXAM_PACK, "subject_id": "sujet-b", "exchange_id": "chat-entrant", "group_name": "Promo G"}
    body |= {"trainees": ["Jade Simon"], "due_on": by(3)}
    made = await did(trainer.post(HERE, json=body))
    assert len((await did(jade.get(OWN)))["to_do"]) == 1

    day = await exam_day(centre)
    lead = await centre.lead()
    await did(lead.post(f"/api/staff/exam-days/{day.session_id}/sealing"))
    refused(await trainer.post(HERE, json=body), 409, "not_an_exercise")
    mine = await did(jade.get(OWN))
    assert (mine["to_do"], mine["places"]) == ([], [])
    refused(await jade.post(f"{OWN}/{made['session_id']}/play"), 404, "not_found")
    told = await trainer.get(HERE, params={"name": "Promo G"})
    assert PLANTED not in told.text
    [one] = told.json()
    assert one["title"] == ""
    shown = (await did(trainer.get("/api/staff/catalogue")))["entries"]
    assert {entry["pack_id"] for entry in shown} >= {PACK_ID}
    assert EXAM_PACK not in {entry["pack_id"] for entry in shown}
    parts = centre.services
    parts.packs.uninstall(EXAM_PACK)
    assert (await barred(parts.sessions, parts.packs, parts.kept_packs)).has(EXAM_PACK, "sujet-b")


async def test_what_progress_suggests_is_opened_by_the_trainee(centre: Centre) -> None:
    _, (karim,) = await a_class(centre, "Promo H", "Karim Diallo")
    suggestion = (await did(karim.get("/api/candidate/progress")))["suggestions"][0]
    one = {key: suggestion[key] for key in ("pack_id", "subject_id", "exchange_id")}
    before = (await did(karim.get("/api/candidate/me")))["seat_id"]
    first = await did(karim.post("/api/candidate/suggestions/play", json=one))
    assert first["seat_id"] != before
    assert first["partner_code"]
    again = await did(karim.post("/api/candidate/suggestions/play", json=one))
    assert again["seat_id"] == first["seat_id"], "pressed twice, it is one session"
    refused(await karim.post("/api/candidate/suggestions/play", json=one | {"exchange_id": "x"}), 404, "not_found")
    lonely = await centre.at_desk((await centre.place()).code)
    refused(await lonely.post("/api/candidate/suggestions/play", json=one), 409, "no_group")
