"""Whether a sealed archive is what was sealed. Reads the file alone: no server, no clock, no network."""

import hashlib
import zipfile
import zlib
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from archives import end_seal, stamps
from archives.faults import Fault
from archives.keys import fingerprint, public_key
from archives.layout import (
    ABOUT,
    BAGIT,
    MANIFEST,
    PAYLOAD,
    PUBLIC_KEY,
    TAG_FILES,
    TAG_MANIFEST,
    TIME_STAMP,
    is_safe_name,
    read_manifest,
)

_PIECE = 1 << 20
_MOST_TAG = 8 << 20
"""Bytes of a file that describes the archive; a manifest of fifty thousand files is half of it."""

_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError)
"""All that zipfile raises on bytes that are no zip."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """`faults` is empty where the archive is whole. The rest is what it says of itself, as far as it can be read."""

    faults: tuple[Fault, ...]
    root: str = ""
    """As printed on the PV: compare it."""
    key: str = ""
    about: tuple[tuple[str, str], ...] = ()
    files: int = 0
    stamped: bool = False
    """Whether an RFC 3161 answer is inside; `openssl ts -verify` reads it with its authority's certificate."""
    stamped_at: datetime | None = None
    """What that answer says; whose word it is, only the authority's certificate tells."""

    @property
    def is_whole(self) -> bool:
        return not self.faults


def verify_archive(path: Path, expected_key: str = "") -> Verdict:
    """Blocking. `expected_key`: the fingerprint that the PV prints; empty, the archive's own key is taken as it is.

    Raises OSError where the file itself cannot be read.
    """
    path.stat()
    signature = end_seal.read_seal(path)
    digest = end_seal.digest_before_seal(path)
    try:
        with zipfile.ZipFile(path) as archive:
            verdict = _of_zip(archive, expected_key)
            key = public_key(_tag(archive, PUBLIC_KEY) or b"")
    except _BROKEN:
        return Verdict((Fault("not_an_archive"),))
    seal = _of_seal(signature, digest, key)
    return replace(verdict, faults=(*seal, *verdict.faults))


def _of_seal(signature: bytes | None, digest: bytes, key: Ed25519PublicKey | None) -> tuple[Fault, ...]:
    if signature is None:
        return (Fault("unsealed"),)
    if key is None:
        return (Fault("bad_seal"),)
    return () if end_seal.is_sealed_by(key, signature, digest) else (Fault("other_bytes"),)


def _of_zip(archive: zipfile.ZipFile, expected_key: str) -> Verdict:
    faults: list[Fault] = []
    names = [info.filename for info in archive.infolist()]
    faults += [Fault("added", name) for name in sorted({one for one in names if names.count(one) > 1})]
    for needed in (BAGIT, ABOUT, MANIFEST, PUBLIC_KEY, TAG_MANIFEST):
        if needed not in names:
            return Verdict((*faults, Fault("not_bagit", needed)))
    tag_manifest = _tag(archive, TAG_MANIFEST) or b""
    tags = read_manifest(_text(tag_manifest))
    payload = read_manifest(_text(_tag(archive, MANIFEST) or b""))
    if tags is None or set(tags) != set(TAG_FILES):
        faults.append(Fault("bad_manifest", TAG_MANIFEST))
    if payload is None:
        faults.append(Fault("bad_manifest", MANIFEST))
    named = (tags or {}) | (payload or {})
    for info in archive.infolist():
        faults += _of_member(archive, info, named)
    faults += [Fault("missing", name) for name in sorted(set(named) - set(names))]
    key = public_key(_tag(archive, PUBLIC_KEY) or b"")
    mark = fingerprint(key) if key is not None else ""
    if expected_key and _squeezed(expected_key) != _squeezed(mark):
        faults.append(Fault("other_key", mark or "illisible"))
    stamped_at = None
    if TIME_STAMP in names:
        stamped_at = stamps.stamped_at(_tag(archive, TIME_STAMP) or b"", hashlib.sha256(tag_manifest).digest())
        if stamped_at is None:
            faults.append(Fault("bad_time_stamp"))
    about = [line.partition(": ") for line in _text(_tag(archive, ABOUT) or b"").splitlines()]
    return Verdict(
        tuple(faults),
        root=hashlib.sha256(tag_manifest).hexdigest(),
        key=mark,
        about=tuple((label, text) for label, _, text in about),
        files=len(payload or {}),
        stamped=TIME_STAMP in names,
        stamped_at=stamped_at,
    )


def _of_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, named: dict[str, str]) -> list[Fault]:
    name = info.filename
    if name in (TAG_MANIFEST, TIME_STAMP):
        return []
    inner = name.removeprefix(PAYLOAD) if name.startswith(PAYLOAD) else name
    if not is_safe_name(inner):
        return [Fault("odd_name", name.encode("ascii", "backslashreplace").decode()[:120])]
    if name not in named:
        return [Fault("added", name)]
    if info.compress_type != zipfile.ZIP_STORED or info.file_size != info.compress_size:
        # Ours are stored as they are: whatever unfolds is another program's, and may never end.
        return [Fault("too_big", name)]
    digest = hashlib.sha256()
    try:
        with archive.open(info) as file:
            while piece := file.read(_PIECE):
                digest.update(piece)
    except _BROKEN:
        return [Fault("changed", name)]
    return [] if digest.hexdigest() == named[name] else [Fault("changed", name)]


def _tag(archive: zipfile.ZipFile, name: str) -> bytes | None:
    """A small file of the archive; None where it is missing, damaged or not small."""
    try:
        info = archive.getinfo(name)
        return archive.read(info) if info.file_size <= _MOST_TAG and info.compress_size <= _MOST_TAG else None
    except (KeyError, *_BROKEN):
        return None


def _text(content: bytes) -> str:
    return content.decode("utf-8", "replace")


def _squeezed(mark: str) -> str:
    return "".join(mark.split()).lower()
