"""Keys for encrypted sound, exchanged in SDP: `a=crypto` lines (RFC 4568). Sans-IO.

A key stands in the message as it is, so it is only ever exchanged over TLS.
"""

import base64
import binascii
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

MOST_MKI_BYTES = 128

KEY_BYTES = 30
"""Master key and salt, of both suites (RFC 4568 §6.2)."""


class Suite(StrEnum):
    """In the order offered."""

    TAG_80 = "AES_CM_128_HMAC_SHA1_80"
    TAG_32 = "AES_CM_128_HMAC_SHA1_32"


@dataclass(frozen=True, slots=True)
class Crypto:
    """One line. `tag` tells which line of the offer an answer takes."""

    tag: int
    suite: Suite
    key: bytes
    mki: bytes = b""
    """What stands before the tag of each packet with this key, to tell it from others (RFC 3711 §3.1)."""

    def line(self) -> str:
        mki = f"|2^31|{int.from_bytes(self.mki, 'big')}:{len(self.mki)}" if self.mki else ""
        return f"a=crypto:{self.tag} {self.suite} inline:{base64.b64encode(self.key).decode()}{mki}"


_LINE = re.compile(
    r"(?P<tag>\d{1,9}) +(?P<suite>\S+) +inline:(?P<key>[A-Za-z0-9+/]+=*)(\|(2\^)?\d{1,20})?"
    r"(\|(?P<mki>\d{1,39}):(?P<length>\d{1,3}))?(?P<more>( +\S+)*)"
)


def read(values: Sequence[str | None]) -> tuple[Crypto, ...]:
    """The lines that we can use; others are passed over (RFC 4568 §5.1.2).

    Not usable: an unknown suite, a key of another length, several keys, a session parameter that changes
    how packets are made (those with a hyphen may be ignored, §6.3.7).
    """
    found: list[Crypto] = []
    for value in values:
        line = _LINE.fullmatch((value or "").strip())
        if line is None or line["suite"] not in frozenset(Suite) or not _may_ignore(line["more"].split()):
            continue
        try:
            key = base64.b64decode(line["key"], validate=True)
        except binascii.Error:
            continue
        mki = _mki(line["mki"], line["length"])
        if len(key) == KEY_BYTES and mki is not None:
            found.append(Crypto(int(line["tag"]), Suite(line["suite"]), key, mki))
    return tuple(found)


def _mki(value: str | None, length: str | None) -> bytes | None:
    """`1:4` is 1 in four bytes (RFC 4568 §6.1); None where it does not fit, or is longer than allowed."""
    if value is None or length is None:
        return b""
    size = int(length)
    if not 1 <= size <= MOST_MKI_BYTES or int(value) >= 1 << 8 * size:
        return None
    return int(value).to_bytes(size, "big")


def _may_ignore(parameters: Sequence[str]) -> bool:
    # The window against replays (WSH) is the receiver's own business: libsrtp has a larger one than any wish.
    return all(one.startswith(("-", "WSH=")) for one in parameters)


class Keys:
    """Our keys with one telephone, one for each suite, and the pair in use once both sides know it."""

    def __init__(self) -> None:
        self._offered = tuple(
            Crypto(number, suite, secrets.token_bytes(KEY_BYTES)) for number, suite in enumerate(Suite, 1)
        )
        self.ours: Crypto | None = None
        self.theirs: Crypto | None = None

    def offer_lines(self) -> list[str]:
        """All suites; in a call that runs, the one in use, with its key."""
        return [self.ours.line()] if self.ours is not None else [one.line() for one in self._offered]

    def choose(self, offered: Sequence[Crypto]) -> bool:
        """Takes the first of their lines (RFC 4568 §5.1.2); False when there is none."""
        if not offered:
            return False
        self.theirs = offered[0]
        own = next(one for one in self._offered if one.suite is self.theirs.suite)
        # With an MKI as theirs: some look for one in both directions or in none.
        self.ours = Crypto(self.theirs.tag, own.suite, own.key, self.theirs.mki)
        return True

    def answered(self, taken: Sequence[Crypto]) -> bool:
        """Whether their answer takes a line that we offered (RFC 4568 §5.1.3)."""
        mine = [self.ours] if self.ours is not None else list(self._offered)
        for theirs in taken[:1]:
            for own in mine:
                if own.tag == theirs.tag and own.suite is theirs.suite:
                    self.ours, self.theirs = own, theirs
                    return True
        return False
