"""« Le superviseur » at the desks: who is asked, what each desk is shown, what is kept, and how it is replayed."""

import asyncio
import io
from typing import Any

import av
import pytest

from tests.integration.simulator.house import Room
from tests.integration.simulator.sound import Speak, say_again
from tests.integration.simulator.test_call_desks import connect_inbound, hears
from tests.sound import find, loudness, speech_like

ADVISER, CUSTOMER, SUPERVISOR = (speech_like(seed, 3.0) for seed in (1, 2, 3))


def consultation_is(state: str | None, room: Room, mine: bool):
    desk = room.second if mine else room.jury

    def holds() -> bool:
        shown = desk.state["consultation"]
        return (shown is None) if state is None else (shown is not None and shown["state"] == state)

    return holds


async def test_a_candidate_consults_returns_consults_again_and_transfers(room: Room, speaking: Speak) -> None:
    run = room.seat.runs["inbound"]
    adviser, customer = await speaking(room.candidate, 1), await speaking(room.jury, 2)
    supervisor = await speaking(room.second, 3)
    await connect_inbound(room)

    await room.candidate.do("call.consult")
    await room.second.until(consultation_is("ringing", room, True), "the other juror's desk rings")
    shown = room.second.state["consultation"]
    assert (shown["is_mine"], shown["is_same_person"]) == (True, False)
    assert room.jury.state["consultation"]["is_mine"] is False
    await room.candidate.until(lambda: room.candidate.state["call"]["held_by"] == "candidate", "the customer waits")
    assert "supervisor" not in room.candidate.state["call"]["consultation"]
    refused = await room.jury.ask("consultation.answer")
    assert refused["problem"]["code"] == "no_call"

    await room.second.do("consultation.answer")
    await room.candidate.until(
        lambda: room.candidate.state["call"]["consultation"]["state"] == "talking", "in consultation"
    )
    for peer in (adviser, customer, supervisor):
        say_again(peer)
    for peer in (adviser, customer, supervisor):
        await hears(peer, 3)
    assert find(SUPERVISOR, adviser.heard()).score > 0.6
    assert find(ADVISER, supervisor.heard()).score > 0.6
    assert loudness(customer.heard()) > -60, "the waiting tone"
    assert max(find(voice, customer.heard()).score for voice in (ADVISER, SUPERVISOR)) < 0.2
    assert find(CUSTOMER, adviser.heard()).score < 0.2

    await room.candidate.do("call.resume")
    await room.candidate.until(room.candidate.call_is("connected"), "with the customer again")
    await room.second.until(consultation_is(None, room, True), "the supervisor is free")
    await room.candidate.do("call.consult")
    await room.second.until(consultation_is("ringing", room, True), "rings again")
    await room.second.do("consultation.answer")
    early = await room.candidate.ask("call.consult")
    assert early["problem"]["code"] == "not_now"
    await asyncio.sleep(0.3)
    await room.candidate.do("call.transfer")
    await room.candidate.until(room.candidate.call_is("ended"), "over for the candidate")
    assert room.candidate.state["call"]["ends_reason"] == "transferred"
    await room.candidate.until(room.candidate.phase_is(run, "wrap_up"), "wrap-up")
    await room.jury.until(room.jury.call_is("connected"), "the customer speaks on, with the supervisor")
    await room.second.until(consultation_is("transferred", room, True), "it is mine now")
    gone = await room.candidate.ask("call.hang_up")
    assert gone["problem"]["code"] == "no_call"
    await room.second.do("call.hang_up")
    await room.jury.until(room.jury.call_is("ended"), "ended")
    assert room.jury.state["call"]["ended_by"] == "supervisor"
    measured = room.jury.state["measured"]
    assert measured["holds"] == 2

    async with asyncio.timeout(30):
        while True:
            replay = (await room.jury.person.http.get(f"/api/staff/runs/{run}/replay")).json()
            parts = [replay["recordings"][0], *(one["recording"] for one in replay["consultations"])]
            if all(part["state"] == "ready" for part in parts):
                break
            await asyncio.sleep(0.2)
    assert len(replay["recordings"]) == 1
    first, second = replay["consultations"]
    assert first["reason"] == "le candidat reprend le client"
    assert second["reason"] == "le client est transféré au superviseur"
    assert first["supervisor"] == second["supervisor"] != replay["candidate_name"]
    assert first["at_seconds"] < first["answered_at_seconds"] < first["ends_at_seconds"] < second["at_seconds"]
    assert replay["transferred_at_seconds"] >= second["answered_at_seconds"]
    audio = await room.jury.person.http.get(first["recording"]["audio_url"])
    assert audio.status_code == 200
    assert any("Transfert au superviseur" in moment["text"] for moment in replay["moments"])
    await nothing_after_the_transfer_is_the_candidates(room, run, replay)


async def nothing_after_the_transfer_is_the_candidates(room: Room, run: str, whole: dict[str, Any]) -> None:
    """Neither sound nor waveform nor spans of what customer and supervisor said to one another."""
    await room.jury.do("feedback.share", run_id=run, text="Bien mené.")
    http = room.candidate.person.http
    own = (await http.get(f"/api/candidate/runs/{run}/replay")).json()
    theirs, all_of_it = own["recordings"][0], whole["recordings"][0]
    until = whole["transferred_at_seconds"] - theirs["starts_at_seconds"]
    assert theirs["seconds"] == pytest.approx(until, abs=0.05)
    assert theirs["seconds"] < all_of_it["seconds"]
    assert all(one["ends_at_seconds"] <= whole["transferred_at_seconds"] for one in theirs["speech"])
    sounds = [await audio_seconds(http, theirs), await audio_seconds(room.jury.person.http, all_of_it)]
    assert sounds[0] == pytest.approx(until, abs=1.1), "a page of sound at most is left out"
    assert sounds[0] < sounds[1]
    assert sounds[0] <= until + 0.05
    peaks = (await http.get(theirs["peaks_url"])).json()
    assert len(peaks["adviser"]) <= until * peaks["per_second"]


async def audio_seconds(http: Any, recording: dict[str, Any]) -> float:
    """How long the file that this reader gets really sounds."""
    answer = await http.get(recording["audio_url"])
    assert answer.status_code == 200
    with av.open(io.BytesIO(answer.content)) as file:
        return sum(frame.samples for frame in file.decode(audio=0)) / 48000


async def test_the_supervisor_may_be_whoever_plays_the_customer_or_nobody(room: Room, speaking: Speak) -> None:
    run = room.seat.runs["inbound"]
    adviser, customer = await speaking(room.candidate, 1), await speaking(room.jury, 2)
    await connect_inbound(room)
    await room.candidate.do("call.consult")
    await room.jury.until(consultation_is("ringing", room, False), "it is you")
    assert room.jury.state["consultation"]["is_same_person"] is True
    await room.jury.do("consultation.hang_up")
    await room.candidate.until(lambda: room.candidate.state["call"]["consultation"] is None, "refused")
    assert any(notice["code"] == "consultation_declined" for notice in room.candidate.notices)
    await room.candidate.until(room.candidate.call_is("held"), "the customer still waits")

    await room.candidate.do("call.consult")
    await room.jury.until(consultation_is("ringing", room, False), "asked again")
    await room.jury.do("consultation.answer")
    await room.jury.until(consultation_is("talking", room, False), "answered")
    for peer in (adviser, customer):
        say_again(peer)
    for peer in (adviser, customer):
        await hears(peer, 2.5)
    assert find(ADVISER, customer.heard()).score > 0.5
    assert find(CUSTOMER, adviser.heard()).score > 0.5
    await room.candidate.do("call.resume")
    await room.candidate.until(room.candidate.call_is("connected"), "with the customer again")

    await room.jury.close()
    await room.candidate.until(lambda: not room.candidate.state["jury_present"], "the juror is gone")
    alone = await room.candidate.ask("call.consult")
    assert alone["problem"]["code"] == "no_supervisor"
    assert room.candidate.state["call"]["state"] == "connected", "nobody is put on hold for nothing"
    await room.jury.open()
    await room.candidate.do("call.consult")
    await room.jury.until(consultation_is("ringing", room, False), "once more")
    await room.jury.do("call.hang_up")
    await room.candidate.until(room.candidate.phase_is(run, "wrap_up"), "the customer is gone, and all is over")
    moments = (await room.second.person.http.get(f"/api/staff/runs/{run}/replay")).json()["moments"]
    kept = [moment["text"] for moment in moments if moment["kind"].startswith("consultation.")]
    assert "Superviseur demandé\u00a0: aucun n’est disponible" in kept
    assert kept[-1] == "Fin de la consultation\u00a0: le client n’est plus en ligne"
