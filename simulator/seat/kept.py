"""What was made of a seat's state, kept until what it was made of changes.

A seat's desks are told of every change; most of what they show has not changed, and is handed out again as the same
object, so that comparing it with what was sent costs nothing either.
"""

from collections.abc import Callable, Hashable
from typing import TypeVar, cast

T = TypeVar("T")


class Kept:
    """By name, the last thing made and the key it was made for. The key must hold all that the thing depends on."""

    def __init__(self) -> None:
        self._made: dict[Hashable, tuple[object, object]] = {}

    def get(self, name: Hashable, key: object, make: Callable[[], T]) -> T:
        """The thing of this name, made again only for another key."""
        known = self._made.get(name)
        if known is not None and (known[0] is key or known[0] == key):
            return cast(T, known[1])
        made = make()
        self._made[name] = (key, made)
        return made
