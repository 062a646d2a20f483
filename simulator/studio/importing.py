"""A spreadsheet's rows as customers or products: which column is what, what each row becomes, what is wrong with it.

Pure. A row is judged by the very models and rules of the pack that it would join.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from scenarios.exam_rules import ExamRules
from simulator.studio.beginnings import a_customer, slug_of
from simulator.studio.checking import faults_in
from simulator.studio.items import Content, Item
from simulator.studio.words import words_at

ImportedKind = Literal["customer", "product"]

COLUMNS: Mapping[ImportedKind, Mapping[str, tuple[str, ...]]] = {
    "customer": {
        "number": ("numero", "numero client", "numero de client", "n client", "n", "reference", "code client"),
        "title": ("civilite", "titre", "m mme"),
        "first_name": ("prenom", "prenoms"),
        "last_name": ("nom", "nom de famille", "nom client"),
        "phone": ("telephone", "tel", "portable", "mobile", "telephone 1"),
        "second_phone": ("telephone 2", "autre telephone", "fixe", "second telephone"),
        "email": ("email", "e mail", "courriel", "mail", "adresse electronique", "adresse mail"),
        "address.lines.0": ("adresse", "rue", "adresse postale", "adresse 1", "voie"),
        "address.lines.1": ("complement", "complement d adresse", "adresse 2"),
        "address.postcode": ("code postal", "cp"),
        "address.city": ("ville", "commune", "localite"),
        "customer_since": ("client depuis", "date d entree", "depuis", "anciennete", "date de creation"),
        "born_on": ("date de naissance", "naissance", "ne le", "nee le", "ne e le"),
        "segment": ("segment", "categorie", "genre", "type", "type de client"),
        "notes.0": ("note", "notes", "remarque", "remarques", "commentaire", "observations"),
    },
    "product": {
        "reference": ("reference", "ref", "code", "code article", "sku"),
        "name": ("nom", "produit", "designation", "article", "libelle", "intitule"),
        "family": ("famille", "rayon", "categorie", "gamme"),
        "price": ("prix", "prix ttc", "tarif", "tarif ttc", "montant", "prix public"),
        "unit": ("unite", "par"),
        "description": ("description", "descriptif", "details", "caracteristiques"),
        "available": ("disponible", "en stock", "stock", "disponibilite"),
    },
}
"""Fields by their path, and the headings (plain letters) under which they usually stand."""

ROWS_AFTER = 2
"""The number of a table's first row under its headings, as a spreadsheet counts."""

TITLES = {
    "mme": "Mme",
    "madame": "Mme",
    "mlle": "Mme",
    "f": "Mme",
    "m": "M.",
    "monsieur": "M.",
    "mr": "M.",
    "h": "M.",
}
NO = frozenset({"non", "n", "0", "false", "faux", "indisponible", "rupture"})


@dataclass(frozen=True, slots=True)
class RowProblem:
    """`row` as the spreadsheet numbers it; `column`: its heading, or the field that has none."""

    row: int
    column: str
    problem: str
    remedy: str


@dataclass(slots=True)
class Imported:
    """What the rows become: `new` items, `changed` ones with their whole content; `bad` rows are neither."""

    headings: list[str]
    columns: list[str]
    """The field of each column; empty: ignored."""
    new: list[Item] = field(default_factory=list[Item])
    changed: list[Item] = field(default_factory=list[Item])
    problems: list[RowProblem] = field(default_factory=list[RowProblem])
    bad: int = 0


def columns_of(kind: ImportedKind, headings: Sequence[str]) -> list[str]:
    """What each heading most probably means, each field once."""
    known = {name: path for path, names in COLUMNS[kind].items() for name in names}
    taken: set[str] = set()
    found: list[str] = []
    for heading in headings:
        path = known.get(slug_of(heading, 60).replace("-", " "), "")
        found.append("" if path in taken else path)
        taken.add(path)
    return found


def read_rows(
    kind: ImportedKind,
    table: Sequence[Sequence[str]],
    columns: Sequence[str] | None,
    pack_id: str,
    items: Sequence[Item],
    rules: ExamRules,
) -> Imported:
    """`columns`: as somebody matched them; None: guessed. Rows that are empty are no rows."""
    headings = list(table[0]) if table else []
    matched = columns_of(kind, headings) if columns is None else [*columns, *[""] * len(headings)][: len(headings)]
    imported = Imported(headings, [one if one in COLUMNS[kind] else "" for one in matched])
    day = _story_day(items)
    known = {one.content.get("reference"): one for one in items if one.kind == "product"}
    made: dict[str, tuple[int, Item, bool]] = {}
    taken = {one.id for one in items if one.kind == kind}
    phones = _free_phones(items)
    for number, row in enumerate(table[1:], start=ROWS_AFTER):
        if not any(cell.strip() for cell in row):
            continue
        content = _content(kind, imported.columns, row)
        before = known.get(content.get("reference")) if kind == "product" else None
        if before is not None:
            made[before.id] = (number, Item(kind, before.id, before.content | content), True)
            continue
        if kind == "customer":
            own = a_customer(len(taken) + 1, day) | {"title": ""}
            own["phone"] = next(phones) if "phone" not in imported.columns else ""
            if "customer_since" in imported.columns:
                own.pop("customer_since")
            if any(one.startswith("address.") for one in imported.columns):
                own.pop("address")
            content = own | content
        own_id = _id(kind, content, taken)
        taken.add(own_id)
        made[own_id] = (number, Item(kind, own_id, content), False)
    _judge(imported, made, pack_id, items, rules)
    return imported


def _judge(
    imported: Imported,
    made: Mapping[str, tuple[int, Item, bool]],
    pack_id: str,
    items: Sequence[Item],
    rules: ExamRules,
) -> None:
    """Row by row, beside what the pack has already."""
    kind = imported_kind = next((item.kind for _, item, _ in made.values()), None)
    others = [one for one in items if not (one.kind == kind and one.id in made)]
    faults = faults_in(pack_id, [*others, *(item for _, item, _ in made.values())], (), rules)
    wrong: set[str] = set()
    for fault in faults:
        if fault.severity != "error" or fault.kind != imported_kind or fault.id not in made:
            continue
        wrong.add(fault.id)
        column = _heading(imported, fault.field)
        words = words_at(fault.kind, fault.field)
        remedy = fault.remedy
        if fault.field in ("phone", "second_phone") and fault.code == "bad_form":
            remedy += " Ou ne choisissez aucune colonne : Combiné donne un numéro de fiction à chacun."
        imported.problems.append(
            RowProblem(made[fault.id][0], column or (words.label if words else ""), fault.problem, remedy)
        )
    for own_id, (_, item, is_change) in made.items():
        if own_id not in wrong:
            (imported.changed if is_change else imported.new).append(item)
    imported.bad = len(wrong)
    imported.problems.sort(key=lambda one: one.row)


def _heading(imported: Imported, field_: str) -> str:
    for heading, path in zip(imported.headings, imported.columns, strict=True):
        if path and (field_ == path or path.startswith(f"{field_}.")):
            return heading
    return ""


def _content(kind: ImportedKind, columns: Sequence[str], row: Sequence[str]) -> Content:
    content: Content = {}
    for path, cell in zip(columns, row, strict=False):
        said = " ".join(cell.split())
        if not path or not said:
            continue
        value = _CELLS.get(path, _as_it_is)(said)
        top, *rest = path.split(".")
        if not rest:
            content[top] = value
        elif top == "address" and rest[0] == "lines":
            content.setdefault("address", {}).setdefault("lines", []).append(value)
        elif top == "address":
            content.setdefault("address", {})[rest[0]] = value
        else:
            content.setdefault(top, []).append(value)
    return content


def _as_it_is(said: str) -> Any:
    return said


def _title(said: str) -> str:
    return TITLES.get(said.casefold().strip(". "), said)


def _phone(said: str) -> str:
    """« 639981234 »: a spreadsheet takes the first 0 for nothing."""
    digits = re.sub(r"^(\+33|0033)0?", "0", re.sub(r"[\s.\-()]", "", said))
    digits = f"0{digits}" if re.fullmatch(r"[1-9]\d{8}", digits) else digits
    return " ".join(digits[at : at + 2] for at in range(0, 10, 2)) if re.fullmatch(r"0\d{9}", digits) else said


def _day(said: str) -> str:
    found = re.match(r"^(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})", said)
    if found:
        return f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}"
    return said[:10] if re.match(r"^\d{4}-\d\d-\d\d", said) else said


def _postcode(said: str) -> str:
    return said.replace(" ", "").zfill(5) if re.fullmatch(r"[\d ]{4,6}", said) else said


def _price(said: str) -> str:
    plain = re.sub(r"[\s€]|EUR", "", said)
    plain = plain.replace(",", ".") if "," in plain and "." not in plain else plain
    return f"{float(plain):.2f}" if re.fullmatch(r"\d{1,7}(\.\d{1,2})?", plain) else said


def _available(said: str) -> bool:
    return said.casefold() not in NO


_CELLS: Mapping[str, Callable[[str], Any]] = {
    "title": _title,
    "phone": _phone,
    "second_phone": _phone,
    "email": str.lower,
    "born_on": _day,
    "customer_since": _day,
    "address.postcode": _postcode,
    "price": _price,
    "available": _available,
}


def _story_day(items: Sequence[Item]) -> date:
    said = next((one.content.get("story_date") for one in items if one.kind == "company"), None)
    try:
        return date.fromisoformat(str(said))
    except ValueError:
        return date(2026, 1, 1)


def _free_phones(items: Sequence[Item]) -> Iterator[str]:
    """Of the range for fiction, nobody's in this pack."""
    taken = {one.content.get(key) for one in items if one.kind == "customer" for key in ("phone", "second_phone")}
    for number in range(10_000):
        phone = f"06 39 98 {number // 100:02} {number % 100:02}"
        if phone not in taken:
            yield phone


def _id(kind: ImportedKind, content: Content, taken: set[str]) -> str:
    said = f"{content.get('first_name', '')} {content.get('last_name', '')}" if kind == "customer" else ""
    stem = slug_of(said or str(content.get("name", ""))) or ("client" if kind == "customer" else "produit")
    if stem not in taken:
        return stem
    return next(f"{stem}-{n}" for n in range(2, 10_000) if f"{stem}-{n}" not in taken)
