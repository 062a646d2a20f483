"""A day as whoever keeps some of its rooms alone sees it. Pure; who keeps what is in `conduct/keepers.py`."""

from dataclasses import replace

from simulator.exam_day.roster import Day
from simulator.exam_day.state import DayState, Help, Incident, Told


def narrowed(day: Day, rooms: frozenset[str] | None) -> Day:
    """The day as somebody who keeps these rooms alone sees it."""
    if rooms is None:
        return day
    return replace(day, places=tuple(one for one in day.places if one.room in rooms), kept=rooms)


def narrowed_state(day: Day, state: DayState) -> DayState:
    """What happened in the rooms of a narrowed day, and what is said to everybody."""
    if day.kept is None:
        return state
    return replace(
        state,
        incidents={key: one for key, one in state.incidents.items() if concerns(day, one)},
        helps={key: one for key, one in state.helps.items() if concerns(day, one)},
        messages=[one for one in state.messages if concerns(day, one)],
    )


def concerns(day: Day, one: Incident | Help | Told) -> bool:
    """Whether whoever keeps this day's rooms is told of it."""
    if day.kept is None:
        return True
    if not isinstance(one, Told) and one.seat_id:
        return any(place.seat_id == one.seat_id for place in day.places)
    return one.room == "" or one.room in day.kept
