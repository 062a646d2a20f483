"""A pack cut into what one page edits (its company, a customer, an exchange…), and put together again. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, cast

from scenarios import Fault, Pack
from scenarios.in_pieces import files_in_pieces
from scenarios.models import CaseStudy, Company, Customer, Exchange, Procedure, Product, Subject
from scenarios.models.base import PackModel
from scenarios.reading import PackFiles

Kind = Literal["company", "product", "procedure", "customer", "subject", "exchange", "case_study"]

KINDS: dict[Kind, type[PackModel]] = {
    "company": Company,
    "product": Product,
    "procedure": Procedure,
    "customer": Customer,
    "subject": Subject,
    "exchange": Exchange,
    "case_study": CaseStudy,
}

Content = dict[str, Any]

COMPANY = "company"
"""The identifier of the one item of its kind."""


@dataclass(frozen=True, slots=True)
class Item:
    """`id`: of an exchange, its subject's before it; `parent`: that subject."""

    kind: Kind
    id: str
    content: Content
    parent: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a fault stands: an item, and in it a field like `jury.observables.0.criterion`; empty: the whole."""

    kind: Kind
    id: str
    field: str


def exchange_id(subject_id: str, exchange: str) -> str:
    return f"{subject_id}.{exchange}"


def items_of(pack: Pack) -> list[Item]:
    """All of a pack, in its order."""
    found = [Item("company", COMPANY, _dumped(pack.company))]
    found += [Item("product", one.id, _dumped(one)) for one in pack.products]
    found += [Item("procedure", one.id, _dumped(one)) for one in pack.procedures]
    found += [Item("customer", one.id, _dumped(one)) for one in pack.customers]
    for subject in pack.subjects:
        found.append(Item("subject", subject.id, {k: v for k, v in _dumped(subject).items() if k != "exchanges"}))
        found += [
            Item("exchange", exchange_id(subject.id, one.id), _dumped(one), subject.id) for one in subject.exchanges
        ]
    return [*found, *(Item("case_study", one.id, _dumped(one)) for one in pack.case_studies)]


def _dumped(model: PackModel) -> Content:
    return without_blanks(model.model_dump(mode="json"))


def without_blanks(content: Content) -> Content:
    """What a form leaves empty is not said: no key, no entry."""
    return cast(Content, _filled(content) or {})


def _filled(value: Any) -> Any:
    """The value without its blanks; None when nothing is left of it."""
    if isinstance(value, dict):
        entries = {key: _filled(one) for key, one in cast(Content, value).items()}
        return {key: one for key, one in entries.items() if one is not None} or None
    if isinstance(value, list):
        return [one for one in map(_filled, cast("list[Any]", value)) if one is not None] or None
    if isinstance(value, str):
        return value if value.strip() else None
    return value


def files_of(pack_id: str, items: Iterable[Item], sounds: Iterable[str]) -> PackFiles:
    """Its files, as the checker and the loader read those of a folder."""
    listed = list(items)
    data: dict[str, Any] = {
        "company.yaml": next((_whole(one, pack_id) for one in listed if one.kind == "company"), {"id": pack_id}),
        "products.yaml": {"products": [_whole(one, one.id) for one in listed if one.kind == "product"]},
        "procedures.yaml": {"procedures": [_whole(one, one.id) for one in listed if one.kind == "procedure"]},
    }
    for one in listed:
        if one.kind == "customer":
            data[f"customers/{one.id}.yaml"] = _whole(one, one.id)
        elif one.kind == "subject":
            exchanges = [_whole(it, it.id.partition(".")[2]) for it in _exchanges(listed, one.id)]
            data[f"subjects/{one.id}.yaml"] = _whole(one, one.id) | {"exchanges": exchanges}
        elif one.kind == "case_study":
            data[f"case_studies/{one.id}.yaml"] = _whole(one, one.id)
    return files_in_pieces(pack_id, data, frozenset(sounds))


def _whole(item: Item, own_id: str) -> Content:
    content = with_blocks(item)
    if item.kind == "subject":
        content.setdefault("exam_format", None)
    return content | {"id": own_id}


def with_blocks(item: Item) -> Content:
    """What is said, in the blocks that every item of its kind has."""
    return _with_blocks(KINDS[item.kind], without_blanks(item.content))


def _with_blocks(model: type[PackModel], content: Content) -> Content:
    """Blocks that must be there are: what lacks is then a field of theirs, beside which it can be said."""
    whole = dict(content)
    for name, field in model.model_fields.items():
        block = field.annotation
        if field.is_required() and isinstance(block, type) and issubclass(block, PackModel):
            inner = whole.get(name, {})
            whole[name] = _with_blocks(block, cast(Content, inner)) if isinstance(inner, dict) else inner
    return whole


def _exchanges(items: Sequence[Item], subject_id: str) -> list[Item]:
    return [one for one in items if one.kind == "exchange" and one.parent == subject_id]


def place_of(fault: Fault, items: Sequence[Item]) -> Place:
    """Which item's field a fault of these items' files is about."""
    field = re.sub(r"\[(\d+)\]", r".\1", fault.where)
    folder, _, name = fault.file.removesuffix(".yaml").rpartition("/")
    match folder or name:
        case "products":
            return _in_list("product", [one for one in items if one.kind == "product"], field)
        case "procedures":
            return _in_list("procedure", [one for one in items if one.kind == "procedure"], field)
        case "customers":
            return Place("customer", name, field)
        case "case_studies":
            return Place("case_study", name, field)
        case "subjects":
            if field.startswith("exchanges."):
                return _in_list("exchange", _exchanges(items, name), field)
            return Place("subject", name, field)
        case _:
            return Place("company", COMPANY, field)


def _in_list(kind: Kind, listed: Sequence[Item], field: str) -> Place:
    """`products.3.name`: of the fourth, its name."""
    parts = field.split(".")
    if len(parts) < 2 or not parts[1].isdecimal() or int(parts[1]) >= len(listed):
        return Place("company", COMPANY, "")
    return Place(kind, listed[int(parts[1])].id, ".".join(parts[2:]))


def audio_of(items: Iterable[Item]) -> set[str]:
    """Paths of the sounds that some sequence plays."""
    found: set[str] = set()
    for one in items:
        sequences = one.content.get("sequences") if one.kind == "case_study" else None
        for sequence in cast("list[Any]", sequences) if isinstance(sequences, list) else ():
            audio = cast(Content, sequence).get("audio") if isinstance(sequence, dict) else None
            if isinstance(audio, str):
                found.add(audio)
    return found
