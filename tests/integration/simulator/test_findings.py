"""Findings beside the criteria, through the real server: proposed, taken, rejected, switched off."""

from typing import Any

from tests.integration.simulator.house import Desk, Room, Server, candidate, new_seat, staff
from tests.integration.simulator.sound import Speak

Json = dict[str, Any]


async def findings_of(room: Room, run: str) -> Json:
    answer = await room.jury.person.http.get(f"/api/staff/runs/{run}/findings", timeout=40)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def chat(room: Room, run: str) -> None:
    await room.jury.do("exchange.start", run_id=run)
    lines = (
        (room.jury, "Bonjour, mon vélo ne charge plus depuis hier soir et je travaille cette nuit."),
        (
            room.candidate,
            "Bonjour, si je comprends bien votre vélo ne charge plus depuis hier soir, c'est bien cela ?",
        ),
        (room.jury, "Oui c'est ça, exactement."),
        (room.candidate, "De quelle couleur est le voyant du chargeur, et depuis quand est-il allumé ?"),
        (room.jury, "Il est rouge fixe."),
    )
    for number, (desk, text) in enumerate(lines):
        await desk.do("chat.send", message_id=f"m{number}", text=text)


async def test_a_chats_findings_lead_to_its_messages_and_are_taken_or_rejected(room: Room) -> None:
    run = room.seat.runs["chat"]
    await chat(room, run)
    found = await findings_of(room, run)
    assert found["state"] == "ready"
    by_criterion = {one["criterion"]: one for one in found["findings"]}
    assert set(by_criterion) <= {"CP2.1", "CP3.1", "CP3.2"}
    understood = by_criterion["CP2.1"]
    assert understood["verdict"] == "met"
    assert understood["reason"].endswith(".")
    said = {moment["text"] for moment in understood["moments"]}
    assert any("voyant" in text or "je comprends bien" in text for text in said)
    assert all(moment["at_seconds"] >= 0 for moment in understood["moments"])

    assert room.jury.state["marking"]["marks"] == []
    assert room.jury.state["marking"]["verdicts"] == []
    await room.jury.do(
        "mark.place", mark_id="taken", run_id=run, criterion="CP2.1", sign="favourable",
        at_seconds=understood["moments"][0]["at_seconds"], text=understood["reason"], from_finding=True,
    )  # fmt: skip
    await room.jury.until(lambda: len(room.jury.state["marking"]["marks"]) == 1, "the mark")
    assert room.jury.state["marking"]["marks"][0]["from_finding"]
    await room.jury.do("finding.reject", run_id=run, criterion="CP3.1", verdict="not_met", reason="Pas une vente.")
    await room.jury.until(lambda: bool(room.jury.state["marking"]["rejected"]), "rejected")
    assert room.jury.state["marking"]["rejected"] == [{"run_id": run, "criterion": "CP3.1"}]
    assert room.second.state["marking"]["rejected"] == []


async def test_a_call_without_transcript_is_judged_on_its_file_alone(room: Room, speaking: Speak) -> None:
    run = room.seat.runs["inbound"]
    await speaking(room.candidate, 1)
    await speaking(room.jury, 2)
    await room.jury.do("exchange.start", run_id=run)
    await room.candidate.until(room.candidate.call_is("ringing"), "it rings")
    await room.candidate.do("call.answer")
    await room.candidate.do("file.open", customer_id="morel")
    for name, value in (("motif", "retard"), ("statut", "clos"), ("suite", "rappel")):
        await room.candidate.do("file.change", customer_id="morel", field=name, value=value)
    assert (await findings_of(room, run))["findings"] == [], "nothing is said of a file that is being filled"
    await room.candidate.do("call.hang_up")
    await room.jury.until(room.jury.phase_is(run, "wrap_up"), "wrap-up")
    found = await findings_of(room, run)
    assert found["state"] == "without_sound"
    (file,) = found["findings"]
    assert (file["criterion"], file["verdict"], file["moments"]) == ("CP1.4", "met", [])


async def test_a_session_can_be_marked_blind_and_the_record_says_so(live_server: Server) -> None:
    lead, jury = await staff(live_server, "lead"), await staff(live_server, "roy")
    seat = await new_seat(lead, findings=False)
    adviser, customer = Desk(await candidate(live_server, seat.code), seat.seat_id), Desk(jury, seat.seat_id)
    async with adviser, customer:
        run = seat.runs["chat"]
        await customer.do("exchange.start", run_id=run)
        answer = await jury.http.get(f"/api/staff/runs/{run}/findings")
        assert answer.json() == {
                "state": "off", "findings": [], "proofreader_is_missing": False, "second_reader": None,
            }  # fmt: skip
        facts = (await jury.http.get(f"/api/staff/runs/{run}/facts.json")).text
        assert '"findings": false' in facts
