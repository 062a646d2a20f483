"""Every table, imported once so that migrations and `metadata` know them all."""

from simulator.accounts import tables as accounts
from simulator.assignments import tables as assignments
from simulator.centre import tables as centre
from simulator.conduct import tables as conduct
from simulator.custody import tables as custody
from simulator.facts import tables as facts
from simulator.findings import tables as findings
from simulator.interviews import tables as interviews
from simulator.packs import studio_tables as studio
from simulator.packs import tables as packs
from simulator.phones import tables as phones
from simulator.practice import tables as practice
from simulator.productions import tables as productions
from simulator.recordings import tables as recordings
from simulator.results import tables as results
from simulator.storage import job_queue as jobs
from simulator.storage.base import Base
from simulator.timetable import tables as timetable
from simulator.transcripts import tables as transcripts

__all__ = [
    "Base",
    "accounts",
    "assignments",
    "centre",
    "conduct",
    "custody",
    "facts",
    "findings",
    "interviews",
    "jobs",
    "packs",
    "phones",
    "practice",
    "productions",
    "recordings",
    "results",
    "studio",
    "timetable",
    "transcripts",
]
