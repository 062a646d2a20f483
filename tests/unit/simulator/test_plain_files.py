"""A draft as files and files as a draft: whatever is half written goes out, comes in and goes out again the same."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios import load_pack
from scenarios.in_yaml import new_file
from scenarios.safe_yaml import read_yaml_text
from simulator.packs.registry import SHIPPED
from simulator.studio.items import COMPANY, Item, exchange_id, items_of
from simulator.studio.plain_files import NoPlace, items_in, model_of, plain_files

TYPED = st.characters(exclude_categories=("Cs", "Cc", "Cn", "Zl", "Zp"), exclude_characters="\ufeff")
TEXT = st.text(TYPED, min_size=1, max_size=20).filter(lambda one: one.strip() != "")
VALUE = st.one_of(TEXT, st.booleans(), st.integers(0, 10**6), st.lists(TEXT, min_size=1, max_size=3))
FIELDS = st.sampled_from(["name", "title", "notes", "price", "request", "summary"])
CONTENT = st.dictionaries(FIELDS, VALUE, max_size=4)


@st.composite
def drafts(draw: st.DrawFn) -> list[Item]:
    contents = iter(draw(st.lists(CONTENT, min_size=7, max_size=7)))
    return [
        Item("company", COMPANY, next(contents)),
        Item("product", "velo", next(contents)),
        Item("procedure", "retour", next(contents)),
        Item("customer", "lea", next(contents)),
        Item("subject", "sujet", next(contents)),
        Item("exchange", exchange_id("sujet", "e1"), next(contents), "sujet"),
        Item("case_study", "etude", next(contents)),
    ]


def read_back(files: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, data in files.items():
        model = model_of(name)
        assert model is not None
        found[name] = read_yaml_text(new_file(data, model), name).data
    return found


@given(drafts())
def test_out_in_and_out_again_is_the_same(items: list[Item]) -> None:
    out = plain_files("essai", items)
    again = plain_files("essai", items_in(read_back(out)))
    assert again == out


def test_a_shipped_pack_is_the_same_items_by_its_files_as_by_its_loader() -> None:
    folder = SHIPPED / "velambre"
    files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*.yaml")}
    data = {name: read_yaml_text(path.read_bytes(), name).data for name, path in files.items() if model_of(name)}

    def known(items: list[Item]) -> dict[tuple[str, str, str], str]:
        return {(one.kind, one.id, one.parent): json.dumps(one.content, sort_keys=True) for one in items}

    assert known(items_in(data)) == known(items_of(load_pack(folder)))


@pytest.mark.parametrize("name", ["variations/a.yaml", "dates.yaml", "customers/a/b.yaml", "customers/a.txt", "x.md"])
def test_what_no_page_edits_is_no_item(name: str) -> None:
    assert model_of(name) is None


@pytest.mark.parametrize(
    "files",
    [
        {"products.yaml": {"products": [{"id": "a"}, {"id": "a"}]}},
        {"products.yaml": {"products": {"id": "a"}}},
        {"subjects/s.yaml": {"exchanges": [{"id": "A B"}]}},
        {"customers/.yaml": {}},
        {"customers/a.b.yaml": {}},
    ],
)
def test_what_has_no_place_says_which_file(files: dict[str, Any]) -> None:
    with pytest.raises(NoPlace) as none:
        items_in({"company.yaml": {}} | files)
    assert none.value.file in files
    assert none.value.remedy
