"""Public holidays of metropolitan France, of any year."""

from functools import cache

import holidays


@cache
def bank_holidays() -> "holidays.HolidayBase":
    """`day in bank_holidays()`; years are worked out as they are asked for."""
    return holidays.country_holidays("FR")
