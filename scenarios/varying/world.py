"""What belongs to one exchange: its customer's file, both its faces; and every text in them."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, cast

from ..models import Company, Product
from ..models.variation import Variation
from ..reading import PackFiles, Piece

Data = dict[str, Any]

NEVER_PROSE = {"id", "customer", "product", "motif", "statut", "suite", "criterion", "competences", "kind", "channel",
               "direction", "status", "period", "documents", "commercial_limits"}  # fmt: skip
"""Keys whose strings are identifiers and choices."""
REFERENCE = re.compile(r"(?<![\w-])[A-Z]{2,4}-(?P<digits>\d{3,})(?!\d)")
PHONE = re.compile(r"(?<!\d)(?P<range>0(?:1.99.00|2.61.91|3.53.01|4.65.71|5.36.49|6.39.98))(?:.\d\d){2}(?!\d)")


class NoWorld(Exception):
    """The exchange, or its customer, is not in the pack, or does not read."""


@dataclass(frozen=True)
class World:
    """As the files say it; nobody changes it, so what its texts say is read once for all its sisters."""

    company: Company
    products: dict[str, Product]
    customer: Data
    exchange: Data
    others: frozenset[str]
    """Names, numbers, telephones and references of all customers: a sister has none of them."""

    @property
    def story(self) -> date:
        return self.company.story_date

    @cached_property
    def texts(self) -> tuple[str, ...]:
        return (*prose(self.customer), *prose(self.exchange))

    @cached_property
    def said(self) -> frozenset[str]:
        """Every word of the texts."""
        return frozenset(word for text in self.texts for word in re.findall(r"[\w’-]+", text))

    @cached_property
    def references(self) -> frozenset[tuple[str, str]]:
        """What is written like one, each with its figures alone."""
        return frozenset((match[0], match["digits"]) for text in self.texts for match in REFERENCE.finditer(text))

    @cached_property
    def telephones(self) -> tuple[str, ...]:
        """In order, as they are written."""
        return tuple(sorted({match[0] for text in self.texts for match in PHONE.finditer(text)}))


def world_of(files: PackFiles, variation: Variation) -> World:
    """Raises NoWorld."""
    subject = _of_id(files.subjects, variation.subject)
    exchange = next((one for one in subject.get("exchanges", []) if one["id"] == variation.exchange), None)
    if exchange is None or files.company is None or files.products is None:
        raise NoWorld
    if files.company.model is None or files.products.model is None:
        raise NoWorld
    return World(
        files.company.model,
        {one.id: one for one in files.products.model.products},
        _of_id(files.customers, exchange["customer"]),
        exchange,
        frozenset(_taken(files)),
    )


def prose(data: Any, key: str = "") -> Iterator[str]:
    """Every sentence, name and number that is written as text."""
    if isinstance(data, dict):
        for name, value in cast(Data, data).items():
            yield from prose(value, name)
    elif isinstance(data, list):
        for value in cast("list[Any]", data):
            yield from prose(value, key)
    elif isinstance(data, str) and key not in NEVER_PROSE:
        yield data


def changed(data: Any, put: Callable[[str, Any], Any], key: str = "") -> Any:
    """A copy in which each value is what `put(key, value)` makes of it; of ruamel's trees, the same kind of tree."""
    if isinstance(data, dict):
        for name, value in list(cast(Data, data).items()):
            data[name] = changed(value, put, name)
        return cast(Any, data)
    if isinstance(data, list):
        items = cast("list[Any]", data)
        for index, value in enumerate(items):
            items[index] = changed(value, put, key)
        return items
    return put(key, data)


def _of_id(pieces: list[Piece[Any]], wanted: str) -> Data:
    for piece in pieces:
        if piece.model is not None and piece.model.id == wanted:
            return piece.document.data
    raise NoWorld


def _taken(files: PackFiles) -> Iterator[str]:
    for piece in files.customers:
        if piece.model is None:
            continue
        customer = piece.model
        yield from (customer.id, customer.last_name, customer.phone, customer.second_phone or "", customer.number)
        yield f"{customer.first_name} {customer.last_name}"
        for owned in (*customer.orders, *customer.invoices, *customer.contracts):
            yield owned.reference
