"""What a fact is once it is kept, and just before."""

from dataclasses import dataclass
from datetime import datetime

from simulator.facts.kinds import AnyFact
from simulator.ids import PersonId, RunId, SeatId, SessionId


@dataclass(frozen=True, slots=True)
class Actor:
    """Who did it: `id` is `candidate:<seat id>`, `person:<person id>` or `system`."""

    id: str
    name: str

    @staticmethod
    def of_person(person_id: PersonId, name: str = "") -> "Actor":
        return Actor(f"person:{person_id}", name)


SYSTEM = Actor("system", "Combiné")


@dataclass(frozen=True, slots=True)
class Place:
    """Where it happened."""

    session_id: SessionId
    seat_id: SeatId
    run_id: RunId | None = None


@dataclass(frozen=True, slots=True)
class NewFact:
    """A fact that is not kept yet: nobody may be told of it."""

    data: AnyFact
    run_id: RunId | None = None
    actor: Actor = SYSTEM
    command_id: str | None = None
    """Of the command that it carries out: kept once in the whole installation."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A kept fact. `number` orders the facts of a seat, from 1, without a gap."""

    number: int
    at: datetime
    place: Place
    actor: Actor
    data: AnyFact
    command_id: str | None = None
