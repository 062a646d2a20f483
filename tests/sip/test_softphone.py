"""The headset client in the whole product: a real process, real devices as far as it can tell, a real server."""

import asyncio
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from telephony import CallDigits, CallEnded, CallHeld, CallMuted, CallResumed, EndReason, Role
from telephony.sip import IncomingCall
from tests.integration.simulator.sound import speak
from tests.integration.telephony.peers import Peer
from tests.sip.phones import Exchange, an_exchange
from tests.sip.ports import ACCOUNTS
from tests.sip.sound_server import HEADSET, MICROPHONE, SPEAKERS, SoundServer, a_sound_server
from tests.sip.test_desks import CUSTOMER_NAME, House, house
from tests.sip.typed_phone import a_spoken_phone, a_typed_phone
from tests.sound import find, loudness, read_stereo, speech_like

ADVISER, CUSTOMER = speech_like(1, 20), speech_like(2, 20)
SECOND = 48000
SAID = ADVISER[: 2 * SECOND]
DEVICES = ("--microphone", MICROPHONE, "--speaker", HEADSET, "--ringer", SPEAKERS)

__all__ = ["house"]


@pytest.fixture
async def sound() -> AsyncIterator[SoundServer]:
    async with a_sound_server() as server:
        yield server


@pytest.mark.alone  # what was said is found again in what was heard
async def test_a_candidate_takes_a_call_with_the_headset_client_beside_the_page(
    house: House, sound: SoundServer
) -> None:
    room = house.room
    run = room.seat.runs["inbound"]
    offered = await room.candidate.person.post("/api/candidate/phone/headset-code")
    arguments = ("--server", offered["address"], "--code", offered["code"], *DEVICES)
    async with a_typed_phone(sound, *arguments) as phone:
        screen = await phone.until("● connecté", 20)
        assert "Lina Ferrand" in screen
        assert HEADSET in screen
        customer = await speak(room.jury, CUSTOMER)
        async with sound.listening(SPEAKERS) as rung:
            await room.jury.do("exchange.start", run_id=run)
            screen = await phone.until("APPEL ENTRANT")
            assert CUSTOMER_NAME in screen
            assert "06 39 98 11 22" in screen
            await asyncio.sleep(1)
            phone.type("r")
            await room.jury.until(room.jury.call_is("connected"), "connected")
        assert loudness(rung[0]) > -40, "it rings on the loudspeakers"

        async with sound.listening(HEADSET) as heard, sound.speaking(ADVISER):
            customer.forget()
            await asyncio.sleep(4)
        await phone.until("EN COMMUNICATION")
        # Found the other way round: nobody knows how far the customer had come when the adviser answered.
        by_adviser, by_customer = find(heard[0][SECOND : 3 * SECOND], CUSTOMER), find(SAID, customer.heard())
        print(by_adviser, by_customer)

        phone.type("m")
        await room.jury.until(lambda: room.jury.state["call"]["candidate_muted"], "mute becomes a fact")
        await phone.until("MICRO COUPÉ")
        phone.type("m")
        await room.jury.until(lambda: not room.jury.state["call"]["candidate_muted"], "and its end")
        phone.type("a")
        await room.jury.until(room.jury.call_is("held"), "held")
        await phone.until("EN ATTENTE")
        phone.type("a")
        await room.jury.until(room.jury.call_is("connected"), "resumed")
        phone.type("q")
        await phone.until("Raccrocher et quitter")
        phone.type("n")
        await phone.until("EN COMMUNICATION")
        phone.type("d")
        await room.candidate.until(room.candidate.phase_is(run, "wrap_up"), "wrap-up")
        await phone.until("Appel terminé")
        phone.type("q")
        assert await phone.ended() == 0
        await room.jury.until(lambda: room.jury.state["presence"]["line"]["phones"] == [], "the telephone is gone")
        await room.candidate.do("wrap_up.finish")
    await room.jury.until(lambda: _recording(room.jury.state, run) == "ready", "recording ready", 30)
    (file,) = (house.server.folder / "var" / "recordings").rglob("call.ogg")
    left, right = read_stereo(file)
    kept = find(SAID, left), find(right[2 * SECOND : 4 * SECOND], CUSTOMER)
    print(*kept)
    assert by_adviser.score > 0.3
    assert by_customer.score > 0.3
    assert kept[0].score > 0.3
    assert kept[1].score > 0.3


def _recording(state: dict, run: str) -> str:  # type: ignore[type-arg]  JSON, as it came
    return next(step for step in state["steps"] if step["run_id"] == run)["recording"]


async def test_by_lines_one_dials_presses_keys_holds_loses_a_device_and_is_ended_properly(
    sound: SoundServer, tmp_path: Path
) -> None:
    def connect(exchange: Exchange, call: IncomingCall) -> None:
        exchange.ring(Role.ADVISER)
        exchange.board.dialled_call("c1", Role.ADVISER, call)

    async with an_exchange(tmp_path, on_dial=connect) as exchange:
        browser = await Peer.join(exchange.switch, "customer", CUSTOMER)
        account = ("--uri", f"sip:lea@127.0.0.1:{exchange.port}", "--password", ACCOUNTS["lea"].password)
        async with a_spoken_phone(sound, *account, *DEVICES) as phone:
            await phone.until("Connecté au serveur", 20)
            phone.type("06 12 34 56 78")
            await phone.until("Ça sonne.")
            exchange.switch.answer("c1", Role.CUSTOMER)
            await phone.until("En communication")
            browser.forget()
            async with sound.speaking(ADVISER):
                await asyncio.sleep(3)
            assert find(SAID, browser.heard()).score > 0.3
            phone.type("5#")
            await exchange.until(lambda: digits(exchange) == "5#", "both keys, once each")
            phone.type("a")
            await exchange.told(CallHeld)
            await phone.until("En attente.")
            phone.type("a")
            await exchange.told(CallResumed)
            phone.type("m")
            await exchange.told(CallMuted)
            await sound.come_back_without(HEADSET)
            assert HEADSET not in (await phone.until("Utilisés maintenant", 20)).partition("Utilisés")[2]
            assert not any(isinstance(event, CallEnded) for event in exchange.events), "the call goes on"
            phone.process.send_signal(signal.SIGTERM)
            ended = await exchange.told(CallEnded)
            assert isinstance(ended, CallEnded)
            assert ended.reason is EndReason.HUNG_UP
            await exchange.until(lambda: not exchange.board.phones("lea"), "unregistered")
            assert await asyncio.wait_for(phone.process.wait(), 10) == 130
        await browser.leave()


def digits(exchange: Exchange) -> str:
    return "".join(event.digits for event in exchange.events if isinstance(event, CallDigits))
