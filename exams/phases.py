"""The phases of an exam, as the référentiel d'évaluation counts them (RE TP-00483, sections 3.1, 4 and 5)."""

from typing import Literal

PhaseId = Literal[
    "case_study",
    "preparation",
    "exchanges",
    "interview_preparation",
    "recorded_sequence",
    "debrief",
    "technical_interview",
    "final_interview",
]
"""In the order of the day; no format has all of them (`technical_interview` is CCP2's, in one piece)."""

ProductionId = Literal["case_summary", "stakes", "reply_letter"]
"""What the case study produces: résumé de la situation, enjeux, courrier de réponse."""

FormatId = Literal["title", "ccp1", "ccp2"]

WRITTEN: frozenset[PhaseId] = frozenset({"case_study"})
"""Phases whose end seals productions."""
