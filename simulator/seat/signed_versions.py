"""Every page that a jury signed, in its order, and what the next one says otherwise: a correction hides nothing."""

from dataclasses import dataclass

from simulator.ids import SeatId
from simulator.seat.deliberation import Agreed, Decided, Deliberation, Page, Reopening, SignedPage


@dataclass(frozen=True, slots=True)
class Said:
    """A verdict or a decision in its own words (« satisfactory », « acquired »…), with its reason."""

    words: str
    reason: str


@dataclass(frozen=True, slots=True)
class Change:
    """`what`: a criterion, or what is decided on. None: nothing was said of it."""

    what: str
    before: Said | None
    after: Said | None


@dataclass(frozen=True, slots=True)
class SignedVersion:
    """`number` from 1. `changes`: up to the next signed page, or to the page as it stands for the last one."""

    number: int
    signed: SignedPage
    stands: bool
    is_whole: bool
    """All of its jury signed it; otherwise it was changed before the last one did."""
    corrected_by: Reopening | None
    """What opened it again; None while it stands, or where a change alone took its only signature away."""
    changes: tuple[Change, ...]


def signed_versions(deliberation: Deliberation, seat_id: SeatId, digest: str) -> tuple[SignedVersion, ...]:
    """`digest`: of the page as it stands."""
    pages = [*deliberation.pages.values()]
    following = [*(one.page for one in pages), deliberation.page][1:]
    return tuple(
        SignedVersion(
            number=number,
            signed=one,
            stands=one.digest == digest,
            is_whole=deliberation.is_whole(seat_id, one),
            corrected_by=_opened_again(deliberation, one),
            changes=changes(one.page, after),
        )
        for number, (one, after) in enumerate(zip(pages, following, strict=True), start=1)
    )


def changes(before: Page, after: Page) -> tuple[Change, ...]:
    """Criteria first, then decisions, each by its identifier."""
    found: list[Change] = []
    for former, now in ((before.agreed, after.agreed), (before.decided, after.decided)):
        for what in sorted({*former, *now}):
            one, other = _said(former.get(what)), _said(now.get(what))
            if one != other:
                found.append(Change(what, one, other))
    return tuple(found)


def _opened_again(deliberation: Deliberation, page: SignedPage) -> Reopening | None:
    if page.reopenings >= len(deliberation.reopenings):
        return None
    opened = deliberation.reopenings[page.reopenings]
    return opened if any(one.digest == page.digest for one in opened.signed) else None


def _said(one: Agreed | Decided | None) -> Said | None:
    if one is None:
        return None
    return Said(one.verdict if isinstance(one, Agreed) else one.decision, one.reason)
