"""How hard the exchanges of a subject are: what it says itself, else what its place in the library says."""

from .models.subject import Difficulty, Subject

OF_EXERCISES: dict[str, Difficulty] = {"exercices-1": "easy", "exercices-2": "medium", "exercices-3": "hard"}
"""The degree is the subject, named so in the shipped packs (decision 050)."""


def difficulty_of(subject: Subject) -> Difficulty | None:
    """None where nobody has said."""
    return subject.difficulty or OF_EXERCISES.get(subject.id)
