"""A desk's sound: a real WebRTC peer that connects through the desk's own WebSocket, as a browser does."""

import asyncio
from collections.abc import Awaitable, Callable

from aiortc import RTCSessionDescription

from telephony.carrying.aiortc_internals import offer_only
from tests.integration.simulator.house import Desk
from tests.integration.telephony.peers import Peer
from tests.sound import Samples

Speak = Callable[[Desk, int], Awaitable[Peer]]
"""Connects a desk's sound with the voice of this number."""


async def speak(desk: Desk, samples: Samples) -> Peer:
    """Connects the desk’s line and says these samples once, then silence; hear with `peer.heard()`."""
    offer_only(("127.0.0.1",))
    peer = Peer(samples)
    await peer.connection.setLocalDescription(await peer.connection.createOffer())
    ack = await desk.do("line.offer", sdp=peer.connection.localDescription.sdp)
    await peer.connection.setRemoteDescription(RTCSessionDescription(ack["sdp"], "answer"))
    for number, transceiver in enumerate(peer.connection.getTransceivers()):
        peer._tasks.append(asyncio.create_task(peer._listen(number, transceiver.receiver.track)))
    await desk.until(lambda: desk.state["line"]["state"] == "connected", "line connected")
    return peer


def say_again(peer: Peer) -> None:
    """From the first sample on, and forget what was heard."""
    peer.voice._position = 0
    peer.forget()
