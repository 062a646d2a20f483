"""Who may open a desk, and what a candidate may say and hear over a whole played session."""

import asyncio
import json

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from scoring.referential import load_referential
from tests.integration.simulator.house import Desk, Person, Room, Server, staff
from tests.integration.simulator.sound import speak
from tests.sound import speech_like
from tests.unit.simulator.world import SECRET

JURY_COMMANDS: tuple[dict[str, object], ...] = (
    {"type": "exchange.start", "run_id": "x"},
    {"type": "exchange.queue", "run_id": "x"},
    {"type": "exchange.unqueue", "run_id": "x"},
    {"type": "exchange.end", "run_id": "x"},
    {"type": "exchange.show", "run_id": "x"},
    {"type": "call.place", "run_id": "x"},
    {"type": "listen", "on": True},
    {"type": "mark.place", "mark_id": "k", "run_id": "x", "criterion": "CP1.1", "sign": "note"},
    {"type": "mark.remove", "mark_id": "k"},
    {"type": "verdict.set", "run_id": "x", "criterion": "CP1.1", "verdict": "satisfactory"},
    {"type": "appreciation.set", "competence": "CP1", "text": "bien"},
    {"type": "marking.submit"},
    {"type": "feedback.share", "run_id": "x"},
    {"type": "clock.start"},
    {"type": "clock.pause", "reason": "pause"},
    {"type": "clock.resume"},
    {"type": "clock.extend", "minutes": 10, "reason": "tiers temps"},
    {"type": "clock.end"},
    {"type": "incident.note", "text": "rien"},
)


async def closed_with(url: str, **headers: str) -> int | None:
    """The code with which the server shuts this door."""
    async with connect(url, additional_headers=headers) as socket:
        try:
            async with asyncio.timeout(5):
                await socket.recv()
        except ConnectionClosed as closed:
            return closed.rcvd.code if closed.rcvd else None
    return None


async def test_a_desk_opens_only_with_its_own_cookie_and_from_our_own_page(live_server: Server, room: Room) -> None:
    address = f"ws://127.0.0.1:{live_server.port}"
    origin = {"Origin": live_server.address}
    mine, theirs = room.candidate.person.cookie, room.jury.person.cookie
    assert await closed_with(f"{address}/api/candidate/live", **origin) == 4401
    assert await closed_with(f"{address}/api/candidate/live", Cookie=theirs, **origin) == 4401
    assert await closed_with(f"{address}/api/staff/live?seat={room.seat.seat_id}", Cookie=mine, **origin) == 4401
    assert await closed_with(f"{address}/api/candidate/live", Cookie=mine, Origin="https://ailleurs.example") == 4403
    assert await closed_with(f"{address}/api/staff/live?seat=inconnu", Cookie=theirs, **origin) == 4403


@pytest.mark.parametrize("command", JURY_COMMANDS, ids=lambda command: str(command["type"]))
async def test_a_candidate_who_says_what_is_the_jurys_is_refused_and_stays_connected(
    room: Room, command: dict[str, object]
) -> None:
    content = {name: value for name, value in command.items() if name != "type"}
    ack = await room.candidate.ask(str(command["type"]), **content)
    assert ack["ok"] is False
    assert ack["problem"]["code"] == "forbidden_message"
    assert ack["problem"]["message"]
    await room.candidate.do("notes.save", text="toujours là")


async def test_a_juror_who_is_taken_off_the_seat_leaves_its_desk(live_server: Server, room: Room) -> None:
    lead = await staff(live_server, "lead")
    people = (await lead.http.get("/api/staff/people")).json()
    (kept,) = [one["id"] for one in people if one["login"] == "roy"]
    await lead.http.put(f"/api/staff/seats/{room.seat.seat_id}/jurors", json={"person_ids": [kept]})
    await room.second.until(lambda: room.second.closing == "seat_closed", "told and closed")
    url = f"ws://127.0.0.1:{live_server.port}/api/staff/live?seat={room.seat.seat_id}"
    assert await closed_with(url, Cookie=room.second.person.cookie, Origin=live_server.address) == 4403
    await room.jury.ping()
    assert room.jury.closing is None
    await lead.http.aclose()


async def test_a_closed_session_closes_the_candidate_s_desk_and_lets_the_jury_finish(
    live_server: Server, room: Room
) -> None:
    lead = await staff(live_server, "lead")
    await lead.post(f"/api/staff/sessions/{room.jury.state['session_id']}/close")
    await room.candidate.until(lambda: room.candidate.closing == "seat_closed", "told and closed")
    await room.jury.do("appreciation.set", competence="CP1", text="Accueil soigné.")
    await lead.http.aclose()


async def test_nonsense_is_refused_without_ending_the_connection(room: Room) -> None:
    for text in ("", "rien", "[]", "{}", '{"type":"chat.send"}', '{"type":"ping","sent_ms":"x"}'):
        assert room.candidate._socket is not None
        await room.candidate._socket.send(text)
    await room.candidate.do("notes.save", text="toujours là")


async def test_a_desk_that_floods_is_told_to_slow_down_and_not_cut(room: Room) -> None:
    # Nothing rings: each is refused at once, however busy the disk, and what is slow to carry out is no flood.
    acks = await asyncio.gather(*(room.candidate.ask("call.answer", f"n{number}") for number in range(80)))
    assert any(ack["problem"] and ack["problem"]["code"] == "too_fast" for ack in acks)
    assert room.candidate.closing is None


async def test_over_a_whole_played_session_nothing_of_the_jury_reaches_the_candidate(room: Room) -> None:
    candidate, jury, second, runs = room.candidate, room.jury, room.second, room.seat.runs
    peers = [await speak(desk, speech_like(seed, 1.0)) for seed, desk in enumerate((candidate, jury, second))]
    await second.do("listen", on=True)
    for name in ("inbound", "chat", "outbound"):
        await jury.do("exchange.start", run_id=runs[name])
        if name == "inbound":
            await candidate.until(candidate.call_is("ringing"), "rings")
            await candidate.do("call.answer")
        elif name == "outbound":
            await candidate.do("call.dial", number="0639983344")
            await jury.until(jury.call_is("ringing"), "rings")
            await jury.do("call.answer")
        else:
            await jury.do("chat.send", message_id="m1", text="Bonjour")
            await candidate.do("chat.send", message_id="m2", text="Bonjour Madame")
        await candidate.until(candidate.phase_is(runs[name], "live"), "live")
        await mark(second, runs[name], name)
        await candidate.do("file.open", customer_id="morel")
        await candidate.do("file.change", customer_id="morel", field="motif", value="facture")
        await candidate.do("chat.close" if name == "chat" else "call.hang_up")
        await candidate.until(candidate.phase_is(runs[name], "wrap_up"), "wrap-up")
        await candidate.do("confirmation.send", medium="mail", subject="Suivi", body="Madame")
        await mark(jury, runs[name], f"late-{name}")
        await candidate.do("wrap_up.finish")
        await candidate.until(candidate.phase_is(runs[name], "done"), "done")
    for desk in (second, jury):
        await desk.do("appreciation.set", competence="CP1", text=f"{SECRET} words")
        await desk.do("marking.submit")
    await asyncio.gather(*(peer.leave() for peer in peers))
    await candidate.close()
    await candidate.open()

    seen = [*candidate.received, *[await body(candidate.person, path) for path in routes()]]
    referential = load_referential()
    words = [SECRET, "competence", "criterion", "verdict", "favourable", "Nadia Roy", "Marc Lefort"]
    words += [competence.id for competence in referential.competences]
    words += [label for competence in referential.competences for label in competence.criteria.values()]
    for word in words:
        found = next((text for text in seen if word in text), None)
        assert found is None, (word, found)
    assert any(SECRET in text for text in jury.received), "the jury does see it: the search itself works"


async def mark(desk: Desk, run_id: str, name: str) -> None:
    steps = {step["run_id"]: step["competences"] for step in desk.state["steps"]}
    criterion = f"{steps[run_id][0]}.1"
    await desk.do(
        "mark.place",
        mark_id=f"{name}-{id(desk):x}",
        run_id=run_id,
        criterion=criterion,
        sign="favourable",
        text=f"{SECRET} mark",
    )
    await desk.do(
        "verdict.set", run_id=run_id, criterion=criterion, verdict="satisfactory", comment=f"{SECRET} verdict"
    )


def routes() -> list[str]:
    """Every page of the API that a candidate may read without an argument, and one file and search each."""
    return [
        "/api/candidate/me",
        "/api/candidate/desk",
        "/api/candidate/company",
        "/api/candidate/documents",
        "/api/candidate/documents/search?q=bonjour",
        "/api/candidate/search?q=morel",
        "/api/candidate/customers/morel",
    ]


async def body(person: Person, path: str) -> str:
    answer = await person.http.get(path)
    assert answer.status_code == 200, (path, answer.text)
    return json.dumps(answer.json(), ensure_ascii=False)
