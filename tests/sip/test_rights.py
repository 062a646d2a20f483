"""Telephones follow places and rights at once: a place's account is there with it, and goes with what opened it."""

from typing import Any

from tests.integration.simulator.house import staff
from tests.sip.ports import Wire, authorization, register
from tests.sip.test_desks import House, house  # noqa: F401 - the fixture


async def signed_in(port: int, account: dict[str, Any], wire: Wire, number: int = 1) -> int:
    user = account["auth_user"]
    asked = await wire.ask(register(user, wire.port, number))
    proof = authorization(asked, user, account["password"])
    return int((await wire.ask(register(user, wire.port, number + 1, more=proof))).split()[1])


async def phones(person: Any, door: str) -> list[dict[str, Any]]:
    return (await person.http.get(f"/api/{door}/phone/state")).json()["phones"]


async def test_a_place_has_its_telephone_account_as_soon_as_it_is_made(house: House) -> None:  # noqa: F811
    account = (await house.room.candidate.person.http.get("/api/candidate/phone")).json()
    wire = await Wire.to(house.sip_port)
    assert await signed_in(house.sip_port, account, wire) == 200
    wire.close()


async def test_another_password_signs_telephones_out_at_once(house: House) -> None:  # noqa: F811
    person = house.room.candidate.person
    account = (await person.http.get("/api/candidate/phone")).json()
    wire = await Wire.to(house.sip_port)
    assert await signed_in(house.sip_port, account, wire) == 200
    assert len(await phones(person, "candidate")) == 1
    renewed = (await person.http.post("/api/candidate/phone/password")).json()
    assert renewed["password"] != account["password"]
    assert renewed["phones"] == [], "the former password is good for nothing any more"
    assert await signed_in(house.sip_port, account, wire, 11) == 403
    assert await signed_in(house.sip_port, renewed, wire, 21) == 200
    wire.close()


async def test_a_slowed_guesser_is_on_the_session_leads_page_and_let_off(house: House) -> None:  # noqa: F811
    candidate, lead = house.room.candidate.person, await staff(house.server, "lead")
    account = (await candidate.http.get("/api/candidate/phone")).json()
    wire = await Wire.to(house.sip_port)
    for number in range(1, 11, 2):
        assert await signed_in(house.sip_port, account | {"password": "faux"}, wire, number) == 403
    told = (await lead.http.get("/api/staff/telephony")).json()["guessers"]
    assert [one["account"] for one in told] == [account["auth_user"]]
    assert "mots de passe faux" in told[0]["sentence"].replace("\u00a0", " ")
    body = {"account": told[0]["account"], "address": told[0]["address"]}
    assert (await lead.http.post("/api/staff/telephony/guessers/let-off", json=body)).json()["guessers"] == []
    advice = (await candidate.http.get("/api/candidate/phone/state")).json()["advice"]
    assert not [one for one in advice if one["code"] == "wrong_password"]
    await lead.http.aclose()
    wire.close()


async def test_a_closed_session_signs_its_telephones_out_at_once(house: House) -> None:  # noqa: F811
    account = (await house.room.candidate.person.http.get("/api/candidate/phone")).json()
    wire = await Wire.to(house.sip_port)
    assert await signed_in(house.sip_port, account, wire) == 200
    lead = await staff(house.server, "lead")
    (session,) = (await lead.http.get("/api/staff/sessions")).json()
    assert (await lead.http.post(f"/api/staff/sessions/{session['id']}/close", json={})).status_code == 200
    assert await signed_in(house.sip_port, account, wire, 11) == 403
    await lead.http.aclose()
    wire.close()
