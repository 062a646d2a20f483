"""One version of a pack: its canonical content, the SHA-256 that names it, and what is built from it once.

The content is JSON with sorted keys, without the folder; recorded sequences, and the pages of attached documents,
stand in it by their own SHA-256.
Two folders with the same content are one version, wherever they are and in whatever order their keys were written.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from scenarios import CustomerSearch, DocumentSearch, Pack, story_dates
from scenarios.living_dates import moved, week_of

FORMAT = 1
"""Raised when a kept version of before could no longer be read as it is: `from_content` then brings it up."""

Digest = str
"""SHA-256, 64 hexadecimal digits."""


class UnreadableVersion(Exception):
    """A kept content that this program cannot read: of a later version of Combiné, or damaged."""


class PackVersion:
    """A pack that can be played, with its search indexes; `sounds` (and pages) by their path in the pack."""

    def __init__(
        self,
        pack: Pack,
        sounds: Mapping[str, Digest],
        content: str | None = None,
        stays: tuple[str, ...] | None = None,
    ) -> None:
        self.pack = pack
        self._stays = stays
        self.sounds = dict(sounds)
        self.content = canonical(pack, sounds) if content is None else content
        self.digest: Digest = hashlib.sha256(self.content.encode()).hexdigest()

    @cached_property
    def customers(self) -> CustomerSearch:
        return CustomerSearch(self.pack)

    @cached_property
    def documents(self) -> DocumentSearch:
        return DocumentSearch(self.pack)

    @property
    def story_moves(self) -> bool:
        """Whether practice may place its story on another day (decision 067); never that of a kept version."""
        return self._stays is not None

    def on_day_near(self, subject_id: str, today: date) -> "PackVersion":
        """The version whose story takes place about today, for practice. Half a second of work."""
        moved_to = moved(self.pack, week_of(self.pack, subject_id, today), self._stays or ())
        return self if moved_to is self.pack else PackVersion(moved_to, {})

    def has(self, subject_id: str, exchange_ids: set[str]) -> bool:
        """Whether all of these are in it."""
        subject = next((one for one in self.pack.subjects if one.id == subject_id), None)
        return subject is not None and exchange_ids <= {one.id for one in subject.exchanges}


def read_version(pack: Pack, folder: Path) -> PackVersion:
    """The version that a folder holds now. Raises OSError for a sound that cannot be read."""
    paths = sorted({sequence.audio for study in pack.case_studies for sequence in study.sequences})
    sounds = {path: digest_of((folder / path).read_bytes()) for path in paths}
    dates = story_dates(folder)
    return PackVersion(pack, sounds, stays=None if dates is None else dates.stays)


def digest_of(sound: bytes) -> Digest:
    return hashlib.sha256(sound).hexdigest()


def canonical(pack: Pack, sounds: Mapping[str, Digest]) -> str:
    """The same text for the same content."""
    # Left out where nothing is attached: versions kept before anything could be go by the digest that they have.
    without = {"folder"} if pack.attached else {"folder", "attached"}
    said = _without_unsaid(pack.model_dump(mode="json", exclude=without))
    content = {"format": FORMAT, "pack": said, "sounds": dict(sounds)}
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def _without_unsaid(pack: dict[str, Any]) -> dict[str, Any]:
    """Fields of later than the first kept versions are left out where nothing is said, for the same reason."""
    for block, field in [(pack["company"], "sector"), *((one, "difficulty") for one in pack["subjects"])]:
        if block.get(field) is None:
            block.pop(field, None)
    return pack


def from_content(content: str) -> PackVersion:
    """A kept version. Raises UnreadableVersion."""
    try:
        read: dict[str, Any] = json.loads(content)
        if read["format"] != FORMAT:
            raise UnreadableVersion(f"format {read['format']}")
        pack = Pack.model_validate({**read["pack"], "folder": None})
        return PackVersion(pack, read["sounds"], content)
    except (ValueError, KeyError, TypeError) as error:
        raise UnreadableVersion(str(error)) from error
