"""A question to a whole session: what was typed and sent in it is found, whatever the accents; the rest is not."""

from tests.integration.simulator.house import Room, Server, staff


async def test_who_promised_a_refund(live_server: Server, room: Room) -> None:
    run = room.seat.runs["chat"]
    await room.jury.do("exchange.start", run_id=run)
    await room.jury.do("chat.send", message_id="a", text="Bonjour, serai-je remboursée ?")
    await room.candidate.until(lambda: len(room.candidate.thread()) == 1, "first")
    await room.candidate.do("chat.send", message_id="b", text="Oui, vous serez REMBOURSÉE mardi, sur votre carte.")
    lead = await staff(live_server, "lead")
    seats = (await lead.http.get(f"/api/staff/seats/{room.seat.seat_id}/desk")).json()
    address = f"/api/staff/sessions/{seats['session_id']}/search"

    async def found(words: str) -> list[tuple[str, str]]:
        answer = await lead.http.get(address, params={"q": words})
        assert answer.status_code == 200, answer.text
        return [(one["by"], one["text"]) for one in answer.json()["found"]]

    both = await found("rembourse")
    assert [by for by, _ in both] == ["customer", "candidate"]
    assert await found("carte Remboursée") == [("candidate", "Oui, vous serez REMBOURSÉE mardi, sur votre carte.")]
    assert await found("licorne") == []
    passage = (await lead.http.get(address, params={"q": "mardi"})).json()["found"][0]
    assert (passage["run_id"], passage["place"], passage["position"]) == (run, "chat", 3)
    assert 0 <= passage["at_seconds"] < 60
    assert (await lead.http.get(address, params={"q": "x"})).status_code == 422
    own = await room.jury.person.http.get(address, params={"q": "mardi"})
    assert len(own.json()["found"]) == 1
