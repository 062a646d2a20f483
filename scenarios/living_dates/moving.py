"""A pack on another day of story.

All days move by the same whole number of weeks, so that weekdays, opening hours, order and delays in days stay true.
What lies whole months from another day (notice, instalments, rents, a commitment of twelve months) stays so, except
where a text states that very delay in days (« à 30 jours ») or a weekday.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from ..bank_holidays import bank_holidays
from ..french_dates import Mention, mentions, months_later, rewritten
from ..models import Pack, Subject
from ..varying.french import SPACES
from ..varying.identity import age_on
from ..varying.world import NEVER_PROSE, changed, prose
from .loose import months_moved, years_moved

Links = dict[date, tuple[date, int]]

WEEK = timedelta(days=7)
MOST_WEEKS_AWAY = 8
NEAR = timedelta(days=21)
"""Days around the story on which somebody does something: no bank holiday may fall on one."""

_ISO = re.compile(r"(?P<day>\d{4}-\d\d-\d\d)(?P<time>T.*)?")
_IN_DAYS = re.compile(rf"\b(\d{{1,3}})[{SPACES}]jours\b")
_UNTOUCHED = {*NEVER_PROSE, "first_name", "last_name", "email", "phone", "second_phone", "address", "audio"}


def week_of(pack: Pack, subject_id: str, today: date) -> date:
    """The day nearest to today on which this subject's story can take place: on its weekday, and with no bank holiday
    among the days that its exchanges and their customers' files name; a stated month stays one."""
    story, subject = pack.company.story_date, pack.subject(subject_id)
    nearest = story + round((today - story).days / 7) * WEEK
    shut = bank_holidays()
    ours = [day for day in {*_days_said(pack, subject_id), story} if abs(day - story) <= NEAR and day not in shut]
    worlds, everybody = _dumped(pack, [subject]), _everybody(pack)
    possible = [nearest + away * WEEK for away in sorted(range(-MOST_WEEKS_AWAY, MOST_WEEKS_AWAY + 1), key=abs)]
    for to in possible:
        is_open = not any(day + (to - story) in shut for day in ours)
        if not is_open or not all(_World.of(story, to, (), *world).keeps_months for world in worlds):
            continue
        if all(_World.of(story, to, (), *world).is_in_order for world in everybody):
            return to
    return nearest


def moved(pack: Pack, to: date, stays: Iterable[str] = ()) -> Pack:
    """The pack whose story takes place on `to`, some weeks away. Without case studies: recordings cannot follow."""
    story = pack.company.story_date
    if to == story:
        return pack
    kept = tuple(stays)
    subjects = [subject.model_dump(mode="json") for subject in pack.subjects]
    customers: list[Any] = []
    for customer in pack.customers:
        theirs = [one for subject in subjects for one in subject["exchanges"] if one["customer"] == customer.id]
        file = customer.model_dump(mode="json")
        world = _World.of(story, to, kept, file, theirs)
        customers.append(changed(file, world.put))
        for exchange in theirs:
            changed(exchange, world.put)
    content = pack.model_dump(mode="json", exclude={"folder", "case_studies"})
    return Pack.model_validate(
        {
            **content,
            "folder": pack.folder,
            "company": {**content["company"], "story_date": to.isoformat()},
            "customers": customers,
            "subjects": subjects,
            "case_studies": (),
        }
    )


def _dumped(pack: Pack, subjects: Iterable[Subject]) -> list[tuple[dict[str, Any], list[Any]]]:
    """The files of those who are met, each with its exchanges."""
    exchanges = [exchange for subject in subjects for exchange in subject.exchanges]
    return [
        (
            pack.customer(customer_id).model_dump(mode="json"),
            [one.model_dump(mode="json") for one in exchanges if one.customer == customer_id],
        )
        for customer_id in {one.customer for one in exchanges}
    ]


def _everybody(pack: Pack) -> list[tuple[dict[str, Any], list[Any]]]:
    """Every file, each with its exchanges in all subjects, as `moved` takes them."""
    exchanges = [one.model_dump(mode="json") for subject in pack.subjects for one in subject.exchanges]
    return [
        (customer.model_dump(mode="json"), [one for one in exchanges if one["customer"] == customer.id])
        for customer in pack.customers
    ]


@dataclass(frozen=True, slots=True)
class _World:
    """One customer's file and exchanges: a day has one image in all of them."""

    story: date
    to: date
    stays: tuple[str, ...]
    images: Mapping[date, date]
    years: Mapping[int, int]
    keeps_months: bool
    """Whether of days in sentences each that lies whole months before another does so still: the 28 February is a
    month before one day of March only."""
    is_in_order: bool
    """Whether what came first still does: the last day of July and the first of August may lie a month before two
    days of March that cannot both be had."""

    @staticmethod
    def of(story: date, to: date, stays: tuple[str, ...], customer: dict[str, Any], exchanges: list[Any]) -> "_World":
        typed = list(_typed_days(customer))
        said = [mention for text in prose([customer, *exchanges]) for mention in mentions(text, story)]
        named = {mention.day for mention in said if mention.has_weekday}
        in_days = {int(one) for text in prose([customer, *exchanges]) for one in _IN_DAYS.findall(text)}
        images, links = _images(story, to, {*typed, *(mention.day for mention in said)}, named, in_days)
        if customer.get("born_on"):
            born = date.fromisoformat(customer["born_on"])
            images[born] = _birthday(story, to, born)
        owned = [day for day in typed if day in images]
        years = {day.year: images[day].year for day in reversed(owned)}
        told = {story, *(mention.day for mention in said)}
        stated = {day: link for day, link in links.items() if day in told and link[0] in told}
        holds = all(months_later(images[day], -months) == images[other] for day, (other, months) in stated.items())
        is_in_order = all(images[one] <= images[other] for one, other in pairwise(sorted(images)))
        return _World(story, to, stays, images, years, holds, is_in_order)

    def put(self, key: str, value: Any) -> Any:
        if key in _UNTOUCHED or not isinstance(value, str):
            return value
        if (found := _ISO.fullmatch(value)) is not None:
            return self._image(date.fromisoformat(found["day"])).isoformat() + (found["time"] or "")
        return self._text(value)

    def _text(self, text: str) -> str:
        # What stays is taken out first and put back last: private characters, which no pack may hold.
        for number, words in enumerate(self.stays):
            text = text.replace(words, f"\ue000{number}\ue001")
        text = rewritten(text, self.story, self._new_day)
        weeks = (self.to - self.story).days
        text = months_moved(text, round(weeks / 30.4375))
        text = years_moved(text, lambda year: self.years.get(year, year + round(weeks / 365.25)))
        return re.sub("\ue000(\\d+)\ue001", lambda held: self.stays[int(held[1])], text)

    def _new_day(self, mention: Mention) -> date:
        return self._image(mention.day)

    def _image(self, day: date) -> date:
        return self.images.get(day, day + (self.to - self.story))


def _images(
    story: date, to: date, days: set[date], named: set[date], in_days: set[int]
) -> tuple[dict[date, date], Links]:
    """`named`: with their weekday, which they keep whatever else; `in_days`: delays that a text counts in days.

    Also from which day each one was counted in months."""
    links: Links = {}
    images: dict[date, date] = {story: to}
    linked: set[date] = {story, *named}
    for day in sorted(days - {story}, key=lambda one: (abs(one - story), one)):
        images[day] = day + (to - story)
        if day not in named and (link := _linked(day, images, in_days)) is not None:
            other, months = link
            images[day] = months_later(images[other], months) if months else images[other] + (day - other)
            linked.add(day)
            if months < 0:
                links[day] = link
    return _in_order(images, linked, to - story), links


def _linked(day: date, placed: Mapping[date, date], in_days: set[int]) -> tuple[date, int] | None:
    """The day nearer to the story from which a delay leads to it: stated in days (then 0), else whole months."""
    others = [other for other in placed if other != day]
    for other in others:
        if abs((day - other).days) in in_days:
            return other, 0
    for other in others:
        months = (day.year - other.year) * 12 + day.month - other.month
        if months and months_later(other, months) == day:
            return other, months
    return None


def _in_order(images: dict[date, date], linked: set[date], shift: timedelta) -> dict[date, date]:
    """What would have changed places with its neighbour keeps its distance from it instead.

    Between two that are both bound by months there may be no day left: they then fall on the same one."""
    days = sorted(images)
    for _ in days:
        wrong = [(one, other) for one, other in pairwise(days) if images[one] >= images[other]]
        if not wrong:
            break
        for one, other in wrong:
            if other not in linked:
                images[other] = images[one] + (other - one)
            elif one not in linked:
                images[one] = images[other] - (other - one)
            else:
                images[one], images[other] = one + shift, other + shift
    return images


def _birthday(story: date, to: date, born: date) -> date:
    """As far from the story as before, a day more or less where leap years would change the age."""
    age, new = age_on(story, born), born + (to - story)
    nearest = (new + timedelta(days=away) for away in sorted(range(-3, 4), key=abs))
    return next(day for day in nearest if age_on(to, day) == age)


def _days_said(pack: Pack, subject_id: str) -> Iterator[date]:
    """Appointments, visits, calls."""
    subject = pack.subject(subject_id)
    for one in (*(pack.customer(exchange.customer) for exchange in subject.exchanges), subject):
        for text in prose(one.model_dump(mode="json")):
            yield from (mention.day for mention in mentions(text, pack.company.story_date))


def _typed_days(data: Any) -> Iterator[date]:
    for text in prose(data):
        if (found := _ISO.fullmatch(text)) is not None:
            yield date.fromisoformat(found["day"])
