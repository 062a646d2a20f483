"""What goes wrong between telephones: messages twice, out of order, crossing, or never."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from telephony import CallConnected, CallDigits, CallEnded, CallHeld, CallResumed, EndReason, Role
from telephony.sip import IncomingCall, client_transactions, server_transactions
from tests.sip.bare_phone import BarePhone
from tests.sip.phones import Exchange, an_exchange
from tests.sip.test_registering import signed_in, status


def answered_at_once(exchange: Exchange, call: IncomingCall) -> None:
    exchange.ring(Role.ADVISER)
    exchange.board.dialled_call("c1", Role.ADVISER, call)
    exchange.switch.answer("c1", Role.CUSTOMER)


@asynccontextmanager
async def a_dialog(folder: Path, **how: str) -> AsyncIterator[tuple[Exchange, BarePhone]]:
    """An exchange whose customer answers at once, and a telephone that has just been told 200."""
    async with an_exchange(folder, on_dial=answered_at_once) as exchange:
        phone = await BarePhone.at(exchange.port)
        await phone.dial(**how)
        yield exchange, phone
        phone.close()


def ended(exchange: Exchange) -> CallEnded:
    return next(event for event in exchange.events if isinstance(event, CallEnded))


async def test_an_invite_that_comes_twice_is_one_call(tmp_path: Path) -> None:
    async with a_dialog(tmp_path) as (exchange, phone):
        phone.wire.send(phone.invite_text)
        again = await phone.until("SIP/2.0 200")
        assert again == phone.answer
        phone.acknowledge()
        assert len(exchange.dialled) == 1
        assert sum(isinstance(event, CallConnected) for event in exchange.events) == 1


async def test_the_200_is_repeated_until_its_ack(tmp_path: Path) -> None:
    async with a_dialog(tmp_path) as (_, phone):
        assert await phone.until("SIP/2.0 200", 1.5) == phone.answer
        phone.acknowledge()
        await asyncio.sleep(0.1)
        while not phone.wire.received.empty():
            phone.wire.received.get_nowait()
        await asyncio.sleep(2.5)
        assert phone.wire.received.empty(), phone.wire.received.get_nowait()


async def test_an_ack_that_never_comes_ends_the_call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server_transactions, "T1", 0.05)
    monkeypatch.setattr(server_transactions, "GIVE_UP", 1.0)
    async with a_dialog(tmp_path) as (exchange, phone):
        bye = await phone.until("BYE")
        assert 'text="ACK lost"' in bye
        await exchange.told(CallEnded)
        assert ended(exchange).seconds < 5


async def test_bye_at_once_after_the_200_is_an_ordinary_end(tmp_path: Path) -> None:
    async with a_dialog(tmp_path) as (exchange, phone):
        assert status(await phone.ask("BYE")) == 200
        await exchange.told(CallEnded)
        assert (ended(exchange).reason, ended(exchange).by) == (EndReason.HUNG_UP, Role.ADVISER)
        assert status(await phone.ask("BYE")) == 481
        await exchange.until(lambda: exchange.board.calls.open_legs == 0, "no leg left")


async def test_a_reinvite_before_the_ack_meets_491(tmp_path: Path) -> None:
    async with a_dialog(tmp_path) as (_, phone):
        assert status(await phone.ask("INVITE", body=phone.sdp("sendonly"))) == 491


@pytest.mark.parametrize(
    ("how", "direction"),
    [
        ({"direction": "sendonly"}, "recvonly"),
        ({"direction": "inactive"}, "inactive"),
        ({"host": "0.0.0.0"}, "sendrecv"),
    ],
)
async def test_each_way_of_holding_is_understood(tmp_path: Path, how: dict[str, str], direction: str) -> None:
    async with a_dialog(tmp_path) as (exchange, phone):
        phone.acknowledge()
        answer = await phone.ask("INVITE", body=phone.sdp(**how))
        assert status(answer) == 200
        assert f"a={direction}" in answer
        assert await exchange.told(CallHeld)
        phone.acknowledge(3)
        assert status(await phone.ask("INVITE", body=phone.sdp())) == 200
        assert await exchange.told(CallResumed)
        phone.acknowledge(4)


async def test_sound_follows_a_changed_address(tmp_path: Path) -> None:
    async with a_dialog(tmp_path) as (exchange, phone):
        phone.acknowledge()
        moved = await BarePhone.at(exchange.port)
        body = moved.sdp()
        assert status(await phone.ask("INVITE", body=body)) == 200
        phone.acknowledge(3)
        moved.rtp.settimeout(3)
        exchange.switch.hold("c1", Role.CUSTOMER)  # the waiting tone is what sounds
        assert await asyncio.to_thread(moved.rtp.recv, 2000)
        moved.close()


async def test_keys_by_info_are_facts(tmp_path: Path) -> None:
    async with a_dialog(tmp_path) as (exchange, phone):
        phone.acknowledge()
        body = "Signal=5\r\nDuration=160\r\n"
        assert status(await phone.ask("INFO", body=body, kind="application/dtmf-relay")) == 200
        assert status(await phone.ask("INFO", body="#", kind="application/dtmf")) == 200
        assert status(await phone.ask("INFO", body="x", kind="text/plain")) == 415
        pressed = [event.digits for event in exchange.events if isinstance(event, CallDigits)]
        assert pressed == ["5", "#"]


async def test_an_old_cseq_within_the_dialog_is_refused(tmp_path: Path) -> None:
    async with a_dialog(tmp_path) as (_, phone):
        phone.acknowledge()
        phone.wire.send(phone.request("INFO", number=1, body="5", kind="application/dtmf"))
        assert await phone.until("SIP/2.0 500")


async def test_no_offer_in_the_invite_means_ours_in_the_200(tmp_path: Path) -> None:
    async with a_dialog(tmp_path, body="") as (exchange, phone):
        assert "a=rtpmap:96 opus/48000/2" in phone.answer
        ack = phone.request("ACK", number=2, body=phone.sdp())  # type: ignore[arg-type]  the body is text here
        phone.wire.send(ack.replace("ACK2", "ACK2xx2"))
        await exchange.until(lambda: exchange.dialled[0].leg.codec is not None, "the answer in the ACK")
        phone.rtp.settimeout(3)
        exchange.switch.hold("c1", Role.CUSTOMER)
        assert (await asyncio.to_thread(phone.rtp.recv, 2000))[1] & 0x7F == 8


async def test_no_common_codec_is_488_and_a_body_of_another_kind_415(tmp_path: Path) -> None:
    async with an_exchange(tmp_path, on_dial=answered_at_once) as exchange:
        phone = await BarePhone.at(exchange.port)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(phone.dial(body=phone.sdp(codecs="18")), 1)
        refused = [data.decode() for _, way, _, data in exchange.board.calls.endpoint.trace if way == "out"]
        assert any(text.startswith("SIP/2.0 488") for text in refused)
        assert not exchange.dialled
        phone.close()


async def test_a_session_that_nobody_refreshes_is_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("telephony.sip.session_timer.SHORTEST_SECONDS", 1)
    more = "Supported: timer\r\nSession-Expires: 3;refresher=uac\r\n"
    async with a_dialog(tmp_path, more=more) as (exchange, phone):
        assert "Session-Expires: 3;refresher=uac" in phone.answer
        phone.acknowledge()
        update = await phone.ask("UPDATE", more=more)
        assert status(update) == 200
        bye = await phone.until("BYE", 6)
        assert 'text="Session expired"' in bye
        await exchange.told(CallEnded)


async def test_we_refresh_when_asked_to_and_try_again_after_glare(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("telephony.sip.session_timer.SHORTEST_SECONDS", 1)
    monkeypatch.setattr("telephony.sip.renegotiation.random.uniform", lambda low, high: 0.2)
    more = "Supported: timer\r\nSession-Expires: 4;refresher=uas\r\n"
    async with a_dialog(tmp_path, more=more) as (_, phone):
        phone.acknowledge()
        for answer in ("491 Request Pending", "200 OK"):
            refresh = await phone.until("INVITE", 6)
            assert "refresher=uac" in refresh
            head = refresh.partition("\r\n\r\n")[0].splitlines()[1:]
            kept = [line for line in head if line.split(":")[0] in ("Via", "From", "To", "Call-ID", "CSeq")]
            phone.wire.send("\r\n".join([f"SIP/2.0 {answer}", *kept, "Content-Length: 0", "", ""]))
            ack = await phone.until("ACK")
            assert f"CSeq: {refresh.split('CSeq: ')[1].split()[0]} ACK" in ack


async def test_a_telephone_that_never_answers_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client_transactions, "T1", 0.05)
    monkeypatch.setattr(client_transactions, "GIVE_UP", 1.0)
    async with an_exchange(tmp_path) as exchange:
        wire = await BarePhone.at(exchange.port)
        assert status(await signed_in(wire.wire, "lea", "secret-de-lea")) == 200
        exchange.ring_adviser()
        first = await wire.until("INVITE")
        assert await wire.until("INVITE") == first
        await exchange.told(CallEnded)
        assert ended(exchange).reason is EndReason.DECLINED
        await exchange.until(lambda: exchange.board.calls.open_legs == 0, "no leg left")
        wire.close()
