"""Passwords (Argon2) and desk codes (short, one-time, kept only as a keyed hash)."""

import asyncio
import hmac
import secrets
from hashlib import sha256

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

_HASHER = PasswordHash((Argon2Hasher(),))
_NOBODY = f"$argon2id$v=19$m=65536,t=3,p=4${'A' * 22}${'A' * 43}"
"""No password has this hash. It costs what a real one does; made ahead, it costs no program's start anything."""

CODE_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""No I, L, O, 0 or 1: read aloud and typed without a doubt."""


async def hash_password(password: str) -> str:
    """Slow on purpose, so in a thread."""
    return await asyncio.to_thread(_HASHER.hash, password)


async def verify_password(password: str, password_hash: str | None) -> bool:
    """As slow for somebody who does not exist as for somebody who does."""
    matches = await asyncio.to_thread(_HASHER.verify, password, password_hash or _NOBODY)
    return matches and password_hash is not None


def new_code() -> str:
    """Eight letters and digits, « K7QF-3M2P »: 31⁸ possibilities behind a lockout."""
    letters = "".join(secrets.choice(CODE_LETTERS) for _ in range(8))
    return f"{letters[:4]}-{letters[4:]}"


def hash_code(code: str, secret: str) -> str:
    """Case, spaces and the hyphen do not matter."""
    plain = "".join(character for character in code.upper() if character in CODE_LETTERS)
    return hmac.new(secret.encode(), plain.encode(), sha256).hexdigest()
