"""Sisters of an exchange: right whatever the seed, and unlike enough that nobody learns them by heart."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, cast

import holidays
import pytest

from scenarios import check_pack
from scenarios.models import Variation
from scenarios.reading import PackFiles, read_pack_files
from scenarios.varying import Sister, VariationImpossible, sister, varied
from scenarios.varying.drawing import Values, computed
from scenarios.varying.french import AMOUNT, amount_of, euros, put_name, slug
from scenarios.varying.sisters import faults_of
from scenarios.varying.world import World, world_of
from scenarios.zipped import files_of, take_in

from .pack_folder import PackFolder

PACKS = Path(__file__).resolve().parents[3] / "scenarios" / "packs"
HOME = PACKS / "velambre"
SEEDS = 1000
"""Of all variations together, each in its turn."""
NB = "\u00a0"


WITHOUT = {"yseval"}
"""A second operator, of exams alone: nobody has declared yet how its subjects vary."""
SHIPPED = sorted(one.name for one in PACKS.iterdir() if one.is_dir() and one.name not in WITHOUT)


@cache
def files(pack: str = HOME.name) -> PackFiles:
    return read_pack_files(PACKS / pack)


@cache
def variations() -> dict[str, tuple[Variation, World]]:
    """Of all shipped packs."""
    found = [(pack, piece.model) for pack in SHIPPED for piece in files(pack).variations]
    return {one.id: (one, world_of(files(pack), one)) for pack, one in found if one is not None}


def strings(data: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    if isinstance(data, dict):
        for key, value in cast("dict[str, Any]", data).items():
            yield from strings(value, (*path, key))
    elif isinstance(data, list):
        for index, value in enumerate(cast("list[Any]", data)):
            yield from strings(value, (*path, index))
    else:
        yield path, data


def texts(made: Sister) -> list[str]:
    return [value for one in (made.customer, made.exchange) for _, value in strings(one) if isinstance(value, str)]


@pytest.mark.parametrize("pack", SHIPPED)
def test_every_exercise_and_every_certificate_subject_can_be_varied(pack: str) -> None:
    declared = {(piece.model.subject, piece.model.exchange) for piece in files(pack).variations if piece.model}
    for subject in (piece.model for piece in files(pack).subjects if piece.model):
        if subject.id.startswith(("exercices-", "epreuve-ccp")) or (pack, subject.id) == (HOME.name, "titre-1"):
            assert declared >= {(subject.id, exchange.id) for exchange in subject.exchanges}


def test_variations_of_all_packs_have_names_of_their_own() -> None:
    assert len(variations()) == sum(len(files(pack).variations) for pack in SHIPPED)


def test_a_thousand_seeds_give_only_exchanges_that_the_checker_takes_and_amounts_that_add_up() -> None:
    every = list(variations().values())
    for seed in range(SEEDS):
        variation, world = every[seed % len(every)]
        made = sister(variation, world, seed)
        where = f"{variation.id}, seed {seed}"
        assert faults_of(files(world.company.id), made) == [], where
        _nothing_of_the_original_is_left(world, made, where)
        _every_formula_holds_of_what_is_written(variation, world, made, where)
        _french_is_kept(made, where)


def _nothing_of_the_original_is_left(world: World, made: Sister, where: str) -> None:
    customer = world.customer
    products = {slug(product.name) for product in world.products.values()}
    gone = {slug(customer["last_name"]), customer["phone"], customer["number"].split("-")[1], customer["id"]}
    gone |= {invoice["reference"] for invoice in customer.get("invoices", [])}
    told = "\n".join(texts(made))
    words = set(slug(told).split("-"))
    for old in gone - products:
        assert old not in told, (where, old)
        assert old not in words, (where, old)


def _every_formula_holds_of_what_is_written(variation: Variation, world: World, made: Sister, where: str) -> None:
    """Amounts are read from the sister's own texts, in the places where the original has each."""
    old_places = dict(strings({"customer": world.customer, "exchange": _in_order(world.exchange, made)}))
    new_places = dict(strings({"customer": made.customer, "exchange": made.exchange}))
    read: dict[Decimal, set[Decimal]] = {}
    for path, old in old_places.items():
        new = new_places.get(path)
        if path[-1] in ("price", "unit_price", "amount", "remaining"):
            read.setdefault(Decimal(str(old)), set()).add(Decimal(str(new)))
        elif isinstance(old, str) and isinstance(new, str):
            olds, news = ([amount_of(one) for one in AMOUNT.finditer(text)] for text in (old, new))
            if len(olds) == len(news):
                for before, after in zip(olds, news, strict=True):
                    read.setdefault(before, set()).add(after)
    amounts = {}
    for name, one in variation.amounts.items():
        assert len(read[one.value]) == 1, (where, name, read[one.value])
        (amounts[name],) = read[one.value]
    values = Values(amounts, made.values.numbers, made.values.dates, made.values.products, made.values.wordings)
    assert computed(variation, world, values) == values, where
    for one in variation.amounts.values():
        (new,) = read[one.value]
        if one.at_least is not None and one.at_most is not None:
            assert one.at_least <= new <= one.at_most, where


def _in_order(exchange: dict[str, Any], made: Sister) -> dict[str, Any]:
    jury = {**exchange["jury"]}
    for name, order in made.orders.items():
        jury[name] = [jury[name][index] for index in order]
    return {**exchange, "jury": jury}


def _french_is_kept(made: Sister, where: str) -> None:
    first, last = made.customer["first_name"], made.customer["last_name"]
    told = "\n".join(texts(made))
    assert not re.search(rf"\b(?:[Dd]e|[Qq]ue) (?:{first}|{last})", told) or first[0] not in "AEIOUYÉ", where
    wrong = re.search(r".*(?:\d €|\d\.\d+\s?€|,\d\s?€|\{|\ue000)", told)
    assert wrong is None, (where, wrong)
    assert f"Madame {last}" not in told or made.customer["title"] == "Mme", where


@pytest.mark.parametrize("name", ["e6-impaye", "cp7-4-accord", "cp7-6-bien-tournee", "e3-rappel"])
def test_instalments_are_a_third_each_and_begin_within_ten_days(name: str) -> None:
    variation, world = variations()[name]
    for seed in range(75):
        made = sister(variation, world, seed)
        words = made.exchange["jury"]["expected_answer"]
        total, each = (amount_of(one) for one in list(AMOUNT.finditer(words))[:2])
        due = [one for one in made.customer["invoices"] if one.get("remaining") and "Frais" not in one["label"]]
        assert 3 * each == total == sum(Decimal(str(one["remaining"])) for one in due)
        assert all(one["remaining"] == one["amount"] for one in due)
        first = made.values.dates["premiere"]
        assert world.story < first <= world.story + timedelta(days=10)
        assert first not in holidays.country_holidays("FR")


def test_an_invoice_is_what_its_order_costs() -> None:
    for name in ("e1-revision", "e3-retard"):
        variation, world = variations()[name]
        for seed in range(60):
            customer = sister(variation, world, seed).customer
            lines = sum(Decimal(str(line["unit_price"])) for line in customer["orders"][0]["lines"])
            assert lines == Decimal(str(customer["invoices"][0]["amount"]))


def test_age_in_words_is_the_age_of_the_birthday() -> None:
    for variation, world in variations().values():
        for seed in range(3):
            made = sister(variation, world, seed)
            said = re.search(r"(\d\d) ans", made.exchange["jury"]["who"])
            if said and "born_on" in made.customer:
                born = date.fromisoformat(made.customer["born_on"])
                birthday_to_come = (born.month, born.day) > (world.story.month, world.story.day)
                assert int(said[1]) == world.story.year - born.year - birthday_to_come


def test_the_same_seed_gives_the_same_sister_and_another_seed_another_one() -> None:
    variation, world = variations()["e6-impaye"]
    assert sister(variation, world, 7).exchange == sister(variation, world, 7).exchange
    alike = [sister(variation, world, seed).exchange["jury"] for seed in range(20)]
    assert len({str(one) for one in alike}) == 20
    assert len({one["mood"] for one in alike}) > 1
    assert len({one["facts_if_asked"][0].split(":")[0] for one in alike}) > 1


def test_a_varied_pack_is_right_keeps_its_files_and_is_the_same_each_time(tmp_path: Path) -> None:
    contents = files_of(HOME)
    made = varied(files(), contents, "e6-impaye", 14, 5)
    assert {name: made.files[name] for name in contents} == contents
    assert made.subjects == ("e6-impaye-v5-1", "e6-impaye-v5-2")
    assert made.files == varied(files(), contents, "e6-impaye", 14, 5).files
    taken = take_in(made.files, tmp_path)
    assert taken.remarks == ()
    again = read_pack_files(taken.folder)
    written = {piece.model.id: piece.document.data for piece in again.customers if piece.model is not None}
    for one in made.sisters:
        assert written[one.customer["id"]] == one.customer
    exchanges = [one for piece in again.subjects for one in piece.document.data["exchanges"]]
    assert [one for one in exchanges if "-v" in one["id"][-4:]] == [one.exchange for one in made.sisters]


def test_what_nobody_declared_is_not_varied() -> None:
    with pytest.raises(VariationImpossible, match="variations"):
        varied(files(), files_of(HOME), "d1-horaires", 1, 1)


@pytest.mark.parametrize(
    ("text", "old", "new", "told"),
    [
        ("l’avis de Paul", "Paul", "Inès", "l’avis d’Inès"),
        ("l’avis d’Inès", "Inès", "Paul", "l’avis de Paul"),
        ("dès que Paul paie", "Paul", "Élodie", "dès qu’Élodie paie"),
        ("M. Paul-Rey, Paul.", "Paul", "Marc", "M. Paul-Rey, Marc."),
        ("De Paul", "Paul", "Anaïs", "D’Anaïs"),
    ],
)
def test_a_name_takes_its_elision_with_it(text: str, old: str, new: str, told: str) -> None:
    assert put_name(text, old, new) == told


def test_euros_are_written_as_a_french_reader_expects() -> None:
    assert euros(Decimal("2790"), True) == f"2{NB}790,00"
    assert euros(Decimal("156"), False) == "156"
    assert euros(Decimal("80.10"), False) == "80,10"


DECLARED: dict[str, Any] = {
    "id": "e1",
    "subject": "essai",
    "exchange": "e1",
    "amounts": {"lampe": {"value": "49.90", "equals": "price(lampe_bureau)"}, "garantie": {"value": "9.00"}},
}


def declare(pack: PackFolder, **changes: Any) -> None:
    pack.files["variations/e1.yaml"] = {**DECLARED, **changes}


def amounts(**changes: Any) -> dict[str, Any]:
    return {**DECLARED["amounts"], **changes}


def test_a_right_declaration_has_no_fault(pack: PackFolder) -> None:
    declare(pack)
    assert pack.faults() == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"id": "e2"}, "id_not_file_name"),
        ({"subject": "essay"}, "unknown_reference"),
        ({"exchange": "e9"}, "unknown_reference"),
        ({"amounts": {"lampe": {"value": "49.90", "equals": "price(lampe_bureau)"}}}, "undeclared_amount"),
        ({"amounts": amounts(lampe={"value": "49.90", "equals": "garantie * 5"})}, "formula_differs"),
        ({"amounts": amounts(lampe={"value": "49.90", "equals": "garanti * 5"})}, "bad_formula"),
        ({"amounts": amounts(lampe={"value": "49.90", "equals": "().__class__"})}, "bad_formula"),
        ({"amounts": amounts(lampe={"value": "49.90", "equals": "9 ** 9 ** 9"})}, "bad_formula"),
        ({"amounts": amounts(lampe={"value": "49.90", "equals": "garantie / 0"})}, "bad_formula"),
        ({"amounts": amounts(lampe={"value": "49.90", "at_least": 60, "at_most": 90})}, "bad_bounds"),
        ({"amounts": amounts(lampe={"value": "49.90", "at_least": 40, "at_most": 90})}, "bad_bounds"),
        ({"amounts": amounts(lampe={"value": "49.90", "at_least": 40})}, "bad_bounds"),
        ({"amounts": amounts(port={"value": "5.00"})}, "not_there"),
        ({"dates": {"jour": {"value": "2026-12-24"}}}, "not_there"),
        ({"numbers": {"poids": {"value": 7, "written": ["# kg"]}}}, "not_there"),
        ({"people": [{"value": "Jade", "title": "Mme"}]}, "not_there"),
        ({"wordings": [{"replaced": ["Elle attend depuis un an."], "by": [["x"]]}]}, "not_there"),
        ({"wordings": [{"replaced": ["Elle attend depuis trois semaines."], "by": [["x", "y"]]}]}, "uneven_wording"),
        ({"wordings": [{"replaced": ["Elle attend depuis trois semaines."], "by": [["{x}"]]}]}, "unknown_value"),
        ({"shuffle": ["objections"]}, "not_there"),
        ({"age": {"at_least": 50, "at_most": 40}}, "bad_bounds"),
        ({"require": ["lampe < garantie"]}, "bad_condition"),
        ({"require": ["lampe"]}, "bad_condition"),
        ({"products": {"x": {"value": "lampe-bureau", "among": ["lampe-jardin"]}}}, "unknown_reference"),
    ],
)
def test_a_declaration_that_does_not_fit_its_exchange_is_told_where(
    pack: PackFolder, changes: dict[str, Any], code: str
) -> None:
    declare(pack, **changes)
    fault = pack.only_fault()
    assert fault.code == code
    assert fault.file == "variations/e1.yaml"


def test_an_amount_in_letters_would_not_follow_and_is_refused(pack: PackFolder) -> None:
    declare(pack)
    pack.change("subjects/essai.yaml", "exchanges.0.jury.situation", "Quarante-neuf euros, c’est cher.")
    assert pack.only_fault().code == "amount_in_letters"
    wording = {"replaced": ["Quarante-neuf euros"], "by": [["{lampe}"]], "may_stay": False}
    declare(pack, wordings=[wording])
    assert pack.faults() == []


def test_products_of_two_genders_are_refused(pack: PackFolder) -> None:
    pack.change("products.yaml", "products.1.name", "Plafonnier")
    pack.change("subjects/essai.yaml", "exchanges.0.jury.situation", "La Lampe de bureau, ou le Plafonnier.")
    declare(pack, products={"objet": {"value": "lampe-bureau", "among": ["lampe-salon"]}})
    assert pack.only_fault().code == "genders_differ"


def test_bounds_that_no_draw_can_keep_are_said_to_be_so(pack: PackFolder) -> None:
    declare(pack, amounts=amounts(lampe={"value": "49.90", "at_least": "49.90", "at_most": "52.90"}))
    pack.files["variations/e1.yaml"]["require"] = ["lampe > 60"]
    found = read_pack_files(pack.write())
    variation = next(piece.model for piece in found.variations if piece.model is not None)
    with pytest.raises(VariationImpossible, match="Aucun tirage"):
        sister(variation, world_of(found, variation), 1)
    assert [fault.code for fault in check_pack(pack.path)] == ["bad_condition"]
