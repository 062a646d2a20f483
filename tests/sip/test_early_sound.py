"""Sound before the answer: a PBX's announcement reaches whoever calls, while it rings, and no recording."""

import asyncio
import re
import struct
from pathlib import Path

import av
import numpy as np
import pytest

from telephony import CallConnected, CallSoundsEarly, Role
from telephony.sip import IncomingCall
from tests.integration.telephony.peers import Peer
from tests.sip.bare_phone import BarePhone
from tests.sip.phones import CUSTOMER, Exchange, an_exchange
from tests.sip.test_registering import signed_in, status
from tests.sound import Samples, find, speech_like

ANNOUNCEMENT, SPOKEN = speech_like(5, 3), speech_like(6, 3)
SECONDS = 2.0


def answer(invite: str, line: str, tag: str, body: str = "", contact: str = "") -> str:
    head = [one for one in invite.splitlines() if re.match(r"(Via|From|Call-ID|CSeq|To):", one)]
    head = [one + f";tag={tag}" if one.startswith("To:") else one for one in head]
    more = [f"Contact: {contact}"] if contact else []
    kind = ["Content-Type: application/sdp"] if body else []
    return "\r\n".join([f"SIP/2.0 {line}", *head, *more, *kind, f"Content-Length: {len(body)}", "", body])


def a_law(voice: Samples) -> bytes:
    encoder = av.CodecContext.create("pcm_alaw", "w")
    encoder.sample_rate, encoder.layout, encoder.format = 8000, "mono", "s16"
    narrow = (voice.reshape(-1, 6).mean(axis=1) * 32767).astype(np.int16)
    frame = av.AudioFrame.from_ndarray(narrow[np.newaxis], "s16", "mono")
    frame.sample_rate = 8000
    return b"".join(bytes(packet) for packet in encoder.encode(frame))


async def speak(phone: BarePhone, to: int, voice: Samples, ssrc: int) -> None:
    """A-law towards that port of ours, in real time."""
    coded = a_law(voice)
    start = asyncio.get_running_loop().time()
    for number in range(int(SECONDS * 50)):
        head = struct.pack("!BBHII", 0x80, 8, number, number * 160, ssrc)
        phone.rtp.sendto(head + coded[number * 160 : (number + 1) * 160], ("127.0.0.1", to))
        await asyncio.sleep(max(0, start + number * 0.02 - asyncio.get_running_loop().time()))


async def a_pbx_phone(exchange: Exchange) -> BarePhone:
    """Registered as Léa's."""
    phone = await BarePhone.at(exchange.port)
    assert status(await signed_in(phone.wire, "lea", "secret-de-lea")) == 200
    return phone


def audio_port(message: str) -> int:
    found = re.search(r"^m=audio (\d+) ", message, re.MULTILINE)
    assert found, message
    return int(found[1])


async def test_a_browser_hears_the_announcement_while_it_rings_and_the_recording_does_not(tmp_path: Path) -> None:
    async with an_exchange(tmp_path) as exchange:
        phone = await a_pbx_phone(exchange)
        browser = await Peer.join(exchange.switch, "customer", SPOKEN)
        exchange.ring_adviser()
        invite = await phone.until("INVITE")
        contact = f"<sip:lea@127.0.0.1:{phone.wire.port}>"
        phone.wire.send(answer(invite, "183 Session Progress", "e", phone.sdp(codecs="8"), contact))
        await speak(phone, audio_port(invite), ANNOUNCEMENT, 7)
        assert len([one for one in exchange.events if isinstance(one, CallSoundsEarly)]) == 1
        assert exchange.switch.sounds_early("c1")
        assert find(ANNOUNCEMENT[: int(1.6 * 48000)], browser.heard()).score > 0.5
        phone.wire.send(answer(invite, "200 OK", "e", phone.sdp(codecs="8"), contact))
        await exchange.told(CallConnected)
        assert not exchange.switch.sounds_early("c1")
        await speak(phone, audio_port(invite), SPOKEN, 8)
        exchange.switch.hang_up("c1", Role.CUSTOMER)
        await browser.leave()
        _, left, _ = await exchange.recording()
        assert find(SPOKEN[: int(1.6 * 48000)], left).score > 0.5
        assert find(ANNOUNCEMENT[: int(1.6 * 48000)], left).score < 0.4
        phone.close()


def rings_lea(exchange: Exchange, call: IncomingCall) -> None:
    exchange.ring(Role.CUSTOMER)
    exchange.board.dialled_call("c1", Role.CUSTOMER, call)
    exchange.board.ring_phones("c1", Role.ADVISER, exchange.board.phones("lea"), CUSTOMER, only_phone=True)


async def test_a_telephone_that_dials_gets_180_at_once_then_183_with_the_announcement(tmp_path: Path) -> None:
    async with an_exchange(tmp_path, on_dial=rings_lea) as exchange:
        pbx = await a_pbx_phone(exchange)
        dialling = await BarePhone.at(exchange.port)
        dialling.user = "roy"
        dialled = asyncio.create_task(dialling.dial(body=dialling.sdp(codecs="8 0")))
        invite = await pbx.until("INVITE")
        contact = f"<sip:lea@127.0.0.1:{pbx.wire.port}>"
        pbx.wire.send(answer(invite, "183 Session Progress", "e", pbx.sdp(codecs="8"), contact))
        dialling.rtp.setblocking(False)
        await speak(pbx, audio_port(invite), ANNOUNCEMENT, 7)
        heard = b""
        while True:
            try:
                heard += dialling.rtp.recv(2000)[12:]
            except BlockingIOError:
                break
        # A-law at both ends: what was said arrives untouched.
        assert a_law(ANNOUNCEMENT)[1600:12000] in heard
        pbx.wire.send(answer(invite, "200 OK", "e", pbx.sdp(codecs="8"), contact))
        final = await dialled
        sent = [data.decode() for _, way, _, data in exchange.board.calls.endpoint.trace if way == "out"]
        kinds = [text.split()[1] for text in sent if text.startswith("SIP/2.0") and " INVITE" in text]
        assert [kind for kind in kinds if kind != "401"] == ["100", "180", "183", "200"]
        (early,) = (text for text in sent if text.startswith("SIP/2.0 183"))
        assert early.partition("v=0")[2] == final.partition("v=0")[2], "the answer of the 200 is that of the 183"
        dialling.acknowledge()
        pbx.close()
        dialling.close()


@pytest.mark.alone  # a fifth of a second is measured
async def test_a_telephone_hears_that_it_rings_within_200_ms_whoever_decides_late(tmp_path: Path) -> None:
    async with an_exchange(tmp_path, on_dial=lambda _, call: decide_late(call)) as exchange:
        phone = await BarePhone.at(exchange.port)
        dialled = asyncio.create_task(phone.dial())
        await dialled
        trace = exchange.board.calls.endpoint.trace
        asked = [
            at for at, way, _, data in trace if way == "in" and b"Authorization" in data and data[:6] == b"INVITE"
        ]
        rung = [at for at, way, _, data in trace if way == "out" and data.startswith(b"SIP/2.0 180")]
        assert len(rung) == 1
        assert rung[0] - asked[0] < 0.2
        phone.acknowledge()
        phone.close()


def decide_late(call: IncomingCall) -> None:
    asyncio.get_running_loop().call_later(0.6, lambda: call.accept([]))
