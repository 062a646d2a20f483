"""Serving until told to stop, and telling the desks before the connections end."""

import socket
from typing import Any

import uvicorn
from fastapi import FastAPI


class DeskServer(uvicorn.Server):
    """uvicorn closes WebSockets without a word; a desk must know a stop from a cut."""

    def __init__(self, config: uvicorn.Config, app: FastAPI) -> None:
        super().__init__(config)
        self._app = app

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        # Nobody comes back to a server that is leaving.
        for server in self.servers:
            server.close()
        services = getattr(self._app.state, "services", None)
        if services is not None:
            await services.rooms.say_goodbye()
        await super().shutdown(sockets)


def serve(app: FastAPI, **options: Any) -> None:
    """As uvicorn.run, with these options for its Config."""
    options = {"log_level": "warning", "ws_max_size": 200_000, "timeout_graceful_shutdown": 5, **options}
    DeskServer(uvicorn.Config(app, **options), app).run()
