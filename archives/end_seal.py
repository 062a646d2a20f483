"""The seal at the very end of the file: an Ed25519 signature of every byte before it.

It stands in the zip's own comment, the last thing of the format: any zip program still opens the archive, and no
byte of it, of headers and padding neither, can change without the seal telling. The length of the comment is fixed,
so that the length that the zip notes just before is among what is signed.
"""

import base64
import hashlib
from pathlib import Path
from typing import IO

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

_MARK = b"combine-seal-1 "
LENGTH = len(_MARK) + 88
"""Bytes: the mark, then 64 bytes of signature in base64."""

PLACE_HOLDER = _MARK + b"." * 88
_PIECE = 1 << 20


def signed_bytes(digest: bytes) -> bytes:
    """What is signed for a file whose bytes before the seal have this SHA-256; nothing else of ours looks like it."""
    return b"Combine sealed archive v1\0" + digest


def digest_before_seal(path: Path) -> bytes:
    """SHA-256 of all but the last `LENGTH` bytes."""
    left = path.stat().st_size - LENGTH
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while left > 0 and (piece := file.read(min(_PIECE, left))):
            digest.update(piece)
            left -= len(piece)
    return digest.digest()


def write_seal(file: IO[bytes], digest: bytes, key: Ed25519PrivateKey) -> None:
    """Over the place holder, at the end of the file."""
    file.seek(-LENGTH, 2)
    file.write(_MARK + base64.b64encode(key.sign(signed_bytes(digest))))


def read_seal(path: Path) -> bytes | None:
    """The signature; None where the file does not end with a seal."""
    if path.stat().st_size <= LENGTH:
        return None
    with path.open("rb") as file:
        file.seek(-LENGTH, 2)
        end = file.read()
    if not end.startswith(_MARK):
        return None
    try:
        signature = base64.b64decode(end[len(_MARK) :], validate=True)
    except ValueError:
        return None
    # Base64 has bits to spare: only the one way of writing these bytes is taken.
    return signature if base64.b64encode(signature) == end[len(_MARK) :] and len(signature) == 64 else None


def is_sealed_by(key: Ed25519PublicKey, signature: bytes, digest: bytes) -> bool:
    try:
        key.verify(signature, signed_bytes(digest))
    except InvalidSignature:
        return False
    return True
