"""A language model asked by hand, through the real server: stated, masked, kept as a fact, beside the findings."""

from pathlib import Path
from typing import Any

from tests.integration.simulator.house import a_room, a_server
from tests.integration.simulator.test_findings import chat, findings_of
from tests.language_model import a_model

Json = dict[str, Any]


def answer(sent: Json) -> Json:
    turn = next(one for one in sent["turns"] if "voyant" in one["text"])
    true = {"turn": turn["turn"], "text": turn["text"]}
    false = {"turn": turn["turn"], "text": "jamais dit par personne ici"}
    return {
        "findings": [
            {"criterion": "CP3.2", "verdict": "met", "quotes": [true], "reason": "Cherche la panne"},
            {"criterion": "CP3.1", "verdict": "not_met", "quotes": [false], "reason": "Invente"},
        ]
    }


async def test_a_juror_asks_once_the_exchange_is_over_and_the_facts_say_so(tmp_path: Path) -> None:
    with a_model(answer) as model:
        settings = {"COMBINE_LANGUAGE_MODEL_URL": model.url, "COMBINE_LANGUAGE_MODEL": "petit"}
        async with a_server(tmp_path, **settings) as server:
            room = await a_room(server)
            run = room.seat.runs["chat"]
            path = f"/api/staff/runs/{run}/second-reading"
            await chat(room, run)
            too_early = await room.jury.person.http.post(path)
            assert (too_early.status_code, too_early.json()["code"]) == (409, "nothing_to_read")
            await room.candidate.do("chat.close")
            await room.jury.until(room.jury.phase_is(run, "wrap_up"), "wrap-up")
            assert model.asked == []
            before = await findings_of(room, run)
            assert before["second_reader"] == {"model": "petit", "host": "127.0.0.1"}

            read = (await room.jury.person.http.post(path, timeout=30)).json()
            assert [(one["criterion"], one["verdict"]) for one in read["findings"]] == [("CP3.2", "met")]
            assert "voyant" in read["findings"][0]["moments"][0]["text"]
            assert (await findings_of(room, run))["findings"] == before["findings"], "the findings stay as they were"
            facts = (await room.jury.person.http.get(f"/api/staff/runs/{run}/facts.json")).text
            assert "second_reading.asked" in facts
            assert room.jury.state["marking"]["marks"] == []
            await room.close()


async def test_a_model_that_fails_is_said_and_nothing_else_changes(tmp_path: Path) -> None:
    with a_model(lambda _: "Je ne sais pas.") as model:
        async with a_server(tmp_path, COMBINE_LANGUAGE_MODEL_URL=model.url) as server:
            room = await a_room(server)
            run = room.seat.runs["chat"]
            await chat(room, run)
            await room.candidate.do("chat.close")
            await room.jury.until(room.jury.phase_is(run, "wrap_up"), "wrap-up")
            failed = await room.jury.person.http.post(f"/api/staff/runs/{run}/second-reading", timeout=30)
            assert failed.status_code == 409
            assert "n’a pas la forme demandée" in failed.json()["message"]
            assert (await findings_of(room, run))["findings"]
            await room.close()
