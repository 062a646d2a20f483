"""The case study of a seat as pages show it, from the seat's state and the rows of its versions."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any, cast, get_args

from exams.phases import PhaseId, ProductionId
from scenarios.models import CaseStudy, Customer
from simulator.live_messages.typed_view import typed_view
from simulator.productions.prose import checked
from simulator.productions.version_rows import VersionRows
from simulator.productions.views import (
    CaseFiles,
    CaseStudyNow,
    CaseStudyView,
    InterviewPapers,
    PreparedProduction,
    Receipt,
    WrittenHead,
    WrittenText,
)
from simulator.seat.deciding.productions import PHASE, clock_of
from simulator.seat.refusals import Refused
from simulator.seat.state import SeatState
from simulator.seat.written import WrittenId

PRODUCTIONS: tuple[ProductionId, ...] = get_args(ProductionId)
NOTES: WrittenId = "notes"
INTERVIEW_PREPARATION: PhaseId = "interview_preparation"


def produced(state: SeatState) -> tuple[ProductionId, ...]:
    """What this seat's case study asks for. Raises Refused where none is held."""
    held = next((phase for phase in state.training.phases if phase.id == PHASE), None)
    if held is None:
        raise Refused("no_case_study")
    return held.produces


def study_of(state: SeatState) -> CaseStudy:
    """Raises Refused where none is held."""
    study = next((one for one in state.pack.case_studies if one.id == state.training.case_study_id), None)
    if study is None:
        raise Refused("no_case_study")
    return study


def head_of(state: SeatState, written: WrittenId) -> WrittenHead:
    head = state.written.heads.get(written)
    if head is None:
        return WrittenHead(written=written, number=0, words=0, saved_at=None)
    return WrittenHead(written=written, number=head.number, words=head.words, saved_at=head.at)


def receipt_of(state: SeatState) -> Receipt | None:
    """None while something may still be written."""
    seal = state.seals.get(PHASE)
    if seal is None or clock_of(state).state != "ended":
        return None
    texts = tuple(head_of(state, one) for one in produced(state))
    return Receipt(code=seal.code, sha256=seal.sha256, sealed_at=seal.at, texts=texts)


def now_of(state: SeatState, now: datetime) -> CaseStudyNow:
    """Raises Refused where no case study is held."""
    return CaseStudyNow(
        clock=clock_of(state).view(now),
        heads=tuple(head_of(state, one) for one in (*produced(state), NOTES)),
        receipt=receipt_of(state),
        typed_while_closed=tuple(typed_view(one) for one in state.day.typed_while_closed),
    )


async def case_study(rows: VersionRows, state: SeatState, now: datetime) -> CaseStudyView:
    """The candidate's desk: subject and texts only while the phase runs or is paused, on no break. Raises Refused."""
    clock = clock_of(state)
    is_open = clock.state in ("running", "paused") and not clock.is_shut
    wanted: Iterable[WrittenId] = (*produced(state), NOTES) if is_open else ()
    return CaseStudyView(
        seat_id=state.seat.id,
        session_title=state.training.title,
        company_name=state.pack.company.name,
        candidate_name=state.candidate_name,
        seat_label=state.seat.label,
        desk_name=state.seat.desk,
        spell_check=state.training.spell_check,
        outside_paste=state.training.outside_paste,
        produces=produced(state),
        now=now_of(state, now),
        files=_files(state) if is_open else None,
        texts=tuple([await written_text(rows, state, one) for one in wanted]),
    )


async def written_text(rows: VersionRows, state: SeatState, written: WrittenId) -> WrittenText:
    head = head_of(state, written)
    return WrittenText(**head.model_dump(), document=as_json(await rows.document(state, written)))


def as_json(document: str) -> dict[str, Any]:
    return cast(dict[str, Any], json.loads(document))


async def interview_papers(rows: VersionRows, state: SeatState) -> InterviewPapers:
    """Own productions and the company's documents, while the interview is prepared and not a minute longer: nothing
    of the customer's file (RE: « ses écrits… et les documents relatifs au contexte entreprise »).

    Raises Refused at any other time.
    """
    clock = state.phase_clocks.get(INTERVIEW_PREPARATION)
    if clock is None or clock.state != "running":
        raise Refused("papers_closed")
    study, pack = study_of(state), state.pack
    texts: list[PreparedProduction] = []
    for production in produced(state):
        blocks = checked(as_json(await rows.document(state, production))).blocks
        texts.append(
            PreparedProduction(
                production=production,
                words=head_of(state, production).words,
                paragraphs=tuple(f"{block.marker} {block.text}".strip() for block in blocks),
            )
        )
    return InterviewPapers(
        company=pack.company,
        procedures=tuple(one for one in pack.procedures if one.id in study.documents),
        productions=tuple(texts),
    )


def _files(state: SeatState) -> CaseFiles:
    study, pack = study_of(state), state.pack
    customer = pack.customer(study.customer)
    named = _products_in(customer)
    return CaseFiles(
        title=study.title,
        request=study.request,
        company=pack.company,
        customer=customer,
        procedures=tuple(one for one in pack.procedures if one.id in study.documents),
        products=tuple(one for one in pack.products if one.id in named),
    )


def _products_in(customer: Customer) -> frozenset[str]:
    of_contracts = {one.product for one in customer.contracts if one.product is not None}
    return frozenset(of_contracts | {line.product for order in customer.orders for line in order.lines})
