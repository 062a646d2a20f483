"""The STUN and TURN servers that a desk's browser may use."""

import time

from simulator.live_messages.shared_view import View
from simulator.media_settings import ice_servers
from simulator.settings import Settings


class IceServerView(View):
    """An RTCIceServer (W3C WebRTC §4.2.4). `username` and `credential` are empty for STUN."""

    urls: tuple[str, ...]
    username: str
    credential: str


class IceServersView(View):
    """Empty on most installations: desks and server see each other."""

    servers: tuple[IceServerView, ...]


def ice_servers_of(settings: Settings, desk: str) -> IceServersView:
    """`desk`: the name that the TURN server's log shows."""
    found = ice_servers(settings).of_desk(desk, time.time())
    return IceServersView(
        servers=tuple(IceServerView(urls=one.urls, username=one.username, credential=one.credential) for one in found)
    )
