"""A uvicorn connection as a guest of the house: counted while it is here, ended when there is no room for it."""

import asyncio
from typing import TYPE_CHECKING

from simulator.serving.admission import Admission

if TYPE_CHECKING:
    from starlette.requests import HTTPConnection


class StayingGuest:
    """Mixed into uvicorn's protocols, which have `client` and `transport`."""

    guests: "Admission[StayingGuest]"
    client: tuple[str, int] | None
    transport: asyncio.Transport

    @property
    def address(self) -> str:
        return self.client[0] if self.client else "?"

    def enter(self) -> None:
        """It has come; somebody who only waits may have to go for it."""
        _end(self.guests.came(self))

    def work(self) -> None:
        """What it asked is whole."""
        self.guests.works(self)

    def wait_again(self) -> None:
        """It has its answer."""
        _end(self.guests.waits(self))

    def know(self) -> None:
        """It carried a sign-in that holds."""
        self.guests.is_known(self)

    def leave(self) -> None:
        self.guests.left(self)


def know_connection(connection: "HTTPConnection") -> None:
    """Whoever proves a sign-in says so here: from now on strangers cost this connection nothing.

    Nothing happens where another server than ours carries the request (tests in memory).
    """
    guest = connection.scope.get("state", {}).get("connection")
    if isinstance(guest, StayingGuest):
        guest.know()


def _end(guests: "list[StayingGuest]") -> None:
    for guest in guests:
        guest.transport.abort()
