"""An exchange: from the jury's start to the end of the wrap-up, and what is written in the customer's file."""

from typing import Literal

from simulator.facts.fact_data import FactData


class ExchangeQueued(FactData):
    kind: Literal["exchange.queued"] = "exchange.queued"


class ExchangeUnqueued(FactData):
    kind: Literal["exchange.unqueued"] = "exchange.unqueued"


class ExchangeStarted(FactData):
    """The jury opened it: an inbound one rings or writes, an outbound one shows its mission."""

    kind: Literal["exchange.started"] = "exchange.started"
    findings: bool = False
    """Whether the session shows jurors what the evidence suggests."""


class ExchangeTakenOver(FactData):
    """Another juror plays on: the one who began it is no longer at their desk."""

    kind: Literal["exchange.taken_over"] = "exchange.taken_over"


class WrapUpStarted(FactData):
    kind: Literal["wrap_up.started"] = "wrap_up.started"
    limit_seconds: int


class ExchangeEnded(FactData):
    """The candidate finished the wrap-up, or the jury ended the exchange."""

    kind: Literal["exchange.ended"] = "exchange.ended"
    by: Literal["candidate", "jury", "system"]


class FileOpened(FactData):
    kind: Literal["file.opened"] = "file.opened"
    customer_id: str


class FileChanged(FactData):
    """One field of the qualification or of the customer's identity, with its new value ("" empties it)."""

    kind: Literal["file.changed"] = "file.changed"
    customer_id: str
    field: Literal["motif", "statut", "suite", "comment", "appointment", "phone", "second_phone", "email", "address"]
    value: str


class ConfirmationSaved(FactData):
    """A draft, saved as it is typed."""

    kind: Literal["confirmation.saved"] = "confirmation.saved"
    medium: Literal["mail", "letter"]
    subject: str
    body: str


class ConfirmationSent(FactData):
    kind: Literal["confirmation.sent"] = "confirmation.sent"
    medium: Literal["mail", "letter"]
    recipient: str
    subject: str
    body: str
