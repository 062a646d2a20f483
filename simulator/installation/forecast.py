"""Until when the disk lasts, at the rate of the last days: what is recorded comes, what is erased goes. Pure."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

DAYS_LOOKED_AT = 30
FEWEST_DAYS = 7
"""Less says nothing of a centre's rate."""

HORIZON = 1826
"""Days: five years. A disk that lasts longer lasts."""

GIGABYTE = 10**9


@dataclass(frozen=True, slots=True)
class Sound:
    """One recording that is on the disk. `size` in bytes; `until`: erased by itself then."""

    at: datetime
    size: int
    until: datetime


@dataclass(frozen=True, slots=True)
class Forecast:
    """`days`: looked at. `per_day`: bytes each day. `full_in`: days from now; None: not within five years."""

    days: int
    per_day: float
    full_in: int | None


def foresee(sounds: Sequence[Sound], now: datetime, room: int, kept_days: int, copies: int) -> Forecast | None:
    """`room`: bytes until recordings stop. `kept_days`: of the recordings to come. `copies`: of each, this disk's
    backups included. None where there are too few days to tell a rate.
    """
    past = [one for one in sounds if one.at <= now]
    if not past:
        return None
    days = min(DAYS_LOOKED_AT, (now - min(one.at for one in past)) // timedelta(days=1))
    if days < FEWEST_DAYS:
        return None
    since = now - timedelta(days=days)
    per_day = sum(one.size for one in past if one.at > since) / days * copies
    leaving: defaultdict[int, float] = defaultdict(float)
    for one in past:
        leaving[max(1, (one.until - now) // timedelta(days=1))] += one.size * copies
    left = float(room)
    for day in range(1, HORIZON + 1):
        left += leaving[day] - per_day + (per_day if day > kept_days else 0.0)
        if left <= 0:
            return Forecast(days, per_day, day)
    return Forecast(days, per_day, None)


def said_of(forecast: Forecast | None, kept_days: int) -> str:
    """A French sentence."""
    if forecast is None:
        return "Prévision : pas encore assez de jours d’enregistrement (il en faut sept)."
    rate = f"Au rythme des {forecast.days} derniers jours ({_size(forecast.per_day)} par jour)"
    if forecast.full_in is None:
        return f"{rate}, il ne se remplira pas : les enregistrements s’effacent après {kept_days} jours."
    return f"{rate}, plein dans {_span(forecast.full_in)}."


def _size(size: float) -> str:
    number, unit = (size / GIGABYTE, "Go") if size >= GIGABYTE else (size / 10**6, "Mo")
    return f"{number:.1f}\u00a0{unit}".replace(".", ",")


def _span(days: int) -> str:
    if days < 2:
        return "un jour"
    if days < 60:
        return f"{days} jours"
    return f"{days // 30} mois" if days < 730 else f"{days // 365} ans"
