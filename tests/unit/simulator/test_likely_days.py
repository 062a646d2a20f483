"""Dates that a session may be held on."""

from datetime import date, timedelta

import pytest

from simulator.conduct.likely_days import refuse_unlikely
from simulator.errors import Conflict

TODAY = date(2026, 11, 29)


@pytest.mark.parametrize(
    "day", [TODAY, TODAY - timedelta(days=1), date(2025, 11, 30), date(2027, 5, 11), date(2036, 11, 29)]
)
def test_yesterday_last_spring_and_next_year_are_dates_of_sessions(day: date) -> None:
    refuse_unlikely([day], TODAY)


@pytest.mark.parametrize("day", [date(1999, 5, 11), date(2025, 11, 1), date(2037, 1, 4), date(2206, 5, 11)])
def test_a_slip_of_the_keyboard_is_told_with_the_dates_that_are_possible(day: date) -> None:
    with pytest.raises(Conflict) as caught:
        refuse_unlikely([TODAY, day], TODAY)
    assert caught.value.message == f"Une session ne peut pas se tenir le {day:%d/%m/%Y}."
    assert caught.value.remedy.endswith("du 28/11/2025 au 29/11/2036.")
