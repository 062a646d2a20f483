"""Serving until told to stop, however it was started, and telling the desks before their connections end."""

import asyncio
import logging
import signal
import socket
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import uvicorn
from fastapi import FastAPI

from simulator.logs import LOGGING
from simulator.service.telling import ServiceManager
from simulator.serving.admission import Admission, Bounds
from simulator.serving.collecting import Collector
from simulator.serving.descriptors import for_connections, raise_descriptor_limit
from simulator.serving.guests import StayingGuest
from simulator.serving.http_protocol import BoundedHttp
from simulator.serving.renewing import Renewal
from simulator.serving.socket_protocol import LONGEST_MESSAGE, BoundedSocket
from simulator.settings import BadSettings, Settings

HANDSHAKE_SECONDS = 10.0
"""How long TLS may take to begin."""

TRUST_TLS_SECONDS = 30 * 24 * 3600
"""HSTS: how long a browser that has seen our certificate comes back by TLS only."""


def server_config(
    app: FastAPI, settings: Settings, chain: Path | None = None, key: Path | None = None
) -> uvicorn.Config:
    """uvicorn's settings, ours where it has none. `chain`, `key`: the certificate where TLS is ours.

    `X-Forwarded-For` counts from the proxies that the settings name, and from nobody else: uvicorn by itself believes
    this machine, and whatever FORWARDED_ALLOW_IPS says.
    """
    guests = Admission[StayingGuest](Bounds(for_connections(raise_descriptor_limit())))
    secure = [("strict-transport-security", f"max-age={TRUST_TLS_SECONDS}")]
    return uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        proxy_headers=bool(settings.proxies),
        forwarded_allow_ips=list(settings.proxies),
        log_level="warning",
        log_config=LOGGING,
        access_log=False,
        server_header=False,
        http=type("Http", (BoundedHttp,), {"guests": guests}),
        ws=type("Socket", (BoundedSocket,), {"guests": guests}),
        ws_max_size=LONGEST_MESSAGE,
        # A desk's messages are short: deflating each cost a tenth of a full house's time, and 40 kB a desk.
        ws_per_message_deflate=False,
        timeout_keep_alive=5,
        timeout_graceful_shutdown=5,
        headers=secure if chain else [],
        ssl_certfile=str(chain) if chain else None,
        ssl_keyfile=str(key) if key else None,
    )


class DeskServer(uvicorn.Server):
    """uvicorn closes WebSockets without a word; a desk must know a stop from a cut.

    `on_ready` is called once all is open: nothing is promised before. `manager`: what the machine's service manager
    is told while we run.
    """

    def __init__(
        self,
        config: uvicorn.Config,
        on_ready: Callable[[], None] | None = None,
        manager: ServiceManager | None = None,
    ) -> None:
        super().__init__(config)
        self._on_ready = on_ready
        self._manager = manager
        self._renewal: Renewal | None = None
        logging.getLogger("uvicorn.error").addFilter(self._has_no_words)

    @property
    def start_problem(self) -> BadSettings | None:
        """Why the application did not start, when that has a sentence."""
        app = self.config.app
        return getattr(app.state, "start_problem", None) if isinstance(app, FastAPI) else None

    def _has_no_words(self, record: logging.LogRecord) -> bool:
        """The trace of a start that failed is not for whoever has a sentence to read."""
        return self.start_problem is None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """As uvicorn does it, with a limit on how long TLS may take to begin."""
        await self._start(sockets)
        self._collector = Collector()
        if self._on_ready is not None and not self.should_exit:
            self._on_ready()

    @contextmanager
    def capture_signals(self) -> Generator[None]:
        """uvicorn's SIGINT and SIGTERM; SIGHUP as well, so that a closed terminal ends calls and files properly. What
        whoever started us ignores (nohup: SIGHUP; a shell's `&`: SIGINT) stays ignored: they meant it."""
        hang_up = getattr(signal, "SIGHUP", None)
        ignored = [one for one in (hang_up, signal.SIGINT) if one and signal.getsignal(one) is signal.SIG_IGN]
        before = signal.signal(hang_up, self.handle_exit) if hang_up and hang_up not in ignored else None
        with super().capture_signals():
            for one in ignored:
                signal.signal(one, signal.SIG_IGN)
            yield
        if hang_up and before is not None:
            signal.signal(hang_up, before)

    async def on_tick(self, counter: int) -> bool:
        self._collector.tick()
        if self._manager is not None:
            self._manager.pulse()
        if self._renewal is not None:
            self._renewal.tick()
        return await super().on_tick(counter)

    async def _start(self, sockets: list[socket.socket] | None) -> None:
        if self.config.ssl is None:
            await super().startup(sockets)
            return
        self._renewal = Renewal(
            self.config.ssl, Path(str(self.config.ssl_certfile)), Path(str(self.config.ssl_keyfile))
        )
        loop = asyncio.get_running_loop()
        create_server = loop.create_server

        async def bounded(*given: Any, **settings: Any) -> Any:
            return await create_server(*given, **settings, ssl_handshake_timeout=HANDSHAKE_SECONDS)

        loop.create_server = bounded  # type: ignore[method-assign]  uvicorn has no setting for it
        try:
            await super().startup(sockets)
        finally:
            loop.create_server = create_server  # type: ignore[method-assign]  uvicorn has no setting for it

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        if self._manager is not None:
            self._manager.stopping("S’arrête : les appels et leurs enregistrements se terminent")
        # Nobody comes back to a server that is leaving.
        for server in self.servers:
            server.close()
        app = self.config.app
        services = getattr(app.state, "services", None) if isinstance(app, FastAPI) else None
        if services is not None:
            await services.rooms.say_goodbye()
        await super().shutdown(sockets)
