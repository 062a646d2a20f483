"""What every control of a seat is: it handles the commands it knows, and leaves the others."""

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from simulator.desk.feed import DeskFeed
    from simulator.desk.seat_room import SeatRoom
    from simulator.live_messages.commands import Command


class Control(Protocol):
    """Called under the seat's lock. Raises Refused, AlreadyDone, TelephonyError."""

    def __init__(self, room: "SeatRoom") -> None: ...

    async def handle(self, desk: "DeskFeed", command: "Command") -> bool:
        """Whether the command was one of its own."""
        ...
