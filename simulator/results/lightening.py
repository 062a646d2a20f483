"""A sealed archive without its sound: made anew when the recordings' time is over, saying what it stood for.

A seal cannot be kept over other bytes. So the new archive has its own root, and holds the old one's: root, manifest
(with the SHA-256 of each file that went) and the rule. What the procès-verbal printed can still be compared with it.
"""

import zipfile
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from archives import Member, Sealed, seal_archive
from simulator.results.members import SOUND
from telephony import strict_json
from telephony.durable import sync_folder

_DATA = "data/"


def without_sound(
    old: Path, new: Path, old_root: str, rule: str, about: dict[str, str], key: Ed25519PrivateKey, now: datetime
) -> tuple[Sealed, dict[str, str]]:
    """Writes `new` whole or not at all; what went, SHA-256 by name. Blocking. Raises OSError, zipfile.BadZipFile."""
    members: list[Member] = []
    with zipfile.ZipFile(old) as archive:
        manifest = archive.read("manifest-sha256.txt").decode()
        for info in archive.infolist():
            name = info.filename.removeprefix(_DATA)
            if info.filename.startswith(_DATA) and not name.startswith(SOUND):
                members.append(Member(name, archive.read(info)))
    lines = (line.split("  ", 1) for line in manifest.splitlines())
    gone = {name: digest for digest, name in lines if name.startswith(_DATA + SOUND)}
    told = {"rule": rule, "at": now.isoformat(), "former_root": old_root, "erased": gone, "former_manifest": manifest}
    text = strict_json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True)
    members.append(Member(f"effacement-{old_root[:16]}.json", text.encode()))
    made = seal_archive(new, members, about, key, now)
    sync_folder(new.parent)
    return made, gone
