"""Ways for sound to pass: relays (a real coturn), server-reflexive addresses, a range of ports, IPv6."""

import asyncio
import re
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from aiortc import RTCBundlePolicy, RTCConfiguration, RTCIceServer, RTCIceTransportPolicy

from telephony import IceServers, MediaSettings, Role, Switch, SwitchEvent, TelephonyError, finish_recording
from tests.integration.telephony.coturn import RELAY_PORTS, SECRET, Coturn, coturn
from tests.integration.telephony.peers import Peer
from tests.sound import find, read_stereo, speech_like

ADVISER, CUSTOMER = speech_like(1, 12), speech_like(2, 12)
BEGINNING = slice(0, 2 * 48000)
NOT_OURS = "198.51.100.7"
"""An address that no machine has (RFC 5737): nothing can be bound to it."""


@dataclass(frozen=True)
class Candidate:
    host: str
    port: int
    kind: str


def candidates(sdp: str) -> list[Candidate]:
    found = re.findall(r"^a=candidate:\S+ 1 udp \d+ (\S+) (\d+) typ (\w+)", sdp, re.MULTILINE)
    return [Candidate(host, int(port), kind) for host, port, kind in dict.fromkeys(found)]


@asynccontextmanager
async def a_switch(**settings: object) -> AsyncIterator[Switch]:
    events: list[SwitchEvent] = []
    async with Switch(MediaSettings(**settings), events.append) as switch:  # type: ignore[arg-type]  each by its own name
        yield switch


def over(server: Coturn, transport: str, secret: str = SECRET) -> RTCConfiguration:
    """As a browser that may only use the relay, over this transport, with credentials made as for a desk."""
    (one,) = IceServers(turn_urls=(server.turn_url(transport),), secret=secret).of_desk("seat-1", time.time())
    return RTCConfiguration(
        iceServers=[RTCIceServer(list(one.urls), one.username, one.credential)],
        iceTransportPolicy=RTCIceTransportPolicy.RELAY,
        # As a browser offers: one connection for both streams.
        bundlePolicy=RTCBundlePolicy.MAX_BUNDLE,
    )


async def test_two_desks_that_only_reach_a_relay_hear_each_other_over_udp_and_over_tcp(tmp_path: Path) -> None:
    async with coturn(tmp_path) as server, a_switch() as switch:
        took: dict[str, float] = {}
        peers: list[Peer] = []
        ways = {"direct": None, "adviser": over(server, "udp"), "customer": over(server, "tcp")}
        for line, way in ways.items():
            started = time.monotonic()
            peers.append(await Peer.join(switch, line, CUSTOMER if line == "customer" else ADVISER, way))
            took[line] = time.monotonic() - started
        print({line: f"{seconds * 1000:.0f} ms" for line, seconds in took.items()})
        _, adviser, customer = peers
        assert switch.line_path("direct") == ("host", "host")
        for line, peer in (("adviser", adviser), ("customer", customer)):
            offered = candidates(peer.connection.localDescription.sdp)
            assert {one.kind for one in offered} == {"relay"}
            assert all(RELAY_PORTS[0] <= one.port <= RELAY_PORTS[1] for one in offered)
            assert switch.line_path(line) == ("host", "relay")
        for peer in (adviser, customer):
            peer.voice.restart()
            peer.forget()
        switch.ring(
            "c1",
            adviser_line="adviser",
            customer_line="customer",
            caller=Role.CUSTOMER,
            folder=tmp_path / "c1",
            ring_seconds=5,
        )
        switch.answer("c1", Role.ADVISER)
        await asyncio.sleep(3)
        switch.hang_up("c1", Role.CUSTOMER)
        async with asyncio.timeout(5):
            while not switch.is_written("c1"):
                await asyncio.sleep(0.01)
        report = await asyncio.to_thread(finish_recording, tmp_path / "c1")
        left, right = await asyncio.to_thread(read_stereo, tmp_path / "c1" / "call.ogg")
        for peer in peers:
            await peer.leave()
        assert find(CUSTOMER[BEGINNING], adviser.heard()).score > 0.5
        assert find(ADVISER[BEGINNING], customer.heard()).score > 0.5
        assert find(ADVISER[BEGINNING], left).score > 0.5
        assert find(CUSTOMER[BEGINNING], right).score > 0.5
        assert not report.flags
        assert "TCP" in server.log()


async def test_a_relay_lets_nobody_in_without_the_shared_secret(tmp_path: Path) -> None:
    async with coturn(tmp_path) as server:
        stranger = Peer(ADVISER, over(server, "udp", secret="devine"))
        await stranger.connection.setLocalDescription(await stranger.connection.createOffer())
        assert candidates(stranger.connection.localDescription.sdp) == []
        await stranger.leave()
        assert "401" in server.log() or "Unauthorized" in server.log()


async def test_a_server_behind_nat_offers_what_stun_and_turn_give_it(tmp_path: Path) -> None:
    async with coturn(tmp_path) as server:
        asked = IceServers(stun_urls=(server.stun_url,), turn_urls=(server.turn_url("tcp"),), secret=SECRET)
        async with a_switch(ice_servers=asked, server_uses_turn=True) as switch:
            peer = await Peer.join(switch, "adviser", ADVISER)
            kinds = {one.kind for one in candidates(peer.connection.remoteDescription.sdp)}
            assert kinds == {"host", "srflx", "relay"}
            assert switch.line_path("adviser") == ("host", "host"), "a relay is the last resort"
            await peer.leave()
        only_relayed = {"ice_servers": asked, "server_uses_turn": True, "ice_addresses": (NOT_OURS,)}
        # The desk has its own addresses: they are gathered before the server's are limited.
        peer = Peer(ADVISER)
        await peer.connection.setLocalDescription(await peer.connection.createOffer())
        async with a_switch(**only_relayed) as switch:
            await peer.connect(switch, "adviser")
            assert switch.line_path("adviser")[0] == "relay"
            await peer.leave()
        async with a_switch(ice_servers=asked) as switch:
            peer = await Peer.join(switch, "adviser", ADVISER)
            kinds = {one.kind for one in candidates(peer.connection.remoteDescription.sdp)}
            assert kinds == {"host"}, "the server asks nobody unless told to"
            await peer.leave()


async def test_sound_stays_within_the_range_of_ports_and_a_full_range_is_said(
    capsys: pytest.CaptureFixture[str],
) -> None:
    first = 46000
    offers: list[Peer] = [Peer(ADVISER) for _ in range(3)]
    for peer in offers:
        await peer.connection.setLocalDescription(await peer.connection.createOffer())
    async with a_switch(ports=(first, first + 1)) as switch:
        for number, peer in enumerate(offers[:2]):
            await peer.connect(switch, f"desk{number}")
        answered = [candidates(peer.connection.remoteDescription.sdp) for peer in offers[:2]]
        ports = {one.port for sdp in answered for one in sdp}
        assert ports == {first, first + 1}
        with pytest.raises(TelephonyError) as told:
            await offers[2].connect(switch, "desk2")
        assert told.value.code == "no_sound_port"
        assert "webrtc_ports_exhausted" in capsys.readouterr().out
        await switch.disconnect_line("desk0")
        await offers[2].connect(switch, "desk2")
    for peer in offers:
        await peer.leave()


async def test_a_desk_that_has_only_ipv6_is_heard(tmp_path: Path) -> None:
    async with a_switch(ice_addresses=("::1", "127.0.0.1")) as switch:
        peer = Peer(ADVISER)
        peer.only_ipv6()
        await peer.connection.setLocalDescription(await peer.connection.createOffer())
        assert {one.host for one in candidates(peer.connection.localDescription.sdp)} == {"::1"}
        await peer.connect(switch, "adviser")
        switch.echo("adviser", True)
        peer.voice.restart()
        await asyncio.sleep(3)
        await peer.leave()
        assert find(ADVISER[BEGINNING], peer.heard()).score > 0.5
