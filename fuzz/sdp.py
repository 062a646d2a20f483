"""SDP alone: far more of it in a second than through whole messages, and the answer that we would give."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fuzz.target import Door, Target
from telephony.sip import sdp
from telephony.sip.session import Session
from tests.sip.ports import crlf

_LINPHONE = """v=0
o=lea 2890 1 IN IP4 192.168.1.9
s=Talk
c=IN IP4 192.168.1.9
t=0 0
a=rtcp-xr:rcvr-rtt=all:10000 stat-summary=loss,dup,jitt,TTL voip-metrics
m=audio 7078 RTP/AVPF 96 97 98 0 8 101
a=rtpmap:96 opus/48000/2
a=fmtp:96 useinbandfec=1
a=rtpmap:97 speex/16000
a=rtpmap:101 telephone-event/48000
a=rtcp-fb:* trr-int 1000
a=rtcp-mux
"""

_SECURE = """v=0
o=- 1 1 IN IP6 ::1
s=-
c=IN IP6 ::1
t=0 0
m=audio 4000 RTP/SAVP 9 8 101
a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz
a=rtpmap:9 G722/8000
a=rtcp:4001 IN IP6 ::1
a=ptime:30
a=inactive
m=video 0 RTP/AVP 31
"""

SEEDS = (
    crlf(_LINPHONE).encode(),
    crlf(_SECURE).encode(),
    crlf("v=0\nc=IN IP4 0.0.0.0\nm=audio 9 RTP/AVP 0\n").encode(),
)
WORDS = (b"m=audio ", b"a=rtpmap:", b"c=IN IP6 ", b"a=sendonly", b"/48000/2", b" RTP/AVP ", b"a=crypto:1 ", b"=",
         b"\n", b"99999999999999999999", b"-1", b"a=fmtp:", b"a=rtcp:")  # fmt: skip


@asynccontextmanager
async def door() -> AsyncIterator[Door]:
    session = Session("127.0.0.1", 4000, 1)

    def feed(data: bytes) -> None:
        try:
            theirs = sdp.read(data.decode("utf-8", errors="replace"))
        except sdp.NoCommonSound:
            return
        codec = theirs.first_of(sdp.PREFERRED)
        if codec is not None:
            sdp.read(session.answer(theirs, codec))

    yield Door(feed)


TARGET = Target("sdp", door, SEEDS, WORDS)
