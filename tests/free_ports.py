"""Ports for programs that are told theirs.

Below those that the system hands out by itself: between asking for one here and listening on it, nobody's outgoing
connection takes it.
"""

import secrets
import socket
from pathlib import Path

FIRST = 10_000
_HANDED_OUT = Path("/proc/sys/net/ipv4/ip_local_port_range")
_given: set[int] = set()


def free_port() -> int:
    """Free on TCP and on UDP, and never given twice by this process."""
    last = min(int(_HANDED_OUT.read_text().split()[0]), 32_768) if _HANDED_OUT.exists() else 32_768
    for _ in range(200):
        port = FIRST + secrets.randbelow(last - FIRST)
        if port in _given:
            continue
        with socket.socket() as tcp, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
            try:
                tcp.bind(("127.0.0.1", port))
                udp.bind(("127.0.0.1", port))
            except OSError:
                continue
        _given.add(port)
        return port
    raise AssertionError("no free port")
