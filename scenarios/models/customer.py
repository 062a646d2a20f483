"""A customer of the company: identity, contracts, orders, invoices, past contacts and letters."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, NaiveDatetime

from .base import Day, FictivePhone, Line, PackModel, Slug, Text
from .company import PostalAddress, Price

Email = Annotated[str, Field(pattern=r"^[a-z0-9.\-_]+@[a-z0-9.\-]+\.example$")]
Reference = Annotated[str, Field(pattern=r"^[A-Z]{2,4}-[0-9A-Z-]{2,20}$")]
"""What customers read on their papers: MV-48213."""


class Contract(PackModel):
    """A subscription or a service contract."""

    reference: Reference
    label: Line
    product: Slug | None = None
    signed_on: Day
    renews_on: Day | None = None
    price: Price
    period: Literal["month", "year", "once"] = "month"
    status: Literal["active", "suspended", "cancelled", "pending"] = "active"
    details: tuple[Line, ...] = ()


class OrderLine(PackModel):
    """One article of an order."""

    product: Slug
    quantity: int = Field(default=1, ge=1, le=99)
    unit_price: Price


class Order(PackModel):
    """An order, with where it stands."""

    reference: Reference
    ordered_on: Day
    lines: tuple[OrderLine, ...] = Field(min_length=1)
    status: Literal["preparing", "shipped", "delayed", "delivered", "cancelled", "returned"]
    delivery: Line | None = None
    tracking: tuple[Line, ...] = ()


class Invoice(PackModel):
    """An invoice, paid or not."""

    reference: Reference
    issued_on: Day
    due_on: Day
    amount: Price
    remaining: Price = Decimal(0)
    label: Line
    status: Literal["paid", "due", "overdue", "disputed"]


class Contact(PackModel):
    """A past exchange with the customer."""

    at: NaiveDatetime
    channel: Literal["phone", "chat", "mail", "letter", "shop", "system"]
    direction: Literal["inbound", "outbound"] = "inbound"
    adviser: Line | None = None
    summary: Text


class Correspondence(PackModel):
    """A mail or a letter kept whole in the file."""

    id: Slug
    at: NaiveDatetime
    kind: Literal["mail", "letter"]
    direction: Literal["inbound", "outbound"]
    subject: Line
    body: Text


class CanvassingConsent(PackModel):
    """The customer's agreement to be called for canvassing, as the firm must be able to prove it.

    Code de la consommation, article L. 223-1 (law 2025-594, since 11 August 2026): free, specific, informed,
    unambiguous, given by a positive act, and revocable.
    """

    given_at: NaiveDatetime
    where: Line
    """The form, the tablet of a shop, the page of the customer's account: « Formulaire du guide des cargos »."""
    wording: Text
    """What the customer read and accepted; its subject bounds what they may be called about."""
    proof: Line
    """Where the firm finds its evidence: « Formulaire horodaté CG-20461 »."""
    withdrawn_on: Day | None = None


class Customer(PackModel):
    """customers/<id>.yaml: what the adviser's screen shows of one customer."""

    id: Slug
    number: Reference
    title: Literal["Mme", "M."]
    first_name: Line
    last_name: Line
    born_on: Day | None = None
    phone: FictivePhone
    second_phone: FictivePhone | None = None
    email: Email | None = None
    address: PostalAddress
    customer_since: Day
    segment: Line
    alerts: tuple[Line, ...] = ()
    notes: tuple[Text, ...] = ()
    canvassing_consent: CanvassingConsent | None = None
    opposes_prospecting: bool = False
    """Refuses every prospecting, even about a contract in progress (RGPD, article 21)."""
    contracts: tuple[Contract, ...] = ()
    orders: tuple[Order, ...] = ()
    invoices: tuple[Invoice, ...] = ()
    history: tuple[Contact, ...] = ()
    correspondence: tuple[Correspondence, ...] = ()

    @property
    def display_name(self) -> str:
        return f"{self.title} {self.first_name} {self.last_name}"

    def last_contact_at(self) -> datetime | None:
        """When the customer was last in touch, if ever."""
        return max((contact.at for contact in self.history), default=None)
