"""A telephone made of text, on a TLS connection."""

import asyncio
import ssl

from simulator.certificate import Certificate
from tests.sip.ports import ACCOUNTS, Wire, authorization, register


class TlsWire(Wire):
    """As `Wire`, over TLS, with the certificate checked as a telephone does."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        super().__init__()
        self._reader, self._writer = reader, writer
        self._task = asyncio.create_task(self._read())

    @classmethod
    async def over(cls, port: int, certificate: Certificate) -> "TlsWire":
        context = ssl.create_default_context(cafile=str(certificate.authority))
        return cls(*await asyncio.open_connection("127.0.0.1", port, ssl=context))

    @property
    def port(self) -> int:
        return int(self._writer.get_extra_info("sockname")[1])

    def send(self, text: str | bytes) -> None:
        data = text if isinstance(text, bytes) else text.encode()
        self._writer.write(data.replace(b"SIP/2.0/UDP", b"SIP/2.0/TLS"))

    def close(self) -> None:
        self._task.cancel()
        self._writer.close()

    async def registers(self, user: str = "lea", scheme: str = "sip") -> None:
        contact = f"<{scheme}:{user}@127.0.0.1:{self.port};transport=tls>"
        asked = await self.ask(register(user, self.port, 1, contact=contact))
        proof = authorization(asked, user, ACCOUNTS[user].password)
        answer = await self.ask(register(user, self.port, 2, contact=contact, more=proof))
        assert answer.startswith("SIP/2.0 200"), answer

    async def until(self, first: str, seconds: float = 5) -> str:
        """The next message that begins so; others on the way are passed over."""
        async with asyncio.timeout(seconds):
            while not (text := await self.received.get()).startswith(first):
                pass
        return text

    def answers(self, request: str, status: str) -> None:
        kept = ("via:", "from:", "call-id:", "cseq:")
        lines = [line for line in request.split("\r\n") if line.lower().startswith(kept)]
        to = next(line for line in request.split("\r\n") if line.lower().startswith("to:"))
        self.send("\r\n".join([f"SIP/2.0 {status}", *lines, f"{to};tag=bare", "Content-Length: 0", "", ""]))

    async def _read(self) -> None:
        try:
            while True:
                head = (await self._reader.readuntil(b"\r\n\r\n")).decode()
                length = next(
                    int(line.split(":")[1])
                    for line in head.lower().split("\r\n")
                    if line.startswith("content-length")
                )
                self.received.put_nowait(head + (await self._reader.readexactly(length)).decode())
        except (asyncio.IncompleteReadError, OSError):
            return
