"""What differs between two states of the same thing, in words: « Première phrase : “a” devient “b” ». Pure."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from simulator.live_messages.shared_view import View
from simulator.studio.items import Content, Item, Kind, without_blanks
from simulator.studio.words import labels_along

MOST_SHOWN = 400
"""Characters of one value."""


class Difference(View):
    """One field that is not the same. `field`: as in a fault; `where`: its labels. None: it was or is not there."""

    kind: Kind
    id: str
    field: str
    where: str
    before: str | None
    after: str | None


def between(kind: Kind, item_id: str, before: Content, after: Content) -> list[Difference]:
    """Field by field, those of identifiers left out."""
    return [
        Difference(kind=kind, id=item_id, field=field, where=_where(kind, field), before=_shown(a), after=_shown(b))
        for field, a, b in _walk("", without_blanks(before), without_blanks(after))
    ]


def between_packs(before: Sequence[Item], after: Sequence[Item]) -> list[Difference]:
    """Of two whole packs: items that came and went by their titles, the others field by field."""
    old, new = _by_name(before), _by_name(after)
    found: list[Difference] = []
    for key in dict.fromkeys([*old, *new]):
        a, b = old.get(key), new.get(key)
        if a is not None and b is not None:
            found += between(a.kind, a.id, a.content, b.content)
        else:
            gone, come = (title_of(one) if one is not None else None for one in (a, b))
            kind, item_id = key
            found.append(Difference(kind=kind, id=item_id, field="", where=_KINDS[kind], before=gone, after=come))
    return found


def _by_name(items: Sequence[Item]) -> dict[tuple[Kind, str], Item]:
    return {(one.kind, one.id): one for one in items}


_KINDS: Mapping[Kind, str] = {
    "company": "Entreprise",
    "product": "Produit",
    "procedure": "Procédure",
    "customer": "Client",
    "subject": "Sujet",
    "exchange": "Échange",
    "case_study": "Étude de cas",
}


def title_of(item: Item) -> str:
    """What an author calls it; empty while it has no name."""
    content = item.content
    match item.kind:
        case "company" | "product":
            return _text(content.get("name"))
        case "customer":
            return " ".join(filter(None, (_text(content.get(key)) for key in ("title", "first_name", "last_name"))))
        case "exchange":
            jury = content.get("jury")
            opening = cast(Content, jury).get("opening_line") if isinstance(jury, dict) else ""
            return _text(opening)
        case _:
            return _text(content.get("title"))


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _walk(field: str, a: Any, b: Any) -> Iterator[tuple[str, Any, Any]]:
    if a == b:
        return
    if isinstance(a, dict) and isinstance(b, dict):
        before, after = cast(Content, a), cast(Content, b)
        for key in dict.fromkeys([*before, *after]):
            if key != "id":
                yield from _walk(f"{field}.{key}" if field else key, before.get(key), after.get(key))
    elif isinstance(a, list) and isinstance(b, list):
        yield from _lists(field, cast("list[Any]", a), cast("list[Any]", b))
    else:
        yield field, a, b


def _lists(field: str, a: list[Any], b: list[Any]) -> Iterator[tuple[str, Any, Any]]:
    """Entries that came and went; blocks that are the same one (by their name) are looked into."""
    keys_a, keys_b = [_key(one) for one in a], [_key(one) for one in b]
    for at, (key, one) in enumerate(zip(keys_b, b, strict=True)):
        if key not in keys_a:
            yield f"{field}.{at}", None, one
        else:
            yield from _walk(f"{field}.{at}", a[keys_a.index(key)], one)
    for at, (key, one) in enumerate(zip(keys_a, a, strict=True)):
        if key not in keys_b:
            yield f"{field}.{at}", one, None
    if sorted(map(str, keys_a)) == sorted(map(str, keys_b)) and keys_a != keys_b:
        yield field, a, b


def _key(one: Any) -> Any:
    """By what an entry is known: its identifier, its criterion, its reference; else by what it says."""
    if isinstance(one, dict):
        block = cast(Content, one)
        return next((str(block[name]) for name in ("id", "criterion", "reference") if name in block), str(block))
    return one


def _where(kind: Kind, field: str) -> str:
    return " › ".join(words.label for words in labels_along(kind, field)) or field


def _shown(value: Any) -> str | None:
    if value is None:
        return None
    said = _said(value)
    return said if len(said) <= MOST_SHOWN else f"{said[:MOST_SHOWN]}…"


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, dict):
        return " · ".join(_said(one) for key, one in cast(Content, value).items() if key != "id")
    if isinstance(value, list):
        return " ; ".join(_said(one) for one in cast("list[Any]", value))
    return str(value)
