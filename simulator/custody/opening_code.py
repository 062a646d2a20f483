"""The code that is printed for the envelope: sixteen letters that open a session's boxes once, on the day.

scrypt stands between the code and what it wraps. Not age’s own passphrases: it measures the machine, takes
seconds on a small one, and a busier machine may then refuse what it made.
"""

import base64
import secrets

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""No I, L, O, 0 or 1: read aloud and typed without a doubt."""

LENGTH = 16
"""31¹⁶ possibilities (79 bits)."""

_SALT = 16
_COST = 2**14
"""With blocks of 8: 16 MB and some 50 ms a try."""


class WrongCode(Exception):
    """Or what it wraps is damaged: nobody can tell which."""


def new_code() -> str:
    """« K7QF-3M2P-… » in four groups."""
    letters = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    return "-".join(letters[at : at + 4] for at in range(0, LENGTH, 4))


def wrap(secret: str, code: str) -> bytes:
    """Slow on purpose, so in a thread."""
    salt = secrets.token_bytes(_SALT)
    return salt + _box(code, salt).encrypt(secret.encode())


def unwrap(wrapped: bytes, code: str) -> str:
    """Case, spaces and hyphens of the code do not matter. Slow on purpose, so in a thread. Raises WrongCode."""
    try:
        return _box(code, wrapped[:_SALT]).decrypt(wrapped[_SALT:]).decode()
    except InvalidToken as error:
        raise WrongCode from error


def _box(code: str, salt: bytes) -> Fernet:
    plain = "".join(one for one in code.upper() if one in LETTERS)
    key = Scrypt(salt=salt, length=32, n=_COST, r=8, p=1).derive(plain.encode())
    return Fernet(base64.urlsafe_b64encode(key))
