"""A pack's version as one sealed piece: its content and its recorded sequences, in a zip of their own."""

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass

from simulator.packs.versions import PackVersion

_CONTENT = "content.json"
_SOUNDS = "sounds/"


@dataclass(frozen=True, slots=True)
class SealedContent:
    """`sounds`: by their digest."""

    content: str
    sounds: Mapping[str, bytes]


def packed(content: SealedContent) -> bytes:
    """Not compressed: what is encrypted afterwards tells its length only."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(_CONTENT, content.content)
        for digest, sound in content.sounds.items():
            archive.writestr(f"{_SOUNDS}{digest}", sound)
    return file.getvalue()


def unpacked(data: bytes) -> SealedContent:
    """Of what `packed` made."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sounds = {
            name.removeprefix(_SOUNDS): archive.read(name) for name in archive.namelist() if name.startswith(_SOUNDS)
        }
        return SealedContent(archive.read(_CONTENT).decode(), sounds)


def titles_of(version: PackVersion) -> dict[str, str]:
    """What lists may show before the opening."""
    pack = version.pack
    return {
        "company": pack.company.name,
        **{f"subject/{one.id}": one.title for one in pack.subjects},
        **{f"case/{one.id}": one.title for one in pack.case_studies},
    }
