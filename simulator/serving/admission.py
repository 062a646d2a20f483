"""Which connections stay when there are many: pure, told what each does, tells which must end.

A connection is **waiting** while the server has nothing of it to work on: silent, in the middle of its head or its
body, or between two requests. Anybody can open those without end, so they are bounded per address and in all; one too
many, and the oldest waiting one ends, so that whoever comes to work gets in whatever others hold. A connection that
carried a sign-in is known: it counts apart, and strangers never cost it its place.
"""

from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

WAITING_PER_ADDRESS = 256
"""A whole training room behind one router opens some two hundred at once, each for a second."""

WAITING_IN_ALL = 1024


class Guest(Protocol):
    """A connection, as far as this module looks at it. Hashed by identity."""

    @property
    def address(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Bounds:
    """`in_all`: every connection, known ones included; `kept_for_known`: of those, what strangers cannot take."""

    in_all: int
    waiting_per_address: int = WAITING_PER_ADDRESS
    waiting_in_all: int = WAITING_IN_ALL

    @property
    def kept_for_known(self) -> int:
        return self.in_all // 4


G = TypeVar("G", bound=Guest)


class Admission(Generic[G]):
    """Who is here. Each call costs the same however many there are."""

    def __init__(self, bounds: Bounds) -> None:
        self._bounds = bounds
        self._here: dict[G, None] = {}
        self._known: dict[G, None] = {}
        # Dictionaries keep their order: the first is the one that has waited longest.
        self._waiting: dict[G, None] = {}
        self._waiting_of: dict[str, dict[G, None]] = {}

    def __len__(self) -> int:
        return len(self._here)

    @property
    def waiting(self) -> int:
        return len(self._waiting)

    def came(self, guest: G) -> list[G]:
        """A new connection, waiting. Returns those that must end, `guest` itself when there is no room for it."""
        self._here[guest] = None
        ended = self.waits(guest)
        strangers = len(self._here) - len(self._known)
        if len(self._here) > self._bounds.in_all or strangers > self._bounds.in_all - self._bounds.kept_for_known:
            oldest = next(iter(self._waiting), guest)
            ended.append(oldest)
            self.left(oldest)
        return ended

    def works(self, guest: G) -> None:
        """Its request is whole: the server works on it, for as long as that takes."""
        self._wait_no_more(guest)

    def waits(self, guest: G) -> list[G]:
        """It has its answer, or has just come. Returns those that must end."""
        if guest not in self._here or guest in self._known:
            return []
        self._waiting.setdefault(guest)
        mine = self._waiting_of.setdefault(guest.address, {})
        mine.setdefault(guest)
        ended: list[G] = []
        if len(mine) > self._bounds.waiting_per_address:
            ended.append(next(iter(mine)))
        elif len(self._waiting) > self._bounds.waiting_in_all:
            ended.append(next(iter(self._waiting)))
        for one in ended:
            self.left(one)
        return ended

    def is_known(self, guest: G) -> None:
        """It carried a sign-in that holds."""
        if guest in self._here:
            self._wait_no_more(guest)
            self._known[guest] = None

    def left(self, guest: G) -> None:
        """It is closed, by whomever."""
        self._wait_no_more(guest)
        self._here.pop(guest, None)
        self._known.pop(guest, None)

    def _wait_no_more(self, guest: G) -> None:
        self._waiting.pop(guest, None)
        mine = self._waiting_of.get(guest.address)
        if mine is not None:
            mine.pop(guest, None)
            if not mine:
                del self._waiting_of[guest.address]
