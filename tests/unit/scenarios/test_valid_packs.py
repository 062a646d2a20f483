"""What is right is loaded as it was written, without a word."""

from datetime import date
from pathlib import Path

import pytest

from scenarios import PackError, check_pack, load_exam_rules, load_pack

from .pack_folder import REFERENTIAL, PackFolder, official_rules, title_subject

SHIPPED = sorted((Path(__file__).resolve().parents[3] / "scenarios" / "packs").glob("*/company.yaml"))


def test_a_right_pack_has_no_fault(pack: PackFolder) -> None:
    assert pack.faults(official_rules()) == []


def test_a_right_exam_subject_has_no_fault(pack: PackFolder) -> None:
    pack.files["subjects/titre.yaml"] = title_subject(official_rules())
    assert pack.faults(official_rules()) == []


def test_a_loaded_pack_says_what_its_files_say(pack: PackFolder) -> None:
    loaded = load_pack(pack.write())
    assert loaded.company.story_date == date(2026, 11, 24)
    assert loaded.customer("lea-morin").display_name == "Mme Léa Morin"
    assert loaded.subject("essai").competences == ("CP1",)
    assert loaded.exchange("essai", "e1").candidate.documents == ("retard-livraison",)
    assert loaded.case_study("colis-perdu").sequences[0].mood == "angry"


def test_a_look_up_of_nobody_is_a_key_error(pack: PackFolder) -> None:
    with pytest.raises(KeyError, match="personne"):
        load_pack(pack.write()).customer("personne")


def test_a_faulty_pack_is_not_loaded_and_says_all_that_is_wrong(pack: PackFolder) -> None:
    pack.change("customers/lea-morin.yaml", "segment", "")
    pack.change("subjects/essai.yaml", "exchanges.0.customer", "lea-moran")
    pack.put("procedures.yaml", "procedures: [")
    with pytest.raises(PackError) as caught:
        load_pack(pack.write())
    assert {fault.file for fault in caught.value.faults} == {
        "customers/lea-morin.yaml",
        "procedures.yaml",
        "subjects/essai.yaml",
    }


def test_a_warning_does_not_keep_a_pack_from_being_played(pack: PackFolder) -> None:
    pack.put("customers/notes.yml", "à faire")
    pack.change("company.yaml", "id", "lumignon")
    assert {fault.severity for fault in pack.faults()} == {"warning"}
    assert load_pack(pack.path).company.id == "lumignon"


@pytest.mark.parametrize("company", SHIPPED, ids=[path.parent.name for path in SHIPPED])
def test_the_packs_that_we_ship_have_no_fault(company: Path) -> None:
    assert check_pack(company.parent, load_exam_rules(REFERENTIAL)) == []
