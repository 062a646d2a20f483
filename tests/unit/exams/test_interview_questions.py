"""The guide's questions: one for each criterion, open, and without anybody's opinion in them."""

import re

from exams.interview_questions import DIFFICULT, FINAL_FILE, FINAL_JOB, QUESTIONS
from scoring.referential import load_referential

OPEN = re.compile(
    r"\b(comment|pourquoi|que|qu’|quel|quelle|quels|quelles|quand|jusqu’où|par quoi|avec qui|de quelle façon)",
    re.IGNORECASE,
)
OPINION = re.compile(
    r"(insuffisan|satisfais|mauvais|erreur|faute\b|acquis|valid|réussi|échou|n’avez-vous pas|ne pensez-vous pas)",
    re.IGNORECASE,
)


def test_every_criterion_of_the_referential_has_its_question() -> None:
    criteria = {one for competence in load_referential().competences for one in competence.criteria}
    assert set(QUESTIONS) == criteria
    assert len(criteria) == 53


def test_questions_are_open_and_tell_no_opinion() -> None:
    lines = [one.question for one in (*DIFFICULT, *FINAL_FILE, *FINAL_JOB)]
    for question in (*QUESTIONS.values(), *lines):
        assert question.endswith("?"), question
        assert OPEN.search(question), question
        assert not OPINION.search(question), question


def test_a_line_has_a_name_of_its_own() -> None:
    for lines in (DIFFICULT, (*FINAL_FILE, *FINAL_JOB)):
        assert len({one.id for one in lines}) == len(lines)
