"""A held customer, an adviser and a supervisor, three real peers: who hears whom, and what each recording keeps."""

import asyncio
from pathlib import Path

import pytest

from telephony import CallEnded, CallTransferred, EndReason, Role, TelephonyError, finish_recording
from tests.integration.telephony.peers import Peer
from tests.integration.telephony.test_calls import World, world
from tests.sound import RATE, find, loudness, read_stereo, speech_like

SUPERVISOR = speech_like(7, 14)


def consult(w: World, supervisor_line: str = "supervisor", ring_seconds: float = 5) -> None:
    w.switch.consult(
        "c1", "consult-1", supervisor_line=supervisor_line, folder=w.folder / "consult-1", ring_seconds=ring_seconds
    )


def forget(*peers: Peer) -> None:
    """What was heard until now; everybody goes on speaking."""
    for peer in peers:
        peer.forget()


def ended(w: World, call_id: str) -> CallEnded:
    return next(event for event in w.events if isinstance(event, CallEnded) and event.call_id == call_id)


async def written(w: World, *call_ids: str) -> None:
    async with asyncio.timeout(5):
        while not all(w.switch.is_written(call_id) for call_id in call_ids):
            await asyncio.sleep(0.01)


async def test_a_consultation_is_heard_by_its_two_alone_and_a_transfer_leaves_the_adviser_out(tmp_path: Path):
    async with world(tmp_path) as w:
        adviser, customer = await w.people()
        supervisor = await Peer.join(w.switch, "supervisor", SUPERVISOR)
        w.connect()
        w.switch.hold("c1", Role.ADVISER)
        consult(w)
        w.switch.answer("consult-1", Role.CUSTOMER)
        forget(adviser, customer, supervisor)
        await asyncio.sleep(3)
        # Compared once all is over: that takes the processor from the packets for a second.
        consulted = (adviser.heard(), customer.heard(), supervisor.heard())

        w.switch.transfer("c1")
        forget(adviser, customer, supervisor)
        await asyncio.sleep(3)
        assert not w.switch.is_busy("adviser")
        assert ended(w, "consult-1").reason is EndReason.TRANSFERRED
        assert [e.same_desk for e in w.events if isinstance(e, CallTransferred)] == [False]
        await w.hang_up()
        await written(w, "consult-1")
        for peer in (adviser, customer, supervisor):
            await peer.leave()
        report = await asyncio.to_thread(finish_recording, tmp_path / "c1")
        apart = await asyncio.to_thread(finish_recording, tmp_path / "consult-1")

    adviser_heard, customer_heard, supervisor_heard = consulted
    assert find(SUPERVISOR, adviser_heard).score > 0.6
    assert find(w.adviser_voice, supervisor_heard).score > 0.6
    assert loudness(customer_heard) > -60, "the waiting tone"
    for voice in (w.adviser_voice, SUPERVISOR):
        assert find(voice, customer_heard).score < 0.2
    for heard in (adviser_heard, supervisor_heard):
        assert find(w.customer_voice, heard).score < 0.2
    assert find(SUPERVISOR, customer.heard()).score > 0.6, "transferred"
    assert find(w.customer_voice, supervisor.heard()).score > 0.6
    assert loudness(adviser.heard()[24000:]) < -60

    left, right = w.channels()
    assert (report.flags, apart.flags) == ([], [])
    assert find(SUPERVISOR, left[-3 * RATE :]).score > 0.6, "after the transfer the left channel is the supervisor's"
    assert find(w.customer_voice, right[-3 * RATE :]).score > 0.6
    assert len(report.holds) == 1
    assert 2.5 < report.holds[0][1] - report.holds[0][0] < 4.5
    adviser_alone, supervisor_alone = read_stereo(tmp_path / "consult-1" / "call.ogg")
    assert find(w.adviser_voice, adviser_alone).score > 0.6
    assert find(SUPERVISOR, supervisor_alone).score > 0.6
    assert find(w.customer_voice, supervisor_alone).score < 0.2


async def test_one_person_plays_customer_and_supervisor_on_one_line(tmp_path: Path):
    async with world(tmp_path) as w:
        adviser, customer = await w.people()
        w.connect()
        w.switch.hold("c1", Role.ADVISER)
        consult(w, "customer")
        customer.forget()
        await asyncio.sleep(0.6)
        assert loudness(customer.heard()) > -60, "the customer waits while it rings"
        w.switch.answer("consult-1", Role.CUSTOMER)
        forget(adviser, customer)
        await asyncio.sleep(2.5)
        assert find(w.adviser_voice, customer.heard()).score > 0.6
        assert find(w.customer_voice, adviser.heard()).score > 0.6

        w.switch.resume("c1", Role.ADVISER)
        assert ended(w, "consult-1").reason is EndReason.HUNG_UP
        forget(adviser, customer)
        await asyncio.sleep(2)
        assert find(w.customer_voice, adviser.heard()).score > 0.6, "the customer again, on the same line"

        w.switch.hold("c1", Role.ADVISER)
        w.switch.consult("c1", "consult-2", supervisor_line="customer", folder=tmp_path / "consult-2", ring_seconds=5)
        w.switch.answer("consult-2", Role.CUSTOMER)
        w.switch.transfer("c1")
        assert ended(w, "c1").reason is EndReason.TRANSFERRED
        assert not w.switch.is_busy("customer")
        await written(w, "c1", "consult-1", "consult-2")
        for peer in (adviser, customer):
            await peer.leave()


async def test_however_a_consultation_ends_the_customer_is_still_held(tmp_path: Path):
    async with world(tmp_path, grace_seconds=0.3) as w:
        adviser, customer = await w.people()
        supervisor = await Peer.join(w.switch, "supervisor", SUPERVISOR)
        w.connect()
        # Only a held call can be left, and nobody has answered.
        for too_early in (lambda: consult(w), lambda: w.switch.transfer("c1")):
            with pytest.raises(TelephonyError, match="not_now"):
                too_early()
        w.switch.hold("c1", Role.ADVISER)

        consult(w)
        w.switch.decline("consult-1", Role.CUSTOMER)
        assert ended(w, "consult-1").reason is EndReason.DECLINED
        w.events.clear()
        w.switch.forget("consult-1")
        consult(w, ring_seconds=0.1)
        async with asyncio.timeout(3):
            while not any(isinstance(event, CallEnded) for event in w.events):
                await asyncio.sleep(0.01)
        assert ended(w, "consult-1").reason is EndReason.NO_ANSWER
        w.events.clear()
        w.switch.forget("consult-1")
        consult(w)
        w.switch.answer("consult-1", Role.CUSTOMER)
        await supervisor.leave()
        async with asyncio.timeout(8):
            while not any(isinstance(event, CallEnded) for event in w.events):
                await asyncio.sleep(0.01)
        assert ended(w, "consult-1").reason is EndReason.LOST
        held = w.switch.call("c1")
        assert held is not None
        assert (held.state, held.lost) == ("held", frozenset())

        w.switch.forget("consult-1")
        supervisor = await Peer.join(w.switch, "supervisor", SUPERVISOR)
        w.events.clear()
        consult(w)
        w.switch.answer("consult-1", Role.CUSTOMER)
        w.switch.hang_up("c1", Role.CUSTOMER)
        assert [e.call_id for e in w.events if isinstance(e, CallEnded)] == ["consult-1", "c1"]
        assert not any(w.switch.is_busy(line) for line in ("adviser", "customer", "supervisor"))
        await written(w, "c1", "consult-1")
        for peer in (adviser, customer, supervisor):
            await peer.leave()
