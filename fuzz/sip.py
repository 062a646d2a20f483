"""SIP at our port: whole messages, from strangers and within the dialog of a running call."""

import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fuzz.call import Call, a_call
from fuzz.target import Door, Target
from telephony.sip import Flow
from telephony.sip.digest import REMEMBERED_NONCES
from telephony.sip.server_transactions import MOST_TRANSACTIONS
from tests.sip.ports import crlf

STRANGER = Flow("UDP", "127.0.0.1", 5999)

_HEAD = """Via: SIP/2.0/UDP 127.0.0.1:5999;branch=z9hG4bKfuzz{number};rport
Max-Forwards: 70
From: "Léa" <sip:lea@127.0.0.1>;tag=bare
To: <sip:0612345678@127.0.0.1>{tag}
Call-ID: {call}
CSeq: {number} {method}
Contact: <sip:lea@127.0.0.1:5999>
"""

_SDP = """v=0
o=x 1 1 IN IP4 127.0.0.1
s=-
c=IN IP4 127.0.0.1
t=0 0
m=audio 40000 RTP/AVP 8 0 9 101
a=rtpmap:101 telephone-event/8000
a=sendonly
"""


def _message(
    method: str, number: int = 9, more: str = "", body: str = "", call: str = "fuzz", tag: str = ""
) -> bytes:
    head = _HEAD.format(method=method, number=number, call=call, tag=tag)
    text = f"{method} sip:0612345678@127.0.0.1 SIP/2.0\n{head}{more}Content-Length: {len(crlf(body))}\n\n{body}"
    return crlf(text).encode()


DIALOG = b"<DIALOG>"
"""Stands in an input for Call-ID and tag of the running call."""


def _within(method: str, more: str = "", body: str = "") -> bytes:
    data = _message(method, 77, more, body, call="CALLID", tag=";tag=OURTAG")
    return data.replace(b"CALLID", DIALOG + b"id").replace(b"OURTAG", DIALOG + b"tag")


SEEDS = (
    _message("OPTIONS"),
    _message("REGISTER", more="Expires: 60\n"),
    _message("REGISTER", more='Authorization: Digest username="lea", realm="combine", nonce="0", uri="sip:x", '
             'response="0", algorithm=MD5, qop=auth, nc=00000001, cnonce="0"\nExpires: 0\n'),
    _message("INVITE", more="Content-Type: application/sdp\n", body=_SDP),
    _message("ACK"), _message("BYE"), _message("CANCEL"), _message("UPDATE"),
    _within("INVITE", "Content-Type: application/sdp\nSession-Expires: 90;refresher=uac\nSupported: timer\n", _SDP),
    _within("UPDATE", "Content-Type: application/sdp\n", _SDP),
    _within("INFO", "Content-Type: application/dtmf-relay\n", "Signal=5\nDuration=160\n"),
    _within("REFER", "Refer-To: <sip:x@127.0.0.1?Replaces=a%3Bto-tag%3Db%3Bfrom-tag%3Dc>\n"),
    _within("ACK"), _within("BYE"), _within("NOTIFY"),
    crlf("SIP/2.0 200 OK\n" + _HEAD.format(method="INVITE", number=1, call="x", tag=";tag=y")
         + "Content-Length: 0\n\n").encode(),
)  # fmt: skip

WORDS = (
    b"Content-Length: ", b"Via: SIP/2.0/UDP ", b"CSeq: 4294967296 ", b"Record-Route: <sip:a;lr>", b"Require: timer",
    b"\r\n", b"\r\n\r\n", b" ;tag=", b"sip:", b"tel:", b"<", b">", b'"', b"%00", b"\x00", b"\xff\xfe", DIALOG + b"id",
    b"Session-Expires: ", b"Reason: SIP;cause=200", b"Content-Type: application/sdp", b"Expires: ", b"Contact: *",
)  # fmt: skip


@asynccontextmanager
async def door() -> AsyncIterator[Door]:
    with tempfile.TemporaryDirectory(prefix="fuzz-sip-") as folder:
        async with a_call(Path(folder)) as call:
            endpoint = call.board.calls.endpoint

            def feed(data: bytes) -> None:
                endpoint.take(_addressed(data, call), STRANGER)

            def sizes() -> dict[str, tuple[int, int]]:
                return {
                    "server transactions": (len(endpoint.server), MOST_TRANSACTIONS),
                    "client transactions": (len(endpoint.client), MOST_TRANSACTIONS),
                    "nonces": (endpoint.nonces_remembered, REMEMBERED_NONCES),
                    "legs": (call.board.calls.open_legs, 1000),
                }

            yield Door(feed, sizes, call.again)


def _addressed(data: bytes, call: Call) -> bytes:
    dialog = call.phone.dialog
    return data.replace(DIALOG + b"id", dialog.call_id.encode()).replace(DIALOG + b"tag", dialog.local_tag.encode())


TARGET = Target("sip", door, SEEDS, WORDS)
