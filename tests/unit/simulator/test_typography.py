"""Sentences written with plain spaces reach people with French ones."""

import pytest

from simulator.errors import Conflict
from simulator.typography import french_spaces, of_name


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Que faire : attendre ?", "Que faire\u00a0: attendre\u00a0?"),
        ("Lancez « make run ».", "Lancez «\u00a0make run\u00a0»."),
        ("Stop !", "Stop\u00a0!"),
        ("à 10:32, http://127.0.0.1:8080", "à 10:32, http://127.0.0.1:8080"),
        ("déjà\u00a0: fait", "déjà\u00a0: fait"),
    ],
)
def test_spaces_before_double_punctuation_do_not_break(written: str, read: str) -> None:
    assert french_spaces(written) == read
    assert french_spaces(read) == read


def test_errors_speak_so_without_thinking_of_it() -> None:
    error = Conflict("code", "Non : déjà fait.", "Appuyez sur « Recharger ».")
    assert error.body() == {
        "code": "code",
        "message": "Non\u00a0: déjà fait.",
        "remedy": "Appuyez sur «\u00a0Recharger\u00a0».",
    }


def test_a_name_is_elided_before_a_vowel_alone() -> None:
    assert [of_name(one) for one in ("Amir", "Élodie", "Œdipe", "Zoé", "Hélène", "Yanis", "李雷", "")] == [
        "d’Amir",
        "d’Élodie",
        "d’Œdipe",
        "de Zoé",
        "de Hélène",
        "de Yanis",
        "de 李雷",
        "de ",
    ]
