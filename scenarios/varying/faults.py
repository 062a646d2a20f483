"""A declaration against the exchange that it varies: what it says must be what is written there now."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

from ..faults import Fault, nearest
from ..french_dates import mentions
from ..models.variation import Variation
from ..reading import PackFiles
from ..safe_yaml import Document, Path_
from .drawing import as_written, computed, known, possible_days
from .formulas import BadFormula, holds
from .french import AMOUNT, NUMBER_IN_LETTERS, amount_of, gender_in
from .french import as_written as words_as_written
from .rewriting import AMOUNT_KEYS, places_in
from .world import NoWorld, World, prose, world_of


def variation_faults(files: PackFiles) -> Iterator[Fault]:
    """Of every variation of the pack."""
    for piece in files.variations:
        if piece.model is None:
            continue
        document, variation = piece.document, piece.model
        stem = Path(document.file).stem
        if variation.id != stem:
            yield document.fault(
                ("id",),
                "id_not_file_name",
                f"L’identifiant « {variation.id} » n’est pas le nom du fichier.",
                f"Écrivez « id: {stem} » ou renommez le fichier.",
            )
        try:
            world = world_of(files, variation)
        except NoWorld:
            yield from _no_world(files, document, variation)
            continue
        yield from _values(document, variation, world)
        yield from _bounds(document, variation)
        yield from _places(document, variation, world)
        yield from _amounts(document, variation, world)
        yield from _products(document, variation, world, files)


def _no_world(files: PackFiles, document: Document, variation: Variation) -> Iterator[Fault]:
    subjects = {piece.model.id: piece.model for piece in files.subjects if piece.model is not None}
    if len(subjects) != len(files.subjects):
        return  # A subject that cannot be read has its own fault.
    subject = subjects.get(variation.subject)
    if subject is None:
        yield document.fault(
            ("subject",),
            "unknown_reference",
            f"Le sujet « {variation.subject} » n’existe pas.",
            nearest(variation.subject, [*subjects]),
        )
    elif variation.exchange not in (ids := [one.id for one in subject.exchanges]):
        yield document.fault(
            ("exchange",),
            "unknown_reference",
            f"L’échange « {variation.exchange} » n’existe pas dans ce sujet.",
            nearest(variation.exchange, ids),
        )


def _values(document: Document, variation: Variation, world: World) -> Iterator[Fault]:
    """Formulas give today's values, and conditions hold of them."""
    written = as_written(variation)
    try:
        again = computed(variation, world, written)
    except BadFormula as bad:
        yield document.fault((), "bad_formula", str(bad), "Écrivez comme « reste / 3 » ou « premiere + 1 month ».")
        return
    for kind in ("amounts", "numbers", "dates"):
        for name, value in getattr(again, kind).items():
            if value != (now := getattr(written, kind)[name]):
                yield document.fault(
                    (kind, name, "equals"),
                    "formula_differs",
                    f"La formule de « {name} » donne {value}, et non {now}.",
                    "Corrigez la formule, ou le montant écrit dans l’échange.",
                )
    for i, condition in enumerate(variation.require):
        try:
            if holds(condition, known(written)):
                continue
            problem = f"« {condition} » est faux de l’échange tel qu’il est écrit."
        except BadFormula as bad:
            problem = str(bad)
        yield document.fault(("require", i), "bad_condition", problem, "Écrivez comme « reste > 3 * frais ».")


def _bounds(document: Document, variation: Variation) -> Iterator[Fault]:
    for kind in ("amounts", "numbers", "dates"):
        for name, one in getattr(variation, kind).items():
            where: Path_ = (kind, name)
            least, most = one.at_least, one.at_most
            if (least is None) != (most is None) or (least is not None and one.equals is not None):
                yield document.fault(
                    where,
                    "bad_bounds",
                    f"« {name} » se tire entre « at_least » et « at_most », ou se calcule par « equals ».",
                    "Donnez les deux bornes, ou la formule seule, ou rien s’il ne change pas.",
                )
            elif least is not None and not least <= one.value <= most:
                yield document.fault(
                    where, "bad_bounds", f"« {name} » n’est pas entre ses bornes.", "Élargissez-les, ou corrigez-les."
                )
            elif kind != "dates" and least is not None and (one.value - least) % one.step != 0:
                yield document.fault(
                    (*where, "step"),
                    "bad_bounds",
                    f"En comptant de {one.step} en {one.step}, « {name} » ne tombe pas sur {one.value}.",
                    "Changez le pas ou la borne du bas.",
                )
    for name, one in variation.dates.items():
        if one.at_least is not None and not possible_days(one):
            yield document.fault(
                ("dates", name), "bad_bounds", f"« {name} » n’a aucun jour possible.", "Élargissez ses bornes."
            )
    age = variation.age
    if age is not None and age.at_least > age.at_most:
        yield document.fault(("age",), "bad_bounds", "Les bornes de l’âge sont inversées.", "Échangez-les.")


def _places(document: Document, variation: Variation, world: World) -> Iterator[Fault]:
    """What is said to be there is there."""
    texts = world.texts
    whole = "\n".join(texts).replace("\u00a0", " ").replace("\u202f", " ")

    def gone(path: Path_, what: str) -> Fault:
        return document.fault(
            path,
            "not_there",
            f"{what} ne se trouve ni dans l’échange ni dans le dossier du client.",
            "Recopiez-le exactement, ou retirez-le de la déclaration.",
        )

    for name, one in variation.numbers.items():
        for i, pattern in enumerate(one.written):
            if "#" not in pattern or pattern.replace("#", str(one.value)).replace("\u00a0", " ") not in whole:
                yield gone(("numbers", name, "written", i), f"« {pattern} »")
    days = {mention.day for text in texts for mention in mentions(text, world.story)}
    days |= set(_typed_days(world))
    for name, one in variation.dates.items():
        if one.value not in days:
            yield gone(("dates", name, "value"), f"Le {one.value:%d/%m/%Y}")
    for i, person in enumerate(variation.people):
        if not re.search(rf"\b{re.escape(person.value)}\b", whole):
            yield gone(("people", i), f"« {person.value} »")
    values = {*variation.amounts, *variation.numbers, *variation.dates, *variation.products}
    for i, wording in enumerate(variation.wordings):
        for j, replaced in enumerate(wording.replaced):
            if not any(words_as_written(replaced).search(text) for text in texts):
                yield gone(("wordings", i, "replaced", j), f"« {replaced[:60]} »")
        for j, alternative in enumerate(wording.by):
            if len(alternative) != len(wording.replaced):
                yield document.fault(
                    ("wordings", i, "by", j),
                    "uneven_wording",
                    f"Cette variante a {len(alternative)} textes pour {len(wording.replaced)} à remplacer.",
                    "Donnez un texte pour chacun, dans le même ordre.",
                )
            for unknown in {place for text in alternative for place in places_in(text)} - values:
                yield document.fault(
                    ("wordings", i, "by", j),
                    "unknown_value",
                    f"« {{{unknown}}} » n’est pas une valeur déclarée.",
                    nearest(unknown, [*values]),
                )
    if variation.age is not None and "born_on" not in world.customer:
        yield gone(("age",), "La date de naissance (born_on)")
    for name in variation.shuffle:
        if len(world.exchange["jury"].get(name, [])) < 2:
            yield gone(("shuffle",), f"Une liste « {name} » à mélanger")


def _typed_days(world: World) -> Iterator[date]:
    for text in (*prose(world.customer), *prose(world.exchange)):
        if re.fullmatch(r"\d{4}-\d\d-\d\d(?:T.*)?", text):
            yield date.fromisoformat(text[:10])


def _amounts(document: Document, variation: Variation, world: World) -> Iterator[Fault]:
    """Every amount is declared, so that none stays behind when another changes; each declared one is there."""
    found: dict[Decimal, str] = {}
    for text in world.texts:
        for match in AMOUNT.finditer(text):
            found.setdefault(amount_of(match), match[0] + " €")
    for value in _typed_amounts(world.customer):
        found.setdefault(value, f"{value:.2f}")
    declared = [one.value for one in variation.amounts.values()]
    moves = any(one.at_least is not None or one.equals is not None for one in variation.amounts.values())
    if not moves and not variation.products:
        return
    for value, written in found.items():
        if value not in declared and value != 0:
            yield document.fault(
                ("amounts",),
                "undeclared_amount",
                f"Le montant {written} est écrit dans l’échange ou le dossier, et n’est pas déclaré.",
                "Ajoutez-le à « amounts », avec une formule s’il se calcule, seul s’il ne change pas.",
            )
    for name, one in variation.amounts.items():
        if one.value not in found:
            yield document.fault(
                ("amounts", name),
                "not_there",
                f"Le montant de « {name} » ne se trouve ni dans l’échange ni dans le dossier du client.",
                "Corrigez sa valeur, ou retirez-le.",
            )
        if declared.count(one.value) > 1:
            yield document.fault(
                ("amounts", name),
                "same_value",
                f"Deux montants déclarés valent {one.value} : on ne saurait lequel suit.",
                "Gardez-en un seul, ou changez l’un des deux dans l’échange.",
            )
    covered = [text for one in variation.wordings if not one.may_stay for text in one.replaced]
    for text in world.texts:
        for match in NUMBER_IN_LETTERS.finditer(text):
            if not any(match[0] in one for one in covered if words_as_written(one).search(text)):
                yield document.fault(
                    ("wordings",),
                    "amount_in_letters",
                    f"« {match[0]} » est écrit en lettres et ne suivrait pas.",
                    "Ajoutez une variante avec « may_stay: false » et la valeur entre accolades, comme « {reste} ».",
                )


def _typed_amounts(data: object) -> Iterator[Decimal]:
    if isinstance(data, dict):
        for key, value in data.items():  # pyright: ignore[reportUnknownVariableType]
            if key in AMOUNT_KEYS and isinstance(value, int | float | str):
                yield Decimal(str(value))
            else:
                yield from _typed_amounts(value)  # pyright: ignore[reportUnknownArgumentType]
    elif isinstance(data, list):
        for one in data:  # pyright: ignore[reportUnknownVariableType]
            yield from _typed_amounts(one)  # pyright: ignore[reportUnknownArgumentType]


def _products(document: Document, variation: Variation, world: World, files: PackFiles) -> Iterator[Fault]:
    if not variation.products:
        return
    texts = [text for piece in (*files.subjects, *files.customers) for text in prose(piece.document.data)]
    for name, one in variation.products.items():
        unknown = [product for product in (one.value, *one.among) if product not in world.products]
        for product in unknown:
            yield document.fault(
                ("products", name),
                "unknown_reference",
                f"Le produit « {product} » n’existe pas.",
                nearest(product, [*world.products]),
            )
        if unknown:
            continue
        genders = {gender_in(texts, world.products[product].name) for product in (one.value, *one.among)} - {None}
        if len(genders) > 1:
            yield document.fault(
                ("products", name),
                "genders_differ",
                "Ces produits ne sont pas du même genre : « le » et « la » ne s’accorderaient plus.",
                "Gardez ceux qui se disent avec le même article.",
            )
