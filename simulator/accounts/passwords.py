"""Passwords (Argon2) and desk codes (short, one-time, kept only as a keyed hash)."""

import asyncio
import hmac
import os
import secrets
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from typing import TypeVar

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from simulator.errors import SimulatorError

_HASHER = PasswordHash((Argon2Hasher(),))
_NOBODY = f"$argon2id$v=19$m=65536,t=3,p=4${'A' * 22}${'A' * 43}"
"""No password has this hash. It costs what a real one does; made ahead, it costs no program's start anything."""

CODE_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""No I, L, O, 0 or 1: read aloud and typed without a doubt."""

BESIDE = 5
"""Niceness of whoever is not known yet: desks and calls come first."""


R = TypeVar("R")


class DoorIsBusy(SimulatorError):
    """So many passwords are being checked that one more would only wait."""

    status = 503

    def __init__(self) -> None:
        super().__init__(
            "door_busy",
            "Beaucoup de personnes se connectent à la fois.",
            "Réessayez dans quelques secondes.",
        )
        self.headers: Mapping[str, str] = {"Retry-After": "2"}


class _Lane:
    """Threads for work that is slow on purpose, and how many may wait for them."""

    def __init__(self, name: str, threads: int, most: int, niceness: int = 0) -> None:
        self._threads = ThreadPoolExecutor(threads, name, initializer=_be_nice, initargs=(niceness,))
        self._most, self._inside = most, 0

    async def do(self, work: Callable[..., R], *arguments: object) -> R:
        """Raises DoorIsBusy. Cancelled, the work is still done; nobody hears of it."""
        if self._inside >= self._most:
            raise DoorIsBusy
        self._inside += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, work, *arguments)
        finally:
            self._inside -= 1


def _be_nice(niceness: int) -> None:
    """Of this thread alone, where the system has that (Linux)."""
    if niceness and hasattr(os, "setpriority"):
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), niceness)


_KNOWN = _Lane("passwords-known", threads=1, most=64)
"""Room kept for devices that have signed in before, and for whoever is signed in."""

_NEWCOMERS = _Lane("passwords-new", threads=1, most=64, niceness=BESIDE)


async def hash_password(password: str) -> str:
    """Slow on purpose, so in a thread. Raises DoorIsBusy."""
    return await _KNOWN.do(_HASHER.hash, password)


async def verify_password(password: str, password_hash: str | None, *, is_known: bool = False) -> bool:
    """As slow for somebody who does not exist as for somebody who does. `is_known`: the device has signed in before.

    Raises DoorIsBusy.
    """
    lane = _KNOWN if is_known else _NEWCOMERS
    matches = await lane.do(_HASHER.verify, password, password_hash or _NOBODY)
    return matches and password_hash is not None


def new_code() -> str:
    """Eight letters and digits, « K7QF-3M2P »: 31⁸ possibilities behind a door that slows guesses."""
    letters = "".join(secrets.choice(CODE_LETTERS) for _ in range(8))
    return f"{letters[:4]}-{letters[4:]}"


def hash_code(code: str, secret: str) -> str:
    """Case, spaces and the hyphen do not matter."""
    plain = "".join(character for character in code.upper() if character in CODE_LETTERS)
    return hmac.new(secret.encode(), plain.encode(), sha256).hexdigest()
