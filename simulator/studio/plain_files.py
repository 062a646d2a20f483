"""A draft as the documented files of a pack, and the other way. Pure.

What is here is data; `scenarios.in_yaml` writes it, `scenarios.safe_yaml` has read it.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any, cast

from pydantic import TypeAdapter, ValidationError

from scenarios.models import CaseStudy, Company, Customer, Exchange, Procedure, Product, Subject
from scenarios.models.base import PackModel
from scenarios.reading import ProceduresFile, ProductsFile
from simulator.studio.items import COMPANY, Content, Item, Kind, exchange_id, without_blanks

MODELS: Mapping[str, type[PackModel]] = {
    "company.yaml": Company,
    "products.yaml": ProductsFile,
    "procedures.yaml": ProceduresFile,
    "customers": Customer,
    "subjects": Subject,
    "case_studies": CaseStudy,
}
"""By the file's name, or its folder's."""

_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
_IN_FOLDERS: Mapping[str, Kind] = {"customers": "customer", "subjects": "subject", "case_studies": "case_study"}


class NoPlace(Exception):
    """Something of a file cannot be an item. In French: the file, what is wrong, what to do."""

    def __init__(self, file: str, problem: str, remedy: str) -> None:
        super().__init__(problem)
        self.file, self.problem, self.remedy = file, problem, remedy


def model_of(file: str) -> type[PackModel] | None:
    """Of the files that are made of items; None for all others."""
    folder, _, name = file.partition("/")
    if name and ("/" in name or not name.endswith(".yaml")):
        return None
    return MODELS.get(folder)


def plain_files(own_id: str, items: Iterable[Item]) -> dict[str, Content]:
    """By name, what each would say: no blanks, the identifier first."""
    listed = list(items)
    files: dict[str, Content] = {
        "company.yaml": next((_said(own_id, one) for one in listed if one.kind == "company"), {"id": own_id}),
        "products.yaml": {"products": [_said(one.id, one) for one in listed if one.kind == "product"]},
        "procedures.yaml": {"procedures": [_said(one.id, one) for one in listed if one.kind == "procedure"]},
    }
    for folder, kind in _IN_FOLDERS.items():
        files |= {f"{folder}/{one.id}.yaml": _said(one.id, one) for one in listed if one.kind == kind}
    for one in listed:
        if one.kind == "subject":
            subject = files[f"subjects/{one.id}.yaml"]
            subject.setdefault("exam_format", None)
            subject["exchanges"] = [
                _said(it.id.partition(".")[2], it) for it in listed if it.kind == "exchange" and it.parent == one.id
            ]
    return files


def _said(own_id: str, item: Item) -> Content:
    return {"id": own_id} | without_blanks(item.content) | {"id": own_id}


def items_in(files: Mapping[str, Any]) -> list[Item]:
    """`files`: what each says. Raises NoPlace."""
    found = [Item("company", COMPANY, _content(Company, _block("company.yaml", files.get("company.yaml", {}))))]
    found += _listed(files, "products.yaml", "product", Product)
    found += _listed(files, "procedures.yaml", "procedure", Procedure)
    for folder, kind in _IN_FOLDERS.items():
        for name in (one for one in files if one.startswith(f"{folder}/")):
            own_id = name.removeprefix(f"{folder}/").removesuffix(".yaml")
            if not _SLUG.fullmatch(own_id):
                raise NoPlace(
                    name,
                    "Ce nom de fichier n’est pas un identifiant.",
                    "Renommez-le en minuscules sans accent, chiffres et traits d’union.",
                )
            block = _block(name, files[name])
            if kind == "subject":
                found += _subject(name, own_id, block)
            else:
                found.append(Item(kind, own_id, _content(MODELS[folder], block)))
    return found


def _subject(file: str, own_id: str, block: Content) -> list[Item]:
    try:
        read: Content = TypeAdapter(Subject).validate_python(block).model_dump(mode="json")
    except ValidationError:
        read = block
    head = without_blanks({key: value for key, value in read.items() if key != "exchanges"})
    exchanges = _entries(file, "exchanges", block)
    return [
        Item("subject", own_id, head),
        *(Item("exchange", exchange_id(own_id, name), _content(Exchange, one), own_id) for name, one in exchanges),
    ]


def _listed(files: Mapping[str, Any], file: str, kind: Kind, model: type[PackModel]) -> list[Item]:
    key = file.removesuffix(".yaml")
    block = _block(file, files.get(file, {}))
    return [Item(kind, name, _content(model, one)) for name, one in _entries(file, key, block)]


def _entries(file: str, key: str, block: Content) -> list[tuple[str, Content]]:
    """With their identifiers."""
    entries = block.get(key) or []
    if not isinstance(entries, list):
        raise NoPlace(file, f"« {key} » n’est pas une liste.", "Écrivez une entrée par tiret.")
    found: dict[str, Content] = {}
    for number, one in enumerate(cast("list[Any]", entries), start=1):
        name = cast(Content, one).get("id") if isinstance(one, dict) else None
        if not isinstance(name, str) or not _SLUG.fullmatch(name):
            raise NoPlace(
                file,
                f"L’entrée {number} de « {key} » n’a pas d’identifiant lisible.",
                "Écrivez « id: » suivi de minuscules sans accent, de chiffres et de traits d’union.",
            )
        if name in found:
            raise NoPlace(
                file, f"L’identifiant « {name} » est écrit deux fois.", "Donnez-en un autre à l’un des deux."
            )
        found[name] = cast(Content, one)
    return [*found.items()]


def _block(file: str, data: Any) -> Content:
    if not isinstance(data, dict):
        raise NoPlace(file, "Ce fichier n’est pas une suite de champs.", "Comparez-le à celui d’un scénario livré.")
    return cast(Content, data)


def _content(model: type[PackModel], block: Content) -> Content:
    """As a form has it; of what does not read yet, what is written."""
    try:
        return without_blanks(TypeAdapter(model).validate_python(block).model_dump(mode="json"))
    except ValidationError:
        return without_blanks(block)
