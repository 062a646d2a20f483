"""Which attached documents somebody may read now, as their desk lists them. Pure."""

from collections.abc import Iterable

from scenarios.models import AttachedDocument
from scenarios.models.attached import Place
from simulator.live_messages.shared_view import View
from simulator.seat.deciding import phases
from simulator.seat.state import SeatState


class AttachedView(View):
    """`url`: of its pages, `<url>/1.jpg` the first."""

    id: str
    title: str
    place: Place
    of: str | None
    """A customer, or an exchange; None: of the whole subject."""
    pages: int
    url: str


def for_candidate(state: SeatState) -> list[AttachedDocument]:
    """As the phase of the day opens files; never one of the jury's."""
    return [one for one in state.pack.attached if _may_read(state, one)]


def _may_read(state: SeatState, document: AttachedDocument) -> bool:
    match document.place:
        case "company":
            return phases.may_read_company(state)
        case "procedure":
            return phases.may_read_files(state)
        case "customer":
            return phases.may_search(state) or (
                phases.may_read_files(state) and document.of in phases.customers_of(state)
            )
        case "jury":
            return False


def listed(documents: Iterable[AttachedDocument], at: str) -> list[AttachedView]:
    """`at`: where their pages are asked for."""
    return [
        AttachedView(id=one.id, title=one.title, place=one.place, of=one.of, pages=one.pages, url=f"{at}/{one.id}")
        for one in documents
    ]
