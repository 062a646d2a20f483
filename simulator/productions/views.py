"""What the case study's pages show: the candidate's desk, and the jury's correction."""

from datetime import datetime
from typing import Any

from exams.phases import ProductionId
from scenarios.models import Company, Customer, Procedure, Product
from simulator.ids import SeatId
from simulator.live_messages.correction_view import ProductionsCorrectionView
from simulator.live_messages.shared_view import ClockView, View
from simulator.live_messages.typed_view import TypedView
from simulator.seat.written import WrittenId


class WrittenHead(View):
    """The last version of a text. `number` 0: nothing was ever written."""

    written: WrittenId
    number: int
    words: int
    saved_at: datetime | None


class WrittenText(WrittenHead):
    """With its words, as the editor takes them (ProseMirror's JSON)."""

    document: dict[str, Any]


class Receipt(View):
    """What was sealed at the end. `code` is the beginning of `sha256`, for whoever copies it by hand."""

    code: str
    sha256: str
    sealed_at: datetime
    texts: tuple[WrittenHead, ...]


class CaseStudyNow(View):
    """What moves while one writes: the clock, the versions that the server has, the receipt once it is over."""

    clock: ClockView
    heads: tuple[WrittenHead, ...]
    receipt: Receipt | None
    typed_while_closed: tuple[TypedView, ...]


class CaseFiles(View):
    """What the candidate works from."""

    title: str
    request: str
    """The customer's request, as it reached the company."""
    company: Company
    customer: Customer
    procedures: tuple[Procedure, ...]
    """Those that this case calls for."""
    products: tuple[Product, ...]
    """Those that stand in the customer's file."""


class CaseStudyView(View):
    """The candidate's whole desk of the case study. `files` and `texts` only while it runs or is paused."""

    seat_id: SeatId
    session_title: str
    company_name: str
    candidate_name: str
    seat_label: str
    desk_name: str
    spell_check: bool
    outside_paste: bool
    produces: tuple[ProductionId, ...]
    now: CaseStudyNow
    files: CaseFiles | None
    texts: tuple[WrittenText, ...]


class KeptVersion(View):
    """A version is on the server's disk. `parted`: the one before it, which its page did not know."""

    number: int
    saved_at: datetime
    parted: WrittenHead | None
    now: CaseStudyNow


class CriterionToCorrect(View):
    criterion: str
    label: str


class CriteriaToCorrect(View):
    """A competence, and the criteria by which its part in the productions is read."""

    competence: str
    label: str
    criteria: tuple[CriterionToCorrect, ...]


class CorrectedText(View):
    """A sealed production, a paragraph after the other as they were written."""

    production: ProductionId
    words: int
    document: dict[str, Any]
    paragraphs: tuple[str, ...]
    expected: tuple[str, ...]
    """What the scenario expects of it."""
    typed_while_closed: tuple[TypedView, ...]


class CorrectionDesk(View):
    """Productions beside what is expected of them, and what this juror has noted."""

    seat_id: SeatId
    seat_label: str
    session_title: str
    company: Company
    customer: Customer
    title: str
    request: str
    code: str
    sha256: str
    sealed_at: datetime
    texts: tuple[CorrectedText, ...]
    competences: tuple[CriteriaToCorrect, ...]
    correction: ProductionsCorrectionView
    with_findings: bool


class PreparedProduction(View):
    """One of the candidate's own texts, sealed: to be read only."""

    production: ProductionId
    words: int
    paragraphs: tuple[str, ...]


class InterviewPapers(View):
    """What the candidate prepares the interview with: own productions and the company's documents, nothing else."""

    company: Company
    procedures: tuple[Procedure, ...]
    productions: tuple[PreparedProduction, ...]
