"""Feedback of practice, over the real server: read by itself, open at once or after a trainer, never in exams."""

import asyncio
from typing import Any

import httpx
import pytest

from tests.integration.simulator.house import Desk, Server, candidate, new_seat, staff

pytestmark = pytest.mark.timeout(300)  # the reader of French comes behind whatever else runs

Json = dict[str, Any]


async def ready(client: httpx.AsyncClient, path: str) -> Json:
    """The feedback, once the exchange was read."""
    async with asyncio.timeout(100):
        while True:
            answer = await client.get(path)
            assert answer.status_code == 200, answer.text
            if answer.json()["state"] == "ready":
                return answer.json()
            await asyncio.sleep(0.3)


async def played_chat(jury: Desk, desk: Desk, run: str) -> None:
    """A chat with two faults in it, ended."""
    await jury.do("exchange.start", run_id=run)
    lines = (
        (jury, "Bonjour, mon vélo ne charge plus depuis hier soir et je travaille cette nuit."),
        (desk, "Bonjour, si je comprends bien votre vélo ne charge plus depuis hier soir, c'est bien cela ?"),
        (jury, "Oui c'est ça, exactement."),
        (desk, "Les voyants est rouge, et je vous laisse a votre soirée."),
    )
    for number, (side, text) in enumerate(lines):
        await side.do("chat.send", message_id=f"m{number}", text=text)
    await desk.do("chat.close")
    await jury.until(jury.phase_is(run, "wrap_up"), "wrap-up")
    await desk.do("wrap_up.finish")
    await jury.until(jury.phase_is(run, "done"), "the end")


async def test_an_automatic_feedback_is_the_trainees_as_soon_as_the_exchange_is_over(live_server: Server) -> None:
    lead, roy = await staff(live_server, "lead"), await staff(live_server, "roy")
    seat = await new_seat(lead)
    run = seat.runs["chat"]
    trainee = await candidate(live_server, seat.code)
    path = f"/api/candidate/runs/{run}"
    async with Desk(roy, seat.seat_id) as jury, Desk(trainee, seat.seat_id) as desk:
        assert (await trainee.http.get(f"{path}/feedback")).status_code == 403
        await played_chat(jury, desk, run)
        await desk.until(lambda: bool(desk.state["feedback"]), "the feedback", seconds=100)
        [told] = desk.state["feedback"]
        assert (told["run_id"], told["text"], told["by_trainer"]) == (run, "", False)

        feedback = await ready(trainee.http, f"{path}/feedback")
        assert feedback["strengths"], feedback
        assert len(feedback["strengths"]) <= 3
        assert len(feedback["next_steps"]) <= 2
        labels = [one["label"] for one in (*feedback["strengths"], *feedback["next_steps"])]
        assert len(set(labels)) == len(labels)
        understood = next(one for one in feedback["strengths"] if one["criterion"] == "CP2.1")
        assert understood["words"].startswith("Vous avez")
        assert understood["at_seconds"] >= 0
        assert feedback["measured"]["first_reply_target_seconds"] is not None
        [wrong] = [one for one in feedback["texts"] if one["faults"]]
        underlined = {wrong["text"][fault["start"] : fault["end"]] for fault in wrong["faults"]}
        assert any(part.startswith("a votre") for part in underlined), underlined
        assert all(fault["problem"] for fault in wrong["faults"])
        replay = (await trainee.http.get(f"{path}/replay")).json()
        assert replay["marking"] is None, "nothing of the trainer's before they share"
        assert feedback["draft"] == ""

        drafted = (await roy.http.get(f"/api/staff/runs/{run}/feedback")).json()
        assert drafted["draft"].startswith("Ce que vous avez réussi")
        await jury.do("feedback.share", run_id=run, text="Bel accueil (0:01).")
        await desk.until(lambda: desk.state["feedback"][0]["by_trainer"], "the trainer's words")
        shared = (await trainee.http.get(f"{path}/feedback")).json()
        assert (shared["text"], shared["strengths"], shared["next_steps"]) == ("Bel accueil (0:01).", [], [])
        assert shared["texts"] == feedback["texts"]


async def test_a_reviewed_feedback_waits_for_the_trainer_and_an_exam_has_none(live_server: Server) -> None:
    lead, roy = await staff(live_server, "lead"), await staff(live_server, "roy")
    for kind, settings in (("practice", {"feedback": "reviewed"}), ("exam", {})):
        seat = await new_seat(lead, kind, **settings)
        run = seat.runs["chat"]
        trainee = await candidate(live_server, seat.code)
        async with Desk(roy, seat.seat_id) as jury, Desk(trainee, seat.seat_id) as desk:
            if kind == "exam":
                await jury.do("clock.start")
            await played_chat(jury, desk, run)
            drafted = f"/api/staff/runs/{run}/feedback"
            if kind == "exam":
                await asyncio.sleep(3)
                assert (await roy.http.get(drafted)).status_code == 403
            else:
                assert (await ready(roy.http, drafted))["draft"]
            assert (await trainee.http.get(f"/api/candidate/runs/{run}/feedback")).status_code == 403
            assert desk.state["feedback"] == []


async def test_in_a_group_a_name_is_one_person_from_session_to_session(live_server: Server) -> None:
    lead = await staff(live_server, "lead")
    body = {"kind": "practice", "title": "Essai", "pack_id": "atelier-essai", "subject_id": "sujet"}
    first = await lead.post("/api/staff/sessions", {**body, "group_name": " CRCD  A "})
    second = await lead.post("/api/staff/sessions", {**body, "group_name": "CRCD A"})
    assert first["group_name"] == "CRCD A"
    await lead.post(f"/api/staff/sessions/{first['id']}/seats", {"candidate_name": "Éva Martin", "desk": "1"})
    again = f"/api/staff/sessions/{first['id']}/seats"
    refused = await lead.http.post(again, json={"candidate_name": "eva  martin", "desk": "2"})
    assert (refused.status_code, refused.json()["code"]) == (409, "same_name")
    await lead.post(f"/api/staff/sessions/{second['id']}/seats", {"candidate_name": "Eva MARTIN", "desk": "1"})
    detail = (await lead.http.get(f"/api/staff/sessions/{second['id']}")).json()
    assert [place["candidate_name"] for place in detail["places"]] == ["Éva Martin"]
