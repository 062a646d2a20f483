"""The server is killed in the middle of a phase: at the next start the day goes on, and ends on time by itself."""

import asyncio

from tests.integration.simulator.ground import Place, opened_and_drawn
from tests.integration.simulator.house import Person, Server, staff

PHASES = ["preparation", "exchanges"]


async def test_a_killed_server_goes_on_with_each_clock_and_finishes_what_it_had_begun(own_server: Server) -> None:
    lead = await staff(own_server, "lead")
    body = {"kind": "exam", "title": "Journée", "pack_id": "atelier-essai", "subject_id": "sujet"}
    session = await lead.post("/api/staff/sessions", body | {"exam_day": {"format_id": "title", "phases": PHASES}})
    seats = [
        (await lead.post(f"/api/staff/sessions/{session['id']}/seats", {"candidate_name": name, "desk": "Poste"}))[
            "seat_id"
        ]
        for name in ("Léa", "Yanis")
    ]
    code = await lead.post(f"/api/staff/seats/{seats[0]}/desk-code")
    await opened_and_drawn(lead.http, Place(session["id"], seats[0], code["code"], code["partner_code"]))
    path = f"/api/staff/exam-days/{session['id']}"
    await lead.post(f"{path}/phases/open", {"phase": "preparation"})
    await lead.post(f"{path}/phases/pause", {"phase": "preparation", "seat_ids": seats[1:], "reason": "malaise"})
    before = await phases(lead, path)
    await own_server.kill()
    await own_server.start()
    lead = await staff(own_server, "lead")
    after = await phases(lead, path)
    assert [one["state"] for one in after] == ["running", "paused"]
    assert after[0]["ends_at"] == before[0]["ends_at"], "the deadline is where it was"
    assert after[1]["remaining_seconds"] == before[1]["remaining_seconds"], "and a pause is a pause"
    await lead.post(f"{path}/measures", {"id": "alarme", "cause": "power", "reason": "Coupure", "seat_ids": []})
    await own_server.kill()
    await own_server.start()
    lead = await staff(own_server, "lead")
    await lead.post(f"{path}/measures/alarme/lift")
    async with asyncio.timeout(20):
        states = [one["state"] for one in await phases(lead, path)]
    assert states == ["running", "paused"], "lifting the measure leaves a pause of one's own"


async def phases(lead: Person, path: str) -> list[dict[str, object]]:
    """The preparation of each candidate."""
    board = (await lead.http.get(f"{path}/board")).json()
    return [place["phases"][0] for place in board["places"]]
