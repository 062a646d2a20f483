"""How much extra time an accommodation may grant: a third of a phase, unless the session says otherwise."""

import math


def extra_minutes(minutes: int, percent: int, more: int) -> int:
    """Of a phase of so many official minutes: a share of it and minutes on top; a started minute is a minute."""
    return math.ceil(minutes * percent / 100) + more


def most_extra(minutes: int, most_percent: int | None) -> int:
    """At the most, in whole minutes; a started minute is a minute. `most_percent` None: a third."""
    return math.ceil(minutes / 3) if most_percent is None else math.ceil(minutes * most_percent / 100)


def share_in_words(most_percent: int | None) -> str:
    return "un tiers" if most_percent is None else f"{most_percent} %"
