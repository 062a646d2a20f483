"""Descriptions (SDP) rewritten so that sound passes through a hop: each end is told of the hop, not of the other."""

import re

from .hop import Address


def sound_address(sdp: str) -> Address | None:
    """Where the writer of this description receives sound; None when it describes none."""
    candidate = re.search(r"^a=candidate:\S+ 1 udp \d+ (\S+) (\d+) typ host", sdp, re.MULTILINE | re.IGNORECASE)
    if candidate:
        return candidate[1], int(candidate[2])
    medium = re.search(r"^m=audio (\d+)", sdp, re.MULTILINE)
    host = re.search(r"^c=IN IP[46] (\S+)", sdp, re.MULTILINE)
    return (host[1], int(medium[1])) if medium and host else None


def through(sdp: str, hop: Address) -> str:
    """The same, as if its writer were at `hop`. Of several ICE candidates one remains."""
    host, port = hop
    lines: list[str] = []
    has_candidate = False
    for line in sdp.split("\r\n"):
        if line.startswith("a=candidate:"):
            if has_candidate:
                continue
            has_candidate = True
            line = f"a=candidate:1 1 udp 2130706431 {host} {port} typ host"
        elif line.startswith("m="):
            has_candidate = False
            line = re.sub(r"^m=audio [1-9]\d*", f"m=audio {port}", line)
        elif line.startswith("c=IN IP4 ") and line != "c=IN IP4 0.0.0.0":
            line = f"c=IN IP4 {host}"
        lines.append(line)
    return "\r\n".join(lines)
