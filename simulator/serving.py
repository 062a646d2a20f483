"""Serving until told to stop, and telling the desks before their connections end."""

import socket

import uvicorn
from fastapi import FastAPI


class DeskServer(uvicorn.Server):
    """uvicorn closes WebSockets without a word; a desk must know a stop from a cut."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        # Nobody comes back to a server that is leaving.
        for server in self.servers:
            server.close()
        app = self.config.app
        services = getattr(app.state, "services", None) if isinstance(app, FastAPI) else None
        if services is not None:
            await services.rooms.say_goodbye()
        await super().shutdown(sockets)
