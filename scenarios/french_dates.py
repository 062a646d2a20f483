"""Days as French prose writes them: found with the day that they mean, and written anew for another day.

« vendredi 27 novembre », « 2 janvier et 2 février 2027 », « jeudi 26 à 17 h », « du 12 au 14 août », « 02/11 20 h ».
A year that is not written is the one nearest to the day of the story.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

MONTHS = ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
          "décembre")  # fmt: skip
WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")

SPACE = "[ \u00a0\u202f]"
MONTH = "|".join(MONTHS)
_DAY = r"(?:1er|[12]\d|3[01]|0?[1-9])"
_WEEKDAY = rf"(?P<weekday>{'|'.join(WEEKDAYS)}){SPACE}"
_DATE = re.compile(
    rf"(?<![\w/,-])(?:{_WEEKDAY})?(?P<day>{_DAY}){SPACE}(?P<month>{MONTH})\b(?:{SPACE}(?P<year>(?:19|20)\d\d))?"
    rf"|(?<![\w/,-])(?P<first>{_DAY})(?={SPACE}?(?:,|et|ou|au){SPACE}{_DAY}{SPACE}(?P<month_of_first>{MONTH})\b)"
    rf"|\b{_WEEKDAY.replace('weekday', 'near_weekday')}(?P<near_day>{_DAY})"
    rf"(?!{SPACE}(?:{MONTH})|\d|{SPACE}(?:€|h\b|%))"
    r"|(?<![\w/])(?P<figures>(?:0[1-9]|[12]\d|3[01])/(?:0[1-9]|1[0-2]))(?:/(?P<figures_year>20\d\d))?(?![\w/])",
    re.IGNORECASE,
)

_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Mention:
    """A day in a text: `text[start:end]` says `day`; `write` says another one in the same words."""

    start: int
    end: int
    day: date
    write: Callable[[date], str]
    has_weekday: bool
    is_consistent: bool
    """Whether the weekday that is written is that day's."""


def mentions(text: str, story: date) -> Iterator[Mention]:
    """Every day that the text writes, in order. What is written like one and does not exist is passed over."""
    if _DIGIT.search(text) is None:
        return  # Every way of writing a day has one.
    for found in _DATE.finditer(text):
        mention = _mention(found, story)
        if mention is not None:
            yield mention


def rewritten(text: str, story: date, new_day: Callable[[Mention], date | None]) -> str:
    """The text with each mention for which `new_day` gives another day written for that one."""
    pieces: list[str] = []
    at = 0
    for mention in mentions(text, story):
        day = new_day(mention)
        if day is not None and day != mention.day:
            pieces += [text[at : mention.start], mention.write(day)]
            at = mention.end
    return "".join([*pieces, text[at:]])


def in_words(day: date, year: bool = True, weekday: bool = False) -> str:
    """« 2 décembre 2026 », « mercredi 2 décembre »."""
    words = f"{'1er' if day.day == 1 else day.day} {MONTHS[day.month - 1]}"
    words = f"{WEEKDAYS[day.weekday()]} {words}" if weekday else words
    return f"{words} {day.year}" if year else words


def months_later(day: date, months: int) -> date:
    """The same day of another month, or its last one: « un mois » of notice, of an instalment."""
    count = day.year * 12 + day.month - 1 + months
    first = date(count // 12, count % 12 + 1, 1)
    last = (date(first.year + first.month // 12, first.month % 12 + 1, 1) - timedelta(days=1)).day
    return first.replace(day=min(day.day, last))


def _mention(found: re.Match[str], story: date) -> Mention | None:
    part = found.groupdict()
    if part["figures"]:
        number, month = (int(one) for one in part["figures"].split("/"))
        day = _resolved(number, month, part["figures_year"], story)
        ending = "/%Y" if part["figures_year"] else ""
        return _made(found, day, lambda new: new.strftime("%d/%m" + ending), None)
    if part["near_day"]:
        named = part["near_weekday"]
        day = _near(_number(part["near_day"]), WEEKDAYS.index(named.lower()), story)
        return _made(found, day, lambda new: _soon(new, named, story), named)
    if part["first"]:
        day = _resolved(_number(part["first"]), MONTHS.index(part["month_of_first"].lower()) + 1, None, story)
        # With its month: the other day of « du 28 au 30 décembre » may fall into the next one.
        return _made(found, day, lambda new: in_words(new, year=False), None)
    named, year = part["weekday"], part["year"]
    day = _resolved(_number(part["day"]), MONTHS.index(part["month"].lower()) + 1, year, story)

    def write(new: date) -> str:
        words = f"{_day(new)} {MONTHS[new.month - 1]}" + (f" {new.year}" if year else "")
        return f"{_weekday(new, named)} {words}" if named else words

    return _made(found, day, write, named)


def _made(found: re.Match[str], day: date | None, write: Callable[[date], str], named: str | None) -> Mention | None:
    if day is None:
        return None
    is_consistent = named is None or WEEKDAYS[day.weekday()] == named.lower()
    return Mention(found.start(), found.end(), day, write, named is not None, is_consistent)


def _number(written: str) -> int:
    return 1 if written.lower() == "1er" else int(written)


def _day(day: date) -> str:
    return "1er" if day.day == 1 else str(day.day)


def _weekday(day: date, as_written: str) -> str:
    name = WEEKDAYS[day.weekday()]
    return name.capitalize() if as_written[0].isupper() else name


def _soon(day: date, weekday: str, story: date) -> str:
    """« samedi 28 »; with its month where it is another one."""
    month = "" if (day.year, day.month) == (story.year, story.month) else f" {MONTHS[day.month - 1]}"
    return f"{_weekday(day, weekday)} {_day(day)}{month}"


def _resolved(number: int, month: int, year: str | None, story: date) -> date | None:
    years = [int(year)] if year else [story.year - 1, story.year, story.year + 1]
    possible: list[date] = []
    for one in years:
        try:
            possible.append(date(one, month, number))
        except ValueError:
            continue
    return min(possible, key=lambda day: abs((day - story).days), default=None)


def _near(number: int, weekday: int, story: date) -> date | None:
    around = (story + timedelta(days=offset) for offset in sorted(range(-45, 46), key=abs))
    return next((day for day in around if day.day == number and day.weekday() == weekday), None)
