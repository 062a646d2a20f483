"""What a desk needs of the telephones: who can be rung, and the switchboard that rings them."""

from collections.abc import Sequence
from typing import Literal, Protocol

from simulator.ids import SeatId, SessionId
from telephony.sip import Phone, Switchboard


class Telephones(Protocol):
    """`owner`: the actor whose telephones they are."""

    switchboard: Switchboard | None
    """None where there are no telephones."""

    def reachable(self, owner: str) -> list[Phone]: ...
    def ringing_phones(self, owner: str, session_id: SessionId) -> Sequence[Phone]: ...
    def rings_browser(self, owner: str, session_id: SessionId) -> bool: ...
    def device(self, owner: str, session_id: SessionId) -> Literal["browser", "phone", "both"]: ...
    def listening_number(self, seat_id: SeatId) -> str | None: ...
    def call_trouble(self, owner: str) -> str:
        """What their telephone did with its last call that brought none, in French; empty where nothing is wrong."""
        ...
