"""From observations to levels: shares of favourable ones, by criterion, competence and week. Pure."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from simulator.progress.gathering import Observation, PlayedExchange, Practice, Source

TO_WORK_ON = 0.75
"""Below this share of favourable observations, a criterion is still to be worked on."""


@dataclass(frozen=True, slots=True)
class Level:
    """`favourable`: 0 to 1; `observations` say how much it is worth. Never summed over competences."""

    observations: int
    favourable: float


def level(observations: Iterable[Observation]) -> Level | None:
    """None when nothing was observed."""
    values = [one.value for one in observations]
    return Level(len(values), sum(values) / len(values)) if values else None


def competence_level(observations: Iterable[Observation]) -> Level | None:
    """Each criterion counts once, however often it was observed; None when nothing was."""
    by_criterion: defaultdict[str, list[float]] = defaultdict(list)
    for one in observations:
        by_criterion[one.criterion].append(one.value)
    if not by_criterion:
        return None
    means = [sum(values) / len(values) for values in by_criterion.values()]
    return Level(sum(len(values) for values in by_criterion.values()), sum(means) / len(means))


def of(observations: Sequence[Observation], source: Source, matches: Callable[[str], bool]) -> list[Observation]:
    """Those of this source on criteria that match."""
    return [one for one in observations if one.source == source and matches(one.criterion)]


def week_of(moment: datetime) -> date:
    """The Monday of its week, where this server stands."""
    day = moment.astimezone().date()
    return day - timedelta(days=day.weekday())


def weeks_between(moments: Iterable[datetime]) -> list[date]:
    """Every Monday from the first moment's week to the last's, empty weeks too."""
    mondays = sorted({week_of(one) for one in moments})
    if not mondays:
        return []
    count = (mondays[-1] - mondays[0]).days // 7 + 1
    return [mondays[0] + timedelta(weeks=n) for n in range(count)]


def minutes(played: Iterable[PlayedExchange]) -> int:
    """Whole minutes of practice."""
    return round(sum(one.seconds for one in played) / 60)


def needs(practice: Practice) -> list[tuple[str, Level, Source]]:
    """Criteria to work on, the weakest first: by trainers' verdicts where there are any, else by findings."""
    found: list[tuple[str, Level, Source]] = []
    for criterion in sorted({one.criterion for one in practice.observations}):
        own = [one for one in practice.observations if one.criterion == criterion]
        judged = level(one for one in own if one.source == "trainer")
        seen = judged or level(one for one in own if one.source == "proposed")
        assert seen is not None
        if seen.favourable < TO_WORK_ON:
            found.append((criterion, seen, "trainer" if judged else "proposed"))
    return sorted(found, key=lambda one: (one[1].favourable, -one[1].observations, one[0]))
