"""Draws in which the server and the candidate both have a part, and neither can know or steer what comes out.

1. Before, the server makes a seed and publishes the SHA-256 of the line « seed numbers »: it can change neither.
2. The candidate says a number or a word, without knowing the seed.
3. The seed is shown. The SHA-256 of the line « seed numbers word » is cut into groups of four digits, each a number
   below 65,536; the first one that is below the largest multiple of n decides, by its remainder. Without that bound
   the first choices would come up a little more often.

Anybody can redo it with a pen and a public SHA-256 tool: docs/fr/verifier-un-tirage.md. Pure: randomness is given.
"""

import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

SEED_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""No i, l, o, 0 or 1: copied by hand without a doubt."""

SEED_LENGTH = 28
"""Letters, 31²⁸ possibilities (138 bits): nobody finds the seed from its SHA-256 before it is shown."""

LONGEST_WORD = 40
"""Letters and figures that count."""

_GROUP = 4
_GROUPS_HOLD = 16**_GROUP


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a draw came out, step by step, so that it can be shown and redone."""

    line: str
    """What was hashed: « seed numbers word »."""
    digest: str
    group: str
    """The four digits that decided."""
    number: int
    """Those digits as a number, 0 to 65,535."""
    passed_over: tuple[str, ...]
    """Groups before it that were too large."""
    remainder: int
    chosen: int
    """Of the numbers that it was drawn from."""


def seed_from(random: bytes) -> str:
    """28 letters in groups of four out of at least 64 random bytes. Raises ValueError for fewer."""
    # 248 is the largest multiple of 31 below 256: bytes beyond it would favour the first letters.
    fair = [SEED_LETTERS[byte % len(SEED_LETTERS)] for byte in random if byte < 248]
    if len(random) < 64 or len(fair) < SEED_LENGTH:
        raise ValueError("too few random bytes")
    letters = "".join(fair[:SEED_LENGTH])
    return "-".join(letters[at : at + 4] for at in range(0, SEED_LENGTH, 4))


def bound_line(seed: str, numbers: Sequence[int]) -> str:
    """What the commitment is the SHA-256 of: the seed and the numbers that it is drawn from, in order."""
    return f"{seed} {','.join(map(str, numbers))}"


def commitment(seed: str, numbers: Sequence[int]) -> str:
    """64 hexadecimal digits, published before the candidate speaks."""
    return sha256(bound_line(seed, numbers).encode()).hexdigest()


def spoken(word: str) -> str:
    """What counts of what was said: letters without accents or capitals, and figures; the rest is only spelling.

    Empty where nothing counts; cut at LONGEST_WORD.
    """
    # Some signs (a bold A of mathematics) are letters, and capitals, only once taken apart: small letters after that.
    small = unicodedata.normalize("NFKD", word).casefold()
    plain = unicodedata.normalize("NFKD", small.replace("œ", "oe").replace("æ", "ae"))
    return "".join(one for one in plain if one.isascii() and one.isalnum())[:LONGEST_WORD]


def outcome(seed: str, numbers: Sequence[int], word: str) -> Outcome:
    """`word`: as said. Raises ValueError where there is nothing to draw from, or nothing was said."""
    said, count = spoken(word), len(numbers)
    if not 0 < count <= _GROUPS_HOLD or not said:
        raise ValueError("nothing to draw from, or no word")
    bound = _GROUPS_HOLD - _GROUPS_HOLD % count
    line = f"{bound_line(seed, numbers)} {said}"
    passed_over: list[str] = []
    while True:
        digest = sha256(line.encode()).hexdigest()
        for at in range(0, len(digest), _GROUP):
            group = digest[at : at + _GROUP]
            number = int(group, 16)
            if number < bound:
                remainder = number % count
                return Outcome(line, digest, group, number, tuple(passed_over), remainder, numbers[remainder])
            passed_over.append(group)
        # Sixteen groups in a row too large: for twelve choices that never happens, but it is said what would.
        line = f"{line} {digest}"


def drawn_least(numbers: Sequence[int], drawn: Sequence[int]) -> tuple[tuple[int, ...], int]:
    """Those drawn least often so far, in order, and how often: 0 while some have never been drawn.

    `drawn`: what came out before in the same jury pair's row.
    """
    counts = Counter(drawn)
    least = min((counts[one] for one in numbers), default=0)
    return tuple(one for one in numbers if counts[one] == least), least
