"""Passwords that are tried first are refused, with words: common ones, names, keys in a row, the same repeated.

zxcvbn estimates how many guesses a password withstands; its lists are English, so the words that French people choose
stand in `common_french.txt`.
"""

import asyncio
from functools import cache
from pathlib import Path
from typing import Any, cast

import zxcvbn

from simulator.errors import SimulatorError

ENOUGH = 3
"""Of zxcvbn's scale from 0 to 4: at least 10⁸ guesses."""

LOOKED_AT = 72
"""Characters; what follows them only makes it longer."""

_WHY = {
    "dictionary": "Ce mot de passe est fait d’un mot que l’on essaie en premier",
    "repeat": "Ce mot de passe se répète",
    "sequence": "Ce mot de passe est une suite de lettres ou de chiffres",
    "spatial": "Ce mot de passe suit les touches du clavier",
    "date": "Ce mot de passe est fait d’une date",
}


class WeakPassword(SimulatorError):
    status = 422

    def __init__(self, why: str) -> None:
        super().__init__(
            "weak_password",
            f"{why} : il serait vite deviné.",
            "Prenez plutôt trois ou quatre mots sans rapport entre eux, ou un mot de passe fait par un gestionnaire.",
        )


async def refuse_weak(password: str, *about: str) -> None:
    """`about`: the person's login and name, which a guesser knows. Raises WeakPassword. A few milliseconds."""
    why = await asyncio.to_thread(weakness, password, *about)
    if why is not None:
        raise WeakPassword(why)


def weakness(password: str, *about: str) -> str | None:
    """Why it would be guessed soon, in French; None when it would not."""
    words = [*_french(), *(word for one in about for word in {one, *one.replace(".", " ").split()} if len(word) > 2)]
    found = cast(dict[str, Any], zxcvbn.zxcvbn(password[:LOOKED_AT], user_inputs=words))
    if found["score"] >= ENOUGH:
        return None
    # The pattern that covers most of it is what a person recognises.
    longest = max(found["sequence"], key=lambda one: len(one["token"]), default={"pattern": "bruteforce"})
    return _WHY.get(longest["pattern"], "Ce mot de passe est trop simple")


@cache
def _french() -> tuple[str, ...]:
    return tuple(Path(__file__).with_name("common_french.txt").read_text(encoding="utf-8").split())
