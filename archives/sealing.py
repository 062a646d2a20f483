"""Making a sealed archive."""

import hashlib
import os
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from archives import end_seal
from archives.keys import fingerprint, public_pem
from archives.layout import (
    ABOUT,
    BAGIT,
    BAGIT_TEXT,
    MANIFEST,
    PAYLOAD,
    PUBLIC_KEY,
    TAG_MANIFEST,
    TIME_STAMP,
    is_safe_name,
    manifest_text,
)

_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Member:
    """A file to be kept: its name below `data/`, and its bytes or where they are."""

    name: str
    content: bytes | Path


@dataclass(frozen=True, slots=True)
class Sealed:
    """`root`: SHA-256 (hexadecimal) of the tag manifest, which stands for every file; printed on the PV."""

    root: str
    key: str
    """Fingerprint of the key, as it is printed."""
    files: int
    bytes: int
    """Of the archive."""


def seal_archive(
    out: Path,
    members: Iterable[Member],
    about: Mapping[str, str],
    key: Ed25519PrivateKey,
    at: datetime,
    stamp: Callable[[bytes], bytes] | None = None,
) -> Sealed:
    """Writes `out` whole, synced, or not at all. Blocking: for a thread or a worker process.

    `about`: further lines of bag-info.txt (RFC 8493 section 2.2.2), ASCII labels. `stamp`: asks a time-stamping
    authority (RFC 3161) about the tag manifest, whose SHA-256 is the root, and returns its answer.

    Raises ValueError for a name that some file system would not take or that stands twice, OSError where the disk
    refuses, and what `stamp` raises.
    """
    beside = out.with_name(out.name + ".part")
    try:
        with beside.open("wb+") as file:
            root, files = _write_zip(file, members, about, key, at, stamp)
            file.flush()
            digest = end_seal.digest_before_seal(beside)
            end_seal.write_seal(file, digest, key)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(out)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    return Sealed(root, fingerprint(key.public_key()), files, out.stat().st_size)


def _write_zip(
    file: IO[bytes],
    members: Iterable[Member],
    about: Mapping[str, str],
    key: Ed25519PrivateKey,
    at: datetime,
    stamp: Callable[[bytes], bytes] | None,
) -> tuple[str, int]:
    digests: dict[str, str] = {}
    octets = 0
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED, allowZip64=True) as archive:
        for member in members:
            name = PAYLOAD + member.name
            if not is_safe_name(member.name) or name.lower() in {it.lower() for it in digests}:
                raise ValueError(f"not a name for an archive: {member.name!r}")
            digests[name], size = _add(archive, name, member.content, at)
            octets += size
        lines = {
            "Bagging-Date": at.date().isoformat(),
            "Payload-Oxum": f"{octets}.{len(digests)}",
            **about,
        }
        tags = {
            BAGIT: BAGIT_TEXT.encode(),
            ABOUT: "".join(f"{label}: {' '.join(text.split())}\n" for label, text in lines.items()).encode(),
            MANIFEST: manifest_text(digests).encode(),
            PUBLIC_KEY: public_pem(key),
        }
        tag_digests = {name: _add(archive, name, content, at)[0] for name, content in tags.items()}
        tag_manifest = manifest_text(tag_digests).encode()
        _add(archive, TAG_MANIFEST, tag_manifest, at)
        root = hashlib.sha256(tag_manifest)
        if stamp is not None:
            _add(archive, TIME_STAMP, stamp(tag_manifest), at)
        archive.comment = end_seal.PLACE_HOLDER
    return root.hexdigest(), len(digests)


def _add(archive: zipfile.ZipFile, name: str, content: bytes | Path, at: datetime) -> tuple[str, int]:
    """Its SHA-256 as it was written, and its size."""
    info = zipfile.ZipInfo(name, at.timetuple()[:6])
    info.external_attr = 0o644 << 16
    digest, size = hashlib.sha256(), 0
    with archive.open(info, "w", force_zip64=True) as into:
        if isinstance(content, bytes):
            digest.update(content)
            into.write(content)
            return digest.hexdigest(), len(content)
        with content.open("rb") as source:
            while piece := source.read(_PIECE):
                digest.update(piece)
                into.write(piece)
                size += len(piece)
    return digest.hexdigest(), size
