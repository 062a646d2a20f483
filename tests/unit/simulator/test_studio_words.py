"""Every field that an author fills in has a name and a help in French, and every choice its word."""

from typing import Any, cast

import pytest

from simulator.studio.forms import CHOICES, ELSEWHERE, form_of
from simulator.studio.items import KINDS, Kind
from simulator.studio.words import labels_along, words_at

WRITTEN_BY_HAND = {"Exchange", "CandidateFace", "JuryFace", "ExpectedFact", "ExpectedConfirmation"}
"""The exchange's page has lists of its own."""


def blocks(kind: Kind) -> dict[str, Any]:
    schema = form_of(kind)
    return {KINDS[kind].__name__: schema} | cast("dict[str, Any]", schema.get("$defs", {}))


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_is_named_in_french(kind: Kind) -> None:
    for model, block in blocks(kind).items():
        for name, field in block["properties"].items():
            assert "description" in field, f"{model}.{name} has no words"
            assert field["title"][0].isupper() or field["title"][0] in "ÀÉ", field["title"]


@pytest.mark.parametrize("kind", KINDS)
def test_every_choice_of_a_form_has_its_word(kind: Kind) -> None:
    for model, block in blocks(kind).items():
        if model in WRITTEN_BY_HAND:
            continue
        for name, field in block["properties"].items():
            one = next((it for it in field.get("anyOf", [field]) if "enum" in it), None)
            if one is not None:
                assert set(CHOICES[model, name]) == set(one["enum"]), f"{model}.{name}"


def test_a_path_is_said_by_the_labels_on_it() -> None:
    assert [one.label for one in labels_along("exchange", "jury.observables.0.criterion")] == [
        "Face du jury",
        "Critères",
        "Critère",
    ]
    words = words_at("customer", "address.postcode")
    assert words is not None
    assert words.label == "Code postal"
    assert ("Subject", "exchanges") in ELSEWHERE
