"""A small valid pack in a folder, in which a test changes one thing at a time."""

import copy
from pathlib import Path
from typing import Any

import yaml

from scenarios import ExamRules, Fault, check_pack, load_exam_rules

REFERENTIAL = Path(__file__).resolve().parents[3] / "scoring" / "referential.yaml"

OPUS = b"OggS\x00\x02" + bytes(20) + b"\x01\x13OpusHead\x01\x01\x38\x01\x80\xbb" + bytes(5) + b"OggS" + bytes(60)
"""An identification page and the beginning of another."""

COMPANY: dict[str, Any] = {
    "id": "atelier",
    "name": "L’Atelier",
    "tagline": "Des lampes qui durent",
    "activity": "Vend et répare des lampes.",
    "history": "Née en 2012.",
    "organisation": [
        {"id": "conseil", "name": "Conseil", "role": "Répond."},
        {"id": "reparation", "name": "Réparation", "role": "Répare."},
    ],
    "customers_served": "Des particuliers.",
    "tone": "Simple et précis.",
    "phone": "01 99 00 00 01",
    "email": "bonjour@atelier.example",
    "website": "atelier.example",
    "mailing_address": {"lines": ["1 rue du Fil"], "postcode": "49000", "city": "Angers"},
    "signature": "Le service conseil",
    "story_date": "2026-11-24",
    "commercial_limits": [
        {"id": "geste", "reason": "Retard de livraison", "maximum": "10 €", "beyond": "Demander au responsable."}
    ],
    "scripts": [
        {"id": "accueil", "moment": "Accueil", "channel": "phone", "text": "L’Atelier, bonjour."},
        {"id": "conge", "moment": "Prise de congé", "channel": "both", "text": "Bonne journée."},
    ],
    "qualification": {
        "motifs": [
            {"id": "renseignement", "label": "Renseignement"},
            {"id": "retard", "label": "Retard"},
            {"id": "vente", "label": "Vente"},
        ],
        "statuts": [{"id": "resolu", "label": "Résolu"}, {"id": "en-cours", "label": "En cours"}],
        "suites": [{"id": "aucune", "label": "Aucune"}, {"id": "rappel", "label": "Rappel"}],
    },
}

PRODUCTS: list[dict[str, Any]] = [
    {
        "id": "lampe-bureau",
        "reference": "LB-1",
        "name": "Lampe de bureau",
        "family": "Lampes",
        "price": "49.90",
        "description": "Une lampe orientable.",
        "alternatives": ["lampe-salon"],
    },
    {
        "id": "lampe-salon",
        "reference": "LS-1",
        "name": "Lampe de salon",
        "family": "Lampes",
        "price": "89.00",
        "description": "Une lampe douce, à abat-jour.",
    },
]

PROCEDURES: list[dict[str, Any]] = [
    {
        "id": "retard-livraison",
        "title": "Retard de livraison",
        "summary": "Ce qu’il faut faire quand un colis tarde.",
        "steps": ["Vérifier le suivi du colis.", "Présenter des excuses."],
    }
]

CUSTOMER: dict[str, Any] = {
    "id": "lea-morin",
    "number": "AT-1001",
    "title": "Mme",
    "first_name": "Léa",
    "last_name": "Morin",
    "born_on": "1990-05-02",
    "phone": "06 39 98 10 01",
    "email": "lea.morin@courrier.example",
    "address": {"lines": ["3 rue Haute"], "postcode": "44000", "city": "Nantes"},
    "customer_since": "2020-01-15",
    "segment": "Particulier",
    "orders": [
        {
            "reference": "CO-501",
            "ordered_on": "2026-11-02",
            "lines": [{"product": "lampe-bureau", "unit_price": "49.90"}],
            "status": "delayed",
        }
    ],
    "invoices": [
        {
            "reference": "FA-701",
            "issued_on": "2026-11-02",
            "due_on": "2026-12-02",
            "amount": "49.90",
            "label": "Lampe de bureau",
            "status": "due",
        }
    ],
    "contracts": [
        {
            "reference": "GA-301",
            "label": "Garantie longue",
            "product": "lampe-bureau",
            "signed_on": "2026-11-02",
            "renews_on": "2028-11-02",
            "price": "9.00",
        }
    ],
    "history": [{"at": "2026-11-10 10:30:00", "channel": "phone", "summary": "Demande où est son colis."}],
    "correspondence": [
        {
            "id": "mail-1",
            "at": "2026-11-12 09:00:00",
            "kind": "mail",
            "direction": "inbound",
            "subject": "Mon colis",
            "body": "Où est-il ?",
        }
    ],
}

OTHER_CUSTOMER: dict[str, Any] = {
    "id": "jean-pierre-le-goff",
    "number": "AT-1002",
    "title": "M.",
    "first_name": "Jean-Pierre",
    "last_name": "Le Goff",
    "phone": "02 61 91 10 02",
    "address": {"lines": ["8 quai Bas"], "postcode": "29000", "city": "Quimper"},
    "customer_since": "2019-03-04",
    "segment": "Particulier",
}


def exchange(number: int, competence: str, criteria: list[str], **candidate: Any) -> dict[str, Any]:
    """An exchange that lets one observe `criteria`; an outbound one gets its mission."""
    face: dict[str, Any] = {"channel": "phone", "direction": "inbound", "label": "Appel entrant", **candidate}
    if face["direction"] == "outbound":
        face.setdefault("mission", "Appeler Mme Morin pour convenir d’un rendez-vous.")
    return {
        "id": f"e{number}",
        "customer": "lea-morin",
        "competences": [competence],
        "minutes": 8,
        "candidate": face,
        "jury": {
            "who": "Léa Morin, 36 ans.",
            "mood": "Calme",
            "opening_line": "Bonjour, où est mon colis ?",
            "situation": "Elle attend depuis trois semaines.",
            "end_when": "une date est donnée.",
            "expected_answer": "Le colis arrive jeudi.",
            "expected_facts": [{"id": "f1", "text": "Le colis arrive jeudi", "kind": "must_say"}],
            "commercial_limits": ["geste"],
            "expected_qualification": {"motif": "retard", "statut": "resolu", "suite": "aucune"},
            "observables": [{"criterion": criterion, "look_for": "Ce qu’il dit."} for criterion in criteria],
        },
    }


PRACTICE: dict[str, Any] = {
    "id": "essai",
    "title": "Essai",
    "exam_format": None,
    "summary": "Un seul échange.",
    "exchanges": [exchange(1, "CP1", ["CP1.1", "CP1.2"], documents=["retard-livraison"])],
}

CASE_STUDY: dict[str, Any] = {
    "id": "colis-perdu",
    "title": "Le colis perdu",
    "customer": "lea-morin",
    "request": "Je veux ma lampe.",
    "documents": ["retard-livraison"],
    "expected_analysis": ["Le colis est perdu."],
    "stakes": ["Garder la cliente."],
    "expected_letter": ["Des excuses."],
    "sequences": [
        {
            "id": "s1",
            "title": "La colère",
            "mood": "angry",
            "lines": [{"speaker": "customer", "text": "C’est trop long !"}],
            "audio": "audio/colere.opus",
            "expected_reaction": "Laisser parler.",
        }
    ],
}


class PackFolder:
    """`files` by name; `write()` puts them below `tmp_path/atelier` with a recorded sequence."""

    def __init__(self, tmp_path: Path) -> None:
        self.path = tmp_path / "atelier"
        self.files: dict[str, Any] = copy.deepcopy(
            {
                "company.yaml": COMPANY,
                "products.yaml": {"products": PRODUCTS},
                "procedures.yaml": {"procedures": PROCEDURES},
                "customers/lea-morin.yaml": CUSTOMER,
                "customers/jean-pierre-le-goff.yaml": OTHER_CUSTOMER,
                "subjects/essai.yaml": PRACTICE,
                "case_studies/colis-perdu.yaml": CASE_STUDY,
            }
        )
        self.path.mkdir()
        self.put("audio/colere.opus", OPUS)

    def put(self, name: str, content: str | bytes) -> Path:
        """Writes a file as it is, instead of whatever `files` would have written."""
        self.files.pop(name, None)
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def change(self, name: str, where: str, value: Any) -> None:
        """`where` is like `exchanges.0.customer`; the value `DROP` removes the key."""
        *steps, last = [int(step) if step.isdigit() else step for step in where.split(".")]
        target = self.files[name]
        for step in steps:
            target = target[step]
        if value is DROP:
            del target[last]
        else:
            target[last] = value

    def write(self) -> Path:
        for name, data in self.files.items():
            path = self.path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(yaml.dump(data, Dumper=_NoAliases, allow_unicode=True, sort_keys=False), encoding="utf-8")
        return self.path

    def faults(self, rules: ExamRules | None = None) -> list[Fault]:
        return check_pack(self.write(), rules)

    def only_fault(self, rules: ExamRules | None = None) -> Fault:
        """One change, one fault: nothing missed, nothing said twice."""
        faults = self.faults(rules)
        assert len(faults) == 1, faults
        return faults[0]

    def line(self, name: str, words: str) -> int:
        """Line, from 1, on which `words` stand in the written file."""
        lines = (self.path / name).read_text(encoding="utf-8").splitlines()
        return next(number for number, line in enumerate(lines, 1) if words in line)


DROP = object()


class _NoAliases(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:
        return True


def title_subject(rules: ExamRules) -> dict[str, Any]:
    """Six exchanges of eight minutes that let one observe every criterion of the title."""
    criteria = rules.criteria
    return {
        "id": "titre",
        "title": "Titre",
        "exam_format": "title",
        "summary": "Six échanges.",
        "exchanges": [
            exchange(1, "CP1", [*criteria["CP1"]]),
            exchange(2, "CP2", [*criteria["CP2"]], channel="chat", label="Chat"),
            exchange(3, "CP3", [*criteria["CP3"]]),
            exchange(4, "CP4", [*criteria["CP4"]], direction="outbound", label="Appel sortant"),
            exchange(5, "CP5", [*criteria["CP5"]]),
            exchange(6, "CP6", [*criteria["CP6"], *criteria["CP7"]]) | {"competences": ["CP6", "CP7"]},
        ],
    }


def official_rules() -> ExamRules:
    return load_exam_rules(REFERENTIAL)
