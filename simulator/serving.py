"""Serving until told to stop, and telling the desks before their connections end."""

import socket
from typing import Any

import uvicorn
from fastapi import FastAPI

from simulator.settings import Settings


def believed_proxies(settings: Settings) -> dict[str, Any]:
    """For uvicorn.Config: `X-Forwarded-For` counts from the proxies that the settings name, and from nobody else.

    uvicorn by itself believes this machine, and whatever FORWARDED_ALLOW_IPS says.
    """
    return {"proxy_headers": bool(settings.proxies), "forwarded_allow_ips": list(settings.proxies)}


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
