"""Telephones over TLS, whose sound is encrypted with keys from SDP (SDES-SRTP), and a telephone over IPv6."""

import asyncio
import socket
from pathlib import Path

import numpy as np
import pytest

from simulator.certificate import Certificate, certificate_for
from telephony import CallConnected, CallEnded, CallHeld, CallResumed, Role
from telephony.sip.rtp import RtpSocket
from telephony.sip.sdes import Crypto, Suite
from tests.integration.telephony.peers import Peer
from tests.sip.bare_phone import BarePhone
from tests.sip.phones import an_exchange
from tests.sip.ports import ACCOUNTS, Wire, authorization, register
from tests.sip.test_calls import connects_to, piece
from tests.sip.tls_phone import TlsWire
from tests.sound import Samples, find, find_in_pieces, loudness, speech_like

ADVISER, CUSTOMER, INTRUDER = (speech_like(seed, 20) for seed in (1, 2, 3))
PCMA = 8
HEADER, TAG_80 = 12, 10
"""Bytes of an RTP header, and of the authentication tag (RFC 3711)."""


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return certificate_for(tmp_path_factory.mktemp("tls"), "127.0.0.1")


class Tap:
    """What really comes in on the sockets of telephones."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.packets: list[bytes] = []
        received = RtpSocket.datagram_received

        def tapped(one: RtpSocket, data: bytes, addr: tuple[str, int]) -> None:
            self.packets.append(data)
            received(one, data, addr)

        monkeypatch.setattr(RtpSocket, "datagram_received", tapped)

    def payloads(self, payload_type: int) -> list[bytes]:
        return [data[HEADER:] for data in self.packets if data[1] & 0x7F == payload_type]


def as_sound(payloads: list[bytes]) -> Samples:
    """A-law to samples at 48 kHz."""
    codes = np.frombuffer(b"".join(payloads), np.uint8) ^ 0x55
    exponent, mantissa = (codes >> 4) & 7, (codes & 15).astype(np.int32)
    size = np.where(exponent == 0, mantissa * 16 + 8, (mantissa * 16 + 264) << np.maximum(exponent, 1) - 1)
    return np.repeat(np.where(codes & 0x80, size, -size) / 32768, 6).astype(np.float32)


def in_clear(number: int, payload: bytes) -> bytes:
    return b"\x80\x08" + number.to_bytes(2, "big") + (160 * number).to_bytes(4, "big") + b"intr" + payload


async def test_a_telephone_on_tls_is_called_encrypted_and_nobody_speaks_into_its_call(
    tmp_path: Path, certificate: Certificate, monkeypatch: pytest.MonkeyPatch
) -> None:
    tap = Tap(monkeypatch)
    async with (
        an_exchange(tmp_path, certificate=certificate) as exchange,
        exchange.phone("lea", ADVISER, transport="tls", srtp="srtp-mand", codecs="PCMA/8000/1") as phone,
    ):
        browser = await Peer.join(exchange.switch, "customer", CUSTOMER)
        exchange.ring_adviser()
        await phone.until("CALL_INCOMING")
        await phone.do("accept")
        await exchange.told(CallConnected)
        browser.voice.restart()
        told = exchange.told_on_the_wire()
        assert "INVITE sip:lea" in told
        assert "RTP/SAVP" in told
        assert "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:" in told
        assert "transport=tls" in told
        (leg,) = exchange.board.calls._legs.values()
        assert leg.rtp is not None
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as stranger:
            for number in range(100):
                stranger.sendto(in_clear(number, bytes(160)), ("127.0.0.1", leg.rtp.port))
        await exchange.until_heard(phone.heard, 3.5)
        exchange.switch.hang_up("c1", Role.CUSTOMER)
        await phone.until("CALL_CLOSED")
        by_phone, by_browser = phone.heard(), browser.heard()
        await browser.leave()
        report, left, right = await exchange.recording()
        assert find_in_pieces(piece(CUSTOMER), by_phone).score > 0.5
        assert find_in_pieces(piece(ADVISER), by_browser).score > 0.5
        assert find(piece(ADVISER), left).score > 0.5
        assert find(piece(CUSTOMER), right).score > 0.5
        assert not report.flags
        own = [payload for payload in tap.payloads(PCMA) if len(payload) == 160 + TAG_80]
        assert len(own) > 100
        assert find(piece(ADVISER, 2), as_sound([payload[:160] for payload in own])).score < 0.2


async def test_a_telephone_on_tls_calls_encrypted_one_that_is_not_on_tls(
    tmp_path: Path, certificate: Certificate, monkeypatch: pytest.MonkeyPatch
) -> None:
    tap = Tap(monkeypatch)
    async with (
        an_exchange(tmp_path, certificate=certificate, on_dial=connects_to("roy")) as exchange,
        exchange.phone("lea", ADVISER, transport="tls", srtp="srtp-mand", codecs="PCMA/8000/1") as dialling,
        exchange.phone("roy", CUSTOMER, codecs="PCMA/8000/1") as called,
    ):
        await dialling.do("dial", "0612345678")
        await called.until("CALL_INCOMING")
        await called.do("accept")
        await dialling.until("CALL_ESTABLISHED")
        await exchange.until_heard(dialling.heard, 3.5)
        await exchange.until_heard(called.heard, 3.5)
        await dialling.do("hold")
        await exchange.told(CallHeld)
        await dialling.do("resume")
        await exchange.told(CallResumed)
        await asyncio.sleep(1.5)
        await dialling.do("hangup")
        await called.until("CALL_CLOSED")
        await exchange.told(CallEnded)
        assert find_in_pieces(piece(CUSTOMER), dialling.heard()).score > 0.5
        assert find_in_pieces(piece(ADVISER), called.heard()).score > 0.5
        assert loudness(called.heard()[-48000:]) > -50, "heard again after the hold, with whatever keys it brought"
        sizes = {len(payload) for payload in tap.payloads(PCMA)}
        assert sizes == {160, 160 + TAG_80}, "one side in clear, the other not"
        _, left, right = await exchange.recording()
        assert find(piece(ADVISER), left).score > 0.5
        assert find(piece(CUSTOMER), right).score > 0.5


async def test_a_telephone_on_tls_that_knows_no_encryption_is_asked_again_in_clear(
    tmp_path: Path, certificate: Certificate
) -> None:
    async with (
        an_exchange(tmp_path, certificate=certificate) as exchange,
    ):
        phone = await TlsWire.over(exchange.board.calls.endpoint.tls_port or 0, certificate)
        await phone.registers(scheme="sips")
        exchange.ring_adviser()
        first = await phone.until("INVITE sips:lea@")
        assert "Contact: <sips:combine@127.0.0.1:" in first
        assert "Via: SIP/2.0/TLS" in first
        assert "RTP/SAVP" in first
        phone.answers(first, "488 Not Acceptable Here")
        second = await phone.until("INVITE")
        assert "RTP/AVP" in second
        assert "a=crypto" not in second
        phone.answers(second, "486 Busy Here")
        await exchange.told(CallEnded)
        phone.close()


OFFERS = {
    "over UDP, where keys could be read": ("udp", "RTP/SAVP", [Crypto(1, Suite.TAG_80, bytes(30)).line()], False),
    "without a key": ("tls", "RTP/SAVP", [], False),
    "with suites that nobody here speaks": ("tls", "RTP/SAVP", ["a=crypto:1 AEAD_AES_256_GCM inline:AAAA"], False),
    "with a broken key": ("tls", "RTP/SAVP", [f"a=crypto:1 {Suite.TAG_80} inline:???"], False),
    "in clear where only encrypted sound is allowed": ("tls", "RTP/AVP", [], True),
}


@pytest.mark.parametrize("offer", OFFERS)
async def test_a_call_is_refused(tmp_path: Path, certificate: Certificate, offer: str) -> None:
    transport, profile, crypto, only_encrypted = OFFERS[offer]
    async with an_exchange(
        tmp_path, certificate=certificate, only_encrypted_sound=only_encrypted, on_dial=connects_to("roy")
    ) as exchange:
        endpoint = exchange.board.calls.endpoint
        wire = await TlsWire.over(endpoint.tls_port or 0, certificate) if transport == "tls" else None
        phone = BarePhone(wire, endpoint.tls_port or 0) if wire is not None else await BarePhone.at(endpoint.port)
        body = phone.sdp().replace("RTP/AVP", profile) + "".join(f"{line}\r\n" for line in crypto)
        dialling = asyncio.create_task(phone.dial(body=body))
        await exchange.until(lambda: "SIP/2.0 488" in exchange.told_on_the_wire(), "refused")
        dialling.cancel()
        phone.close()


async def test_with_only_encrypted_sound_a_telephone_must_register_over_tls(
    tmp_path: Path, certificate: Certificate
) -> None:
    async with an_exchange(tmp_path, certificate=certificate, only_encrypted_sound=True) as exchange:
        endpoint = exchange.board.calls.endpoint
        in_clear = await Wire.to(endpoint.port)
        asked = await in_clear.ask(register("lea", in_clear.port, 1))
        proof = authorization(asked, "lea", ACCOUNTS["lea"].password)
        assert "403 TLS Required" in await in_clear.ask(register("lea", in_clear.port, 2, more=proof))
        over_tls = await TlsWire.over(endpoint.tls_port or 0, certificate)
        await over_tls.registers()
        in_clear.close()
        over_tls.close()


async def test_a_telephone_calls_and_is_heard_over_ipv6(tmp_path: Path) -> None:
    async with (
        an_exchange(tmp_path, host="::1", on_dial=connects_to("roy")) as exchange,
        exchange.phone("lea", ADVISER, transport="tcp") as dialling,
        exchange.phone("roy", CUSTOMER) as called,
    ):
        await dialling.do("dial", "0612345678")
        await called.until("CALL_INCOMING")
        await called.do("accept")
        await dialling.until("CALL_ESTABLISHED")
        assert "IN IP6 ::1" in exchange.told_on_the_wire()
        await exchange.until_heard(dialling.heard, 3.5)
        await exchange.until_heard(called.heard, 3.5)
        await called.do("hangup")
        await dialling.until("CALL_CLOSED")
        assert find_in_pieces(piece(CUSTOMER), dialling.heard()).score > 0.5
        assert find_in_pieces(piece(ADVISER), called.heard()).score > 0.5
