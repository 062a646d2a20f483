"""dates.yaml: says that a pack's story may be moved to another day, and what in its sentences is of no day."""

from pydantic import Field

from .base import Line, PackModel


class StoryDates(PackModel):
    """Its presence is the promise: the checker then refuses every date that would not follow."""

    stays: tuple[Line, ...] = Field(default=(), max_length=200)
    """Expressions that are true on any day of the year: « en hiver », « l’été dernier »."""
