"""A switch with telephones: real baresip peers, a browser, and what they hear of each other."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from simulator.certificate import Certificate
from telephony import MediaSettings, Role, Switch, SwitchEvent, finish_recording
from telephony.finishing.mixdown import RecordingReport
from telephony.sip import CallerId, IncomingCall, SipSettings, Switchboard, server_context
from tests.sip.baresip import Baresip, account_line
from tests.sip.ports import ACCOUNTS, KnownAccounts
from tests.sound import RATE, Samples, read_stereo

CUSTOMER = CallerId("0612345678", "Hélène Çelik")


@dataclass
class Exchange:
    """A running switch and its switchboard."""

    switch: Switch
    board: Switchboard
    folder: Path
    events: list[SwitchEvent] = field(default_factory=list[SwitchEvent])
    told_at: list[tuple[float, SwitchEvent]] = field(default_factory=list[tuple[float, SwitchEvent]])
    """The same with the loop's time, for diagrams."""
    dialled: list[IncomingCall] = field(default_factory=list[IncomingCall])
    authority: Path | None = None
    """Of the certificate with which telephones find us over TLS."""

    @property
    def port(self) -> int:
        return self.board.calls.endpoint.port

    @asynccontextmanager
    async def phone(
        self,
        user: str,
        voice: Samples,
        *,
        transport: str = "udp",
        codecs: str = "",
        answer: str = "manual",
        folder: str = "",
        srtp: str = "",
    ) -> AsyncIterator[Baresip]:
        """A registered telephone. `codecs`: its audio_codecs, e.g. "PCMU/8000/1"; `srtp`: its mediaenc."""
        more = f";audio_codecs={codecs}" if codecs else ""
        more += f";mediaenc={srtp}" if srtp else ""
        endpoint = self.board.calls.endpoint
        port, host = (endpoint.tls_port or 0) if transport == "tls" else endpoint.port, endpoint.settings.host
        server = f"[{host}]" if ":" in host else host
        line = account_line(user, ACCOUNTS[user].password, port, transport=transport, more=more, host=server)
        place = self.folder / f"phone-{folder or user}"
        async with Baresip(place, line, voice, answer=answer, host=host, authority=self.authority) as phone:
            await phone.until_logged("200 OK")
            yield phone

    def ring_adviser(self, user: str = "lea", *, only_phone: bool = True, ring_seconds: float = 15) -> None:
        """The customer, whoever speaks for them, calls the adviser's telephone."""
        self.ring(Role.CUSTOMER, ring_seconds)
        self.board.ring_phones("c1", Role.ADVISER, self.board.phones(user), CUSTOMER, only_phone=only_phone)

    def ring(self, caller: Role, ring_seconds: float = 15) -> None:
        self.switch.ring(
            "c1",
            adviser_line="adviser",
            customer_line="customer",
            caller=caller,
            folder=self.folder / "c1",
            ring_seconds=ring_seconds,
        )

    async def until(self, holds: Callable[[], bool], what: str, seconds: float = 10) -> None:
        try:
            async with asyncio.timeout(seconds):
                while not holds():
                    await asyncio.sleep(0.01)
        except TimeoutError:
            raise AssertionError(
                f"{what}: not within {seconds} s; {self.events}\n{self.told_on_the_wire()}"
            ) from None

    def told_on_the_wire(self) -> str:
        """Every SIP message of the test, for whoever reads its failure."""
        trace = self.board.calls.endpoint.trace
        return "\n".join(
            f"── {way} {flow.transport}\n{data.decode(errors='replace')}" for _, way, flow, data in trace
        )

    async def until_heard(self, ears: Callable[[], Samples], seconds: float, within: float = 30) -> None:
        """Until so much has come out of this loudspeaker: on a busy machine that takes longer than its length."""
        async with asyncio.timeout(within):
            while len(ears()) < seconds * RATE:
                await asyncio.sleep(0.05)

    async def told(self, kind: type[SwitchEvent], seconds: float = 10) -> SwitchEvent:
        await self.until(lambda: any(isinstance(event, kind) for event in self.events), kind.__name__, seconds)
        return next(event for event in self.events if isinstance(event, kind))

    async def recording(self) -> tuple[RecordingReport, Samples, Samples]:
        """The report, the adviser's channel and the customer's."""
        await self.until(lambda: self.switch.is_written("c1"), "written")
        report = await asyncio.to_thread(finish_recording, self.folder / "c1")
        left, right = await asyncio.to_thread(read_stereo, self.folder / "c1" / "call.ogg")
        return report, left, right


@asynccontextmanager
async def an_exchange(
    folder: Path,
    *,
    grace_seconds: float = 5,
    silence_seconds: float = 5,
    on_dial: Callable[[Exchange, IncomingCall], None] | None = None,
    trace: bool = True,
    host: str = "127.0.0.1",
    certificate: Certificate | None = None,
    only_encrypted_sound: bool = False,
    remembers: Path | None = None,
) -> AsyncIterator[Exchange]:
    events: list[SwitchEvent] = []
    media = MediaSettings(
        grace_seconds=grace_seconds,
        connect_seconds=3,
        silence_seconds=silence_seconds,
        phone_silence_seconds=silence_seconds,
        phone_answer_seconds=1.5,
    )
    told_at: list[tuple[float, SwitchEvent]] = []

    def on_event(event: SwitchEvent) -> None:
        events.append(event)
        told_at.append((asyncio.get_running_loop().time(), event))

    async with Switch(media, on_event) as switch:

        def dialled(call: IncomingCall) -> None:
            made.dialled.append(call)
            if on_dial is not None:
                on_dial(made, call)

        settings = SipSettings(
            host=host,
            port=0,
            trace=trace,
            tls=server_context(certificate.chain, certificate.key) if certificate is not None else None,
            tls_port=0,
            only_encrypted_sound=only_encrypted_sound,
            remembers=remembers,
        )
        board = Switchboard(switch, settings, KnownAccounts(), lambda _: None, dialled)
        made = Exchange(switch, board, folder, events, told_at)
        made.authority = certificate.authority if certificate is not None else None
        async with board:
            yield made
