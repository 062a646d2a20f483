"""What a subject lets a jury observe, against what its exam format asks."""

from collections.abc import Iterator

from .exam_rules import ExamFormatRules, ExamRules
from .faults import Fault
from .models import Subject
from .reading import PackFiles
from .safe_yaml import Document


def coverage_faults(files: PackFiles, rules: ExamRules) -> Iterator[Fault]:
    """For every subject: unknown criteria, then, where it has an exam format, all that breaks it."""
    for piece in files.subjects:
        if piece.model is None:
            continue
        yield from _unknown_criteria(piece.document, piece.model, rules)
        if piece.model.exam_format is not None:
            asked = rules.formats[piece.model.exam_format]
            yield from _shape(piece.document, piece.model, asked)
            yield from _criteria(piece.document, piece.model, asked, rules)


def _unknown_criteria(document: Document, subject: Subject, rules: ExamRules) -> Iterator[Fault]:
    known = {criterion for criteria in rules.criteria.values() for criterion in criteria}
    for i, exchange in enumerate(subject.exchanges):
        for j, observable in enumerate(exchange.jury.observables):
            if observable.criterion not in known:
                yield document.fault(
                    ("exchanges", i, "jury", "observables", j, "criterion"),
                    "unknown_criterion",
                    f"Le critère {observable.criterion} n’existe pas au référentiel.",
                    "Consultez la liste officielle des critères.",
                )


def _shape(document: Document, subject: Subject, asked: ExamFormatRules) -> Iterator[Fault]:
    for i, exchange in enumerate(subject.exchanges):
        for j, competence in enumerate(exchange.competences):
            if competence not in asked.competences:
                yield document.fault(
                    ("exchanges", i, "competences", j),
                    "extra_competence",
                    f"Cette épreuve n’évalue pas la compétence {competence}.",
                    f"Gardez celles du format : {', '.join(asked.competences)}.",
                )
    count, minutes = len(subject.exchanges), sum(exchange.minutes for exchange in subject.exchanges)
    if count != asked.exchanges:
        yield document.fault(
            ("exchanges",),
            "exchange_count",
            f"Le sujet a {count} échange{'s' if count > 1 else ''}, son format en demande {asked.exchanges}.",
            "Ajoutez ou retirez des échanges.",
        )
    if minutes > asked.minutes:
        yield document.fault(
            ("exchanges",),
            "too_long",
            f"Les échanges durent {minutes} minutes en tout, l’épreuve {asked.minutes}.",
            "Réduisez « minutes » de certains échanges.",
        )
    for names, field, word in (
        (asked.channels, "channel", "le canal"),
        (asked.directions, "direction", "le sens"),
    ):
        used = {str(getattr(exchange.candidate, field)) for exchange in subject.exchanges}
        for missing in sorted(names - used):
            yield document.fault(
                ("exchanges",), f"no_{field}", f"Aucun échange n’a {word} « {missing} ».", "Ajoutez-en au moins un."
            )
        for extra in sorted(used - names):
            yield document.fault(
                ("exchanges",), f"extra_{field}", f"Ce format n’admet pas {word} « {extra} ».", "Changez cet échange."
            )


def _criteria(document: Document, subject: Subject, asked: ExamFormatRules, rules: ExamRules) -> Iterator[Fault]:
    observed = {observable.criterion for exchange in subject.exchanges for observable in exchange.jury.observables}
    for competence in asked.competences:
        criteria = rules.criteria[competence]
        missing = [criterion for criterion in criteria if criterion not in observed]
        if len(missing) == len(criteria):
            yield document.fault(
                ("exchanges",),
                "competence_unobservable",
                f"Personne ne peut observer la compétence {competence} dans ce sujet.",
                "Ajoutez un échange qui la met en jeu, avec ses critères (« observables »).",
            )
            continue
        for criterion in missing:
            yield document.fault(
                ("exchanges",),
                "criterion_without_exchange",
                f"Aucun échange ne permet d’observer le critère {criterion}.",
                "Ajoutez-le aux « observables » d’un échange, avec ce qu’il faut y chercher.",
                warning=True,
            )
