"""The overview of a candidate: each criterion's best and worst moment, from marks first, then from findings."""

from typing import Any

from tests.integration.simulator.house import Room
from tests.integration.simulator.test_findings import chat

Json = dict[str, Any]


async def overview(room: Room) -> Json:
    answer = await room.jury.person.http.get(f"/api/staff/seats/{room.seat.seat_id}/overview", timeout=40)
    assert answer.status_code == 200, answer.text
    return answer.json()


def criterion(view: Json, name: str) -> Json:
    groups = [*view["competences"], *view["transversal"]]
    return next(one for group in groups for one in group["criteria"] if one["criterion"] == name)


async def test_nothing_played_shows_the_criteria_alone(room: Room) -> None:
    view = await overview(room)
    assert view["runs"] == []
    assert {group["competence"] for group in view["transversal"]} == {"CT1", "CT2", "CT3"}
    assert all(one["cells"] == [] for group in view["competences"] for one in group["criteria"])


async def test_findings_point_at_moments_until_a_juror_points_at_a_better_one(room: Room) -> None:
    run = room.seat.runs["chat"]
    await chat(room, run)
    await room.candidate.do("chat.close")
    await room.jury.until(room.jury.phase_is(run, "wrap_up"), "wrap-up")
    view = await overview(room)
    (line,) = view["runs"]
    assert line["run_id"] == run
    understood = criterion(view, "CP2.1")
    assert understood["best"]["source"] == "finding"
    assert understood["best"]["run_id"] == run
    assert understood["best"]["text"].endswith(".")
    assert understood["cells"] == [
        {"run_id": run, "observable": True, "favourable": 0, "unfavourable": 0, "notes": 0, "verdicts": []}
    ]
    assert not criterion(view, "CP2.2")["cells"][0]["observable"], "the scenario does not let one observe it"

    where = {"run_id": run, "criterion": "CP2.1"}
    await room.jury.do("mark.place", mark_id="a", sign="favourable", at_seconds=7.5, text="Bien vu", **where)
    await room.jury.do("mark.place", mark_id="b", sign="unfavourable", at_seconds=9.0, text="Trop vite", **where)
    await room.jury.do("verdict.set", verdict="to_improve", **where)
    view = await overview(room)
    judged = criterion(view, "CP2.1")
    assert (judged["best"]["source"], judged["best"]["at_seconds"], judged["best"]["text"]) == (
        "mark",
        7.5,
        "Bien vu",
    )
    assert (judged["worst"]["source"], judged["worst"]["at_seconds"]) == ("mark", 9.0)
    assert judged["cells"][0]["verdicts"] == ["to_improve"]
    assert (judged["cells"][0]["favourable"], judged["cells"][0]["unfavourable"]) == (1, 1)


async def test_a_transversal_criterion_shows_what_feeds_it(room: Room) -> None:
    run = room.seat.runs["chat"]
    await chat(room, run)
    await room.jury.do(
        "mark.place", mark_id="c", run_id=run, criterion="CP3.1", sign="unfavourable", at_seconds=3, text="Sec"
    )
    calming = criterion(await overview(room), "CT2.2")
    assert calming["through"] == ["CP3.1"]
    assert calming["worst"]["text"] == "Sec"


async def test_another_jurors_marks_stay_unseen_until_both_have_submitted(room: Room) -> None:
    run = room.seat.runs["chat"]
    await chat(room, run)
    await room.second.do(
        "mark.place", mark_id="d", run_id=run, criterion="CP3.1", sign="favourable", at_seconds=3, text="Du second"
    )
    assert "Du second" not in str(await overview(room))
