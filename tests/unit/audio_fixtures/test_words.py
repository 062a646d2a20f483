"""Figures as they are said, and how far what is heard is from what is written."""

import pytest

from audio_fixtures.french_numbers import in_words, spell_out
from audio_fixtures.words import normalised_words, word_error_rate


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "zéro"),
        (21, "vingt et un"),
        (70, "soixante-dix"),
        (71, "soixante et onze"),
        (80, "quatre-vingts"),
        (81, "quatre-vingt-un"),
        (91, "quatre-vingt-onze"),
        (100, "cent"),
        (200, "deux cents"),
        (201, "deux cent un"),
        (1000, "mille"),
        (1998, "mille neuf cent quatre-vingt-dix-huit"),
        (80_000, "quatre-vingt mille"),
        (200_300, "deux cent mille trois cents"),
    ],
)
def test_a_number_is_written_as_french_says_it(number: int, words: str) -> None:
    assert in_words(number) == words


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1\u202f249,90\u00a0€", "mille deux cent quarante-neuf euros quatre-vingt-dix"),
        ("1 249,90 €", "mille deux cent quarante-neuf euros quatre-vingt-dix"),
        ("le 1er mars à 14 h 30", "le premier mars à quatorze heures trente"),
        ("à 9h, puis 21 h", "à neuf heures, puis vingt et une heures"),
        ("20 %", "vingt pour cent"),
        ("3,5 kilos", "trois virgule cinq kilos"),
        ("06 39 98 12 05", "zéro six, trente-neuf, quatre-vingt-dix-huit, douze, zéro cinq"),
        ("dossier VC-482", "dossier V C quatre huit deux"),
        ("la 2e fois, la 5e, la 21e", "la deuxième fois, la cinquième, la vingt et unième"),
        ("aucun chiffre", "aucun chiffre"),
    ],
)
def test_figures_are_spelled_out_as_they_are_said(text: str, said: str) -> None:
    assert spell_out(text) == said


def test_a_number_too_large_is_refused() -> None:
    with pytest.raises(ValueError, match="out of range"):
        in_words(1_000_000)


def test_typography_figures_and_hesitations_are_not_errors() -> None:
    written = "Euh… j’ai payé deux cents euros, le premier mars : c’est « trop » !"
    assert word_error_rate(written, "J'ai payé 200 € le 1er mars, c'est trop.") == 0.0


def test_each_missing_added_or_changed_word_counts_once() -> None:
    assert word_error_rate("un deux trois quatre", "un deux quatre") == 0.25
    assert word_error_rate("un deux trois quatre", "un deux dix trois quatre") == 0.25
    assert word_error_rate("un deux trois quatre", "un deux dix quatre") == 0.25
    assert word_error_rate("un deux", "") == 1.0
    assert word_error_rate("", "un") == 1.0
    assert normalised_words("Œuvre, peut-être") == ["oeuvre", "peut", "être"]
