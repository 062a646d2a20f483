"""What an abuse is, and what it tells."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from abuse.house import House


@dataclass(frozen=True, slots=True)
class Seen:
    """`what` in a few words and figures; `is_right`: whether it is what was expected."""

    what: str
    is_right: bool


@dataclass(frozen=True, slots=True)
class Abuse:
    """`what` is done, `expected` of the server; `longest`: seconds after which it counts as failed."""

    what: str
    expected: str
    run: "Callable[[House], Awaitable[Seen]]"
    longest: float = 60.0
    soft_limit: int | None = None
    """Descriptors that the server is started with, as `ulimit -Sn` would."""
