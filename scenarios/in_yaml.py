"""A file of a pack written from its data: anew, in its model's order; or into the author's own file, where all that
did not change keeps its comments and its layout.
"""

import json
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, cast

import yaml
from pydantic import BaseModel, TypeAdapter, ValidationError
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from .editing import read_tree, write_tree
from .faults import PackError
from .safe_yaml import read_yaml_text

Data = dict[str, Any]

_RESOLVER = yaml.resolver.Resolver()
"""Of the reader, which knows more signs than the writer: « 12:30 » and « non » would not come back as they were."""


def new_file(data: Data, model: type[BaseModel]) -> bytes:
    """`data`: as JSON has it, perhaps half written."""
    return write_tree(_tree(_typed(data, model)))


def carried(original: bytes, before: Data, after: Data, model: type[BaseModel]) -> bytes:
    """`original` with what `after` has otherwise than `before`, which is what the file says; without a difference,
    the very same bytes. Where it cannot be carried over, the file is written anew."""
    if before == after:
        return original
    typed, was = _typed(after, model), _typed(before, model)
    if not (_is_whole(after, model) and _is_whole(before, model)):
        typed, was = after, before
    try:
        tree = read_tree(original)
        _merge(tree, was, typed)
        written = write_tree(tree)
        if _means(written, model) == _means(new_file(after, model), model):
            return written
    except (PackError, TypeError, KeyError, IndexError, AttributeError, ValueError):
        pass
    return new_file(after, model)


def _means(content: bytes, model: type[BaseModel]) -> Any:
    """Without what nobody need write."""
    data = read_yaml_text(content, "").data
    try:
        return TypeAdapter(model).validate_python(data).model_dump()
    except ValidationError:
        return data


def _is_whole(data: Data, model: type[BaseModel]) -> bool:
    try:
        TypeAdapter(model).validate_python(data)
    except ValidationError:
        return False
    return True


def _typed(data: Data, model: type[BaseModel]) -> Data:
    """Amounts and days as such, where all of it reads: they are then written without quotes."""
    try:
        read = TypeAdapter(model).validate_python(data)
    except ValidationError:
        known = [name for name in model.model_fields if name in data]
        return {name: data[name] for name in [*known, *(one for one in data if one not in known)]}
    return cast(Data, _said(read.model_dump(), data))


def _said(typed: Any, data: Any) -> Any:
    """Of `typed`, what `data` says too: no default that nobody wrote."""
    if isinstance(typed, dict) and isinstance(data, dict):
        both = cast(Data, data)
        return {key: _said(one, both[key]) for key, one in cast(Data, typed).items() if key in both}
    if isinstance(typed, list | tuple) and isinstance(data, list):
        pairs = zip(cast("Sequence[Any]", typed), cast("list[Any]", data), strict=True)
        return [_said(one, of) for one, of in pairs]
    return typed


def _tree(value: Any) -> Any:
    if isinstance(value, dict):
        made = CommentedMap()
        for key, one in cast(Data, value).items():
            made[key] = _tree(one)
        return made
    if isinstance(value, list | tuple):
        return CommentedSeq([_tree(one) for one in cast("Sequence[Any]", value)])
    if isinstance(value, str) and _RESOLVER.resolve(yaml.ScalarNode, value, (True, False)) != _TEXT:
        return DoubleQuotedScalarString(value)
    return value


_TEXT = "tag:yaml.org,2002:str"


def _merge(tree: Any, before: Any, after: Any) -> None:
    """What differs of two blocks, or of two lists, into the tree of the first."""
    if isinstance(tree, list):
        _merge_list(cast("list[Any]", tree), before, after)
        return
    for key in [one for one in before if one not in after]:
        tree.pop(key, None)
    for key, value in after.items():
        was = before.get(key)
        if key in before and was == value:
            continue
        if key in tree and _are_alike(tree[key], was, value):
            _merge(tree[key], was, value)
        else:
            tree[key] = _tree(value)


def _merge_list(tree: list[Any], before: list[Any], after: list[Any]) -> None:
    if len(tree) != len(before):
        raise ValueError("the file says something else")
    places = _places(before, after)
    kept = [place for place in places if place is not None]
    if kept != sorted(kept):
        # In another order: what stood between the entries has no place any more.
        entries = [tree[place] if place is not None else None for place in places]
        tree.clear()
        tree.extend(entries)
    else:
        for place in reversed(range(len(before))):
            if place not in kept:
                del tree[place]
        for place, of in enumerate(places):
            if of is None:
                tree.insert(place, None)
    for place, of in enumerate(places):
        was = before[of] if of is not None else None
        if of is not None and was == after[place]:
            continue
        if _are_alike(tree[place], was, after[place]):
            _merge(tree[place], was, after[place])
        else:
            tree[place] = _tree(after[place])


def _are_alike(tree: Any, before: Any, after: Any) -> bool:
    return any(all(isinstance(one, kind) for one in (tree, before, after)) for kind in (dict, list))


def _places(before: list[Any], after: list[Any]) -> list[int | None]:
    """Of each entry of now, where it stood: the same, or of the same identifier, or in the same place of as many."""
    left = dict(enumerate(map(_sign, before)))
    found: list[int | None] = [None] * len(after)

    def match(sign: Any, known: dict[int, Any]) -> int | None:
        return next((place for place, one in known.items() if one == sign), None)

    for at, one in enumerate(after):
        if (place := match(_sign(one), left)) is not None:
            found[at] = place
            del left[place]
    named = {place: _name(before[place]) for place in left}
    for at, one in enumerate(after):
        if found[at] is None and (name := _name(one)) is not None and (place := match(name, named)) is not None:
            found[at] = place
            del named[place], left[place]
    if len(before) == len(after):
        for at, one in enumerate(after):
            if found[at] is None and at in left and _name(one) is None:
                found[at] = at
                del left[at]
    return found


def _name(entry: Any) -> str | None:
    return cast(Data, entry).get("id") if isinstance(entry, dict) else None


def _sign(entry: Any) -> str:
    return json.dumps(entry, sort_keys=True, default=_word)


def _word(value: Any) -> str:
    if isinstance(value, Decimal | date | datetime):
        return str(value)
    raise TypeError(type(value).__name__)
