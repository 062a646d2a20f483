"""What the candidate puts in the file and writes afterwards, folded from facts."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from simulator.facts import kinds
from simulator.facts.kinds import AnyFact

FileField = Literal["motif", "statut", "suite", "comment", "appointment", "phone", "second_phone", "email", "address"]
IDENTITY: frozenset[str] = frozenset({"phone", "second_phone", "email", "address"})
"""Fields that are the customer's own: they stay changed in the file for the rest of the seat."""


@dataclass(frozen=True, slots=True)
class Entered:
    """One field's last value, and when."""

    value: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Written:
    """A written confirmation: the draft as last saved, and what was sent of it."""

    medium: Literal["mail", "letter"]
    subject: str
    body: str
    recipient: str = ""
    saved_at: datetime | None = None
    sent_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class WrittenWork:
    """Of one exchange. `files`: customer id → field → last value."""

    customer_id: str | None = None
    """The file that the candidate opened or changed last."""
    files: dict[str, dict[str, Entered]] = field(default_factory=dict[str, dict[str, Entered]])
    confirmation: Written | None = None

    def apply(self, fact: AnyFact, at: datetime) -> "WrittenWork":
        match fact:
            case kinds.FileOpened(customer_id=customer_id):
                return replace(self, customer_id=customer_id)
            case kinds.FileChanged(customer_id=customer_id, field=name, value=value):
                entered = {**self.files.get(customer_id, {}), name: Entered(value, at)}
                return replace(self, customer_id=customer_id, files={**self.files, customer_id: entered})
            case kinds.ConfirmationSaved(medium=medium, subject=subject, body=body):
                if self.confirmation is not None and self.confirmation.sent_at is not None:
                    return self
                return replace(self, confirmation=Written(medium, subject, body, saved_at=at))
            case kinds.ConfirmationSent(medium=medium, recipient=recipient, subject=subject, body=body):
                saved_at = self.confirmation.saved_at if self.confirmation is not None else None
                return replace(self, confirmation=Written(medium, subject, body, recipient, saved_at, at))
            case _:
                return self

    def entered(self, customer_id: str) -> dict[str, Entered]:
        return self.files.get(customer_id, {})
