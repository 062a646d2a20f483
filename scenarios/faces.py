"""The two faces of an exchange, against each other and against what the référentiel asks of its competences."""

from collections.abc import Iterator

from .faults import Fault, nearest
from .models.exchange import Exchange
from .safe_yaml import Document, Path_

FILE_FIELDS = ("phone", "second_phone", "email", "address")
"""What the adviser can correct in a customer's file."""


def face_faults(document: Document, path: Path_, exchange: Exchange) -> Iterator[Fault]:
    candidate, jury = exchange.candidate, exchange.jury
    if candidate.direction == "outbound" and candidate.mission is None:
        yield document.fault(
            (*path, "candidate"),
            "no_mission",
            "Un échange sortant n’a pas de mission.",
            "Ajoutez « mission » : qui appeler, pourquoi, et ce qu’il faut obtenir.",
        )
    if candidate.direction == "inbound" and candidate.mission is not None:
        yield document.fault(
            (*path, "candidate", "mission"),
            "useless_mission",
            "Un échange entrant n’a pas de mission.",
            "Supprimez-la : le candidat découvre la demande.",
        )
    expected = jury.expected_confirmation.kind if jury.expected_confirmation else None
    if expected != candidate.written_confirmation:
        yield document.fault(
            (*path, "candidate", "written_confirmation"),
            "confirmation_differs",
            "La confirmation écrite demandée au candidat n’est pas celle que le jury attend.",
            "Donnez le même genre (mail ou letter) des deux côtés, ou aucun.",
        )
    if "CP4" in exchange.competences and (candidate.channel != "phone" or candidate.direction != "outbound"):
        yield document.fault(
            (*path, "candidate"),
            "prospecting_by_phone",
            "La prospection (CP4) se fait par téléphone, en appel sortant.",
            "Mettez « channel: phone » et « direction: outbound ».",
        )
    for i, observable in enumerate(jury.observables):
        competence = observable.criterion.split(".")[0]
        if competence not in exchange.competences:
            yield document.fault(
                (*path, "jury", "observables", i, "criterion"),
                "criterion_elsewhere",
                f"Le critère {observable.criterion} n’est pas d’une compétence de cet échange.",
                f"Ajoutez {competence} à « competences », ou retirez ce critère.",
            )
    for name in jury.expected_qualification.fields:
        if name not in FILE_FIELDS:
            yield document.fault(
                (*path, "jury", "expected_qualification", "fields", name),
                "unknown_field",
                f"Le champ « {name} » n’existe pas dans la fiche du client.",
                nearest(name, [*FILE_FIELDS]),
            )
    shown = " ".join(filter(None, [candidate.mission, candidate.label, candidate.file_status])).casefold()
    for i, fact in enumerate(jury.expected_facts):
        if fact.text.casefold() in shown:
            yield document.fault(
                (*path, "jury", "expected_facts", i),
                "leak",
                "Ce que le candidat doit dire est écrit mot pour mot dans ce qu’il voit.",
                "Reformulez la mission ou le libellé.",
                warning=True,
            )
