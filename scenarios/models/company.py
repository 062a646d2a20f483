"""The fictive company: who it is, what it sells, how its advisers must work."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from .base import Day, FictivePhone, Line, PackModel, Slug, Text

Price = Annotated[Decimal, Field(ge=0, max_digits=9, decimal_places=2)]
"""Euros, taxes included."""


class PostalAddress(PackModel):
    """An address as it is printed on an envelope."""

    lines: tuple[Line, ...] = Field(min_length=1, max_length=3)
    postcode: Annotated[str, Field(pattern=r"^\d{5}$")]
    city: Line


class Department(PackModel):
    """A service of the company that an adviser may have to name or to call."""

    id: Slug
    name: Line
    role: Text
    opening_hours: Line | None = None


class Product(PackModel):
    """A product or a service, as the adviser's catalogue shows it."""

    id: Slug
    reference: Line
    name: Line
    family: Line
    price: Price
    unit: Line = "l’unité"
    description: Text
    benefits: tuple[Text, ...] = ()
    conditions: tuple[Text, ...] = ()
    alternatives: tuple[Slug, ...] = ()
    available: bool = True


class Procedure(PackModel):
    """A page of the company's handbook: what to do, in order, and what is forbidden."""

    id: Slug
    title: Line
    summary: Text
    steps: tuple[Text, ...] = Field(min_length=1)
    forbidden: tuple[Text, ...] = ()
    keywords: tuple[Line, ...] = ()


class Script(PackModel):
    """Wording that the company recommends for a moment of the exchange."""

    id: Slug
    moment: Line
    channel: Literal["phone", "chat", "both"]
    text: Text


class CommercialLimit(PackModel):
    """What an adviser may grant alone, and whose agreement is needed beyond it."""

    id: Slug
    reason: Line
    maximum: Line
    beyond: Text


class Choice(PackModel):
    """One entry of a qualification list."""

    id: Slug
    label: Line


class QualificationLists(PackModel):
    """The lists from which an adviser qualifies an exchange."""

    motifs: tuple[Choice, ...] = Field(min_length=3)
    statuts: tuple[Choice, ...] = Field(min_length=2)
    suites: tuple[Choice, ...] = Field(min_length=2)

    @property
    def labels(self) -> dict[str, str]:
        """What an adviser reads for each id."""
        return {choice.id: choice.label for choice in (*self.motifs, *self.statuts, *self.suites)}


class ServiceLevels(PackModel):
    """Delays that the company's own procedure sets, in seconds."""

    answer_seconds: int = Field(default=20, ge=5, le=120)
    chat_first_reply_seconds: int = Field(default=20, ge=5, le=300)
    chat_reply_seconds: int = Field(default=60, ge=10, le=600)
    hold_seconds: int = Field(default=60, ge=10, le=600)
    wrap_up_seconds: int = Field(default=120, ge=15, le=900)


class Company(PackModel):
    """company.yaml: the context that the candidate discovers before the exchanges."""

    id: Slug
    name: Line
    tagline: Line
    sector: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)] | None = None
    """The trade, in a few words, as lists name it: « Vente et entretien »."""
    activity: Text
    history: Text
    organisation: tuple[Department, ...] = Field(min_length=2)
    customers_served: Text
    tone: Text
    phone: FictivePhone
    email: Annotated[str, Field(pattern=r"^[a-z0-9.\-]+@[a-z0-9.\-]+\.example$")]
    website: Annotated[str, Field(pattern=r"^[a-z0-9.\-]+\.example$")]
    mailing_address: PostalAddress
    signature: Text
    story_date: Day
    """The day on which the whole pack takes place: every date of the customers' files is told from it."""
    commercial_limits: tuple[CommercialLimit, ...] = Field(min_length=1)
    scripts: tuple[Script, ...] = Field(min_length=2)
    qualification: QualificationLists
    service_levels: ServiceLevels = ServiceLevels()
