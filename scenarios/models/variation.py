"""variations/<id>.yaml: what may vary in one exchange, within which bounds, and what is computed from it."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from .base import Day, Line, PackModel, Slug, Text
from .company import Price

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]{0,39}$")]
"""Of a value, as formulas and `{…}` in texts call it."""

Formula = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
Shuffled = Literal["facts_if_asked", "objections", "calms", "hardens", "ready_replies"]


class VariedAge(PackModel):
    """Years of the customer on the day of the story; without it the age stays and the birthday varies."""

    at_least: int = Field(ge=18, le=99)
    at_most: int = Field(ge=18, le=99)


class VariedAmount(PackModel):
    """Euros. With bounds it is drawn; with `equals` it is computed; with neither it stays as it is."""

    value: Price
    """As the exchange is written now: every place that says it is found by it."""
    at_least: Price | None = None
    at_most: Price | None = None
    step: Annotated[Decimal, Field(gt=0, max_digits=9, decimal_places=2)] = Decimal(1)
    equals: Formula | None = None
    """« reste / 3 », « price(velo) * 2 », « cents(ht * 1.2) »."""


class VariedNumber(PackModel):
    """A measure or a count that is no amount, found by the words around it: « # kg », « # kilomètres »."""

    value: int = Field(ge=0, le=10**6)
    written: Annotated[tuple[Line, ...], Field(min_length=1)]
    """# stands for the number."""
    at_least: int | None = Field(default=None, ge=0, le=10**6)
    at_most: int | None = Field(default=None, ge=0, le=10**6)
    step: int = Field(default=1, ge=1)
    equals: Formula | None = None


class VariedDate(PackModel):
    """A day, wherever it is written: in a field, or in a sentence."""

    value: Day
    at_least: Day | None = None
    at_most: Day | None = None
    on: tuple[Weekday, ...] = ()
    """Only these days of the week; what is drawn is never a bank holiday."""
    equals: Formula | None = None
    """« premiere + 1 month », « story + 8 days »."""


class VariedProduct(PackModel):
    """A product of the catalogue: its identifier, its name; amounts follow by « price(nom) »."""

    value: Slug
    among: Annotated[tuple[Slug, ...], Field(min_length=1)]


class VariedPerson(PackModel):
    """The first name of somebody else in the story."""

    value: Line
    title: Literal["Mme", "M."]


class Wording(PackModel):
    """Texts that are exchanged together: a cause, a mood, a way of speaking."""

    replaced: Annotated[tuple[Text, ...], Field(min_length=1)]
    """As they stand, or a part of a text."""
    by: Annotated[tuple[tuple[Text, ...], ...], Field(min_length=1)]
    """Each alternative has one text for each of `replaced`; « {reste} » writes a value."""
    may_stay: bool = True
    """Whether what is written now is an alternative too: not where it says a number in letters."""


class Variation(PackModel):
    """What may vary in one exchange."""

    id: Slug
    subject: Slug
    exchange: Slug
    age: VariedAge | None = None
    amounts: dict[Name, VariedAmount] = Field(default_factory=dict[str, VariedAmount])
    numbers: dict[Name, VariedNumber] = Field(default_factory=dict[str, VariedNumber])
    dates: dict[Name, VariedDate] = Field(default_factory=dict[str, VariedDate])
    products: dict[Name, VariedProduct] = Field(default_factory=dict[str, VariedProduct])
    people: tuple[VariedPerson, ...] = ()
    wordings: tuple[Wording, ...] = ()
    require: tuple[Formula, ...] = ()
    """What must be true of the values: « reste > 3 * frais »."""
    shuffle: tuple[Shuffled, ...] = ()
    """Lists of the jury's card whose order may change."""
