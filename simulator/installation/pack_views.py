"""Packs as « Cette installation » shows them: what each holds, where it is, who plays it, what is wrong with it."""

from typing import Literal

from simulator.live_messages.shared_view import View

Origin = Literal["shipped", "brought", "documents"]
"""With Combiné; in this installation's folder; a subject in documents, prepared on a page of its own."""


class SubjectHeld(View):
    title: str
    exam_format: Literal["title", "ccp1", "ccp2"] | None
    exchanges: int


class FaultView(View):
    """`place`: file, line and column."""

    place: str
    severity: Literal["error", "warning"]
    problem: str
    remedy: str


class PackOnShelf(View):
    """`version`: the first digits of its content's SHA-256. `why_kept`: why it cannot be removed; empty: it can."""

    pack_id: str
    company: str
    version: str
    origin: Origin
    folder: str
    customers: int
    products: int
    procedures: int
    case_studies: int
    voices: int
    subjects: tuple[SubjectHeld, ...]
    stands_for_shipped: bool
    """One of that name came with Combiné, too; this one is played in its place."""
    is_under_seal: bool
    played_by: tuple[str, ...]
    """Titles of the open sessions that play it, in whatever version."""
    why_kept: str


class BrokenOnShelf(View):
    """A folder that is no pack that can be played. `faults`: the first ones, `more`: how many others."""

    folder: str
    origin: Origin
    faults: tuple[FaultView, ...]
    more: int
    can_be_removed: bool


class ShelfView(View):
    """`root`: the folder in which packs are installed. `may_bring`: whether the server may write there."""

    root: str
    may_bring: bool
    packs: tuple[PackOnShelf, ...]
    broken: tuple[BrokenOnShelf, ...]


class PackReadView(View):
    """What became of a pack that was read. `said`: one French sentence."""

    outcome: Literal["unchanged", "taken", "refused"]
    said: str
    faults: tuple[FaultView, ...]
    more: int
