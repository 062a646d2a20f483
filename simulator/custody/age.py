"""age (X25519, ChaCha20-Poly1305), by pyrage: the only file that knows it. The public tool opens its files too."""

from dataclasses import dataclass
from typing import Any, cast

import pyrage

# A compiled module without stubs: its names are known here alone.
_age = cast(Any, pyrage)
_x25519, _refusals = _age.x25519, (_age.DecryptError, _age.IdentityError, ValueError)


HEAD = b"age-encryption.org/"
"""What every encrypted file begins with."""


class NotThisKey(Exception):
    """Another key's, or damaged: age does not tell which."""


@dataclass(frozen=True, slots=True)
class KeyPair:
    """`secret`: « AGE-SECRET-KEY-1… », never logged. `recipient`: its public half, « age1… »."""

    secret: str
    recipient: str


def new_key_pair() -> KeyPair:
    identity = _x25519.Identity.generate()
    return KeyPair(str(identity), str(identity.to_public()))


def public_half(secret: str) -> str:
    """Raises NotThisKey for what is no age key; spaces, line ends and capitals do not matter."""
    try:
        return str(_x25519.Identity.from_str(_plain(secret)).to_public())
    except _refusals as error:
        raise NotThisKey from error


def encrypt(data: bytes, recipient: str) -> bytes:
    return bytes(_age.encrypt(data, [_x25519.Recipient.from_str(recipient)]))


def decrypt(sealed: bytes, secret: str) -> bytes:
    """Raises NotThisKey for another key, or one changed byte."""
    try:
        return bytes(_age.decrypt(sealed, [_x25519.Identity.from_str(_plain(secret))]))
    except _refusals as error:
        raise NotThisKey from error


def _plain(secret: str) -> str:
    return "".join(secret.split()).upper()
