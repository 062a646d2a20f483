"""Sisters of an exchange of a draft: drawn by what the pack that it came with declares (decision 066). Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from scenarios.faults import Fault
from scenarios.models import Customer, Exchange, Variation
from scenarios.models.subject import MOST_EXCHANGES
from scenarios.reading import PackFiles, typed_piece
from scenarios.safe_yaml import read_yaml_text
from scenarios.varying import VariationImpossible, sister
from scenarios.varying.faults import variation_faults
from scenarios.varying.formulas import BadFormula
from scenarios.varying.rewriting import AMOUNT_KEYS
from scenarios.varying.sisters import faults_of, subject_of
from scenarios.varying.world import NoWorld, World, world_of
from simulator.errors import Conflict
from simulator.packs.studio_tables import StudioFileRow
from simulator.studio.items import Content, Item, exchange_id, files_of, without_blanks

MOST = 24
"""Sisters at once: two subjects of practice."""

VARIATIONS = "variations/"
"""Whose files say how exchanges may vary."""


class CannotVary(Conflict):
    """Nothing was drawn."""


@dataclass(frozen=True, slots=True)
class Declared:
    """How one exchange of the draft may vary; `files`: the draft as the varying reads it."""

    variation: Variation
    files: PackFiles
    world: World


def declared(pack_id: str, items: Sequence[Item], kept: Sequence[StudioFileRow], exchange: str) -> Declared:
    """`exchange`: an item of that kind. Raises CannotVary: nothing is declared, or it does not fit any more."""
    subject, _, own_id = exchange.partition(".")
    # Its neighbours may be half written: the subject is read with this one alone.
    alone = [one for one in items if one.kind != "exchange" or one.id == exchange or one.parent != subject]
    files = files_of(pack_id, [_with_amounts(one) for one in alone], ())
    before = len(files.faults)
    for one in kept:
        if one.path.startswith(VARIATIONS):
            files.variations.append(typed_piece(files, read_yaml_text(one.content, one.path), Variation))
    # What is wrong elsewhere in the draft, or with another declaration, is nobody's concern here.
    del files.faults[before:]
    found = [
        piece
        for piece in files.variations
        if piece.model is not None and (piece.model.subject, piece.model.exchange) == (subject, own_id)
    ]
    if not found:
        raise CannotVary(
            "nothing_declared",
            "Ce scénario ne déclare pas comment cet échange peut varier.",
            "Exportez le scénario en ZIP, ajoutez-y un fichier de « variations » (guide « Écrire un scénario »), "
            "puis importez-le ; ou partez d’un scénario livré, « avec ses sujets ».",
        )
    files.variations = found[:1]
    for fault in variation_faults(files):
        raise CannotVary("does_not_fit", f"L’échange a changé depuis sa déclaration : {fault.problem}", fault.remedy)
    variation = found[0].model
    assert variation is not None
    try:
        return Declared(variation, files, world_of(files, variation))
    except NoWorld:
        raise CannotVary(
            "not_whole",
            "L’échange, ou le dossier de son client, n’est pas encore complet.",
            "Complétez-les (F8 mène à ce qui manque), puis recommencez.",
        ) from None


def sisters(how: Declared, count: int, seed: int) -> list[Item]:
    """Their customers, and subjects of practice around them; the same for the same draft and seed.

    Raises CannotVary.
    """
    try:
        made = _drawn(how, count, seed)
    except (VariationImpossible, BadFormula) as impossible:
        raise CannotVary("no_draw", str(impossible), "Corrigez la déclaration, ou demandez-en moins.") from None
    items = [Item("customer", str(one["id"]), _as_item(Customer, one)) for one, _ in made]
    for first in range(0, count, MOST_EXCHANGES):
        exchanges = [exchange for _, exchange in made[first : first + MOST_EXCHANGES]]
        name = f"{how.variation.exchange[:40]}-v{seed}-{first // MOST_EXCHANGES + 1}"
        label = str(exchanges[0]["candidate"]["label"])
        head = subject_of([], name, f"Variantes – {label}, {how.variation.exchange} (tirage {seed})")
        items.append(Item("subject", name, without_blanks({**head, "exchanges": None})))
        items += [Item("exchange", exchange_id(name, one["id"]), _as_item(Exchange, one), name) for one in exchanges]
    return items


def _drawn(how: Declared, count: int, seed: int) -> list[tuple[Content, Content]]:
    taken: frozenset[str] = frozenset()
    found: list[tuple[Content, Content]] = []
    for number in range(1, count + 1):
        one = sister(how.variation, how.world, seed, number, taken)
        for fault in (it for it in faults_of(how.files, one) if it.severity == "error"):
            raise _faulty(fault)
        found.append((one.customer, one.exchange))
        taken |= one.owned()
    return found


def _faulty(fault: Fault) -> CannotVary:
    return CannotVary("faulty_sister", f"Une variante ne serait pas juste : {fault.problem}", fault.remedy)


def _as_item(model: type[Customer] | type[Exchange], data: Any) -> Content:
    return without_blanks(model.model_validate(data).model_dump(mode="json"))


def _with_amounts(item: Item) -> Item:
    """Amounts as a file has them: numbers, where a form keeps their words."""
    if item.kind not in ("customer", "product"):
        return item
    return Item(item.kind, item.id, _numbers(item.content), item.parent)


def _numbers(value: Any, key: str = "") -> Any:
    if isinstance(value, dict):
        return {name: _numbers(one, name) for name, one in cast(Content, value).items()}
    if isinstance(value, list):
        return [_numbers(one, key) for one in cast("list[Any]", value)]
    if key in AMOUNT_KEYS and isinstance(value, str):
        try:
            return float(value)
        except ValueError:
            return value
    return value
