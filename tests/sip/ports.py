"""A SIP port with two accounts, and a bare peer that says exactly what a test wants."""

import asyncio
import hashlib
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiosipua import SipRequest

from telephony.sip import Flow, SipAccount, SipEndpoint, SipSettings

ACCOUNTS = {
    "roy": SipAccount("roy", "secret-de-roy", "person:roy", "Nadia Roy"),
    "lea": SipAccount("lea", "secret-de-lea", "candidate:1", "Léa Martin"),
}


class KnownAccounts:
    """The directory of the tests. `made_beside`: an account that is known only once one has looked again."""

    def __init__(self, made_beside: SipAccount | None = None) -> None:
        self._accounts = dict(ACCOUNTS)
        self._made_beside = made_beside

    def account(self, user: str) -> SipAccount | None:
        return self._accounts.get(user)

    async def look_again(self) -> None:
        await asyncio.sleep(0.05)
        if self._made_beside is not None:
            self._accounts[self._made_beside.user] = self._made_beside


@dataclass
class Port:
    endpoint: SipEndpoint
    changes: list[str] = field(default_factory=list[str])
    requests: list[SipRequest] = field(default_factory=list[SipRequest])


@asynccontextmanager
async def a_port(
    attempts: int = 5, made_beside: SipAccount | None = None, host: str = "127.0.0.1"
) -> AsyncIterator[Port]:
    changes: list[str] = []
    requests: list[SipRequest] = []

    def on_request(request: SipRequest, flow: Flow, transaction: object) -> None:
        requests.append(request)
        if transaction is not None:
            transaction.answer(404)  # type: ignore[attr-defined]  a transaction that is only answered

    settings = SipSettings(host=host, port=0, lockout_attempts=attempts)
    async with SipEndpoint(settings, KnownAccounts(made_beside), changes.append, on_request) as endpoint:
        yield Port(endpoint, changes, requests)


class Wire(asyncio.DatagramProtocol):
    """Sends bytes and keeps what comes back."""

    def __init__(self) -> None:
        self.received: asyncio.Queue[str] = asyncio.Queue()
        self.transport: asyncio.DatagramTransport | None = None

    @classmethod
    async def to(cls, port: int, host: str = "127.0.0.1") -> "Wire":
        _, wire = await asyncio.get_running_loop().create_datagram_endpoint(cls, remote_addr=(host, port))
        return wire

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport  # type: ignore[assignment]  a datagram endpoint's

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        self.received.put_nowait(data.decode())

    @property
    def port(self) -> int:
        assert self.transport is not None
        return int(self.transport.get_extra_info("sockname")[1])

    def send(self, text: str | bytes) -> None:
        assert self.transport is not None
        self.transport.sendto(text if isinstance(text, bytes) else text.encode())

    async def ask(self, text: str | bytes, seconds: float = 3) -> str:
        self.send(text)
        async with asyncio.timeout(seconds):
            return await self.received.get()

    def close(self) -> None:
        assert self.transport is not None
        self.transport.close()


def register(
    user: str,
    wire_port: int,
    number: int,
    *,
    branch: str = "",
    contact: str | None = None,
    more: str = "",
    expires: int = 60,
) -> str:
    contact = f"<sip:{user}@127.0.0.1:{wire_port}>" if contact is None else contact
    return crlf(f"""REGISTER sip:127.0.0.1 SIP/2.0
        Via: SIP/2.0/UDP 127.0.0.1:{wire_port};branch=z9hG4bK{branch or number}-{user};rport
        Max-Forwards: 70
        From: <sip:{user}@127.0.0.1>;tag=f1
        To: <sip:{user}@127.0.0.1>
        Call-ID: reg-{user}-{wire_port}
        CSeq: {number} REGISTER
        Contact: {contact}
        Expires: {expires}
        User-Agent: Essai/1.0
        {more}Content-Length: 0

        """)


def crlf(text: str) -> str:
    return "\r\n".join(line.strip() for line in text.split("\n"))


def authorization(
    answer: str, user: str, password: str, method: str = "REGISTER", algorithm: str = "SHA-256", count: int = 1
) -> str:
    """The Authorization line for the challenge of this algorithm in an answer, computed here from RFC 7616."""
    line = next(one for one in answer.splitlines() if one.startswith("WWW-Auth") and f"algorithm={algorithm}" in one)
    fields = dict(re.findall(r'(\w+)="?([^",]+)"?', line))
    hashed = {"MD5": hashlib.md5, "SHA-256": hashlib.sha256}[algorithm]

    def h(text: str) -> str:
        return hashed(text.encode()).hexdigest()

    uri, nc, cnonce = "sip:127.0.0.1", f"{count:08x}", "0a4f113b"
    ha1, ha2 = h(f"{user}:{fields['realm']}:{password}"), h(f"{method}:{uri}")
    response = h(f"{ha1}:{fields['nonce']}:{nc}:{cnonce}:auth:{ha2}")
    return (
        f'Authorization: Digest username="{user}", realm="{fields["realm"]}", nonce="{fields["nonce"]}", uri="{uri}",'
        f' algorithm={algorithm}, qop=auth, nc={nc}, cnonce="{cnonce}", response="{response}"\r\n'
    )
