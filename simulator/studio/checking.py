"""The checker's faults as somebody at a form needs them: the field, what is wrong, what to do there. Pure."""

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Literal

from scenarios import Fault
from scenarios.checking import faults_of
from scenarios.exam_rules import ExamRules
from simulator.live_messages.shared_view import View
from simulator.studio.items import Item, Kind, Place, files_of, place_of, with_blocks
from simulator.studio.words import order_of, words_at
from simulator.typography import french_spaces


class StudioFault(View):
    """`field`: like `jury.observables.0.criterion` in the content of this item; empty: the whole item. An error keeps
    the pack from being published; a warning is only said."""

    kind: Kind
    id: str
    field: str
    code: str
    severity: Literal["error", "warning"]
    problem: str
    remedy: str


_FIELDS = {
    "no_mission": "candidate.mission",
    "prospecting_by_phone": "competences",
    "leak": "candidate.mission",
}
"""Where the form says it, when that is not where the checker saw it."""

_REMEDIES = {
    "no_mission": "Écrivez qui appeler, pourquoi, et ce qu’il faut obtenir.",
    "useless_mission": "Effacez-la : le candidat découvre la demande. Ou choisissez « Sortant ».",
    "confirmation_differs": "Choisissez la même des deux côtés, ou aucune.",
    "prospecting_by_phone": "Choisissez « Téléphone » et « Sortant », ou retirez CP4.",
    "leak": "Reformulez : dites ce qu’il faut obtenir, pas la réponse.",
    "no_consent": "Ajoutez un accord de démarchage à sa fiche ; laissez ainsi si c’est le piège de l’échange.",
    "after_story": "Choisissez une date antérieure, ou avancez le jour de l’histoire de l’entreprise.",
    "competence_unobservable": "Ajoutez un échange qui la met en jeu, avec ses critères.",
    "criterion_without_exchange": "Ajoutez-le à un échange, avec ce qu’il faut y observer.",
    "extra_channel": "Changez le canal d’un échange.",
    "extra_direction": "Changez le sens d’un échange.",
    "too_long": "Raccourcissez.",
    "missing_audio": "Enregistrez-le au micro, ou déposez un fichier.",
}
_MISSING_REFERENCE = "Choisissez dans la liste : ce qui y était a été retiré."


def faults_in(pack_id: str, items: Sequence[Item], sounds: Sequence[str], rules: ExamRules) -> list[StudioFault]:
    """All of these items, errors first, in the order of items and fields."""
    said = dict.fromkeys(
        _said(one, place_of(one, items)) for one in faults_of(files_of(pack_id, items, sounds), rules)
    )
    missing = [one for one in said if one.kind == "exchange" and one.code in NOT_WRITTEN]
    if missing:
        # One face is compared with the other although neither is whole yet: what is already wrong is told at once.
        filled = [_with_stand_ins(one, [it.field for it in missing if it.id == one.id]) for one in items]
        places = {(one.id, one.field) for one in missing}
        for one in faults_of(files_of(pack_id, filled, sounds), rules):
            fault = _said(one, place_of(one, filled))
            if fault.kind == "exchange" and not _is_of_a_stand_in(fault, places):
                said.setdefault(fault)
    order = {(one.kind, one.id): at for at, one in enumerate(items)}
    return sorted(
        said, key=lambda one: (one.severity, order.get((one.kind, one.id), -1), order_of(one.kind, one.field))
    )


NOT_WRITTEN = ("missing", "too_short")

_LISTS: dict[str, Any] = {
    "competences": ["CP1"],
    "observables": [{"criterion": "CP1.1", "look_for": "x"}],
    "mentions": ["x"],
}


def _with_stand_ins(item: Item, fields: Sequence[str]) -> Item:
    """The same with something, a word or a list, where nothing is written."""
    if item.kind != "exchange" or not fields:
        return item
    content: Any = json.loads(json.dumps(with_blocks(item)))
    for field in fields:
        *way, last = field.split(".")
        block = content
        for part in way:
            block = block[int(part)] if part.isdecimal() else block[part]
        if isinstance(block, dict):
            block[last] = _LISTS.get(last, "x")
    return replace(item, content=content)


def _is_of_a_stand_in(fault: StudioFault, places: set[tuple[str, str]]) -> bool:
    """About what is not written: nobody's fault yet."""
    if (fault.id, fault.field) in places:
        return True
    lacks_criteria = {(fault.id, one) in places for one in ("competences", "jury.observables")}
    return fault.code == "criterion_elsewhere" and True in lacks_criteria


def _said(fault: Fault, place: Place) -> StudioFault:
    field = _FIELDS.get(fault.code, place.field)
    problem, remedy = _words(fault, place.kind, field)
    return StudioFault(
        kind=place.kind,
        id=place.id,
        field=field,
        code=fault.code,
        severity=fault.severity,
        problem=french_spaces(problem),
        remedy=french_spaces(remedy),
    )


def _words(fault: Fault, kind: Kind, field: str) -> tuple[str, str]:
    words = words_at(kind, field)
    help_ = words.help if words is not None else fault.remedy
    if words is not None and fault.code in ("missing", "too_short"):
        is_list = fault.code == "too_short" and "liste" in fault.problem
        return (f"« {words.label} » est trop court." if is_list else f"« {words.label} » est à remplir."), help_
    if words is not None and fault.code in ("bad_value", "bad_form", "impossible_date", "bad_amount", "bad_type"):
        return fault.problem, help_
    if fault.code == "unknown_reference":
        return fault.problem, _MISSING_REFERENCE
    return fault.problem, _REMEDIES.get(fault.code, fault.remedy)
