"""Real peers over loopback: who hears what, and what the recording keeps of it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from telephony import (
    CallEnded,
    LegBack,
    LegLost,
    MediaSettings,
    Role,
    Switch,
    SwitchEvent,
    TelephonyError,
    find_unfinished,
    finish_recording,
)
from telephony.carrying.aiortc_internals import missing_names
from tests.integration.telephony.peers import Peer
from tests.sound import Samples, find, loudness, read_stereo, speech_like


class World:
    """A switch, an adviser and a customer, each with a voice of their own."""

    def __init__(self, switch: Switch, folder: Path, events: list[SwitchEvent]) -> None:
        self.switch, self.folder, self.events = switch, folder, events
        self.adviser_voice, self.customer_voice = speech_like(1, 12), speech_like(2, 12)

    async def people(self) -> tuple[Peer, Peer]:
        adviser = await Peer.join(self.switch, "adviser", self.adviser_voice)
        customer = await Peer.join(self.switch, "customer", self.customer_voice)
        return adviser, customer

    def ring(self, call_id: str = "c1", caller: Role = Role.CUSTOMER, ring_seconds: float = 5) -> None:
        self.switch.ring(
            call_id,
            adviser_line="adviser",
            customer_line="customer",
            caller=caller,
            folder=self.folder / call_id,
            ring_seconds=ring_seconds,
        )

    def connect(self) -> None:
        self.ring()
        self.switch.answer("c1", Role.ADVISER)

    async def until(self, kind: type[SwitchEvent], seconds: float = 10) -> SwitchEvent:
        async with asyncio.timeout(seconds):
            while True:
                for event in self.events:
                    if isinstance(event, kind):
                        return event
                await asyncio.sleep(0.01)

    async def hang_up(self) -> None:
        self.switch.hang_up("c1", Role.CUSTOMER)
        async with asyncio.timeout(5):
            while not self.switch.is_written("c1"):
                await asyncio.sleep(0.01)

    def channels(self) -> tuple[Samples, Samples]:
        return read_stereo(self.folder / "c1" / "call.ogg")


@asynccontextmanager
async def world(folder: Path, grace_seconds: float = 5) -> AsyncIterator[World]:
    events: list[SwitchEvent] = []
    settings = MediaSettings(grace_seconds=grace_seconds, connect_seconds=3)
    async with Switch(settings, events.append) as switch:
        yield World(switch, folder, events)


async def test_the_private_names_that_we_use_are_still_there():
    assert await missing_names() == []


@pytest.mark.alone  # lengths are compared to a tenth of a second
async def test_both_hear_each_other_and_the_recording_keeps_each_on_its_own_channel(tmp_path: Path):
    async with world(tmp_path) as w:
        adviser, customer = await w.people()
        w.connect()
        await asyncio.sleep(6)
        await w.hang_up()
        assert find(w.customer_voice, adviser.heard()).score > 0.7
        assert find(w.adviser_voice, customer.heard()).score > 0.7
        assert find(w.adviser_voice, adviser.heard()).score < 0.2
        await adviser.leave()
        await customer.leave()
        report = await asyncio.to_thread(finish_recording, tmp_path / "c1")
        ended = next(event for event in w.events if isinstance(event, CallEnded))
        left, right = w.channels()
    assert abs(report.seconds - ended.seconds) < 0.1
    assert abs(len(left) / 48000 - ended.seconds) < 0.1
    assert report.flags == []
    assert [gap for gap in report.gaps if gap.start > 0.1] == []
    assert find(w.adviser_voice, left).score > 0.7
    assert find(w.customer_voice, right).score > 0.7
    assert find(w.customer_voice, left).score < 0.2
    assert report.speech[Role.ADVISER]


async def test_each_side_of_a_call_that_is_over_has_one_opinion_score(tmp_path: Path):
    async with world(tmp_path) as w:
        adviser, customer = await w.people()
        w.connect()
        await asyncio.sleep(5)
        opinions = w.switch.tally().opinions
        assert opinions.at_most["up"][-1] == 0, "none while it runs"
        await w.hang_up()
        async with asyncio.timeout(5):
            while opinions.at_most["up"][-1] < 2:
                await asyncio.sleep(0.05)
        assert opinions.total["up"] / 2 > 3, "nothing is lost on this machine"
        await adviser.leave()
        await customer.leave()


async def test_a_held_call_sends_no_sound_either_way_but_a_waiting_tone(tmp_path: Path):
    async with world(tmp_path) as w:
        adviser, customer = await w.people()
        w.connect()
        await asyncio.sleep(1)
        w.switch.hold("c1", Role.ADVISER)
        await asyncio.sleep(0.5)
        adviser.forget()
        customer.forget()
        await asyncio.sleep(2.5)
        held_adviser, held_customer = adviser.heard(), customer.heard()
        w.switch.resume("c1", Role.ADVISER)
        customer.forget()
        await asyncio.sleep(2.5)
        resumed = customer.heard()
        await w.hang_up()
        report = await asyncio.to_thread(finish_recording, tmp_path / "c1")
        left, _ = w.channels()
        await adviser.leave()
        await customer.leave()
    assert loudness(held_adviser) < -60
    assert find(w.adviser_voice, held_customer).score < 0.2
    assert loudness(held_customer) > -50, "the waiting tone is heard"
    assert find(w.adviser_voice, resumed).score > 0.5
    assert loudness(left[int(1.2 * 48000) : int(3.4 * 48000)]) < -60
    assert [gap.kind for gap in report.gaps if gap.seconds > 1] == ["hold", "hold"]
    assert len(report.holds) == 1


async def test_a_muted_side_is_neither_heard_nor_recorded(tmp_path: Path):
    async with world(tmp_path) as w:
        adviser, customer = await w.people()
        w.connect()
        w.switch.mute("c1", Role.ADVISER, True)
        await asyncio.sleep(2.5)
        muted = customer.heard()
        w.switch.mute("c1", Role.ADVISER, False)
        customer.forget()
        await asyncio.sleep(2)
        await w.hang_up()
        report = await asyncio.to_thread(finish_recording, tmp_path / "c1")
        left, right = w.channels()
        heard = customer.heard()
        await adviser.leave()
        await customer.leave()
    assert loudness(muted) < -60
    assert find(w.adviser_voice, heard).score > 0.5
    assert loudness(left[: int(2.3 * 48000)]) < -60
    assert loudness(right[: int(2.3 * 48000)]) > -40
    assert [gap.kind for gap in report.gaps if gap.seconds > 1] == ["muted"]


async def test_a_listener_hears_both_and_is_heard_by_nobody(tmp_path: Path):
    async with world(tmp_path) as w:
        adviser, customer = await w.people()
        juror_voice = speech_like(3, 12)
        juror = await Peer.join(w.switch, "juror", juror_voice)
        w.connect()
        w.switch.listen("c1", "juror")
        await asyncio.sleep(4)
        await w.hang_up()
        await asyncio.to_thread(finish_recording, tmp_path / "c1")
        left, right = w.channels()
        assert find(w.adviser_voice, juror.heard(0)).score > 0.7
        assert find(w.customer_voice, juror.heard(1)).score > 0.7
        for others in (adviser.heard(), customer.heard(), left, right):
            assert find(juror_voice, others).score < 0.2
        for peer in (adviser, customer, juror):
            await peer.leave()


async def test_a_desk_that_reloads_comes_back_into_its_call(tmp_path: Path):
    async with world(tmp_path) as w:
        adviser, customer = await w.people()
        w.connect()
        await asyncio.sleep(1)
        await adviser.leave()
        await w.until(LegLost)
        await asyncio.sleep(0.4)  # a page takes so long to load; one that is back within a packet or two lost nothing
        back = await Peer.join(w.switch, "adviser", w.adviser_voice)
        await w.until(LegBack)
        customer.forget()
        await asyncio.sleep(2.5)
        heard = customer.heard()
        await w.hang_up()
        report = await asyncio.to_thread(finish_recording, tmp_path / "c1")
        await back.leave()
        await customer.leave()
    assert find(w.adviser_voice, heard).score > 0.5
    assert any(gap.kind == "line_lost" and gap.channel is Role.ADVISER for gap in report.gaps)
    assert report.flags == []


async def test_a_side_that_does_not_come_back_ends_the_call_as_lost(tmp_path: Path):
    async with world(tmp_path, grace_seconds=0.5) as w:
        adviser, customer = await w.people()
        w.connect()
        await asyncio.sleep(0.5)
        await adviser.leave()
        ended = await w.until(CallEnded)
        await customer.leave()
    assert isinstance(ended, CallEnded)
    assert ended.reason == "lost"


async def test_nobody_answers_and_the_call_is_over(tmp_path: Path):
    async with world(tmp_path) as w:
        w.ring(ring_seconds=0.2)
        ended = await w.until(CallEnded)
        assert isinstance(ended, CallEnded)
        assert (ended.reason, ended.seconds) == ("no_answer", 0.0)
        assert list(find_unfinished(tmp_path)) == []


async def test_a_line_in_a_call_cannot_be_rung(tmp_path: Path):
    async with world(tmp_path) as w:
        w.ring("c1")
        with pytest.raises(TelephonyError, match="line_busy"):
            w.ring("c2")


async def test_headset_echo_brings_ones_own_voice_back(tmp_path: Path):
    async with world(tmp_path) as w:
        peer = await Peer.join(w.switch, "adviser", w.adviser_voice)
        w.switch.echo("adviser", True)
        await asyncio.sleep(3)
        w.switch.echo("adviser", False)
        assert find(w.adviser_voice, peer.heard()).score > 0.6
        await peer.leave()


async def test_an_offer_without_sound_is_refused(tmp_path: Path):
    async with world(tmp_path) as w:
        with pytest.raises(TelephonyError, match="bad_offer"):
            await w.switch.connect_line("x", "v=0\r\nnonsense")
