"""Numbers of a transcript in figures, and the seconds of what became one word."""

import pytest

from telephony.speech.figures import in_figures, words_in_figures
from telephony.speech.transcript import SaidWord


@pytest.mark.parametrize(
    ("said", "written"),
    [
        (
            "mon numéro est le zéro six trente neuf quatre vingt dix huit onze vingt deux",
            "mon numéro est le 06 39 98 11 22",
        ),
        ("la commande quatre mille deux cent sept", "la commande 4207"),
        ("livrée le vingt trois novembre deux mille vingt six", "livrée le 23 novembre 2026"),
        ("douze euros cinquante", "12,50\u00a0€"),
        ("quatre-vingt-dix-neuf euros et cinq centimes", "99,05\u00a0€"),
        ("une remise de vingt-cinq pour cent", "une remise de 25\u00a0%"),
        ("un client m'a dit une fois", "un client m'a dit une fois"),
        ("cela fait 49 euros en 3 fois", "cela fait 49\u00a0€ en 3 fois"),
    ],
)
def test_numbers_are_written_as_a_french_reader_expects(said: str, written: str) -> None:
    assert in_figures(said) == written


def test_a_number_is_one_word_from_its_start_to_its_end() -> None:
    texts = (" J", "'ai", " payé", " vingt", " trois", " euros", " cinquante", " hier.")
    words = [SaidWord(float(n), n + 0.5, text) for n, text in enumerate(texts)]
    found = words_in_figures(words)
    assert [word.text for word in found] == [" J", "'ai", " payé", " 23,50\u00a0€", " hier."]
    assert (found[3].start, found[3].end) == (3.0, 6.5)
    plain = words[:3]
    assert words_in_figures(plain) == tuple(plain)
