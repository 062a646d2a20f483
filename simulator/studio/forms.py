"""The models' own JSON Schema, as a page makes a form of it: labels, help and choices in French. Pure."""

from collections.abc import Mapping
from functools import cache
from typing import Any, cast

from simulator.studio.items import KINDS, Content, Kind
from simulator.studio.words import field_words
from simulator.typography import french_spaces

REFERS: Mapping[tuple[str, str], Kind] = {
    ("Product", "alternatives"): "product",
    ("Contract", "product"): "product",
    ("OrderLine", "product"): "product",
    ("CaseStudy", "customer"): "customer",
    ("CaseStudy", "documents"): "procedure",
}
"""Fields that name an item of another kind."""

CHOICES: Mapping[tuple[str, str], Mapping[str, str]] = {
    ("Script", "channel"): {"phone": "Téléphone", "chat": "Chat", "both": "Les deux"},
    ("Customer", "title"): {"Mme": "Mme", "M.": "M."},
    ("Contract", "period"): {"month": "Mois", "year": "An", "once": "Une fois"},
    ("Contract", "status"): {
        "active": "En cours",
        "suspended": "Suspendu",
        "cancelled": "Résilié",
        "pending": "En attente",
    },
    ("Order", "status"): {
        "preparing": "En préparation",
        "shipped": "Expédiée",
        "delayed": "En retard",
        "delivered": "Livrée",
        "cancelled": "Annulée",
        "returned": "Retournée",
    },
    ("Invoice", "status"): {"paid": "Payée", "due": "À payer", "overdue": "En retard", "disputed": "Contestée"},
    ("Contact", "channel"): {
        "phone": "Téléphone",
        "chat": "Chat",
        "mail": "Courriel",
        "letter": "Lettre",
        "shop": "Agence",
        "system": "Automatique",
    },
    ("Contact", "direction"): {"inbound": "Reçu", "outbound": "Émis"},
    ("Correspondence", "kind"): {"mail": "Courriel", "letter": "Lettre"},
    ("Correspondence", "direction"): {"inbound": "Reçu", "outbound": "Émis"},
    ("Subject", "exam_format"): {"title": "Titre : six échanges", "ccp1": "CCP 1 : deux", "ccp2": "CCP 2 : trois"},
    ("Subject", "difficulty"): {"easy": "Premiers pas", "medium": "En confiance", "hard": "Comme à l’examen"},
    ("RecordedSequence", "mood"): {
        "calm": "Calme",
        "worried": "Inquiet",
        "disappointed": "Déçu",
        "angry": "En colère",
        "hurried": "Pressé",
        "suspicious": "Méfiant",
        "resigned": "Résigné",
    },
    ("SpokenLine", "speaker"): {"customer": "Le client", "adviser": "Le conseiller"},
}
"""What a list shows for each value of the model."""

ELSEWHERE = {("Subject", "exchanges")}
"""Fields that have pages of their own."""


@cache
def form_of(kind: Kind) -> Content:
    """JSON Schema (2020-12) of this kind, identifiers left out: `title` and `description` are what the form says,
    `x-refers` the kind of item that a field names, `x-choices` the words of an enumeration."""
    model = KINDS[kind]
    schema: Content = model.model_json_schema()
    _said(model.__name__, schema)
    for name, block in cast(Content, schema.get("$defs", {})).items():
        _said(name, cast(Content, block))
    return schema


def _said(model: str, schema: Content) -> None:
    schema.pop("description", None)
    properties = cast(Content, schema.get("properties", {}))
    schema["properties"] = {
        name: _field(model, name, cast(Content, field))
        for name, field in properties.items()
        if name != "id" and (model, name) not in ELSEWHERE
    }
    schema["x-identified"] = "id" in properties
    schema["required"] = [name for name in cast("list[str]", schema.get("required", [])) if name != "id"]


def _field(model: str, name: str, field: Content) -> Content:
    words = field_words().get((model, name))
    said: dict[str, Any] = dict(field)
    if words is not None:
        said |= {"title": words.label, "description": words.help}
    if (model, name) in REFERS:
        said["x-refers"] = REFERS[model, name]
    if (model, name) in CHOICES:
        said["x-choices"] = {value: french_spaces(word) for value, word in CHOICES[model, name].items()}
    return said
