"""Who is at a seat now and with what: desks, their sound and telephones, the running call as it is measured.

None of it is a fact. The seat is told of each change, and asks nobody: what carries the sound may stand elsewhere.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from simulator.facts.fact import Actor
from simulator.ids import RunId
from telephony import CallSnapshot, Role

Sound = Literal["absent", "connecting", "connected", "lost"]
Rings = Literal["browser", "phone", "both"]
Side = tuple[str, Role]
"""A call or a consultation, and one end of it."""


@dataclass(frozen=True, slots=True)
class SoundHere:
    """What can ring and speak for one desk."""

    sound: Sound = "absent"
    """Of the page's own line."""
    rings: Rings = "browser"
    """What was chosen to ring."""
    page_rings: bool = True
    """Whether the page rings: always, unless a telephone alone was chosen and is registered."""
    phones: tuple[str, ...] = ()
    """Telephones that would ring now, by the name that each gives itself."""
    phone_trouble: str = ""
    """What the telephone did with its last call that brought none, and what to do, in French."""

    @property
    def by_page(self) -> bool:
        """Whether a call can be spoken on the page."""
        return self.sound == "connected" and self.page_rings

    @property
    def by_phone(self) -> bool:
        return bool(self.phones) and self.rings != "browser"

    @property
    def is_there(self) -> bool:
        """Whether a call can reach this desk at all."""
        return self.by_page or self.by_phone


@dataclass(slots=True)
class DeskHere:
    """A desk of this seat. `key` names it, and its sound line."""

    key: str
    actor: Actor
    is_candidate: bool = False
    may_mark: bool = False
    is_connected: bool = False
    last_seen_at: datetime | None = None
    sound: SoundHere = field(default_factory=SoundHere)
    shown_run: RunId | None = None
    listening: bool = False


@dataclass(frozen=True, slots=True)
class CallsHere:
    """The calls of this seat as whatever carries them knows them."""

    snapshots: Mapping[str, CallSnapshot] = field(default_factory=dict[str, CallSnapshot])
    """By call, consultations among them; a call that is missing here is carried by nobody any more."""
    on_phone: Mapping[Side, str] = field(default_factory=dict[Side, str])
    """Which telephone, by its name, speaks for a side."""
    phone_rings: frozenset[Side] = frozenset()
    sounds_early: frozenset[str] = frozenset()
    """Calls whose caller hears the called telephone before it answers."""


@dataclass(slots=True)
class Here:
    """The candidate's desk, the jurors' by key, and what is known of the calls."""

    candidate: DeskHere
    jurors: dict[str, DeskHere] = field(default_factory=dict[str, DeskHere])
    calls: CallsHere = field(default_factory=CallsHere)
    ending: set[str] = field(default_factory=set[str])
    """Calls whose end has been told and is still to be kept: over, and yet not left alone."""
    picking_up: str | None = None
    """The desk whose own telephone rings before their call begins."""
    phone_listeners: list[Actor] = field(default_factory=list[Actor])
    """Who listens over a telephone (*1), once for each."""
    listening_number: str | None = None
    """What a telephone of the staff dials to listen here."""

    def desks(self) -> Iterator[DeskHere]:
        yield self.candidate
        yield from self.jurors.values()

    def desk(self, key: str | None) -> DeskHere | None:
        return self.candidate if key == self.candidate.key else self.jurors.get(key or "")

    def of_actor(self, actor_id: str | None) -> DeskHere | None:
        """The juror's desk of this actor."""
        return next((desk for desk in self.jurors.values() if desk.actor.id == actor_id), None)

    def has_jury(self) -> bool:
        return any(desk.is_connected for desk in self.jurors.values())

    def line_changed(self, key: str, sound: Sound) -> DeskHere | None:
        """The page's sound of this desk; None when no desk has this key."""
        desk = self.desk(key)
        if desk is not None:
            desk.sound = replace(desk.sound, sound=sound)
        return desk
