"""A pasted character that nobody sees is remarked where it stands; it does not keep a pack from being played."""

import pytest

from scenarios import load_pack

from .pack_folder import PackFolder


@pytest.mark.parametrize("character", ["\u200b", "\u202e", "\u00ad", "\ufeff", "\u3164"])
def test_an_invisible_character_is_remarked_with_its_number(pack: PackFolder, character: str) -> None:
    pack.change("customers/lea-morin.yaml", "last_name", f"Mo{character}rin")
    fault = pack.only_fault()
    assert (fault.code, fault.severity, fault.where) == ("invisible_character", "warning", "last_name")
    assert f"U+{ord(character):04X}" in fault.problem
    assert load_pack(pack.path).customers


def test_lines_joined_emoji_and_other_scripts_are_texts_like_any_other(pack: PackFolder) -> None:
    pack.change("company.yaml", "history", "Née en 2012.\nÀ Angers 👩\u200d🔧, puis à Rabat (الرباط).")
    assert pack.faults() == []
