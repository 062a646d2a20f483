"""The whole story moved to another day: by whole weeks, so that every weekday and every delay stays what it was."""

from .faults import living_date_faults
from .moving import moved, week_of

__all__ = ["living_date_faults", "moved", "week_of"]
