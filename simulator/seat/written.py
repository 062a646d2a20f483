"""What a candidate has written in the case study, as the seat knows it: which version stands, never its words.

Words are rows (`simulator.productions`): the seat holds what is needed to number, to acknowledge and to seal them.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from exams.phases import ProductionId

WrittenId = ProductionId | Literal["notes"]
"""A production, or the candidate's own notes for it, which are neither sealed nor shown to anybody."""


@dataclass(frozen=True, slots=True)
class Version:
    """A text as it stood at one moment. `client_id`: the page's own name for it, the same however often it is sent.

    `number`: 1, 2, 3… for each text. `based_on`: the number of the version that its page had before, 0 for none.
    """

    written: WrittenId
    number: int
    client_id: str
    based_on: int
    sha256: str
    words: int
    at: datetime

    @property
    def is_parted(self) -> bool:
        """Written without knowing the version before it: in another tab, or at another computer."""
        return self.based_on != self.number - 1


@dataclass(frozen=True, slots=True)
class Draft:
    """What a page hands in: the words as canonical document (JSON) and as plain text; no number, no date yet."""

    written: WrittenId
    client_id: str
    based_on: int
    document: str
    text: str
    sha256: str
    words: int
    typed_from: datetime | None = None
    typed_until: datetime | None = None
    """When its first and its last key since the version before were struck, by the page's account; None: not told."""


@dataclass(frozen=True, slots=True)
class NewVersion:
    """A version to keep, and its words."""

    draft: Draft
    version: Version


@dataclass
class WrittenState:
    """The last version of each text, and the number that each known version was given."""

    heads: dict[WrittenId, Version] = field(default_factory=dict[WrittenId, Version])
    known: dict[str, Version] = field(default_factory=dict[str, Version])
    """By the page's name for it."""

    def apply(self, versions: Iterable[Version]) -> None:
        """Takes kept versions into account, each once, in the order of their numbers."""
        for version in versions:
            self.known[version.client_id] = version
            head = self.heads.get(version.written)
            if head is None or head.number < version.number:
                self.heads[version.written] = version

    def number_of(self, written: WrittenId) -> int:
        """Of its last version; 0 where nothing was ever written."""
        head = self.heads.get(written)
        return head.number if head is not None else 0


@dataclass(frozen=True, slots=True)
class Seal:
    """What a phase's end sealed. `sha256` hexadecimal; `code` is its beginning, as the candidate may copy it."""

    sha256: str
    code: str
    at: datetime
