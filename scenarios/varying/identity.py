"""Who a sister is: a name of the same gender, numbers and telephones that nobody has, an address, a birthday."""

import random
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from ..french_dates import months_later
from ..models.variation import Variation
from .drawing import VariationImpossible, names
from .french import slug
from .world import PHONE, REFERENCE, World, prose

_STREET = re.compile(
    r"\d+(?: (?:bis|ter))?,? (?:rue|avenue|impasse|chemin|allée|place|quai|boulevard|montée|cours)\b"
)


@dataclass(frozen=True, slots=True)
class Identity:
    """What stands for the customer's own."""

    words: dict[str, str]
    """Names: whole words of any text."""
    exact: dict[str, str]
    """References' figures, telephones, lines of the address: wherever they stand."""
    born_on: tuple[date, date] | None
    age: tuple[int, int] | None


def identity(variation: Variation, world: World, chance: random.Random, taken: frozenset[str]) -> Identity:
    """`taken`: of sisters that were made before. Raises VariationImpossible."""
    used = world.others | taken
    customer = world.customer
    first_names = names()["women" if customer["title"] == "Mme" else "men"]
    first = _unused(first_names, world, chance, used)
    last = _unused(names()["families"], world, chance, used)
    words = {customer["first_name"]: first, customer["last_name"]: last}
    for person in variation.people:
        others = names()["women" if person.title == "Mme" else "men"]
        words[person.value] = _unused(others, world, chance, {*used, *words.values()})
    exact = _references(world, chance, used) | _phones(world, chance, used) | _addresses(world, chance)
    return Identity(words, exact, *_birthday(variation, world, chance))


def _unused(pool: list[str], world: World, chance: random.Random, used: Iterable[str]) -> str:
    """A name that no text of the exchange says, so that nobody is confused with anybody."""
    free = [name for name in pool if name not in used and world.said.isdisjoint(name.split())]
    if not free:
        raise VariationImpossible("Il ne reste plus de nom libre : demandez moins d’échanges à la fois.")
    return chance.choice(free)


def _references(world: World, chance: random.Random, used: frozenset[str]) -> dict[str, str]:
    """By their figures, so that an order and its invoice go on sharing them. Products keep their own."""
    catalogue = {one.reference for one in world.products.values()}
    figures = sorted({digits for whole, digits in world.references if whole not in catalogue})
    taken = {match["digits"] for one in used for match in [REFERENCE.match(one)] if match}
    new: dict[str, str] = {}
    for old in figures:
        for _ in range(1000):
            drawn = old[0] + "".join(chance.choice("0123456789") for _ in old[1:])
            if drawn not in taken and drawn not in figures and drawn not in new.values():
                new[old] = drawn
                break
    return new


def _phones(world: World, chance: random.Random, used: frozenset[str]) -> dict[str, str]:
    company = re.sub(r"\D", "", world.company.phone)
    found = world.telephones
    new: dict[str, str] = {}
    for old in found:
        if re.sub(r"\D", "", old) == company:
            continue
        while (drawn := _phone(old, chance)) in used or drawn in new.values() or drawn in found:
            pass
        new[old] = drawn
    return new


def _phone(old: str, chance: random.Random) -> str:
    return f"{old[:8]} {chance.randint(0, 99):02} {chance.randint(0, 99):02}"


def _addresses(world: World, chance: random.Random) -> dict[str, str]:
    lines = [line for line in world.customer["address"]["lines"] if _STREET.match(line)]
    return {line: f"{chance.randint(2, 98)} {chance.choice(names()['streets'])}" for line in lines}


def email_of(email: str, words: dict[str, str]) -> str:
    """Parts that are the name, or its initial, become the new name's."""
    local, domain = email.split("@")
    new = {slug(old): slug(now) for old, now in words.items()}
    initials = {old[0]: now[0] for old, now in new.items()}
    parts = [new.get(part) or initials.get(part) or _within(part, new) for part in re.split(r"([._])", local)]
    return f"{''.join(parts)}@{domain}"


def _within(part: str, new: dict[str, str]) -> str:
    """« mairie-prat », « thi-mai »: a long enough name inside a part."""
    return next((part.replace(old, now) for old, now in new.items() if len(old) > 3 and old in part), part)


def _birthday(
    variation: Variation, world: World, chance: random.Random
) -> tuple[tuple[date, date] | None, tuple[int, int] | None]:
    written = world.customer.get("born_on")
    if written is None:
        return None, None
    born = date.fromisoformat(str(written))
    age = age_on(world.story, born)
    new_age = chance.randint(variation.age.at_least, variation.age.at_most) if variation.age else age
    latest = months_later(world.story, -12 * new_age)
    earliest = months_later(world.story, -12 * (new_age + 1)) + timedelta(days=1)
    new = earliest + timedelta(days=chance.randint(0, (latest - earliest).days))
    return (born, new), (age, new_age)


def age_on(day: date, born: date) -> int:
    """Years that somebody has on a day."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def of_customer(data: dict[str, object]) -> list[str]:
    """What a sister's file has of its own: the next one has none of it."""
    owned = [text for text in prose(data) if REFERENCE.fullmatch(text) or PHONE.fullmatch(text)]
    return [*owned, str(data["id"]), str(data["last_name"])]
