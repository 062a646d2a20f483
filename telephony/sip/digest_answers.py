"""Digest on the client's side: challenges of a server answered (RFC 3261 §22, RFC 7616, RFC 8760). Sans-IO.

The last challenge is remembered and answered in advance, its nonce counted (`nc`), so that most requests need one
round trip; a server that has enough of a nonce says `stale` and gets an answer to its new one.
"""

from collections.abc import Sequence

from aiosipua import AuthChallenge, SipRequest, SipResponse, parse_auth, stringify_auth
from aiosipua.auth import SipDigestAuth, build_credentials

_ALGORITHMS = ("SHA-256", "MD5")
"""The strongest first. RFC 8760 §2.4 would take the first that the server lists; servers list MD5 first for the sake
of old telephones, as ours does."""

_ANSWERED_IN = {401: "Authorization", 407: "Proxy-Authorization"}
_ASKED_IN = {401: "www-authenticate", 407: "proxy-authenticate"}


class DigestAnswers:
    """`realm`: the only one that is answered, so that no other server gets a proof of the password; "": any."""

    def __init__(self, user: str, password: str, realm: str = "") -> None:
        self._auth = SipDigestAuth(user, password)
        self._realm = realm
        self._known: dict[int, AuthChallenge] = {}
        self._counts: dict[str, int] = {}

    def take(self, response: SipResponse) -> bool:
        """Remembers what a 401 or 407 asks for; False when nothing in it can be answered."""
        status = response.status_code
        asked = [parse_auth(value) for value in response.headers.get(_ASKED_IN.get(status, ""))]
        chosen = self._chosen(asked)
        if chosen is None:
            return False
        self._known[status] = chosen
        self._counts = {nonce: self._counts.get(nonce, 0) for nonce in self._nonces()}
        return True

    def prepare(self, request: SipRequest) -> None:
        """Writes the proofs for the challenges known so far, in the place of older ones."""
        for status, challenge in self._known.items():
            nonce = challenge.params["nonce"]
            self._counts[nonce] = self._counts.get(nonce, 0) + 1
            made = build_credentials(
                self._auth, challenge, request.method, request.uri, nonce_count=self._counts[nonce]
            )
            if made is not None:
                request.headers.set_single(_ANSWERED_IN[status], stringify_auth(made))

    def forget(self) -> None:
        """Another server, or another connection: what it asks is not known yet."""
        self._known.clear()
        self._counts.clear()

    def _chosen(self, asked: Sequence[AuthChallenge]) -> AuthChallenge | None:
        able = [challenge for challenge in asked if self._can_answer(challenge)]
        return min(able, key=lambda one: _ALGORITHMS.index(_algorithm(one)), default=None)

    def _can_answer(self, challenge: AuthChallenge) -> bool:
        if self._realm and challenge.params.get("realm", "") != self._realm:
            return False
        return _algorithm(challenge) in _ALGORITHMS and build_credentials(self._auth, challenge, "", "") is not None

    def _nonces(self) -> list[str]:
        return [challenge.params["nonce"] for challenge in self._known.values()]


def is_stale(response: SipResponse) -> bool:
    """The proof was right but its nonce too old: the new one is answered and nobody is asked (RFC 7616 §3.3)."""
    asked = response.headers.get(_ASKED_IN.get(response.status_code, ""))
    return any(parse_auth(value).params.get("stale", "").lower() == "true" for value in asked)


def _algorithm(challenge: AuthChallenge) -> str:
    return challenge.params.get("algorithm", "MD5").upper()
