"""French words of a plan: hours, activities; and whether two names are one person's."""

import re
import unicodedata

from exams.timetable.model import Activity, Route

ACTIVITY: dict[Activity, str] = {
    "case_study": "étude de cas",
    "preparation": "tirage et préparation",
    "exchanges": "échanges",
    "interview_preparation": "préparation de l’entretien",
    "recorded_sequence": "séquence enregistrée",
    "debrief": "retour sur les échanges",
    "technical_interview": "entretien technique",
    "final_interview": "entretien final",
    "correction": "correction du courrier",
    "lunch": "déjeuner",
    "deliberation": "délibération",
}

ROUTE: dict[Route, str] = {"training": "parcours de formation", "vae": "VAE", "ccp": "capitalisation de CCP"}


def hour(minutes: int) -> str:
    """« 10:40 »"""
    return f"{minutes // 60}:{minutes % 60:02}"


def parts_of_name(name: str) -> frozenset[str]:
    """Without case, accents, hyphens or order: « ROY Nadia » is « Nadia Roy »."""
    plain = "".join(one for one in unicodedata.normalize("NFKD", name) if not unicodedata.combining(one))
    return frozenset(re.findall(r"\w+", plain.casefold()))


def is_same_person(one: str, other: str) -> bool:
    parts = parts_of_name(one)
    return bool(parts) and parts == parts_of_name(other)
