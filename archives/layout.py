"""Names inside an archive. People's names stand inside JSON only: accents in file names have broken manifests."""

import re

BAGIT = "bagit.txt"
ABOUT = "bag-info.txt"
MANIFEST = "manifest-sha256.txt"
TAG_MANIFEST = "tagmanifest-sha256.txt"
PUBLIC_KEY = "cle-publique.pem"
TIME_STAMP = "horodatage.tsr"
PAYLOAD = "data/"

TAG_FILES = (BAGIT, ABOUT, MANIFEST, PUBLIC_KEY)
"""What the tag manifest names, in its order."""

BAGIT_TEXT = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}(/[A-Za-z0-9][A-Za-z0-9._-]{0,79}){0,6}")
_RESERVED = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))})
"""Windows opens a device for these, whatever follows the dot."""


def is_safe_name(name: str) -> bool:
    """Whether every file system and every BagIt tool takes this name, and no path leads out of the folder."""
    return bool(_NAME.fullmatch(name)) and not any(
        part.split(".")[0].lower() in _RESERVED or part.endswith(".") for part in name.split("/")
    )


def manifest_text(digests: dict[str, str]) -> str:
    """Lines `sha256  name`, by name."""
    return "".join(f"{digest}  {name}\n" for name, digest in sorted(digests.items()))


def read_manifest(text: str) -> dict[str, str] | None:
    """Digests by name; None where it is no manifest, or names a file twice."""
    digests: dict[str, str] = {}
    for line in text.splitlines():
        digest, gap, name = line.partition("  ")
        if not gap or not re.fullmatch(r"[0-9a-f]{64}", digest) or not name or name in digests:
            return None
        digests[name] = digest
    return digests
