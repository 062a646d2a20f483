"""The description of sound in a message's body, also where it is one part of several (RFC 5621)."""

import re

from aiosipua import SipRequest, SipResponse

SDP = "application/sdp"
_BOUNDARY = re.compile(r'boundary\s*=\s*(?:"([^"]+)"|([^\s;]+))', re.IGNORECASE)


def description_in(message: SipRequest | SipResponse) -> str:
    """Its SDP; "" where it has none."""
    kind, _, parameters = (message.content_type or "").partition(";")
    kind = kind.strip().lower()
    if not message.body:
        return ""
    if kind in (SDP, ""):
        return message.text
    found = _BOUNDARY.search(parameters)
    if not kind.startswith("multipart/") or found is None:
        return ""
    for part in message.text.split(f"--{found[1] or found[2]}")[1:]:
        head, _, body = part.replace("\r\n", "\n").strip("\n").partition("\n\n")
        if re.search(rf"^content-type\s*:\s*{re.escape(SDP)}\s*(;|$)", head, re.IGNORECASE | re.MULTILINE):
            return body
    return ""


def has_unknown_body(message: SipRequest | SipResponse) -> bool:
    """Something stands there, and no sound is described by it: 415."""
    return bool(message.body) and not description_in(message)
