"""What a signed page says otherwise than the one before, as documents print it."""

from typing import cast

import pytest

from scoring.referential import load_referential
from simulator.results.record import SeatRecord
from simulator.results.version_words import change_words
from simulator.seat.deliberation_scope import scope_of
from simulator.seat.signed_versions import Change, Said


class OnlyScope:
    scope = scope_of(load_referential(), "title")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            Change("CP2", Said("acquired", ""), Said("not_acquired", "Rien.")),
            "CP2 : « Acquise » devient « Non acquise », motif : « Rien. »",
        ),
        (
            Change("title", Said("not_acquired", ""), Said("acquired", "")),
            "Titre : « Non obtenu » devient « Obtenu »",
        ),
        (
            Change("CP3.1", None, Said("to_improve", "Sec.")),
            "CP3.1 : « sans verdict du jury » devient « À améliorer », motif : « Sec. »",
        ),
        (Change("CCP1", Said("acquired", ""), None), "CCP1 : « Obtenu » devient « non décidé »"),
        (
            Change("CCP1", Said("acquired", ""), Said("acquired", "Vu.")),
            "CCP1 : « Obtenu » reste, motif ajouté : « Vu. »",
        ),
        (
            Change("CT1", Said("acquired", "Vu."), Said("acquired", "Lu.")),
            "CT1 : « Acquise » reste, motif changé : « Vu. » devient « Lu. »",
        ),
        (
            Change("CT1", Said("acquired", "Vu."), Said("acquired", "")),
            "CT1 : « Acquise » reste, motif retiré : « Vu. »",
        ),
    ],
)
def test_a_change_is_said_whole(change: Change, words: str) -> None:
    assert change_words(cast(SeatRecord, OnlyScope()), change) == words
