"""A value that its file's schema refuses: said in French, at its line, with what would be right."""

import re
from typing import Any

import pytest

from .pack_folder import DROP, PackFolder

CUSTOMER = "customers/lea-morin.yaml"
SUBJECT = "subjects/essai.yaml"

ENGLISH = re.compile(
    r"\b(input|should|valid|field|required|string|must|expected|permitted|extra|value|error|character|unable|none|or)\b",
    re.IGNORECASE,
)

CASES: list[tuple[str, str, Any, str, str]] = [
    (CUSTOMER, "segment", DROP, "missing", "Ajoutez « segment »"),
    (CUSTOMER, "segmant", "x", "unknown_key", "corrigez son nom"),
    (CUSTOMER, "title", "Mlle", "bad_value", "'Mme' ou 'M.'"),
    (CUSTOMER, "phone", "06 12 34 56 78", "bad_form", "réservé à la fiction"),
    (CUSTOMER, "phone", "0639981001", "bad_form", "deux paires de chiffres"),
    (CUSTOMER, "email", "lea@gmail.com", "bad_form", ".example"),
    (CUSTOMER, "number", "at 1001", "bad_form", "capitales"),
    (CUSTOMER, "address.postcode", 44000, "bad_type", "entre guillemets"),
    (CUSTOMER, "address.postcode", "4400", "bad_form", "cinq chiffres"),
    (CUSTOMER, "born_on", "2026-02-30", "impossible_date", "2026-11-24"),
    (CUSTOMER, "born_on", "30/02/2026", "impossible_date", "2026-11-24"),
    (CUSTOMER, "born_on", 0, "impossible_date", "2026-11-24"),
    (CUSTOMER, "born_on", "0", "impossible_date", "2026-11-24"),
    (CUSTOMER, "history.0.at", "hier", "impossible_date", "2026-11-24"),
    (CUSTOMER, "history.0.at", "2026-11-10T10:00:00Z", "bad_form", "sans Z"),
    (CUSTOMER, "segment", "", "too_short", "Écrivez-le"),
    (CUSTOMER, "segment", "x" * 301, "too_long", "300 caractères"),
    (CUSTOMER, "segment", True, "bad_type", "entre guillemets"),
    (CUSTOMER, "segment", None, "bad_type", "un texte"),
    (CUSTOMER, "segment", {"a": "b"}, "bad_type", "un texte"),
    (CUSTOMER, "address.lines", [], "too_short", "au moins 1"),
    (CUSTOMER, "address.lines", ["a", "b", "c", "d"], "too_long", "3 éléments"),
    (CUSTOMER, "address.lines", "3 rue Haute", "bad_type", "une liste"),
    (CUSTOMER, "address", "Nantes", "bad_type", "un bloc de clés"),
    (CUSTOMER, "opposes_prospecting", "parfois", "bad_type", "true ou false"),
    (CUSTOMER, "orders.0.lines.0.quantity", 0, "out_of_range", "au moins 1"),
    (CUSTOMER, "orders.0.lines.0.quantity", 100, "out_of_range", "au plus 99"),
    (CUSTOMER, "orders.0.lines.0.quantity", "deux", "bad_type", "un nombre entier"),
    (CUSTOMER, "orders.0.lines.0.quantity", 1.5, "bad_type", "un nombre entier"),
    (CUSTOMER, "invoices.0.amount", "gratuit", "bad_amount", "649.00"),
    (CUSTOMER, "invoices.0.amount", "1.999", "bad_amount", "649.00"),
    (CUSTOMER, "invoices.0.amount", float("nan"), "bad_amount", "649.00"),
    (CUSTOMER, "invoices.0.amount", "-5", "out_of_range", "au moins 0"),
    (SUBJECT, "id", "Essai n° 1", "bad_form", "minuscules sans accent"),
    (SUBJECT, "exam_format", "ccp3", "bad_value", "'ccp2'"),
    (SUBJECT, "exchanges", [], "too_short", "au moins 1"),
    (SUBJECT, "exchanges.0.competences", ["CP9"], "bad_form", "CP3"),
    (SUBJECT, "exchanges.0.jury.observables.0.criterion", "CP1", "bad_form", "CP3.6"),
    (SUBJECT, "exchanges.0.jury.expected_qualification.fields", ["phone"], "bad_type", "un bloc de clés"),
    ("case_studies/colis-perdu.yaml", "sequences.0.audio", "/etc/passwd", "bad_form", "audio/"),
]


@pytest.mark.parametrize(("name", "where", "value", "code", "remedy"), CASES)
def test_a_refused_value_is_said_in_french_with_its_remedy(
    pack: PackFolder, name: str, where: str, value: Any, code: str, remedy: str
) -> None:
    pack.change(name, where, value)
    fault = pack.only_fault()
    assert (fault.file, fault.code, fault.severity) == (name, code, "error")
    assert remedy.replace("« ", "«\u00a0").replace(" »", "\u00a0»") in fault.remedy
    assert fault.line >= 1
    said = re.sub(r"«.*?»", "", f"{fault.problem} {fault.remedy}")
    assert not ENGLISH.search(said), said


def test_the_line_is_that_of_the_value_and_the_path_reads_like_one(pack: PackFolder) -> None:
    pack.change(SUBJECT, "exchanges.0.jury.observables.1.criterion", "CP1.X")
    fault = pack.only_fault()
    assert fault.line == pack.line(SUBJECT, "CP1.X")
    assert fault.where == "exchanges[0].jury.observables[1].criterion"


def test_the_faults_of_all_files_come_at_once(pack: PackFolder) -> None:
    pack.put("products.yaml", "products: [")
    pack.change("company.yaml", "tone", "")
    pack.change(CUSTOMER, "customer_since", "2026-13-01")
    pack.change(CUSTOMER, "title", "Mlle")
    pack.change(SUBJECT, "exchanges.0.customer", "personne")
    assert [(fault.file, fault.code) for fault in pack.faults()] == [
        ("company.yaml", "too_short"),
        (CUSTOMER, "bad_value"),
        (CUSTOMER, "impossible_date"),
        ("products.yaml", "syntax"),
        (SUBJECT, "unknown_reference"),
    ]


def test_sentences_have_french_spaces(pack: PackFolder) -> None:
    pack.change(CUSTOMER, "title", "Mlle")
    fault = pack.only_fault()
    assert "«\u00a0Mlle\u00a0»" in fault.problem
    assert "permises\u00a0: " in fault.remedy
