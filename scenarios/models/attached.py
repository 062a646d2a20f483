"""A document that was attached to a subject as a file: pictures of its pages, and whom they are for."""

from typing import Literal

from pydantic import Field

from .base import Line, PackModel, Slug

Place = Literal["company", "procedure", "customer", "jury"]
"""The company's context, its handbook, one customer's file; or the jury's own sheets."""

MOST_PAGES = 60
"""Of one document."""


class AttachedDocument(PackModel):
    """Shown page by page; nobody searches it."""

    id: Slug
    title: Line
    place: Place
    of: Slug | None = None
    """A customer for « customer »; an exchange for « jury », None there: of the whole subject."""
    pages: int = Field(ge=1, le=MOST_PAGES)

    def path(self, number: int) -> str:
        """Where the picture of this page (from 1) stands among what a version of the pack keeps beside it."""
        return f"pages/{self.id}/{number:03}.jpg"
