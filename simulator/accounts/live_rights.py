"""What is open just now, and the right that each open thing stands on: it ends or changes with that right, at once.

A WebSocket, a sound line, a telephone that listens: each holds a `LiveRight`. Where a right is lost or changed in the
database, `LiveRights` is told once that is committed (`publish_after_commit`). It marks every right concerned in the
same breath: whatever comes next over these connections meets `must_hold` within its seat's own order and does not
count. Then it wakes whoever owns the connections, and tells the subscribers (telephones, rooms) one change after the
other, in a task of its own.

One server for each database (see storage/folder_lock.py): memory is enough.
"""

import asyncio
from collections.abc import Awaitable, Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

import structlog
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncSession

from simulator.errors import Forbidden, NotSignedIn, SimulatorError
from simulator.ids import PersonId, SeatId

log = structlog.get_logger(__name__)

Reason = Literal["signed_out", "seat_closed"]
"""As desks are told: their sign-in is over; this seat is no longer theirs."""

Ask = Callable[[], Awaitable[None]]
"""Reads in the database whether a right still stands, and takes in what has changed of it. Raises SimulatorError."""


@dataclass(frozen=True, slots=True)
class RightsChanged:
    """What was lost or changed. `sign_ins` are over, for `reason`; with `person_id` or `seat_id`, whatever concerns
    them is asked anew; with both, that person at that seat."""

    sign_ins: frozenset[str] = frozenset()
    reason: Reason = "signed_out"
    person_id: PersonId | None = None
    seat_id: SeatId | None = None

    def doubts(self, right: "LiveRight") -> bool:
        if self.person_id is None and self.seat_id is None:
            return False
        return self.person_id in (None, right.person_id) and self.seat_id in (None, right.seat_id)


class LiveRight:
    """Of one open thing. `ask` is called where something concerning it has changed; `seat_id`: where it is open."""

    def __init__(
        self,
        person_id: PersonId,
        seat_id: SeatId,
        ask: Ask,
        sign_in_id: str | None = None,
        lines: dict[str, str] | None = None,
    ) -> None:
        self.person_id, self.seat_id, self.sign_in_id = person_id, seat_id, sign_in_id
        self.lost: Reason | None = None
        self.is_used = False
        """Somebody has done something with it since `LiveRights.used` last looked."""
        self._ask = ask
        self._lines = {} if lines is None else lines
        self._is_doubtful = False
        self._asking = asyncio.Lock()
        self._changed = asyncio.Event()

    async def must_hold(self) -> None:
        """For each command, within its seat's own order. Raises NotSignedIn, Forbidden.

        Cancelled, it knows no more than before: the next call asks again.
        """
        await self.settle()
        if self.lost == "signed_out":
            raise NotSignedIn
        if self.lost is not None:
            raise Forbidden("Ce poste n’est plus l’un des vôtres.")
        self.is_used = True

    def opens_line(self, line_id: str) -> None:
        """This sound line is this sign-in's from now on: it ends with it, whatever becomes of the page."""
        if self.sign_in_id is not None:
            self._lines[line_id] = self.sign_in_id

    def has_line(self, line_id: str) -> bool:
        """Whether nobody else has opened it since."""
        return self._lines.get(line_id) in (None, self.sign_in_id)

    async def settle(self) -> None:
        """Asks anew where something has changed; `lost` is then what it is. Cancelled, it is asked again."""
        async with self._asking:
            while self._is_doubtful and self.lost is None:
                self._is_doubtful = False
                try:
                    await self._ask()
                except SimulatorError as error:
                    self.lose("signed_out" if error.status == 401 else "seat_closed")
                except BaseException:
                    self._is_doubtful = True
                    raise

    async def changed(self) -> None:
        """Waits until the right was lost or is to be asked anew."""
        await self._changed.wait()
        self._changed.clear()

    async def until_lost(self) -> Reason:
        """Asks anew at each change, until the right is lost; says why. Cancelled, it only stops looking."""
        while self.lost is None:
            await self.changed()
            await self.settle()
        return self.lost

    def lose(self, reason: Reason) -> None:
        self.lost = self.lost or reason
        self._changed.set()

    def doubt(self) -> None:
        self._is_doubtful = True
        self._changed.set()


class LiveRights:
    """`async with LiveRights()`: the registry of what is open, and the one place where changes are told."""

    def __init__(self) -> None:
        self.lines: dict[str, str] = {}
        """Which sign-in opened a desk's sound line."""
        self._held: set[LiveRight] = set()
        self._subscribers: list[Callable[[RightsChanged], Awaitable[None]]] = []
        self._changes: asyncio.Queue[RightsChanged] = asyncio.Queue()
        self._teller: asyncio.Task[None] | None = None

    async def __aenter__(self) -> "LiveRights":
        self._teller = asyncio.create_task(self._tell(), name="live-rights")
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._teller is not None:
            self._teller.cancel()
            await asyncio.gather(self._teller, return_exceptions=True)

    def subscribe(self, subscriber: Callable[[RightsChanged], Awaitable[None]]) -> None:
        """Called with each change, in order; one that fails is logged and holds up nobody."""
        self._subscribers.append(subscriber)

    @contextmanager
    def holding(self, right: LiveRight) -> Generator[LiveRight]:
        """While something stands on this right."""
        self._held.add(right)
        try:
            yield right
        finally:
            self._held.discard(right)

    def held(self, sign_in_id: str) -> list[LiveRight]:
        """What stands on this sign-in just now."""
        return [right for right in self._held if right.sign_in_id == sign_in_id]

    @property
    def open_sign_ins(self) -> set[str]:
        return {right.sign_in_id for right in self._held if right.sign_in_id is not None}

    def used(self) -> set[str]:
        """The sign-ins whose connections somebody has used since this was last asked."""
        used = {right.sign_in_id for right in self._held if right.is_used and right.sign_in_id is not None}
        for right in self._held:
            right.is_used = False
        return used

    def publish(self, change: RightsChanged) -> None:
        """After the commit. From here on nothing that stood on a lost right counts."""
        for right in self._held:
            if right.sign_in_id in change.sign_ins:
                right.lose(change.reason)
            elif change.doubts(right):
                right.doubt()
        self._changes.put_nowait(change)

    def publish_after_commit(self, session: AsyncSession, change: RightsChanged) -> None:
        """Once the caller's transaction is kept; never when it is rolled back."""

        def kept(_: object) -> None:
            self.publish(change)

        event.listen(session.sync_session, "after_commit", kept, once=True)

    async def all_told(self) -> None:
        """Until the subscribers have heard of everything published so far."""
        await self._changes.join()

    async def _tell(self) -> None:
        while True:
            change = await self._changes.get()
            for subscriber in self._subscribers:
                try:
                    await subscriber(change)
                except Exception:
                    # What stands on the right is marked already: a telephone that could not be told must not keep
                    # the next change from anybody.
                    log.exception("rights_change_not_told", subscriber=getattr(subscriber, "__qualname__", "?"))
            self._changes.task_done()
