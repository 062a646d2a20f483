"""A telephone made of text: it says exactly what a test wants, and nothing by itself."""

import asyncio
import itertools
import re
import socket

from tests.sip.ports import ACCOUNTS, Wire, authorization, crlf

_PHONES = itertools.count(1)


class BarePhone:
    """Dials, then speaks within the dialog. `rtp`: its socket of sound."""

    def __init__(self, wire: Wire, port: int, user: str = "lea") -> None:
        self.wire, self.port, self.user = wire, port, user
        self.rtp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.rtp.bind(("127.0.0.1", 0))
        self.to_tag = ""
        self.answer = ""
        self._numbers = itertools.count(1)
        self.invite_text = ""
        self.call_id = f"bare-{next(_PHONES)}-{wire.port}"
        """No port says which telephone it is: another may get it while the server still remembers this one's call."""
        self.number = "0612345678"
        """What it dials."""

    @classmethod
    async def at(cls, port: int) -> "BarePhone":
        return cls(await Wire.to(port), port)

    def close(self) -> None:
        self.wire.close()
        self.rtp.close()

    def sdp(self, direction: str = "sendrecv", host: str = "127.0.0.1", codecs: str = "8 0 101") -> str:
        port = self.rtp.getsockname()[1]
        return crlf(f"""v=0
            o=x 1 1 IN IP4 127.0.0.1
            s=-
            c=IN IP4 {host}
            t=0 0
            m=audio {port} RTP/AVP {codecs}
            a=rtpmap:101 telephone-event/8000
            a={direction}
            """)

    def request(
        self, method: str, *, number: int | None = None, body: str = "", more: str = "", kind: str = ""
    ) -> str:
        number = next(self._numbers) if number is None else number
        tag = f";tag={self.to_tag}" if self.to_tag else ""
        kind = kind or ("application/sdp" if body else "")
        content = f"Content-Type: {kind}\r\n" if kind else ""
        head = crlf(f"""{method} sip:{self.number}@127.0.0.1:{self.port} SIP/2.0
            Via: SIP/2.0/UDP 127.0.0.1:{self.wire.port};branch=z9hG4bK{method}{number}-{self.call_id};rport
            Max-Forwards: 70
            From: <sip:{self.user}@127.0.0.1>;tag=bare
            To: <sip:{self.number}@127.0.0.1>{tag}
            Call-ID: {self.call_id}
            CSeq: {number} {method}
            Contact: <sip:{self.user}@127.0.0.1:{self.wire.port}>
            {more}{content}Content-Length: {len(body)}

            """)
        return head + body

    async def until(self, first: str, seconds: float = 5) -> str:
        """The next message that begins so; others on the way are passed over."""
        async with asyncio.timeout(seconds):
            while True:
                text = await self.wire.received.get()
                if text.startswith(first):
                    return text

    async def dial(self, *, body: str | None = None, more: str = "") -> str:
        """Up to the 200, which is kept in `answer`; the ACK is the test's to send."""
        body = self.sdp() if body is None else body
        self.wire.send(self.request("INVITE", body=body, more=more))
        asked = await self.until("SIP/2.0 401")
        proof = authorization(asked, self.user, ACCOUNTS[self.user].password, "INVITE")
        self.wire.send(self.request("ACK", number=1).replace("z9hG4bKACK1", "z9hG4bKINVITE1"))
        self.invite_text = self.request("INVITE", body=body, more=proof + more)
        self.wire.send(self.invite_text)
        self.answer = await self.until("SIP/2.0 200")
        found = re.search(r"^To:.*;tag=(\S+)", self.answer, re.MULTILINE)
        assert found
        self.to_tag = found[1]
        return self.answer

    def acknowledge(self, number: int = 2) -> None:
        self.wire.send(self.request("ACK", number=number).replace(f"ACK{number}", f"ACK2xx{number}"))

    async def ask(self, method: str, **how: str) -> str:
        """A request within the dialog, and its final answer."""
        self.wire.send(self.request(method, **how))  # type: ignore[arg-type]  each by its own name
        async with asyncio.timeout(5):
            while True:
                text = await self.wire.received.get()
                if text.startswith("SIP/2.0") and not text.startswith("SIP/2.0 1") and f" {method}" in text:
                    return text
