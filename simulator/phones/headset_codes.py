"""Codes that bring a headset client to a desk: shown on the page of whoever sits there, good once, for ten minutes.

A desk's own code opens the page, once; it is on paper and stays what it is. The page then gives its person this one,
which opens the telephone and nothing else. Kept in memory only: after a restart one asks for another.
"""

import time
from collections.abc import Callable, Set
from dataclasses import dataclass

from simulator.accounts.passwords import hash_code, new_code

GOOD_SECONDS = 600.0


@dataclass(frozen=True, slots=True)
class _Offered:
    user: str
    until: float
    sign_in_id: str


class HeadsetCodes:
    """`secret`: of this installation; what is kept tells nobody the codes."""

    def __init__(self, secret: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._secret, self._clock = secret, clock
        self._offered: dict[str, _Offered] = {}

    def offer(self, user: str, sign_in_id: str) -> str:
        """A new code for this telephone account, as long as that sign-in lasts; the one offered before is void."""
        now = self._clock()
        self._offered = {code: one for code, one in self._offered.items() if one.until > now and one.user != user}
        code = new_code()
        self._offered[hash_code(code, self._secret)] = _Offered(user, now + GOOD_SECONDS, sign_in_id)
        return code

    def forget(self, user: str) -> None:
        """This account's code is void: its password has changed."""
        self._offered = {code: one for code, one in self._offered.items() if one.user != user}

    def forget_sign_ins(self, over: Set[str]) -> None:
        """Codes shown to a sign-in that is over are void."""
        self._offered = {code: one for code, one in self._offered.items() if one.sign_in_id not in over}

    def is_open(self, code: str) -> bool:
        """Whether `use` would open an account with it now."""
        found = self._offered.get(hash_code(code, self._secret))
        return found is not None and found.until > self._clock()

    def use(self, code: str) -> str | None:
        """The account that this code opens; None when it is wrong, used or too old."""
        found = self._offered.pop(hash_code(code, self._secret), None)
        return found.user if found is not None and found.until > self._clock() else None
