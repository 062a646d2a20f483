"""From a seed to the values of one sister: drawn within their bounds, computed where a formula says how."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path

import yaml

from ..bank_holidays import bank_holidays
from ..models.variation import Variation, VariedAmount, VariedDate, VariedNumber
from . import formulas
from .world import World

MOST_TRIES = 300

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class VariationImpossible(Exception):
    """No draw keeps to what is declared. In French."""


@dataclass(frozen=True, slots=True)
class Values:
    """What is drawn for a sister, by the names of the declaration."""

    amounts: dict[str, Decimal] = field(default_factory=dict[str, Decimal])
    numbers: dict[str, int] = field(default_factory=dict[str, int])
    dates: dict[str, date] = field(default_factory=dict[str, date])
    products: dict[str, str] = field(default_factory=dict[str, str])
    wordings: tuple[int | None, ...] = ()
    """Of each wording the alternative; None leaves it as it is written."""


def as_written(variation: Variation) -> Values:
    """The values of the exchange itself."""
    return Values(
        {name: one.value for name, one in variation.amounts.items()},
        {name: one.value for name, one in variation.numbers.items()},
        {name: one.value for name, one in variation.dates.items()},
        {name: one.value for name, one in variation.products.items()},
        tuple(None for _ in variation.wordings),
    )


def drawn(variation: Variation, world: World, chance: random.Random) -> Values:
    """Raises VariationImpossible, BadFormula."""
    for _ in range(MOST_TRIES):
        values = _once(variation, world, chance)
        if values is not None and all(formulas.holds(one, known(values)) for one in variation.require):
            return values
    raise VariationImpossible(
        f"Aucun tirage de « {variation.id} » ne tient : élargissez les bornes, ou accordez les pas aux formules."
    )


def known(values: Values) -> Mapping[str, Decimal | date]:
    """What conditions may name."""
    return {**values.amounts, **{name: Decimal(one) for name, one in values.numbers.items()}, **values.dates}


def computed(variation: Variation, world: World, values: Values) -> Values:
    """The values with every formula's result in its place, in the order in which they are declared.

    Raises BadFormula.
    """
    amounts, numbers, dates = {**values.amounts}, {**values.numbers}, {**values.dates}

    def price(name: str) -> Decimal:
        product = world.products.get(values.products.get(name, name.replace("_", "-")))
        if product is None:
            raise formulas.BadFormula(f"« {name} » n’est pas un produit déclaré.")
        return product.price

    def sums() -> dict[str, Decimal]:
        return {**amounts, **{name: Decimal(one) for name, one in numbers.items()}}

    for name, one in variation.numbers.items():
        if one.equals is not None:
            result = formulas.amount(one.equals, sums(), price)
            # A fraction of a count is shown as none: the caller sees that it differs.
            numbers[name] = int(result) if result == int(result) else -1
    for name, one in variation.amounts.items():
        if one.equals is not None:
            amounts[name] = formulas.amount(one.equals, sums(), price)
    for name, one in variation.dates.items():
        if one.equals is not None:
            dates[name] = formulas.day(one.equals, {**dates, "story": world.story})
    return Values(amounts, numbers, dates, values.products, values.wordings)


def _once(variation: Variation, world: World, chance: random.Random) -> Values | None:
    """None where the results of the formulas are no whole cents, or below zero."""
    start = Values(
        {name: _amount(one, chance) for name, one in variation.amounts.items()},
        {name: _number(one, chance) for name, one in variation.numbers.items()},
        {name: _date(one, chance) for name, one in variation.dates.items()},
        {name: chance.choice([one.value, *one.among]) for name, one in variation.products.items()},
        tuple(chance.choice([*range(len(one.by)), *([None] if one.may_stay else [])]) for one in variation.wordings),
    )
    values = computed(variation, world, start)
    whole = all(one >= 0 and one == one.quantize(formulas.CENT) for one in values.amounts.values())
    return values if whole and all(one >= 0 for one in values.numbers.values()) else None


def _amount(one: VariedAmount, chance: random.Random) -> Decimal:
    if one.at_least is None or one.at_most is None:
        return one.value
    return one.at_least + one.step * chance.randint(0, int((one.at_most - one.at_least) / one.step))


def _number(one: VariedNumber, chance: random.Random) -> int:
    if one.at_least is None or one.at_most is None:
        return one.value
    return chance.randrange(one.at_least, one.at_most + 1, one.step)


def _date(one: VariedDate, chance: random.Random) -> date:
    days = possible_days(one)
    return chance.choice(days) if days else one.value


def possible_days(one: VariedDate) -> list[date]:
    """Within the bounds, on the days of the week that are declared, bank holidays left out."""
    if one.at_least is None or one.at_most is None:
        return []
    every = (one.at_least + timedelta(days=n) for n in range((one.at_most - one.at_least).days + 1))
    shut = bank_holidays()
    return [day for day in every if (not one.on or _WEEKDAYS[day.weekday()] in one.on) and day not in shut]


@cache
def names() -> dict[str, list[str]]:
    """women, men, families, streets."""
    return yaml.safe_load((Path(__file__).parent / "names.yaml").read_text(encoding="utf-8"))
