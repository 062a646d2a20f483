"""One draw, carried into every text and field of an exchange at once: nothing is replaced twice."""

import copy
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

from ruamel.yaml.scalarfloat import ScalarFloat
from ruamel.yaml.timestamp import TimeStamp

from ..faults import french_spaces
from ..french_dates import Mention, in_words, rewritten
from ..models.variation import Variation
from .drawing import Values, as_written
from .french import AMOUNT, SPACES, amount_of, euros, put_name
from .french import as_written as words_as_written
from .identity import Identity, email_of
from .world import NEVER_PROSE, World, changed

AMOUNT_KEYS = {"price", "unit_price", "amount", "remaining"}

_PLACE = re.compile(r"\{([a-z_]+)(?::(exact|long|weekday))?\}")
_HELD = "\ue000{}\ue001"
"""Stands for a value until all else is rewritten: private characters, which no text of a pack may hold."""
_PUT = re.compile("\ue000(.*?)\ue001")
_SPACE = re.compile(f"[{SPACES}]")
_REFERENCE = re.compile(r"(?<![\w-])(?P<letters>[A-Z]{2,4}-)(?P<digits>\d{3,})(?!\d)")
_EMAIL = re.compile(r"[a-z0-9._-]+@[a-z0-9.-]+\.example")
_BARE = re.compile(r"\d+(?:,\d\d)?")
_ISO = re.compile(r"\d{4}-\d\d-\d\d(?:T.*)?")


@dataclass(frozen=True)
class Rewriting:
    """What becomes what, for one sister; worked out once for all her texts."""

    variation: Variation
    world: World
    values: Values
    identity: Identity

    def carry_into(self, data: Any) -> Any:
        """`data` itself, changed: a plain copy or a tree of ruamel."""
        return changed(data, self._put)

    def _put(self, key: str, value: Any) -> Any:
        if key == "product":
            return self._products.get(value, value)
        if key in NEVER_PROSE:
            return value
        if key in AMOUNT_KEYS and isinstance(value, int | float):
            return _as_amount(value, self._amounts.get(Decimal(str(value))))
        if isinstance(value, date):
            return self._as_date(value)
        if isinstance(value, str):
            if _ISO.fullmatch(value):
                day = self._days.get(date.fromisoformat(value[:10]))
                return value if day is None else day.isoformat() + value[10:]
            new = self.text(value)
            return value if new == value else _like(value, new)
        return value

    def text(self, text: str) -> str:
        """The sister's text for this one."""
        for wording, choice in zip(self.variation.wordings, self.values.wordings, strict=True):
            if choice is not None:
                for old, new in zip(wording.replaced, wording.by[choice], strict=True):
                    held = french_spaces(_PLACE.sub(lambda found: _HELD.format(found[0]), new))
                    text = words_as_written(old).sub(lambda _, held=held: held, text)
        text = self._names(text)
        text = self._exact(text)
        text = self._numbers(text)
        text = rewritten(text, self.world.story, self._new_day)
        text = AMOUNT.sub(self._amount, text)
        if _BARE.fullmatch(text) and (new := self._amounts.get(Decimal(text.replace(",", ".")))) is not None:
            text = euros(new, "," in text)
        return _PUT.sub(lambda held: self._value(held[1]), text) if "\ue000" in text else text

    def _names(self, text: str) -> str:
        for old, new in self._new_names:
            text = put_name(text, old, new)
        return text

    @cached_property
    def _new_names(self) -> list[tuple[str, str]]:
        """Of products and people, the longest first."""
        products = self.world.products
        new = {products[old].name: products[now].name for old, now in self._products.items()} | self.identity.words
        return sorted(new.items(), key=lambda one: len(one[0]), reverse=True)

    def _exact(self, text: str) -> str:
        exact = self.identity.exact
        if self.identity.words:
            text = _EMAIL.sub(self._email, text)
        if self._whole is not None:
            text = self._whole.sub(lambda found: _in_case(exact, found[0]), text)
        return _REFERENCE.sub(lambda found: found["letters"] + exact.get(found["digits"], found["digits"]), text)

    @cached_property
    def _whole(self) -> re.Pattern[str] | None:
        """Telephones and lines of an address, as they stand; None where there are none."""
        whole = [old for old in self.identity.exact if not old.isdigit()]
        longest_first = sorted(whole, key=len, reverse=True)
        return re.compile("|".join(map(re.escape, longest_first)), re.IGNORECASE) if whole else None

    def _email(self, found: re.Match[str]) -> str:
        is_ours = found[0] == self.world.company.email
        return found[0] if is_ours else email_of(found[0], self.identity.words)

    def _numbers(self, text: str) -> str:
        if self._counted is None:
            return text
        pattern, spaced = self._counted

        def put(found: re.Match[str]) -> str:
            space = next((one for one in found[0] if one in SPACES), " ")
            return spaced[_SPACE.sub(" ", found[0])].replace(" ", space)

        return pattern.sub(put, text)

    @cached_property
    def _counted(self) -> tuple[re.Pattern[str], dict[str, str]] | None:
        """Where a number or the age stands with its words, and what they become; None where none changes."""
        new: dict[str, str] = {}
        for name, one in self.variation.numbers.items():
            for written in one.written:
                new[written.replace("#", str(one.value))] = written.replace("#", str(self.values.numbers[name]))
        if self.identity.age is not None:
            old, now = self.identity.age
            new.setdefault(f"{old} ans", f"{now} ans")
        if not new:
            return None
        pattern = "|".join(re.escape(old).replace(r"\ ", f"[{SPACES}]") for old in sorted(new, key=len, reverse=True))
        spaced = {_SPACE.sub(" ", old): now for old, now in new.items()}
        return re.compile(rf"(?<![\w,])(?:{pattern})(?!\w)"), spaced

    def _amount(self, found: re.Match[str]) -> str:
        new = self._amounts.get(amount_of(found))
        return found[0] if new is None else euros(new, found["cents"] is not None)

    @cached_property
    def _amounts(self) -> Mapping[Decimal, Decimal]:
        return {one.value: self.values.amounts[name] for name, one in self.variation.amounts.items()}

    @cached_property
    def _products(self) -> Mapping[str, str]:
        return {one.value: self.values.products[name] for name, one in self.variation.products.items()}

    @cached_property
    def _days(self) -> Mapping[date, date]:
        days = {one.value: self.values.dates[name] for name, one in self.variation.dates.items()}
        born = self.identity.born_on
        return days if born is None else {**days, born[0]: born[1]}

    def _new_day(self, mention: Mention) -> date | None:
        return self._days.get(mention.day)

    def _as_date(self, value: date) -> date:
        day = self._days.get(value.date() if isinstance(value, datetime) else value)
        if day is None:
            return value
        if not isinstance(value, datetime):
            return day
        if isinstance(value, TimeStamp):
            new: Any = copy.deepcopy(value)
            return new.replace(year=day.year, month=day.month, day=day.day)
        return value.replace(year=day.year, month=day.month, day=day.day)

    def _value(self, place: str) -> str:
        """« {reste:exact} » is « 468,00 € », « {premiere:long} » « mercredi 2 décembre 2026 »."""
        found = _PLACE.fullmatch(place)
        name, how = (found[1], found[2]) if found else ("", None)
        if name in self.values.amounts:
            return f"{euros(self.values.amounts[name], how == 'exact')}\u00a0€"
        if name in self.values.numbers:
            return str(self.values.numbers[name])
        if name in self.values.dates:
            return in_words(self.values.dates[name], how == "long", how in ("long", "weekday"))
        return self.world.products[self.values.products[name]].name if name in self.values.products else place


def places_in(text: str) -> list[str]:
    """Names of the values that an alternative's text asks for."""
    return [found[1] for found in _PLACE.finditer(text)]


def unchanged(variation: Variation, world: World) -> Rewriting:
    """That leaves every text as it is: what a declaration is compared with."""
    return Rewriting(variation, world, as_written(variation), Identity({}, {}, None, None))


def _in_case(new: Mapping[str, str], found: str) -> str:
    """An address as somebody types it in a chat, « 8 rue des tanneurs », stays typed that way."""
    if found in new:
        return new[found]
    return next(now for old, now in new.items() if old.casefold() == found.casefold()).lower()


def _as_amount(value: float, new: Decimal | None) -> float:
    if new is None:
        return value
    if isinstance(value, ScalarFloat):
        written = f"{new:.2f}"
        return ScalarFloat(float(new), width=len(written), prec=written.index("."), m_sign=False, m_lead0=0)
    return float(new)


def _like(value: str, new: str) -> str:
    """A text in the same quotes; one that was folded over lines is put on one."""
    kind = type(value)
    return new if kind.__name__ in ("str", "FoldedScalarString", "LiteralScalarString") else kind(new)
