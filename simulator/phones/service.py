"""The telephones of a running installation: who may register, who is registered, and the port that they use."""

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack

import structlog
from aiosipua import SipRequest

from simulator.phones.accounts import Telephone, make_missing_seat_accounts, telephones
from simulator.services import Services
from simulator.typography import french_spaces
from telephony.sip import Binding, CannotListen, Flow, SipAccount, SipEndpoint, SipSettings
from telephony.sip.server_transactions import ServerTransaction

log = structlog.get_logger(__name__)

REFRESH_SECONDS = 2.0
"""How soon an account made by a command beside the server may register."""


class Phones:
    """`async with Phones(services, on_change)`. Without a port (taken, or switched off) it knows of no telephone."""

    def __init__(self, services: Services, on_change: Callable[[str], None]) -> None:
        self._services, self._on_change = services, on_change
        self._by_user: dict[str, Telephone] = {}
        self._by_owner: dict[str, Telephone] = {}
        self._stack = AsyncExitStack()
        self._refresher: asyncio.Task[None] | None = None
        self.endpoint: SipEndpoint | None = None
        self.trouble = ""
        """Why there is no telephone though there should be, in French; empty when all is well."""

    async def __aenter__(self) -> "Phones":
        if not self._services.settings.has_sip:
            return self
        await self.refresh()
        try:
            self.endpoint = await self._stack.enter_async_context(self._endpoint())
        except CannotListen as error:
            taken = "il est déjà pris par un autre programme" if error.is_taken else error.reason
            self.trouble = french_spaces(
                f"Téléphones SIP indisponibles : le port {error.port} de {error.host} ne s’ouvre pas ({taken}). "
                "Le reste fonctionne ; choisissez un autre port avec COMBINE_SIP_PORT."
            )
            log.error("sip_cannot_listen", host=error.host, port=error.port, why=error.reason)
            return self
        log.info("sip_listening", host=self.endpoint.settings.host, port=self.endpoint.port)
        self._refresher = asyncio.create_task(self._refresh_often(), name="sip-accounts")
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._refresher is not None:
            self._refresher.cancel()
            await asyncio.gather(self._refresher, return_exceptions=True)
        await self._stack.aclose()

    # Directory, as the SIP port asks for it.

    def account(self, user: str) -> SipAccount | None:
        phone = self._by_user.get(user)
        return phone.account if phone is not None else None

    def of(self, owner: str) -> Telephone | None:
        """The telephone account of this actor."""
        return self._by_owner.get(owner)

    def registered(self, owner: str) -> list[Binding]:
        """The telephones of this actor that would ring now."""
        phone = self._by_owner.get(owner)
        return self.endpoint.registrar.phones(phone.account.user) if phone and self.endpoint else []

    async def refresh(self) -> None:
        """Reads the accounts again; those that were closed lose their registrations."""
        await make_missing_seat_accounts(self._services.sessions)
        found = await telephones(self._services.sessions, self._services.secret)
        gone = self._by_user.keys() - {one.account.user for one in found}
        self._by_user = {one.account.user: one for one in found}
        self._by_owner = {one.owner: one for one in found}
        if self.endpoint is not None:
            for user in gone:
                self.endpoint.registrar.drop_account(user)

    async def _refresh_often(self) -> None:
        while True:
            await asyncio.sleep(REFRESH_SECONDS)
            try:
                await self.refresh()
            except Exception:
                # A busy or absent database must not end registrations for good: the next turn tries again.
                log.exception("sip_accounts_not_read")

    def _endpoint(self) -> SipEndpoint:
        settings = self._services.settings
        sip = SipSettings(
            host=settings.sip_host,
            port=settings.sip_port,
            lockout_attempts=settings.lockout_attempts,
            lockout_seconds=settings.lockout_minutes * 60,
        )
        return SipEndpoint(sip, self, self._changed, self._on_request)

    @staticmethod
    def _on_request(request: SipRequest, flow: Flow, transaction: ServerTransaction | None) -> None:
        if transaction is not None:
            transaction.answer(503)

    def _changed(self, user: str) -> None:
        phone = self._by_user.get(user)
        if phone is not None:
            self._on_change(phone.owner)
