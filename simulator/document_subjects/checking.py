"""What is wrong with a form, field by field, each with what to do. Pure."""

import re
from collections.abc import Collection, Iterator

from scenarios.exam_rules import ExamRules
from simulator.document_subjects.form import ExchangeLine, FieldFault, PlacedDocument, SubjectForm
from simulator.typography import french_spaces

_NAME = re.compile(r"^(Mme|Madame|M\.|M|Monsieur)\s+(\S+)\s+(\S.*)$")
TITLES = {"Mme": "Mme", "Madame": "Mme", "M.": "M.", "M": "M.", "Monsieur": "M."}

SHORTEST, LONGEST = 2, 30
"""Minutes of one exchange, as in every pack."""

LEAST = {"motifs": 3, "statuts": 2, "suites": 2}


def phone_in_pairs(typed: str) -> str | None:
    """« 06 39 98 12 34 », however it was typed; None where it is no French number."""
    digits = re.sub(r"[\s.\-()]", "", typed)
    digits = re.sub(r"^(\+33|0033)0?", "0", digits)
    if not re.fullmatch(r"0[1-9]\d{8}", digits):
        return None
    return " ".join(digits[at : at + 2] for at in range(0, 10, 2))


def name_in_parts(typed: str) -> tuple[str, str, str] | None:
    """Title, first name, last name; None where one of them is missing."""
    found = _NAME.match(" ".join(typed.split()))
    return (TITLES[found[1]], found[2], found[3]) if found is not None else None


def faults_of(form: SubjectForm, files: Collection[str], rules: ExamRules) -> tuple[FieldFault, ...]:
    """All at once, in the page's order. `files`: documents whose pages are there."""
    return tuple(
        FieldFault(field=field, problem=french_spaces(problem), remedy=french_spaces(remedy))
        for field, problem, remedy in _faults(form, files, rules)
    )


def _faults(form: SubjectForm, files: Collection[str], rules: ExamRules) -> Iterator[tuple[str, str, str]]:
    if len(form.title.strip()) < 3:
        yield "title", "Le sujet n’a pas de titre.", "Donnez-lui celui de sa première page."
    if not form.company.strip():
        yield "company", "L’entreprise n’a pas de nom.", "Écrivez-le : le candidat le lit dès l’ouverture."
    for name, least in LEAST.items():
        entries = [one.strip() for one in getattr(form, name) if one.strip()]
        if len(set(entries)) < least:
            yield name, f"Cette liste a moins de {least} entrées.", "Complétez-la, une entrée par ligne."
        elif len(set(entries)) < len(entries):
            yield name, "Une entrée est écrite deux fois.", "Gardez-en une."
    if not form.exchanges:
        yield "exchanges", "Le sujet n’a pas d’échange.", "Ajoutez-en un."
    for index, line in enumerate(form.exchanges):
        for field, problem, remedy in _line(line, rules):
            yield f"exchanges.{index}.{field}", problem, remedy
    yield from _same_phone(form)
    if form.exam_format is not None and form.exchanges:
        yield from _format(form, rules)
    for index, document in enumerate(form.documents):
        for field, problem, remedy in _document(document, form, files):
            yield f"documents.{index}.{field}", problem, remedy


def _line(line: ExchangeLine, rules: ExamRules) -> Iterator[tuple[str, str, str]]:
    if name_in_parts(line.customer) is None:
        yield (
            "customer",
            "Il manque la civilité, le prénom ou le nom du client.",
            "Écrivez « Mme Claire Dumas » ; une initiale suffit comme prénom.",
        )
    if phone_in_pairs(line.phone) is None:
        yield "phone", "Ce n’est pas un numéro de téléphone français.", "Écrivez ses dix chiffres : 06 39 98 12 34."
    if line.direction == "outbound" and not line.mission.strip():
        yield (
            "mission",
            "Le candidat appelle sans savoir pourquoi.",
            "Écrivez qui contacter, pourquoi et ce qu’il faut obtenir.",
        )
    if line.direction == "inbound" and line.mission.strip():
        yield (
            "mission",
            "Un échange entrant n’a pas de mission : le candidat découvre la demande.",
            "Effacez-la, ou choisissez « sortant ».",
        )
    if not line.competences:
        yield "competences", "Aucune compétence n’est évaluée.", "Cochez celles que le sujet indique."
    elif "CP4" in line.competences and (line.direction, line.channel) != ("outbound", "phone"):
        yield "competences", "CP4 s’évalue en appel sortant.", "Changez le canal et le sens, ou décochez CP4."
    if not SHORTEST <= line.minutes <= LONGEST:
        yield "minutes", "La durée n’est pas entre 2 et 30 minutes.", "Reprenez celle du sujet."


def _same_phone(form: SubjectForm) -> Iterator[tuple[str, str, str]]:
    """A telephone names one customer: the same line again is the same person."""
    known: dict[str, tuple[str, str, str]] = {}
    for index, line in enumerate(form.exchanges):
        phone, name = phone_in_pairs(line.phone), name_in_parts(line.customer)
        if phone is None or name is None:
            continue
        if known.setdefault(phone, name) != name:
            yield (
                f"exchanges.{index}.phone",
                "Un autre client a ce numéro.",
                "Donnez un numéro à chacun, ou le même nom aux deux échanges.",
            )


_WORDS = {"phone": "téléphone", "chat": "chat", "inbound": "entrant", "outbound": "sortant"}


def _format(form: SubjectForm, rules: ExamRules) -> Iterator[tuple[str, str, str]]:
    asked = rules.formats[form.exam_format or "title"]
    count, minutes = len(form.exchanges), sum(line.minutes for line in form.exchanges)
    if count != asked.exchanges:
        yield (
            "exchanges",
            f"Cette épreuve demande {asked.exchanges} échanges, le sujet en a {count}.",
            "Ajoutez ou retirez des échanges.",
        )
    if minutes > asked.minutes:
        yield (
            "exchanges",
            f"Les échanges durent {minutes} minutes en tout, l’épreuve {asked.minutes}.",
            "Réduisez la durée de certains.",
        )
    for index, line in enumerate(form.exchanges):
        for competence in line.competences:
            if competence not in asked.competences:
                yield (
                    f"exchanges.{index}.competences",
                    f"Cette épreuve n’évalue pas {competence}.",
                    f"Gardez celles du format : {', '.join(asked.competences)}.",
                )
    covered = {competence for line in form.exchanges for competence in line.competences}
    missing = [competence for competence in asked.competences if competence not in covered]
    if missing:
        named = ", ".join(missing)
        yield "exchanges", f"Aucun échange n’évalue {named}.", "Cochez chacune là où le sujet la met en jeu."
    for allowed, field in ((asked.channels, "channel"), (asked.directions, "direction")):
        used = {getattr(line, field) for line in form.exchanges}
        for unused in sorted(allowed - used):
            yield "exchanges", f"Aucun échange n’est « {_WORDS[unused]} ».", "Cette épreuve en demande au moins un."


def _document(document: PlacedDocument, form: SubjectForm, files: Collection[str]) -> Iterator[tuple[str, str, str]]:
    if document.id not in files:
        yield "title", "Le fichier de ce document n’est plus là.", "Retirez cette ligne, puis joignez-le de nouveau."
    if not document.title.strip():
        yield "title", "Ce document n’a pas de titre.", "Écrivez ce que le candidat doit y trouver."
    if document.exchange is not None and document.exchange >= len(form.exchanges):
        yield "place", "Ce document est rangé à un échange qui n’existe plus.", "Choisissez où il se lit."
    elif document.place == "customer" and document.exchange is None:
        yield "place", "On ne sait pas de quel client est cette fiche.", "Choisissez son échange."
