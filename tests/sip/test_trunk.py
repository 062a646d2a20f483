"""The centre's own PBX: its telephones reach the customers' numbers, and ring; its failures are said in French."""

import asyncio
import re
from pathlib import Path
from typing import Any

import pytest

from simulator.phones.accounts import Telephone
from simulator.phones.trunk import Trunk, sentence_of
from simulator.settings import BadSettings, Settings, load_settings
from telephony.sip import Patience, RegistrationState, SipAccount, SipCalls, SipSettings
from tests.free_ports import free_port
from tests.integration.simulator.house import Room, Server, a_room, write_pack
from tests.integration.simulator.sound import speak
from tests.sip.baresip import Baresip, account_line
from tests.sip.kamailio import Kamailio
from tests.sip.ports import KnownAccounts
from tests.sip.test_calls import ADVISER, CUSTOMER, piece
from tests.sip.test_desks import CUSTOMER_NAME, House
from tests.sip.test_registration import Ear, until
from tests.sound import find_in_pieces


def pbx_phone(pbx: Kamailio, number: str, folder: Path, name: str = "") -> Baresip:
    line = account_line(number, pbx.password, pbx.port)
    return Baresip(folder / f"poste-{number}", f"{name}{line}", ADVISER)


async def kept_alive(room: Room) -> None:
    """The desks ping, as browsers do: a slow machine takes longer over this test than a silent desk may last."""
    while True:
        await asyncio.sleep(3)
        for desk in (room.candidate, room.jury):
            await desk.ping()


async def test_a_telephone_of_the_pbx_dials_the_customer_and_rings_for_the_candidate(tmp_path: Path) -> None:
    write_pack(tmp_path)
    sip_port = free_port()
    async with Kamailio(tmp_path / "pbx") as pbx:
        server = Server(
            tmp_path,
            COMBINE_SIP="true",
            COMBINE_SIP_PORT=str(sip_port),
            COMBINE_RING_SECONDS="8",
            COMBINE_TRUNK_REGISTRAR=pbx.host,
            COMBINE_TRUNK_PORT=str(pbx.port),
            COMBINE_TRUNK_ACCOUNT="combine",
            COMBINE_TRUNK_PASSWORD=pbx.password,
            COMBINE_TRUNK_CODECS='["PCMA", "PCMU"]',
        )
        await server.start()
        room = await a_room(server)
        house = House(server, room, sip_port)
        alive = asyncio.create_task(kept_alive(room))
        phone, stranger = pbx_phone(pbx, "204", tmp_path), pbx_phone(pbx, "205", tmp_path)
        try:
            async with phone, stranger:
                await phone.until_logged("200 OK")
                await stranger.until_logged("200 OK")
                place = f"/api/staff/seats/{room.seat.seat_id}/phone"
                account = (await room.jury.person.http.get(place)).json()
                told = await house.command("account", account["account"], "--poste", "204")
                assert told["extension"] == "204"
                await room.candidate.until(
                    lambda: room.candidate.state["line"]["phones"] == ["Poste 204"], "the extension is theirs"
                )
                shown = (await room.jury.person.http.get("/api/staff/telephony")).json()
                assert shown["trunk"]["sentence"] == "Standard du centre\u00a0: enregistré."
                assert shown["sip"]["available"]

                customer = await speak(room.jury, CUSTOMER)
                await room.jury.do("exchange.start", run_id=room.seat.runs["outbound"])
                await stranger.do("dial", "0639983344")
                await stranger.until_one(lambda event: "403" in str(event.get("param")), "a stranger is refused")
                await phone.do("dial", "0639983344")
                await room.jury.until(room.jury.call_is("ringing"), "the jury's page rings")
                customer.forget()
                await room.jury.do("call.answer")
                await phone.until("CALL_ESTABLISHED")
                await asyncio.sleep(3)
                await phone.do("hangup")
                await room.jury.until(room.jury.call_is("ended"), "ended")
                assert find_in_pieces(piece(ADVISER, 2), customer.heard()).score > 0.5
                await room.candidate.do("wrap_up.finish")

                seen = len(phone.events)
                await room.jury.do("exchange.start", run_id=room.seat.runs["inbound"])
                ringing = await phone.until("CALL_INCOMING", since=seen)
                assert ringing["peerdisplayname"] == CUSTOMER_NAME
                await phone.do("accept")
                await room.jury.until(room.jury.call_is("connected"), "connected")
                await room.jury.do("call.hang_up")
                await phone.until("CALL_CLOSED", since=seen)
        finally:
            alive.cancel()
            await room.close()
            await server.stop()


QUICK = Patience(answer=0.5, keep_alive=0.3, unreachable_first=0.2, unreachable_most=0.4)


def trunk_settings(pbx: Kamailio, **how: Any) -> Settings:
    return Settings(
        trunk_registrar=pbx.host, trunk_port=pbx.port, trunk_account="combine", trunk_password=pbx.password
    ).model_copy(update=how)


async def test_the_board_says_how_it_stands_with_the_pbx(tmp_path: Path) -> None:
    async with (
        Kamailio(tmp_path) as pbx,
        SipCalls(SipSettings(port=0), KnownAccounts(), lambda _: None, Ear()) as calls,
    ):
        wrong = trunk_settings(pbx, trunk_password="faux")
        async with Trunk(calls, wrong, lambda: None, QUICK) as trunk:
            await until(lambda: trunk.client.standing.state is RegistrationState.REFUSED, "refused")
            said = sentence_of(trunk.client.standing).replace("\u00a0", " ")
            assert re.fullmatch(
                r"Standard du centre : refusé : mot de passe ou identifiant \(403 No\), nouvel essai à \d\d:\d\d\.",
                said,
            ), said
        changes: list[RegistrationState] = []
        settings = trunk_settings(pbx, trunk_transport="tcp")
        async with Trunk(calls, settings, lambda: changes.append(trunk.client.standing.state), QUICK) as trunk:
            await until(lambda: trunk.client.standing.is_registered, "registered")
            account = SipAccount("roy", "", "person:1", "Nadia Roy")
            phone = Telephone(account, account.owner, "both", "204")
            assert trunk.extension_of(phone)
            pbx.kill()
            await until(lambda: trunk.client.standing.state is RegistrationState.UNREACHABLE, "unreachable")
            said = sentence_of(trunk.client.standing).replace("\u00a0", " ")
            assert re.match(r"Standard du centre : injoignable depuis \d\d:\d\d : la connexion", said), said
            assert trunk.extension_of(phone) is None
            await pbx.start()
            await until(lambda: trunk.client.standing.is_registered, "back by itself")
        assert changes[-1] is RegistrationState.CLOSED
        only = trunk_settings(pbx, trunk_for="candidates")
        assert not Trunk(calls, only, lambda: None).serves(phone)


def test_a_pbx_that_could_not_call_back_is_refused_before_anything_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(BadSettings, match="COMBINE_SIP_HOST"):
        load_settings(trunk_registrar="192.0.2.1", trunk_account="combine")
    with pytest.raises(BadSettings, match="COMBINE_TRUNK_ACCOUNT"):
        load_settings(trunk_registrar="127.0.0.1")
