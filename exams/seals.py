"""The seal of what a phase produced: one SHA-256 over canonical JSON, and a short code that a person can copy.

Anybody can redo it: sort the keys, no spaces, UTF-8, SHA-256; the code is its first 40 bits in Crockford's base 32.
"""

import hashlib
import json
from collections.abc import Mapping

from exams.phases import PhaseId

EMPTY_DOCUMENT = '{"content":[],"type":"doc"}'
"""What stands for a production in which nothing was written: it is sealed like any other."""

_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def canonical(content: object) -> str:
    """The one way to write this JSON: keys sorted, no spaces, letters as they are."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def sha256_of(text: str) -> str:
    """Hexadecimal, of its UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()


def seal_of(seat_id: str, phase: PhaseId, sha256s: Mapping[str, str]) -> str:
    """Of a phase at a seat. `sha256s`: of each production's canonical document, by production."""
    return sha256_of(canonical({"phase": phase, "productions": dict(sha256s), "seat": seat_id}))


def signed_page(digest: str, seat_id: str, signer: str, at: str) -> bytes:
    """What the session's key signs when somebody signs a page: which page, whose, who, when (ISO 8601)."""
    return (
        b"Combine signature v1\0"
        + canonical({"at": at, "digest": digest, "seat": seat_id, "signer": signer}).encode()
    )


def short_code(sha256: str) -> str:
    """« 7QK3-V0ZD »: the first 40 bits, without letters that are mistaken for figures."""
    bits = int(sha256[:10], 16)
    letters = "".join(_CROCKFORD[bits >> shift & 31] for shift in range(35, -1, -5))
    return f"{letters[:4]}-{letters[4:]}"
