"""Findings beside jurors' verdicts, over the real server: compared once submitted, a detector switched off and on."""

import asyncio
from typing import Any

from tests.integration.simulator.house import Person, Room, Server, staff
from tests.integration.simulator.test_findings import chat, findings_of

Json = dict[str, Any]


async def line_of(person: Person, criterion: str) -> Json:
    answer = await person.http.get("/api/staff/detectors")
    assert answer.status_code == 200, answer.text
    lines = answer.json()["lines"]
    assert len(lines) == 53
    return next(line for line in lines if line["criterion"] == criterion)


async def compared(person: Person, criterion: str, before: int, seconds: float = 30) -> Json:
    """The criterion's line once it counts more pairs than `before`."""
    async with asyncio.timeout(seconds):
        while True:
            line = await line_of(person, criterion)
            if line["all"]["pairs"] > before:
                return line
            await asyncio.sleep(0.3)


def added(before: Json, after: Json) -> list[list[int]]:
    """What came into the table: the server is shared with other tests, whose jurors submit as well."""
    rows = zip(after["all"]["table"], before["all"]["table"], strict=True)
    return [[new - old for new, old in zip(*row, strict=True)] for row in rows]


async def test_a_submitted_verdict_is_compared_once_with_what_the_evidence_suggested(
    room: Room, live_server: Server
) -> None:
    lead = await staff(live_server, "lead")
    before = {criterion: await line_of(lead, criterion) for criterion in ("CP2.1", "CP3.1", "CP3.2")}
    pairs = before["CP2.1"]["all"]["pairs"]
    run = room.seat.runs["chat"]
    await chat(room, run)
    await room.candidate.do("chat.close")
    await room.jury.until(room.jury.phase_is(run, "wrap_up"), "wrap-up")
    found = {one["criterion"]: one["verdict"] for one in (await findings_of(room, run))["findings"]}
    assert found["CP2.1"] == "met"
    await room.jury.do("verdict.set", run_id=run, criterion="CP2.1", verdict="insufficient")
    await room.jury.do("verdict.set", run_id=run, criterion="CP3.2", verdict="not_observed")
    await room.jury.do("finding.reject", run_id=run, criterion="CP3.1", verdict="met")
    assert (await line_of(lead, "CP2.1"))["all"]["pairs"] == pairs, "a draft is nobody's business"
    await room.jury.do("marking.submit")
    line = await compared(lead, "CP2.1", pairs)
    assert added(before["CP2.1"], line) == [[0, 0, 1], [0, 0, 0], [0, 0, 0]]
    assert line["all"]["opposite"] == before["CP2.1"]["all"]["opposite"] + 1
    assert line["blind"] == before["CP2.1"]["blind"], "the juror saw the finding"
    assert sum(month["pairs"] for month in line["months"]) == pairs + 1
    assert (await line_of(lead, "CP3.2"))["all"] == before["CP3.2"]["all"], "« non observé » makes no pair"
    assert (await line_of(lead, "CP3.1"))["rejected"] == before["CP3.1"]["rejected"] + 1
    await asyncio.sleep(6)
    assert (await line_of(lead, "CP2.1"))["all"]["pairs"] == pairs + 1, "once only"


async def test_a_detector_that_misleads_is_switched_off_for_all_and_on_again(room: Room, live_server: Server) -> None:
    lead, trainer = await staff(live_server, "lead"), await staff(live_server, "roy")
    run = room.seat.runs["chat"]
    await chat(room, run)
    assert "CP2.1" in {one["criterion"] for one in (await findings_of(room, run))["findings"]}
    path = "/api/staff/detectors/CP2.1"
    assert (await trainer.http.put(path, json={"is_on": False})).status_code == 403
    assert (await lead.http.put("/api/staff/detectors/CP9.9", json={"is_on": False})).status_code == 404
    off = await lead.http.put(path, json={"is_on": False, "reason": "Trompe sur les chats"})
    assert off.status_code == 204, off.text
    assert "CP2.1" not in {one["criterion"] for one in (await findings_of(room, run))["findings"]}
    line = await line_of(lead, "CP2.1")
    assert (line["is_on"], line["reason"]) == (False, "Trompe sur les chats")
    assert line["switched_at"] is not None
    await lead.http.put(path, json={"is_on": True})
    assert "CP2.1" in {one["criterion"] for one in (await findings_of(room, run))["findings"]}


async def test_weak_families_are_off_until_somebody_switches_them_on(live_server: Server) -> None:
    """The shipped measurement stands before the centre has figures, and says which families are weak."""
    lead = await staff(live_server, "lead")
    told = (await lead.http.get("/api/staff/detectors")).json()
    families = told["shipped"]
    assert len(families) == 22
    assert [one["macro_f1"] for one in families] == sorted((one["macro_f1"] for one in families), reverse=True)
    assert all(one["is_thin"] == (one["pairs"] < 15) for one in families)
    assert all(one["is_weak"] == (one["macro_f1"] < 0.6 or one["is_thin"]) for one in families)
    weak = {criterion for one in families if one["is_weak"] for criterion in one["criteria"]}
    assert "CP4.2" in weak
    by_criterion = {line["criterion"]: line for line in told["lines"]}
    untouched = [line for line in by_criterion.values() if line["switched_at"] is None]
    assert untouched
    assert all(line["is_on"] == (line["criterion"] not in weak) for line in untouched)
    path = "/api/staff/detectors/CP4.2"
    assert not by_criterion["CP4.2"]["is_on"]
    assert (await lead.http.put(path, json={"is_on": True})).status_code == 204
    assert (await line_of(lead, "CP4.2"))["is_on"]
