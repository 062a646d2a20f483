"""A pack's files written from data: what did not change keeps every byte, what did is what the file then says."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios.in_yaml import carried, new_file
from scenarios.models import Company, Customer, Procedure
from scenarios.safe_yaml import read_yaml_text

PACK = Path(__file__).parents[3] / "scenarios" / "packs" / "velambre"

CUSTOMER = b"""\
# Une cliente pour l'exemple.
id: lea-morin
number: AT-1001
title: Mme
first_name: "L\xc3\xa9a"   # comme elle l'\xc3\xa9crit
last_name: Morin
phone: 06 39 98 10 01
address: {lines: [3 rue Haute], postcode: "44000", city: Nantes}
customer_since: 2020-01-15
segment: Particulier
notes:
  - Appelle le matin.   # jamais apr\xc3\xa8s midi
  - Pay\xc3\xa9e le 2.
invoices:
  - {reference: FA-1001, issued_on: 2026-11-02, due_on: 2026-11-30, amount: 49.90, label: Lot, status: due}
"""


def said(content: bytes) -> dict[str, Any]:
    return read_yaml_text(content, "").data


def test_what_did_not_change_is_the_very_same_file() -> None:
    assert carried(CUSTOMER, said(CUSTOMER), said(CUSTOMER), Customer) is CUSTOMER


def test_a_changed_value_leaves_every_comment_and_the_layout_of_all_others() -> None:
    after = said(CUSTOMER)
    after["last_name"] = "Morel"
    after["invoices"][0]["amount"] = "51.00"
    after["notes"].append("12:30")

    written = carried(CUSTOMER, said(CUSTOMER), after, Customer)

    lines = written.decode().splitlines()
    assert [one for one in CUSTOMER.decode().splitlines() if one not in lines] == [
        "last_name: Morin",
        "  - {reference: FA-1001, issued_on: 2026-11-02, due_on: 2026-11-30, amount: 49.90, label: Lot, status: due}",
    ]
    assert said(written)["invoices"][0]["amount"] == 51.0
    assert said(written)["notes"][-1] == "12:30", "a time is no number of minutes"


def test_entries_that_go_and_come_take_no_comment_of_others_with_them() -> None:
    after = said(CUSTOMER)
    after["notes"] = ["D’abord ceci.", "Appelle le matin."]

    written = carried(CUSTOMER, said(CUSTOMER), after, Customer).decode()

    assert said(written.encode())["notes"] == after["notes"]
    assert "# Une cliente pour l'exemple." in written
    assert "# comme elle l'écrit" in written


def test_a_file_that_says_something_else_than_it_is_said_to_is_written_anew() -> None:
    after = {**said(CUSTOMER), "last_name": "Morel"}
    before = {**said(CUSTOMER), "notes": ["Une seule."]}

    assert said(carried(CUSTOMER, before, {**after, "notes": []}, Customer))["last_name"] == "Morel"


@pytest.mark.parametrize("name", ["hugo-leroux", "nathalie-vidal"])
def test_a_new_file_reads_back_as_what_it_was_written_from(name: str) -> None:
    data = said((PACK / "customers" / f"{name}.yaml").read_bytes())
    written = new_file(data, Customer)
    assert Customer.model_validate(said(written)) == Customer.model_validate(data)
    assert b"!!" not in written, "no tag: they are refused"


def test_amounts_have_cents_and_no_quotes() -> None:
    data = said(CUSTOMER)
    data["invoices"][0]["amount"] = "49.9"
    assert b"amount: 49.90\n" in new_file(data, Customer)
    assert Customer.model_validate(said(new_file(data, Customer))).invoices[0].amount == Decimal("49.9")


SIGNS = [
    "oui",
    "no",
    "on",
    "~",
    "null",
    "12:30",
    "1_000",
    "0x1f",
    "=",
    "<<",
    "- a",
    "a: b",
    "# a",
    "2026-01-02",
    "&a",
]
TYPED = st.characters(exclude_categories=("Cs", "Cc", "Cn", "Zl", "Zp"), exclude_characters="\ufeff")
TEXTS = st.one_of(st.sampled_from(SIGNS), st.text(TYPED, min_size=1, max_size=30))


@given(st.lists(TEXTS.filter(lambda one: one.strip() != ""), min_size=1, max_size=5))
def test_any_text_comes_back_as_it_was_typed(texts: list[str]) -> None:
    data = {"id": "essai", "title": texts[0], "steps": texts, "half": "written"}
    assert said(new_file(data, Procedure)) == data


def test_a_half_written_file_keeps_the_order_of_its_model() -> None:
    assert [*said(new_file({"tagline": "Vite", "id": "a", "name": "Essai"}, Company))] == ["id", "name", "tagline"]
