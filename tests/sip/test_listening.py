"""*1 and a place's number: a telephone of the staff hears both sides in silence, behind a code; nobody else does."""

import asyncio
import time
from pathlib import Path
from typing import Any

from tests.integration.simulator.sound import say_again, speak
from tests.integration.simulator.test_call_desks import connect_inbound, hears
from tests.sip.bare_phone import BarePhone
from tests.sip.baresip import Baresip
from tests.sip.ports import Wire, authorization
from tests.sip.test_calls import ADVISER, CUSTOMER, piece
from tests.sip.test_desks import House, house  # noqa: F401 - the fixture
from tests.sound import find, find_in_pieces, loudness, speech_like

LISTENER = speech_like(9, 12)
SECONDS = 2.5
"""Of each voice that must be found."""


async def test_a_telephone_of_the_jury_listens_behind_a_code_and_a_candidates_never(
    house: House,  # noqa: F811
    tmp_path: Path,
) -> None:
    room = house.room
    adviser, customer = await speak(room.candidate, ADVISER), await speak(room.jury, CUSTOMER)
    mine = (await room.second.person.http.get("/api/staff/phone")).json()
    theirs = (await room.candidate.person.http.get("/api/candidate/phone")).json()
    code = mine["listening_code"]
    wrong = "0000" if code != "0000" else "1111"
    assert (len(code), theirs["listening_code"]) == (4, None)
    number = room.second.state["presence"]["listening_number"]
    assert number == "*11"
    assert "listening" not in "".join(room.candidate.received)
    assert await status_of_dialling(house.sip_port, theirs, number) == "403", "a candidate never listens"
    assert await status_of_dialling(house.sip_port, mine, "*199") == "404", "no such place"

    phone = await house.telephone(mine, tmp_path, LISTENER, room.second, lambda state: state["line"])
    try:
        await connect_inbound(room)
        say_again(adviser)
        say_again(customer)
        await dial(phone, number)
        began = time.monotonic()
        await press(phone, wrong)
        await hears(customer, 1.5)
        outside = time.monotonic() - began - 0.3
        assert not await facts_of(house)
        await press(phone, code)
        await until_listened(house)
        say_again(adviser)
        say_again(customer)
        await hears(customer, SECONDS + 0.8)
        await room.jury.do("call.hang_up")
        await room.jury.until(room.jury.call_is("ended"), "ended")
        await asyncio.sleep(1.2)
        await hang_up(phone)
        heard = await asyncio.to_thread(phone.heard)
        for peer in (adviser, customer):
            assert find(LISTENER, peer.heard()).score < 0.2, "nobody hears it"
        at_the_door = heard[: int(outside * 48000)]
        for voice in (ADVISER, CUSTOMER):
            assert find(piece(voice, 1.0), at_the_door).score < 0.25, "a wrong code hears nothing"
        scores = [find_in_pieces(piece(voice, SECONDS), heard).score for voice in (ADVISER, CUSTOMER)]
        assert min(scores) > 0.4, scores
        assert loudness(heard[-12000:]) < -50, "after the call it hears silence, and stays"

        since = len(phone.events)
        await dial(phone, number)
        await press(phone, wrong * 3)
        await phone.until("CALL_CLOSED", since=since)
        assert await status_of_dialling(house.sip_port, mine, number) == "403", "the door is locked"
    finally:
        await phone.close()


async def dial(phone: Baresip, number: str) -> None:
    since = len(phone.events)
    await phone.do("dial", number)
    await phone.until("CALL_ESTABLISHED", since=since)


async def press(phone: Baresip, keys: str) -> None:
    for key in keys:
        await phone.do("sndcode", key)


async def hang_up(phone: Baresip) -> None:
    since = len(phone.events)
    await phone.do("hangup")
    await phone.until("CALL_CLOSED", since=since)


async def status_of_dialling(port: int, account: dict[str, Any], number: str) -> str:
    """What a telephone of this account is told when it dials."""
    phone = BarePhone(await Wire.to(port), port, account["auth_user"])
    phone.number = number
    try:
        phone.wire.send(phone.request("INVITE", body=phone.sdp()))
        asked = await phone.until("SIP/2.0 401")
        proof = authorization(asked, phone.user, account["password"], "INVITE")
        phone.wire.send(phone.request("ACK", number=1).replace("z9hG4bKACK1", "z9hG4bKINVITE1"))
        phone.wire.send(phone.request("INVITE", body=phone.sdp(), more=proof))
        return (await phone.until("SIP/2.0 4"))[8:11]
    finally:
        phone.close()


async def facts_of(house: House) -> list[dict[str, Any]]:  # noqa: F811
    """Of listening, in the running exchange."""
    run = house.room.seat.runs["inbound"]
    facts = (await house.room.jury.person.http.get(f"/api/staff/runs/{run}/facts.json")).json()
    return [fact for fact in facts if fact["kind"].startswith("listening")]


async def until_listened(house: House) -> None:  # noqa: F811
    async with asyncio.timeout(5):
        while not (facts := await facts_of(house)):
            await asyncio.sleep(0.1)
    assert [(fact["kind"], fact["by_phone"]) for fact in facts] == [("listening.started", True)]
