"""Every call with a telephone: finds the dialog that a message belongs to, or begins one."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from typing import Any, Protocol

import structlog
from aiosipua import SipRequest

from telephony.codecs import Codec

from .addresses import address_in
from .caller_id import CallerId
from .endpoint import SipEndpoint
from .extension import NotRegistered
from .incoming import IncomingCall
from .leg import LegListener, SipLeg
from .outgoing import Phone, Ringing, RingListener
from .registration import Registration
from .rtp import NoFreePort
from .server_transactions import ServerTransaction
from .settings import Directory, SipSettings
from .wire import Flow

log = structlog.get_logger(__name__)

MOST_LEGS = 1000


class CallListener(LegListener, RingListener, Protocol):
    """Who decides what a call is for."""

    def phone_dials(self, call: IncomingCall) -> None:
        """A telephone dials; `call` must be accepted or refused in the end."""
        ...

    def phone_gave_up(self, call: IncomingCall) -> None: ...


class SipCalls:
    """`async with SipCalls(settings, directory, on_change, listener)`. Raises CannotListen."""

    def __init__(
        self,
        settings: SipSettings,
        directory: Directory,
        on_change: Callable[[str], None],
        listener: CallListener,
    ) -> None:
        self.endpoint = SipEndpoint(settings, directory, on_change, self._take)
        self._listener, self._ports = listener, settings.rtp_ports
        self.registrations: set[Registration] = set()
        """Where we are registered ourselves: calls from there need no digest."""
        self._legs: dict[tuple[str, str], SipLeg] = {}
        self._incoming: dict[ServerTransaction, IncomingCall] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> "SipCalls":
        await self.endpoint.__aenter__()
        return self

    async def __aexit__(self, *_: object) -> None:
        for call in self._incoming.values():
            call.refuse(503)
        for leg in list(self._legs.values()):
            if leg.is_connected:
                leg.hang_up()
            leg.close()
        # What was just sent leaves before the sockets close.
        await asyncio.sleep(0)
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.endpoint.__aexit__()

    @property
    def open_legs(self) -> int:
        self._sweep()
        return len(self._legs)

    def legs_of(self, account: str) -> list[SipLeg]:
        """The connected ones of this account's telephones."""
        self._sweep()
        return [leg for leg in self._legs.values() if leg.account == account and leg.is_connected]

    def ring(self, phones: Sequence[Phone], caller: CallerId, codecs: Sequence[Codec]) -> Ringing:
        """Rings these telephones; the listener hears how it goes. `codecs`: what the other side speaks, first."""
        ringing = Ringing(self.endpoint, caller, self._listener, self._listener)

        async def start() -> None:
            try:
                await ringing.start(phones, codecs, self._ports)
            except NoFreePort as error:
                log.error("sip_no_free_rtp_port", range=str(error))
                ringing.stop()
                self._listener.nobody_answers(ringing, 503)
            except NotRegistered as error:
                log.info("sip_registrar_gone", registrar=str(error))
                ringing.stop()
                self._listener.nobody_answers(ringing, 480)
            for leg in ringing.legs:
                self._legs[leg.key] = leg

        self._own(start())
        return ringing

    def _take(self, request: SipRequest, flow: Flow, transaction: ServerTransaction | None) -> None:
        if request.method == "CANCEL" and transaction is not None:
            self._cancel(request, transaction)
            return
        named = address_in(request, "to")
        tag = named.tag if named is not None else ""
        if tag:
            leg = self._legs.get((request.call_id or "", tag))
            sender = address_in(request, "from")
            known = leg is not None and sender is not None and sender.tag == leg.dialog.remote_tag
            if leg is not None and known and not leg.is_over:
                leg.take(request, flow, transaction)
                return
            if transaction is not None:
                transaction.answer(481)
            return
        if transaction is None:
            return
        if request.method == "INVITE":
            self._invited(transaction, flow)
        else:
            transaction.answer(481 if request.method in ("BYE", "INFO", "UPDATE") else 405)

    def _invited(self, transaction: ServerTransaction, flow: Flow) -> None:
        # From where we are registered ourselves: it is we who proved who we are, the other way round.
        through = next((one for one in self.registrations if one.trusts(transaction.request, flow)), None)
        account = self.endpoint.authenticate(transaction) if through is None else None
        if account is None and through is None:
            return
        self._sweep()
        if len(self._legs) >= MOST_LEGS:
            transaction.answer(503)
            return
        call = IncomingCall(self.endpoint, transaction, account, self._listener, through)
        transaction.answer(100)
        self._legs[call.leg.key] = call.leg
        self._incoming[transaction] = call

        async def prepare() -> None:
            if await call.prepare(self._ports):
                self._listener.phone_dials(call)

        self._own(prepare())

    def _cancel(self, request: SipRequest, transaction: ServerTransaction) -> None:
        invite = self.endpoint.server.find(request, "INVITE")
        if invite is None:
            transaction.answer(481)
            return
        call = self._incoming.get(invite)
        transaction.answer(200, tag=call.leg.dialog.local_tag if call is not None else None)
        if call is not None and not call.is_over:
            call.refuse(487)
            self._listener.phone_gave_up(call)

    def _sweep(self) -> None:
        self._legs = {key: leg for key, leg in self._legs.items() if not leg.is_over}
        self._incoming = {transaction: call for transaction, call in self._incoming.items() if not call.is_over}

    def _own(self, coroutine: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(coroutine)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            log.error("sip_task_failed", exc_info=task.exception())
