from .checking import check_pack, load_pack, story_dates
from .exam_rules import ExamRules, load_exam_rules
from .faults import Fault, PackError
from .models import Pack
from .search import CustomerSearch, DocumentHit, DocumentSearch

__all__ = [
    "CustomerSearch",
    "DocumentHit",
    "DocumentSearch",
    "ExamRules",
    "Fault",
    "Pack",
    "PackError",
    "check_pack",
    "load_exam_rules",
    "load_pack",
    "story_dates",
]
