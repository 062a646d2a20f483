"""Telephones that give up at the sight of a challenge with SHA-256, instead of taking the MD5 one beside it.

RFC 8760 §2.4 tells them to skip what they do not know; baresip before 2.0 (Debian 12 has 1.0) fails the registration.
Such a phone is known by its name, or by asking again without an answer: from then on it is offered MD5 alone.
"""

import re
import time
from collections import OrderedDict
from collections.abc import Callable

from aiosipua import SipRequest

_KNOWN = re.compile(r"baresip v[01]\.")
REMEMBERED = 1000
RETRY_SECONDS = 120.0
"""Asking anew within this time, in the same place and name, without ever having answered."""


class OldPhones:
    """Remembers who was challenged and did not answer."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._asked: OrderedDict[tuple[str, str], float] = OrderedDict()

    def needs_md5(self, request: SipRequest, host: str) -> bool:
        """Whether this request, about to be challenged, comes from a phone that knows MD5 only."""
        if _KNOWN.match(request.headers.get_first("user-agent") or ""):
            return True
        key = self._key(request, host)
        before = self._asked.pop(key, None)
        self._asked[key] = self._clock()
        while len(self._asked) > REMEMBERED:
            self._asked.popitem(last=False)
        return before is not None and self._clock() - before < RETRY_SECONDS

    def answered(self, request: SipRequest, host: str) -> None:
        self._asked.pop(self._key(request, host), None)

    @staticmethod
    def _key(request: SipRequest, host: str) -> tuple[str, str]:
        return host, request.call_id or ""
