"""What a field is called and what to write there, in French. The table is `words.yaml`, beside this file."""

from functools import cache
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, NamedTuple, Union, get_args, get_origin

import yaml
from pydantic import BaseModel

from simulator.studio.items import KINDS, Kind
from simulator.typography import french_spaces


class FieldWords(NamedTuple):
    """`label` as it stands above the field; `help`: a sentence."""

    label: str
    help: str


@cache
def field_words() -> dict[tuple[str, str], FieldWords]:
    """By model and field, all of them but identifiers."""
    table: dict[str, dict[str, list[str]]] = yaml.safe_load(
        Path(__file__).with_name("words.yaml").read_text(encoding="utf-8")
    )
    return {
        (model, field): FieldWords(french_spaces(label), french_spaces(help_))
        for model, fields in table.items()
        for field, (label, help_) in fields.items()
    }


def words_at(kind: Kind, field: str) -> FieldWords | None:
    """Of the innermost field that `jury.observables.0.criterion` names; None for a whole item or an unknown one."""
    steps = labels_along(kind, field)
    return steps[-1] if steps else None


def labels_along(kind: Kind, field: str) -> list[FieldWords]:
    """One for each named field on the way, list positions left out."""
    model: type[BaseModel] | None = KINDS[kind]
    found: list[FieldWords] = []
    for part in field.split("."):
        if part.isdecimal():
            continue
        if model is None or part not in model.model_fields:
            break
        words = field_words().get((model.__name__, part))
        if words is not None:
            found.append(words)
        model = _model_in(model.model_fields[part].annotation)
    return found


def order_of(kind: Kind, field: str) -> tuple[int, ...]:
    """By which fields stand in the order of their model, entries of lists in theirs."""
    model: type[BaseModel] | None = KINDS[kind]
    found: list[int] = []
    for part in field.split("."):
        if part.isdecimal():
            found.append(int(part))
        elif model is not None and part in model.model_fields:
            found.append([*model.model_fields].index(part))
            model = _model_in(model.model_fields[part].annotation)
    return tuple(found)


def _model_in(annotation: Any) -> type[BaseModel] | None:
    """The model that a field holds, alone or in a list."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    if get_origin(annotation) in (tuple, list, dict, Union, UnionType, Annotated):
        return next((found for one in get_args(annotation) if (found := _model_in(one)) is not None), None)
    return None
