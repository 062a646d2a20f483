"""Telephones in the whole product: the real server, accounts from its command, desks that see and command calls."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from simulator.phones.last_calls import TELLING_SECONDS
from tests.free_ports import free_port
from tests.integration.simulator.house import Desk, Person, Room, Server, a_room, write_pack
from tests.integration.simulator.sound import speak
from tests.sip.baresip import Baresip, account_line
from tests.sip.odd_phone import OddPhone
from tests.sip.test_calls import ADVISER, CUSTOMER, piece
from tests.sound import find_in_pieces

CUSTOMER_NAME, CUSTOMER_NUMBER = "Mme Agnès Morel", "06 39 98 11 22"


class House:
    """A server with telephones, and its accounts."""

    def __init__(self, server: Server, room: Room, sip_port: int) -> None:
        self.server, self.room, self.sip_port = server, room, sip_port

    async def command(self, *arguments: str) -> Any:
        environment = {
            **os.environ,
            "COMBINE_DATA": str(self.server.folder / "var"),
            "COMBINE_PACKS": str(self.server.folder / "packs"),
            "COMBINE_SIP_PORT": str(self.sip_port),
            "COMBINE_CONFIG": str(self.server.folder / "none.toml"),
        }
        environment.pop("COMBINE_CONFIG")
        code = "from simulator.cli import main; main()"
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-c", code, "sip", *arguments, "--json", env=environment, stdout=asyncio.subprocess.PIPE
        )
        async with asyncio.TaskGroup() as tasks:
            staying = tasks.create_task(self._stay())
            said, _ = await process.communicate()
            staying.cancel()
        assert process.returncode == 0
        return json.loads(said)

    async def _stay(self) -> None:
        """Desks say that they are there, as browsers do: a command may take long where others compute."""
        while True:
            await asyncio.sleep(3)
            for desk in (self.room.candidate, self.room.jury, self.room.second):
                await desk.ping()

    async def telephone(self, account: dict[str, Any], folder: Path, voice: Any, desk: Desk, where: Any) -> Baresip:
        """Registered, and seen as such on this desk."""
        line = account_line(account["auth_user"], account["password"], self.sip_port)
        phone = Baresip(folder / account["auth_user"], line, voice)
        await phone.__aenter__()
        await desk.until(lambda: where(desk.state)["phones"] == ["baresip v1.0.0 (x86_64/linux)"], "telephone seen")
        return phone

    async def candidates_account(self) -> dict[str, Any]:
        accounts = await self.command("accounts")
        return next(one for one in accounts if one["name"] == "Lina Ferrand")


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    write_pack(tmp_path)
    sip_port = free_port()
    server = Server(tmp_path, COMBINE_SIP="true", COMBINE_SIP_PORT=str(sip_port), COMBINE_RING_SECONDS="8")
    await server.start()
    room = await a_room(server)
    try:
        yield House(server, room, sip_port)
    finally:
        await room.close()
        await server.stop()


async def test_a_candidate_answers_on_a_telephone_and_it_is_recorded_and_wrapped_up(
    house: House, tmp_path: Path
) -> None:
    room = house.room
    account = await house.candidates_account()
    assert account["port"] == house.sip_port
    await speak(room.jury, CUSTOMER)
    phone = await house.telephone(account, tmp_path, ADVISER, room.jury, lambda state: state["presence"]["line"])
    try:
        await room.jury.do("exchange.start", run_id=room.seat.runs["inbound"])
        shown = await phone.until("CALL_INCOMING")
        assert shown["peerdisplayname"] == CUSTOMER_NAME
        await room.candidate.until(lambda: room.candidate.state["line"]["phone_rings"], "shown as ringing")
        assert not room.jury.state["line"]["phone_rings"]
        refusal = await room.candidate.ask("call.answer")
        assert refusal["problem"]["code"] == "answer_on_phone"
        await phone.do("accept")
        await room.jury.until(room.jury.call_is("connected"), "connected")
        candidate, jury = room.candidate, room.jury
        name = "baresip v1.0.0 (x86_64/linux)"
        await candidate.until(lambda: candidate.state["line"]["call_on_phone"] == name, "the phone carries it")
        await jury.until(lambda: jury.state["presence"]["line"]["call_on_phone"] == name, "the jury sees so")
        assert not candidate.state["line"]["phone_rings"]
        assert room.jury.state["line"]["call_on_phone"] is None
        busy = await room.candidate.person.http.post("/api/candidate/phone/check")
        assert busy.json()["code"] == "line_busy"
        await asyncio.sleep(2)
        await room.candidate.do("call.mute", muted=True)
        await room.jury.until(lambda: room.jury.state["call"]["candidate_muted"], "muted from the screen")
        await room.candidate.do("call.mute", muted=False)
        await room.candidate.do("call.hold")
        await room.jury.until(room.jury.call_is("held"), "held from the screen")
        await room.candidate.do("call.resume")
        await room.candidate.do("call.hang_up")
        await phone.until("CALL_CLOSED")
        await room.candidate.until(
            lambda: any(step["phase"] == "wrap_up" for step in room.candidate.state["steps"]), "wrap-up"
        )
        await hears_itself(room.candidate.person, phone)
    finally:
        await phone.close()


async def test_a_telephone_of_which_no_sound_came_is_told_so_after_the_call(house: House) -> None:
    """It answers and sends nothing, as behind a firewall: the recording shows it, and so does its owner's page."""
    room, account = house.room, await house.candidates_account()
    await speak(room.jury, CUSTOMER)
    phone = await OddPhone.at(house.sip_port, account["auth_user"], account["password"])
    try:
        await phone.register()
        await room.jury.until(lambda: room.jury.state["presence"]["line"]["phones"] == ["Odd/1.0"], "seen")
        await room.jury.do("exchange.start", run_id=room.seat.runs["inbound"])
        await phone.rung()
        await phone.answer(phone.sdp())
        await room.jury.until(room.jury.call_is("connected"), "connected")
        await asyncio.sleep(TELLING_SECONDS)
        await room.jury.do("call.hang_up")
        advice = list[Any]()
        async with asyncio.timeout(20):
            while not advice:
                await asyncio.sleep(0.1)
                told = await room.candidate.person.http.get("/api/candidate/phone/state")
                advice = [one for one in told.json()["advice"] if one["code"] == "one_way_up"]
        assert "dernier appel" in advice[0]["text"]
    finally:
        phone.close()


async def hears_itself(owner: Person, phone: Baresip) -> None:
    """« Faire sonner mon téléphone »: it rings, is picked up, and plays back what it says."""

    async def check() -> tuple[str, str]:
        told = await state()
        return told["state"], told["outcome"]

    async def state() -> Any:
        return (await owner.http.get(f"/api/{owner.door}/phone/state")).json()["check"]

    since = len(phone.events)
    rung = await owner.post(f"/api/{owner.door}/phone/check")
    assert [one["name"] for one in rung["phones"]] == ["baresip v1.0.0 (x86_64/linux)"]
    assert rung["check"] == {"state": "ringing", "outcome": "", "found": ""}
    await phone.until("CALL_INCOMING", since=since)
    await phone.do("accept")
    async with asyncio.timeout(10):
        while await check() != ("echo", "heard"):
            await asyncio.sleep(0.05)
    await asyncio.sleep(3)
    await phone.do("hangup")
    async with asyncio.timeout(5):
        while await check() != ("over", "heard"):
            await asyncio.sleep(0.05)
    assert find_in_pieces(piece(ADVISER, 2), phone.heard()).score > 0.5, "its own voice came back"
    found = (await state())["found"]
    assert found.startswith("Codec "), "and it is told what was found"
    assert "perte" in found


async def test_a_candidate_dials_the_customer_on_a_telephone_and_the_jury_answers_in_the_browser(
    house: House, tmp_path: Path
) -> None:
    room = house.room
    account = await house.candidates_account()
    customer = await speak(room.jury, CUSTOMER)
    phone = await house.telephone(account, tmp_path, ADVISER, room.candidate, lambda state: state["line"])
    try:
        await room.jury.do("exchange.start", run_id=room.seat.runs["outbound"])
        await phone.do("dial", "0699999999")
        await phone.until_one(lambda event: "404" in str(event.get("param")), "an unknown number is refused")
        number = "0639983344"
        await phone.do("dial", number)
        await room.jury.until(room.jury.call_is("ringing"), "the jury's page rings")
        customer.forget()
        await room.jury.do("call.answer")
        await phone.until("CALL_ESTABLISHED")
        await asyncio.sleep(4)
        await phone.do("hangup")
        await room.jury.until(room.jury.call_is("ended"), "ended")
        assert find_in_pieces(piece(ADVISER), customer.heard()).score > 0.5
    finally:
        await phone.close()


async def test_a_juror_with_a_telephone_alone_is_rung_first_then_the_candidate(house: House, tmp_path: Path) -> None:
    room = house.room
    adviser = await speak(room.candidate, ADVISER)
    account = await house.command("account", "roy", "--sonne", "telephone")
    phone = await house.telephone(account, tmp_path, CUSTOMER, room.jury, lambda state: state["line"])
    try:
        await room.jury.do("exchange.start", run_id=room.seat.runs["inbound"])
        shown = await phone.until("CALL_INCOMING")
        assert shown["peerdisplayname"].startswith(CUSTOMER_NAME)
        assert room.candidate.state["call"] is None, "the candidate is rung only once the jury is there"
        await room.jury.until(lambda: room.jury.state["line"]["phone_rings"], "the jury's telephone rings")
        await room.jury.do("call.hang_up")
        await phone.until("CALL_CLOSED")
        await room.jury.until(lambda: not room.jury.state["line"]["phone_rings"], "given up from the screen")
        since = len(phone.events)
        await room.jury.do("call.place", run_id=room.seat.runs["inbound"])
        await phone.until("CALL_INCOMING", since=since)
        await phone.do("accept")
        await room.candidate.until(room.candidate.call_is("ringing"), "the candidate's page rings")
        adviser.forget()
        await room.candidate.do("call.answer")
        await room.jury.until(room.jury.call_is("connected"), "connected")
        await asyncio.sleep(4)
        await room.jury.do("call.hang_up")
        await phone.until("CALL_CLOSED", since=since)
        assert find_in_pieces(CUSTOMER[48000 : 4 * 48000], adviser.heard()).score > 0.5
    finally:
        await phone.close()
