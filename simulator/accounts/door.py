"""What stands before every sign-in. It slows whoever guesses and locks nobody else out; a refused try costs nothing.

Passwords are counted by account and place together (`GuessThrottle`): wrong ones from anywhere close an account to
nobody elsewhere, and a device that has signed in before is a place of its own. A place that tries one account after
the other has a pace. Codes name nobody: their place alone is counted, and once it is slowed only a code that is open
is looked up, so that thirty wrong ones behind one address do not shut out the room. See docs/roles.md.
"""

from collections.abc import Awaitable, Callable, Mapping
from math import ceil

import structlog

from simulator.accounts.visitor import Visitor, mark_of
from simulator.errors import SimulatorError
from telephony import GuessThrottle
from telephony.pace import Pace

log = structlog.get_logger(__name__)

ROOM_FACTOR = 6
"""A whole classroom may share one address: it gets this many times an account's free tries."""

PASSWORDS_PER_SECOND = 1.0
"""Of unknown devices at one place, once its free tries are used up: each costs a core a tenth of a second."""

CODES_PER_SECOND = 100.0
"""Looked at in memory, from one place. With thirty of 31⁸ codes open, an hour of it finds one in 79,000 times."""

NOBODY = ""
"""Codes name no account."""


class LockedOut(SimulatorError):
    """Says when to try again, as a length: the server's time zone is nobody's business."""

    status = 429

    def __init__(self, seconds: float) -> None:
        wait = max(1, ceil(seconds))
        length = f"{wait}\u00a0s" if wait < 90 else f"{ceil(wait / 60)}\u00a0min"
        super().__init__(
            "locked_out",
            f"Trop d’essais. Réessayez dans {length}.",
            "Vérifiez votre saisie ; le responsable de session peut aussi vous rouvrir la porte aussitôt.",
        )
        self.headers: Mapping[str, str] = {"Retry-After": str(wait)}


class SignInDoor:
    """One per process; everything in memory, bounded, and forgotten at a restart."""

    def __init__(self, is_open_code: Callable[[str], Awaitable[bool]], attempts: int, minutes: float) -> None:
        """`is_open_code(hash)`: whether a code may open something; `minutes`: the longest that anybody waits."""
        longest = minutes * 60
        self.passwords = GuessThrottle(attempts, longest)
        self.codes = GuessThrottle(attempts * ROOM_FACTOR, longest)
        self.second_factors = GuessThrottle(attempts, longest)
        """By account alone, wherever it is tried from: whoever comes so far has the password."""
        self.refused = {"password": 0, "code": 0, "second_factor": 0, "too_many": 0}
        """Tries since the start, for whoever watches; too_many: sent away before anything was looked at."""
        self._is_open_code = is_open_code
        self._free = attempts
        self._password_pace = Pace(attempts * ROOM_FACTOR, PASSWORDS_PER_SECOND)
        self._code_pace = Pace(CODES_PER_SECOND * 3, CODES_PER_SECOND)

    def begin_password(self, account: str, visitor: Visitor) -> None:
        """Counts a try, wrong until `right_password`. Raises LockedOut before anything is looked up."""
        mark, origin = mark_of(account), visitor.origin(account)
        wait = self.passwords.wait_seconds(mark, origin)
        if wait == 0 and not visitor.knows(account):
            wait = self._password_pace.take(visitor.network)
        if wait > 0:
            if self.passwords.is_slowed(mark, origin):
                self.passwords.begin(mark, origin)
            log.warning("sign_in_slowed", address=visitor.network, seconds=round(wait, 1))
            self.refused["too_many"] += 1
            raise LockedOut(wait)
        self.passwords.begin(mark, origin)

    def right_password(self, account: str, visitor: Visitor) -> None:
        self.passwords.succeeded(mark_of(account), visitor.origin(account))
        self._give_back(account, visitor)

    def wrong_password(self, account: str, visitor: Visitor) -> bool:
        """Whether this one used up the free tries."""
        self.refused["password"] += 1
        mark, origin = mark_of(account), visitor.origin(account)
        self.passwords.was_wrong(mark, origin)
        return any(
            (one.account, one.origin, one.wrong) == (mark, origin, self._free) for one in self.passwords.slowed()
        )

    def password_not_tried(self, account: str, visitor: Visitor) -> None:
        """The server had no time for it, or it was right and something else was missing."""
        self.passwords.taken_back(mark_of(account), visitor.origin(account))
        self._give_back(account, visitor)

    async def begin_code(self, hashed: str, visitor: Visitor) -> None:
        """Counts a try of a desk or partner code, wrong until `right_code`. Raises LockedOut."""
        self._pace_codes(visitor)
        if self.codes.is_slowed(NOBODY, visitor.network) and not await self._is_open_code(hashed):
            self._refuse_code(visitor)
        self.codes.failed(NOBODY, visitor.network)

    def begin_headset_code(self, is_open: bool, visitor: Visitor) -> None:
        """The same for a code that is kept in memory only."""
        self._pace_codes(visitor)
        if self.codes.is_slowed(NOBODY, visitor.network) and not is_open:
            self._refuse_code(visitor)
        self.codes.failed(NOBODY, visitor.network)

    def wrong_code(self) -> None:
        """The try that was begun stays one."""
        self.refused["code"] += 1

    def wrong_second_factor(self) -> None:
        self.refused["second_factor"] += 1

    def right_code(self, visitor: Visitor) -> None:
        """It counts no more; the wrong ones of this place still do."""
        self.codes.taken_back(NOBODY, visitor.network)

    def _pace_codes(self, visitor: Visitor) -> None:
        wait = self._code_pace.take(visitor.network)
        if wait > 0:
            self.refused["too_many"] += 1
            raise LockedOut(wait)

    def _refuse_code(self, visitor: Visitor) -> None:
        wait = self.codes.begin(NOBODY, visitor.network) or self.codes.wait_seconds(NOBODY, visitor.network)
        log.warning("sign_in_slowed", address=visitor.network, seconds=round(wait, 1))
        self.refused["too_many"] += 1
        raise LockedOut(wait)

    def _give_back(self, account: str, visitor: Visitor) -> None:
        if not visitor.knows(account):
            self._password_pace.give_back(visitor.network)
