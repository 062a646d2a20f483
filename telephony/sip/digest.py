"""Digest on the server's side: challenges, and answers to them checked (RFC 3261 §22, RFC 7616, RFC 8760).

A nonce is a time and its signature: nothing is kept for those who only ask. Once used, its highest count is
remembered, so that an answer overheard cannot be used again.
"""

import hashlib
import hmac
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from enum import Enum, auto

from aiosipua import AuthChallenge, SipRequest, parse_auth, stringify_auth

REALM = "combine"
NONCE_SECONDS = 300.0
REMEMBERED_NONCES = 4096

_HASHES: dict[str, Callable[[bytes], str]] = {
    "MD5": lambda data: hashlib.md5(data).hexdigest(),
    "SHA-256": lambda data: hashlib.sha256(data).hexdigest(),
}
"""In the order offered. RFC 8760 §2.3 would put the stronger first; phones and test programs that read one challenge
only, and know MD5 only, are too many: those that know better take the second."""


class Verdict(Enum):
    """What an Authorization header proves."""

    NONE = auto()
    """No answer to a challenge of ours: a challenge is due."""
    STALE = auto()
    """Right, but for a nonce too old or used before: a new challenge, the person is asked nothing."""
    WRONG = auto()
    GOOD = auto()


class Digest:
    """`secret`: of this process; `password_of(user)`: None for an account that does not exist or is closed."""

    def __init__(
        self, secret: bytes, password_of: Callable[[str], str | None], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._secret, self._password_of, self._clock = secret, password_of, clock
        self._counts: OrderedDict[str, int] = OrderedDict()

    def challenges(self, stale: bool = False, md5_only: bool = False) -> list[str]:
        """Values for WWW-Authenticate."""
        made: list[str] = []
        for algorithm in ("MD5",) if md5_only else _HASHES:
            params = {"realm": REALM, "nonce": self._nonce(), "algorithm": algorithm, "qop": "auth"}
            if stale:
                params["stale"] = "true"
            made.append(stringify_auth(AuthChallenge("Digest", params)))
        return made

    def check(self, request: SipRequest) -> tuple[Verdict, str]:
        """The verdict, and the account that was named ("" when none)."""
        for value in request.headers.get("authorization"):
            credentials = parse_auth(value, credentials=True)
            params = {name.lower(): text for name, text in credentials.params.items()}
            if credentials.scheme.lower() == "digest" and params.get("realm") == REALM:
                return self._judge(request.method, params), account_of(params.get("username", ""))
        return Verdict.NONE, ""

    def __len__(self) -> int:
        """Nonces whose count is remembered."""
        return len(self._counts)

    def _judge(self, method: str, params: dict[str, str]) -> Verdict:
        age = self._age(params.get("nonce", ""))
        if age is None:
            return Verdict.NONE
        algorithm = _HASHES.get(params.get("algorithm", "MD5").upper())
        count, qop = params.get("nc", ""), params.get("qop", "").lower()
        if algorithm is None or qop not in ("", "auth") or (qop and not _is_count(count)):
            return Verdict.WRONG
        user = params.get("username", "")
        password = self._password_of(account_of(user))

        def hashed(text: str) -> str:
            return algorithm(text.encode())

        # An unknown account costs the same work as a known one: the time of the answer tells nothing.
        ha1 = hashed(f"{user}:{REALM}:{password if password is not None else self._secret.hex()}")
        ha2 = hashed(f"{method}:{params.get('uri', '')}")
        middle = f"{params['nonce']}:{count}:{params.get('cnonce', '')}:auth" if qop else params["nonce"]
        right = hmac.compare_digest(
            hashed(f"{ha1}:{middle}:{ha2}").encode(), params.get("response", "").lower().encode()
        )
        if not right or password is None:
            return Verdict.WRONG
        if age > NONCE_SECONDS or not self._is_fresh(params["nonce"], int(count, 16) if qop else None):
            return Verdict.STALE
        return Verdict.GOOD

    def _is_fresh(self, nonce: str, count: int | None) -> bool:
        last = self._counts.get(nonce, 0)
        # Without a count (RFC 2617 before qop) a nonce is good for one answer only.
        if (count is None and last) or (count is not None and count <= last):
            return False
        self._counts[nonce] = count if count is not None else 1
        self._counts.move_to_end(nonce)
        while len(self._counts) > REMEMBERED_NONCES:
            self._counts.popitem(last=False)
        return True

    def _nonce(self) -> str:
        at = f"{int(self._clock() * 1000):013x}{secrets.token_hex(6)}"
        return at + self._signature(at)

    def _age(self, nonce: str) -> float | None:
        """Seconds since we made this nonce; None when we did not."""
        at, signature = nonce[:25], nonce[25:]
        if not hmac.compare_digest(self._signature(at).encode(), signature.encode()):
            return None
        return self._clock() - int(at[:13], 16) / 1000

    def _signature(self, at: str) -> str:
        return hmac.new(self._secret, b"nonce:" + at.encode(), "sha256").hexdigest()[:32]


def account_of(username: str) -> str:
    """The account that a telephone names: some write `user@host` where the user alone belongs, and prove it so."""
    return username.rpartition("@")[0] or username


def _is_count(text: str) -> bool:
    return len(text) == 8 and all(letter in "0123456789abcdefABCDEF" for letter in text)
