"""Progress over the real server: one trainee over two sessions, verdicts once shared, exports, one’s own page."""

from typing import Any

from tests.integration.simulator.house import PACK_ID, Desk, Person, Server, candidate, staff
from tests.integration.simulator.test_feedback import played_chat, ready

Json = dict[str, Any]
GROUP = "Promo progrès"


async def a_chat_in_the_group(lead: Person, server: Server, roy: Person, verdict: str) -> tuple[Person, str]:
    """Éva plays the chat in a new session of the group; the juror judges one criterion, not shared yet."""
    body = {"kind": "practice", "title": "Essai", "pack_id": PACK_ID, "subject_id": "sujet", "group_name": GROUP}
    session = await lead.post("/api/staff/sessions", body)
    path = f"/api/staff/sessions/{session['id']}/seats"
    seat = await lead.post(path, {"candidate_name": "Éva Martin", "desk": "1"})
    seat_id = seat["seat_id"]
    people = (await lead.http.get("/api/staff/people")).json()
    jurors = [one["id"] for one in people if one["login"] == "roy"]
    await lead.http.put(f"/api/staff/seats/{seat_id}/jurors", json={"person_ids": jurors})
    code = await lead.post(f"/api/staff/seats/{seat_id}/desk-code")
    trainee = await candidate(server, code["code"])
    async with Desk(roy, seat_id) as jury, Desk(trainee, seat_id) as desk:
        run = next(step["run_id"] for step in desk.state["steps"] if step["channel"] == "chat")
        await played_chat(jury, desk, run)
        await jury.do("verdict.set", run_id=run, criterion="CP2.1", verdict=verdict)
    await ready(roy.http, f"/api/staff/runs/{run}/feedback")
    return trainee, run


async def test_a_trainee_is_followed_from_session_to_session(live_server: Server) -> None:
    lead, roy = await staff(live_server, "lead"), await staff(live_server, "roy")
    await a_chat_in_the_group(lead, live_server, roy, "insufficient")
    trainee, run = await a_chat_in_the_group(lead, live_server, roy, "satisfactory")

    group = (await lead.http.get("/api/staff/progress/group", params={"name": GROUP})).json()
    [line] = group["trainees"]
    assert (line["name"], line["exchanges"]) == ("Éva Martin", 2)
    cells = {cell["competence"]: cell for cell in line["cells"]}
    assert cells["CP2"]["judged"] is None, "a verdict that nobody shared is the trainer's own"
    assert cells["CP2"]["proposed"]["observations"] >= 2

    shared = {"id": "share-1", "type": "feedback.share", "run_id": run, "text": "Bien."}
    await roy.post(f"/api/staff/runs/{run}/feedback", shared)
    own = (await trainee.http.get("/api/candidate/progress")).json()
    assert own == (await lead.http.get(f"/api/staff/progress/trainees/{line['person_id']}")).json()
    cp2 = next(one for one in own["competences"] if one["competence"] == "CP2")
    [judged] = [one for one in cp2["criteria"] if one["judged"]]
    assert (judged["criterion"], judged["judged"]) == ("CP2.1", {"observations": 1, "favourable": 1.0})
    assert judged["trend"][-1]["judged"] == 1.0
    assert sum(week["exchanges"] for week in own["weeks"]) == 2
    [subject] = own["subjects"]
    assert sorted(one["times"] for one in subject["exchanges"]) == [0, 0, 2]
    assert len(own["played"]) == 2

    groups = (await lead.http.get("/api/staff/progress/groups")).json()
    [mine] = [one for one in groups if one["name"] == GROUP]
    assert (mine["sessions"], mine["trainees"]) == (2, 1)
    table = await lead.http.get("/api/staff/progress/criteria.csv", params={"name": GROUP})
    assert table.content.startswith(b"\xef\xbb\xbfStagiaire;")
    assert "CP2.1" in table.text
    said = (await lead.http.get("/api/staff/progress/xapi.json", params={"name": GROUP})).json()
    assert [one["verb"]["id"].rsplit("/", 1)[-1] for one in said].count("passed") == 1
    missing = await lead.http.get("/api/staff/progress/group", params={"name": "Personne"})
    assert missing.status_code == 404
