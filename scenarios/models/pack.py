"""A whole pack in memory: one company, its customers, subjects and case studies, with the look-ups others need."""

from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict

from .attached import AttachedDocument
from .company import Company, Procedure, Product
from .customer import Customer
from .exchange import Exchange
from .on_paper import CompanyOnPaper, CustomerOnPaper, SubjectOnPaper
from .subject import CaseStudy, Subject


class Pack(BaseModel):
    """What `scenarios.load_pack` returns once every fault has been ruled out."""

    model_config = ConfigDict(allow_inf_nan=False, extra="forbid", frozen=True)

    folder: Path | None
    """Where it was read from; None for a version that was kept apart from any folder."""
    company: Company | CompanyOnPaper
    products: tuple[Product, ...]
    procedures: tuple[Procedure, ...]
    customers: tuple[Customer | CustomerOnPaper, ...]
    subjects: tuple[Subject | SubjectOnPaper, ...]
    case_studies: tuple[CaseStudy, ...]
    attached: tuple[AttachedDocument, ...] = ()
    """Of a subject in documents only."""

    def customer(self, customer_id: str) -> Customer:
        """Raises KeyError when the pack has no such customer."""
        return _only(self.customers, customer_id)

    def subject(self, subject_id: str) -> Subject:
        """Raises KeyError when the pack has no such subject."""
        return _only(self.subjects, subject_id)

    def case_study(self, case_study_id: str) -> CaseStudy:
        """Raises KeyError when the pack has no such case study."""
        return _only(self.case_studies, case_study_id)

    def exchange(self, subject_id: str, exchange_id: str) -> Exchange:
        """Raises KeyError when the subject has no such exchange."""
        return _only(self.subject(subject_id).exchanges, exchange_id)

    def document(self, document_id: str) -> AttachedDocument:
        """Raises KeyError when nothing of that name is attached."""
        return _only(self.attached, document_id)


Item = TypeVar("Item", Customer, Subject, CaseStudy, Exchange, AttachedDocument)


def _only(items: tuple[Item, ...], wanted: str) -> Item:
    for item in items:
        if item.id == wanted:
            return item
    raise KeyError(wanted)
