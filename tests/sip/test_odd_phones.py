"""What field telephones do that Combiné once did not expect, over real sockets: the right value of each."""

import asyncio
import json
import re
from pathlib import Path

import pytest

from telephony import CallConnected, CallEnded, CallHeld, CallTransferred, EndReason, LegLost, Role
from telephony.sip import CallerId, CallTrouble, Flow, TroubleKind
from telephony.sip.registrar import Binding, Registrar
from telephony.sip.remembered import load, read, save, written
from tests.sip.odd_phone import OddPhone, field, two_odd_phones
from tests.sip.phones import Exchange, an_exchange

A_LAW, MU_LAW = 8, 0
VOICE = [bytes((0xD5, 0x55, 0x80, 0xA3)) * 40] * 30
"""Any sound: what counts is which packets pass."""


def of(payload_type: int) -> list[tuple[int, bytes]]:
    return [(payload_type, payload) for payload in VOICE]


def last_ended(exchange: Exchange) -> CallEnded:
    return next(event for event in exchange.events if isinstance(event, CallEnded))


async def heard(phone: OddPhone, packets: int) -> None:
    async with asyncio.timeout(5):
        while len(phone.sound.packets) < packets:
            await asyncio.sleep(0.01)


async def test_every_codec_of_the_answer_is_heard_and_recorded_and_a_change_back(tmp_path: Path) -> None:
    async with an_exchange(tmp_path) as exchange, two_odd_phones(exchange) as (lea, roy):
        await lea.answer(lea.sdp("8 0 101\na=rtpmap:101 telephone-event/8000"))
        await exchange.told(CallConnected)
        await lea.speak(of(A_LAW))
        await lea.speak(of(MU_LAW), first=30)
        await lea.speak(of(A_LAW), first=60)
        await heard(roy, 85)
        assert roy.sound.payload_types() == {A_LAW}, "converted where needed"
        exchange.switch.hang_up("c1", Role.CUSTOMER)
        report, *_ = await exchange.recording()
        assert report.packets[Role.ADVISER] == 90
        assert not [gap for gap in report.gaps if gap.channel is Role.ADVISER and 0.3 < gap.start < 1.5]


@pytest.mark.parametrize("number", [96, 111])
async def test_sound_with_our_offers_numbers_and_with_the_answers_own_is_heard(tmp_path: Path, number: int) -> None:
    async with an_exchange(tmp_path) as exchange, two_odd_phones(exchange) as (lea, _):
        assert "a=rtpmap:96 opus/48000/2" in lea.invite
        await lea.answer(lea.sdp("111\na=rtpmap:111 opus/48000/2"))
        await exchange.told(CallConnected)
        # Two frames of silence in one packet, as any encoder makes them.
        await lea.speak([(number, b"\xf8\xff\xfe")] * 30)
        exchange.switch.hang_up("c1", Role.CUSTOMER)
        report, *_ = await exchange.recording()
        assert report.packets[Role.ADVISER] == 30


async def test_the_first_description_is_the_answer_where_the_200_has_none(tmp_path: Path) -> None:
    async with an_exchange(tmp_path) as exchange, two_odd_phones(exchange) as (lea, _):
        lea.reply(lea.invite, "183 Session Progress", lea.sdp())
        lea.reply(lea.invite, "200 OK")
        await lea.until("ACK ")
        await exchange.told(CallConnected)
        exchange.switch.hang_up("c1", Role.CUSTOMER)


async def test_what_a_telephone_did_with_a_call_that_it_did_not_take_is_known_until_one_succeeds(
    tmp_path: Path,
) -> None:
    async with an_exchange(tmp_path) as exchange, two_odd_phones(exchange) as (lea, _):
        known, caller = exchange.board.calls.endpoint.troubles, CallerId("600", "Essai")
        lea.reply(lea.invite, "302 Moved Temporarily", contact="<sip:0699887766@192.0.2.9>")
        await lea.until("ACK ")
        await exchange.told(CallEnded)
        assert last_ended(exchange).reason is EndReason.DECLINED
        assert known.of("lea") == CallTrouble(TroubleKind.REDIRECTED, "0699887766")

        picking = asyncio.create_task(exchange.board.pick_up(exchange.board.phones("lea"), caller, 6))
        await lea.rung()
        await lea.answer(re.sub(r"m=audio \d+", "m=audio 0", lea.sdp()))
        await lea.until("BYE ")
        assert await picking is None
        assert known.of("lea") == CallTrouble(TroubleKind.SOUND_REFUSED)

        picking = asyncio.create_task(exchange.board.pick_up(exchange.board.phones("lea"), caller, 6))
        await lea.rung()
        await lea.answer()
        leg = await picking
        assert leg is not None
        assert known.of("lea") is None
        leg.hang_up()


async def test_an_answer_in_the_moment_of_giving_up_is_acknowledged_and_hung_up(tmp_path: Path) -> None:
    async with an_exchange(tmp_path) as exchange, two_odd_phones(exchange) as (lea, _):
        lea.reply(lea.invite, "180 Ringing")
        lea.reply(lea.invite, "180 Ringing")
        exchange.switch.hang_up("c1", Role.CUSTOMER)
        await lea.until("CANCEL ")
        lea.reply(lea.invite, "180 Ringing")
        lea.reply(lea.invite, "200 OK", lea.sdp())
        await lea.until("ACK ")
        await lea.until("BYE ")
        sent = [data for _, way, _, data in exchange.board.calls.endpoint.trace if way == "out"]
        assert len({data for data in sent if data.startswith(b"CANCEL ")}) == 1


async def test_a_contact_without_brackets_is_where_requests_go(tmp_path: Path) -> None:
    async with an_exchange(tmp_path) as exchange, two_odd_phones(exchange) as (lea, _):
        bare = f'sip:lea@127.0.0.1:{lea.wire.port};+sip.instance="<urn:uuid:1>";audio'
        ack = await lea.answer(contact=bare)
        await exchange.told(CallConnected)
        exchange.switch.hang_up("c1", Role.CUSTOMER)
        bye = await lea.until("BYE ")
        for request in (ack, bye):
            assert request.split()[1] == f"sip:lea@127.0.0.1:{lea.wire.port}"


async def test_a_telephone_that_sends_no_silence_is_not_lost_as_long_as_it_reports(tmp_path: Path) -> None:
    async with (
        an_exchange(tmp_path, silence_seconds=1, grace_seconds=1) as exchange,
        two_odd_phones(exchange) as (lea, roy),
    ):
        await lea.answer()
        await exchange.told(CallConnected)
        await lea.speak(of(A_LAW))
        report = bytes.fromhex("80c90001000000078 1ca000100000007".replace(" ", ""))
        for _ in range(20):
            roy.sound.send(bytes((0x80, A_LAW)) + bytes(170), roy.there)
            lea.sound.send(report, lea.there + 1)
            await asyncio.sleep(0.25)
        assert not any(isinstance(event, LegLost) for event in exchange.events), "silence is not loss"
        snapshot = exchange.switch.call("c1")
        assert snapshot is not None
        assert snapshot.quality[Role.ADVISER].is_silent
        lost = await exchange.told(LegLost)
        assert isinstance(lost, LegLost), "nothing comes any more, and nobody answers"
        await exchange.told(CallEnded)
        assert last_ended(exchange).reason is EndReason.LOST


async def test_a_telephone_that_only_answers_whether_it_is_there_is_not_lost(tmp_path: Path) -> None:
    async with (
        an_exchange(tmp_path, silence_seconds=1, grace_seconds=1) as exchange,
        two_odd_phones(exchange) as (lea, roy),
    ):
        await lea.answer()
        await exchange.told(CallConnected)

        async def keep_answering() -> None:
            while True:
                lea.reply(await lea.until("OPTIONS ", 30), "405 Method Not Allowed")

        answering = asyncio.create_task(keep_answering())
        for _ in range(16):
            roy.sound.send(bytes((0x80, A_LAW)) + bytes(170), roy.there)
            await asyncio.sleep(0.25)
        answering.cancel()
        lost = [event for event in exchange.events if isinstance(event, LegLost)]
        assert not lost, exchange.told_on_the_wire()
        exchange.switch.hang_up("c1", Role.CUSTOMER)


async def test_hanging_up_reaches_a_telephone_that_registered_again_from_elsewhere(tmp_path: Path) -> None:
    async with an_exchange(tmp_path) as exchange, two_odd_phones(exchange) as (lea, _):
        await lea.answer()
        await exchange.told(CallConnected)
        again = await OddPhone.at(exchange.port, "lea")
        await again.register()
        lea.wire.close()
        exchange.switch.hang_up("c1", Role.CUSTOMER)
        bye = await again.until("BYE ")
        assert field(bye, "Call-ID") == field(lea.invite, "Call-ID")
        again.close()
        lea.wire = again.wire


async def test_declining_ends_the_ringing_when_only_ghosts_are_left(tmp_path: Path) -> None:
    async with an_exchange(tmp_path) as exchange:
        here, ghost = await OddPhone.at(exchange.port, "lea"), await OddPhone.at(exchange.port, "lea")
        await ghost.register()
        await here.register()
        ghost.wire.close()
        exchange.ring_adviser()
        await here.rung()
        here.reply(here.invite, "486 Busy Here")
        await exchange.told(CallEnded, 6)
        assert last_ended(exchange).reason is EndReason.DECLINED
        here.close()


async def test_a_reinvite_without_a_description_is_offered_all_that_we_can(tmp_path: Path) -> None:
    async with an_exchange(tmp_path) as exchange, two_odd_phones(exchange) as (lea, _):
        await lea.answer()
        await exchange.told(CallConnected)
        told = await lea.ask("INVITE")
        assert re.findall(r"a=rtpmap:\d+ (\w+)/", told)[:4] == ["PCMA", "opus", "G722", "PCMU"]
        lea.acknowledge(told, lea.sdp("0"))
        # Answered after the acknowledgement before it has been read: sound and signals come by different sockets.
        await lea.ask("OPTIONS")
        await lea.speak(of(MU_LAW))
        exchange.switch.hang_up("c1", Role.CUSTOMER)
        report, *_ = await exchange.recording()
        assert report.packets[Role.ADVISER] == 30


async def test_each_medium_of_an_offer_is_answered_in_its_place(tmp_path: Path) -> None:
    async with an_exchange(tmp_path) as exchange, two_odd_phones(exchange) as (lea, _):
        await lea.answer()
        await exchange.told(CallConnected)
        told = await lea.ask(
            "INVITE", lea.sdp(more="m=video 9000 RTP/AVP 99\na=rtpmap:99 VP8/90000\nm=audio 0 RTP/AVP 8\n")
        )
        media = [line.split()[0:2] for line in told.splitlines() if line.startswith("m=")]
        assert [words[0] for words in media] == ["m=video", "m=audio", "m=audio"]
        assert [words[1] == "0" for words in media] == [True, True, False]
        lea.acknowledge(told)


async def test_an_empty_info_is_a_question_and_numbers_of_keys_are_keys(tmp_path: Path) -> None:
    async with an_exchange(tmp_path) as exchange, two_odd_phones(exchange) as (lea, _):
        await lea.answer()
        await exchange.told(CallConnected)
        assert (await lea.ask("INFO")).startswith("SIP/2.0 200")
        assert (await lea.ask("INFO", more="Content-Type: text/plain\r\n")).startswith("SIP/2.0 200")


async def test_a_hold_at_the_desk_is_shown_by_its_telephone(tmp_path: Path) -> None:
    async with an_exchange(tmp_path) as exchange, two_odd_phones(exchange) as (lea, _):
        await lea.answer()
        await exchange.told(CallConnected)
        exchange.switch.hold("c1", Role.ADVISER)
        held = await lea.until("INVITE ")
        assert "a=sendonly" in held
        lea.reply(held, "200 OK", lea.sdp(direction="recvonly"))
        await lea.until("ACK ")
        exchange.switch.resume("c1", Role.ADVISER)
        resumed = await lea.until("INVITE ")
        assert "a=sendrecv" in resumed
        lea.reply(resumed, "200 OK", lea.sdp())
        await lea.until("ACK ")


async def test_the_transfer_key_is_answered_and_says_what_became_of_it(tmp_path: Path) -> None:
    async with an_exchange(tmp_path) as exchange, two_odd_phones(exchange) as (lea, _):
        await lea.answer()
        await exchange.told(CallConnected)
        assert (await lea.ask("REFER", more="Refer-To: <sip:0600000000@127.0.0.1>\r\n")).startswith("SIP/2.0 202")
        notify = await lea.until("NOTIFY ")
        assert "SIP/2.0 603" in notify
        assert field(notify, "Subscription-State").startswith("terminated")
        lea.reply(notify, "200 OK")
        assert not any(isinstance(event, CallTransferred | CallHeld | CallEnded) for event in exchange.events)


async def test_packets_are_as_long_as_the_telephone_asks(tmp_path: Path) -> None:
    async with an_exchange(tmp_path) as exchange, two_odd_phones(exchange) as (lea, roy):
        await lea.answer(lea.sdp("8\na=ptime:40"))
        await exchange.told(CallConnected)
        await roy.speak(of(A_LAW))
        await heard(lea, 13)
        assert {len(data) - 12 for data in lea.sound.packets} == {320}


async def test_sound_goes_to_a_telephone_that_gives_its_address_as_a_name(tmp_path: Path) -> None:
    async with an_exchange(tmp_path) as exchange, two_odd_phones(exchange) as (lea, roy):
        await lea.answer(lea.sdp("8", host="localhost"))
        await exchange.told(CallConnected)
        await roy.speak(of(A_LAW))
        await heard(lea, 20)


@pytest.mark.parametrize(
    "damage",
    [{"expires_at": float("nan")}, {"q": float("inf")}, {"port": float("inf")}, {"since": "1e999"}, {"cseq": 1e999}],
)
def test_a_binding_with_a_number_that_is_none_is_forgotten_and_stops_no_start(damage: dict[str, object]) -> None:
    one = Binding(
        "sip:lea@192.0.2.1", Flow("UDP", "192.0.2.1", 5060), "Odd", 160.0, "c", 3, 1.0, 40.0, "lea", "i", "1"
    )
    rows = json.loads(written([one], now=100.0, today=1000.0))
    assert read(json.dumps([rows[0] | damage]), now=7.0, today=1000.0) == []
    assert len(read(json.dumps(rows), now=7.0, today=1000.0)) == 1


def test_a_binding_ends_within_the_hour_though_the_clock_was_set_back_by_a_day() -> None:
    one = Binding(
        "sip:lea@192.0.2.1", Flow("UDP", "192.0.2.1", 5060), "Odd", 160.0, "c", 3, 1.0, 40.0, "lea", "i", "1"
    )
    (back,) = read(written([one], now=100.0, today=1_000_000.0), now=7.0, today=1_000_000.0 - 86_400)
    assert back.seconds_left(7.0) == 3600


def test_bindings_outlive_a_restart(tmp_path: Path) -> None:
    flow = Flow("UDP", "192.0.2.1", 5060)
    one = Binding("sip:lea@192.0.2.1", flow, "Odd", 160.0, "c", 3, 1.0, 40.0, "lea", "i", "1")
    save(tmp_path / "telephones.json", written([one], now=100.0, today=1_000_000.0))
    registrar = Registrar(lambda _: None, clock=lambda: 7.0)
    registrar.restore(load(tmp_path / "telephones.json"))
    assert registrar.phones("lea") == [], "by the calendar it ran out long ago"
    text = (tmp_path / "telephones.json").read_text()
    registrar.restore(read(text, now=7.0, today=1_000_010.0))
    (back,) = registrar.phones("lea")
    assert back.seconds_left(7.0) == 50
    assert back.flow == one.flow
