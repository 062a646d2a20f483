"""Calls between real telephones (baresip) and a browser's peer: who hears whom, and what the recording keeps."""

import asyncio
from pathlib import Path

import av
import numpy as np
import pytest

from simulator.phones import spoken_report
from simulator.phones.check import spoken
from telephony import CallConnected, CallEnded, EndReason, Role
from telephony.codecs import Codec
from telephony.sip import EchoReport, IncomingCall
from tests.integration.telephony.peers import Peer
from tests.sip.phones import Exchange, an_exchange
from tests.sound import Samples, find, find_in_pieces, speech_like

ADVISER, CUSTOMER = speech_like(1, 20), speech_like(2, 20)


def piece(voice, seconds: float = 3.0):
    """What must be found of a voice: its beginning, which nothing hides."""
    return voice[: int(seconds * 48000)]


@pytest.mark.parametrize(
    ("codec", "least"),
    [("opus/48000/2", 0.5), ("G722/16000/1", 0.5), ("PCMA/8000/1", 0.5), ("PCMU/8000/1", 0.5)],
)
async def test_a_browser_calls_a_telephone_and_both_hear_each_other(tmp_path: Path, codec: str, least: float) -> None:
    async with an_exchange(tmp_path) as exchange, exchange.phone("lea", ADVISER, codecs=codec) as phone:
        browser = await Peer.join(exchange.switch, "customer", CUSTOMER)
        exchange.ring_adviser()
        await phone.until("CALL_INCOMING")
        await phone.do("accept")
        await exchange.told(CallConnected)
        browser.voice.restart()
        await exchange.until_heard(phone.heard, 4)
        exchange.switch.hang_up("c1", Role.CUSTOMER)
        await phone.until("CALL_CLOSED")
        by_phone = find_in_pieces(piece(CUSTOMER), phone.heard())
        by_browser = find_in_pieces(piece(ADVISER), browser.heard())
        await browser.leave()
        report, left, right = await exchange.recording()
        print(codec, by_phone, by_browser, find(piece(ADVISER), left), find(piece(CUSTOMER), right), report.flags)
        assert by_browser.score > least
        assert by_phone.score > least
        assert find(piece(ADVISER), left).score > least
        assert find(piece(CUSTOMER), right).score > least
        assert not report.flags
        await exchange.until(lambda: exchange.board.calls.open_legs == 0, "no leg left")


async def test_the_telephone_shows_the_customers_name_with_its_accents(tmp_path: Path) -> None:
    async with an_exchange(tmp_path) as exchange, exchange.phone("lea", ADVISER) as phone:
        exchange.ring_adviser()
        shown = await phone.until("CALL_INCOMING")
        assert shown["peerdisplayname"] == "Hélène Çelik"
        assert "0612345678" in shown["peeruri"]
        exchange.switch.hang_up("c1", Role.CUSTOMER)
        await phone.until("CALL_CLOSED")
        ended = await exchange.told(CallEnded)
        assert isinstance(ended, CallEnded)
        assert ended.reason is EndReason.CANCELLED


def connects_to(user: str):
    """Whoever dials reaches this account's telephone."""

    def on_dial(exchange: Exchange, call: IncomingCall) -> None:
        from tests.sip.phones import CUSTOMER

        exchange.ring(Role.ADVISER)
        exchange.board.dialled_call("c1", Role.ADVISER, call)
        exchange.board.ring_phones("c1", Role.CUSTOMER, exchange.board.phones(user), CUSTOMER, only_phone=True)

    return on_dial


@pytest.mark.parametrize(("one", "other"), [("PCMU/8000/1", "PCMU/8000/1"), ("PCMA/8000/1", "opus/48000/2")])
async def test_two_telephones_hear_each_other(tmp_path: Path, one: str, other: str) -> None:
    async with (
        an_exchange(tmp_path, on_dial=connects_to("roy")) as exchange,
        exchange.phone("lea", ADVISER, codecs=one, transport="tcp") as dialling,
        exchange.phone("roy", CUSTOMER, codecs=other) as called,
    ):
        await dialling.do("dial", "0612345678")
        await called.until("CALL_INCOMING")
        await dialling.until("CALL_RINGING")
        await called.do("accept")
        await dialling.until("CALL_ESTABLISHED")
        assert exchange.dialled[0].dialled == "0612345678"
        await exchange.until_heard(dialling.heard, 4)
        await exchange.until_heard(called.heard, 4)
        await called.do("hangup")
        await dialling.until("CALL_CLOSED")
        ended = await exchange.told(CallEnded)
        assert isinstance(ended, CallEnded)
        assert (ended.reason, ended.by) == (EndReason.HUNG_UP, Role.CUSTOMER)
        heard_by_dialling = find_in_pieces(piece(CUSTOMER), dialling.heard())
        heard_by_called = find_in_pieces(piece(ADVISER), called.heard())
        report, left, right = await exchange.recording()
        print(one, other, heard_by_dialling, heard_by_called, report.flags)
        assert heard_by_dialling.score > 0.5
        assert heard_by_called.score > 0.5
        assert find(piece(ADVISER), left).score > 0.5
        assert find(piece(CUSTOMER), right).score > 0.5
        await exchange.until(lambda: exchange.board.calls.open_legs == 0, "no leg left")


async def test_a_telephone_that_hears_itself_is_told_its_codec_by_voice(tmp_path: Path) -> None:
    told = spoken_report.packets(["codec_PCMA", "loss_up"])

    def connect(exchange: Exchange, call: IncomingCall) -> None:
        running.append(asyncio.create_task(exchange.board.echo_dialled(call, 60, lambda: None, spoken)))

    running: list[asyncio.Task[EchoReport | None]] = []
    async with (
        an_exchange(tmp_path, on_dial=connect) as exchange,
        exchange.phone("lea", CUSTOMER, codecs="PCMA/8000/1") as phone,
    ):
        await phone.do("dial", "*43")
        await phone.until("CALL_ESTABLISHED")
        await phone.do("sndcode", "5")
        await exchange.until_heard(phone.heard, 0.02 * len(told) + 1)
        await phone.do("hangup")
        report = await asyncio.wait_for(running[0], 5)
        assert report is not None
        assert report.codec is Codec.PCMA
        # Not its silence from either end, but the voice itself.
        assert find_in_pieces(voice_of(told), phone.heard()).score > 0.5


def voice_of(told: list[bytes]) -> Samples:
    """Opus packets of 20 ms, decoded; the silence around is left out."""
    decoder = av.CodecContext.create("libopus", "r")
    frames = [frame for packet in told for frame in decoder.decode(av.Packet(packet))]
    samples = np.concatenate(
        [frame.to_ndarray().reshape(-1, len(frame.layout.channels)).mean(axis=1) for frame in frames]
    )
    loud = np.flatnonzero(np.abs(samples) > 300)
    return (samples[loud[0] : loud[-1]] / 32768).astype(np.float32)
