"""Serving until told to stop, and telling the desks before their connections end."""

import logging
import socket
from collections.abc import Callable

import uvicorn
from fastapi import FastAPI

from simulator.settings import BadSettings


class DeskServer(uvicorn.Server):
    """uvicorn closes WebSockets without a word; a desk must know a stop from a cut.

    `on_ready` is called once all is open: nothing is promised before.
    """

    def __init__(self, config: uvicorn.Config, on_ready: Callable[[], None] | None = None) -> None:
        super().__init__(config)
        self._on_ready = on_ready
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
        await super().startup(sockets)
        if self._on_ready is not None and not self.should_exit:
            self._on_ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        # Nobody comes back to a server that is leaving.
        for server in self.servers:
            server.close()
        app = self.config.app
        services = getattr(app.state, "services", None) if isinstance(app, FastAPI) else None
        if services is not None:
            await services.rooms.say_goodbye()
        await super().shutdown(sockets)
