"""The typed shape of a pack, file by file; `scenarios.load_pack` reads one, `check_pack` lists its faults."""

from .attached import AttachedDocument
from .company import Company, Procedure, Product, ServiceLevels
from .customer import CanvassingConsent, Customer
from .exchange import CandidateFace, Exchange, JuryFace
from .pack import Pack
from .story import StoryDates
from .subject import CaseStudy, RecordedSequence, Subject
from .variation import Variation

__all__ = [
    "AttachedDocument",
    "CandidateFace",
    "CanvassingConsent",
    "CaseStudy",
    "Company",
    "Customer",
    "Exchange",
    "JuryFace",
    "Pack",
    "Procedure",
    "Product",
    "RecordedSequence",
    "ServiceLevels",
    "StoryDates",
    "Subject",
    "Variation",
]
