"""Files that are right one by one and wrong together: identifiers, dates, amounts, telephones, recordings."""

from typing import Any

import pytest

from .pack_folder import DROP, PackFolder

CUSTOMER = "customers/lea-morin.yaml"
OTHER = "customers/jean-pierre-le-goff.yaml"
SUBJECT = "subjects/essai.yaml"
CASE = "case_studies/colis-perdu.yaml"


@pytest.mark.parametrize(
    ("name", "where", "wrong", "right"),
    [
        (SUBJECT, "exchanges.0.customer", "lea-moran", "lea-morin"),
        (SUBJECT, "exchanges.0.candidate.documents.0", "retard-livraisons", "retard-livraison"),
        (SUBJECT, "exchanges.0.jury.commercial_limits.0", "gestes", "geste"),
        (SUBJECT, "exchanges.0.jury.expected_qualification.motif", "renseignements", "renseignement"),
        (SUBJECT, "exchanges.0.jury.expected_qualification.statut", "resolue", "resolu"),
        (SUBJECT, "exchanges.0.jury.expected_qualification.suite", "rappeler", "rappel"),
        (CUSTOMER, "orders.0.lines.0.product", "lampe-bureaux", "lampe-bureau"),
        (CUSTOMER, "contracts.0.product", "lampe-salons", "lampe-salon"),
        (CASE, "customer", "jean-pierre-le-gof", "jean-pierre-le-goff"),
        (CASE, "documents.0", "retard-de-livraison", "retard-livraison"),
        ("products.yaml", "products.0.alternatives.0", "lampe-de-salon", "lampe-salon"),
    ],
)
def test_a_wrong_identifier_is_named_with_the_nearest_right_one(
    pack: PackFolder, name: str, where: str, wrong: str, right: str
) -> None:
    pack.change(name, where, wrong)
    fault = pack.only_fault()
    assert (fault.file, fault.code, fault.severity) == (name, "unknown_reference", "error")
    assert f"«\u00a0{wrong}\u00a0»" in fault.problem
    assert f"«\u00a0{right}\u00a0»" in fault.remedy
    assert fault.line == pack.line(name, wrong)


def test_an_identifier_like_no_other_gets_the_known_ones(pack: PackFolder) -> None:
    pack.change(SUBJECT, "exchanges.0.customer", "zzz")
    assert pack.only_fault().remedy == "Identifiants connus\u00a0: jean-pierre-le-goff, lea-morin."


def test_nothing_exists_in_an_empty_list(pack: PackFolder) -> None:
    pack.change("procedures.yaml", "procedures", [])
    assert {(fault.file, fault.code) for fault in pack.faults()} == {
        (SUBJECT, "unknown_reference"),
        (CASE, "unknown_reference"),
    }


@pytest.mark.parametrize("name", ["company.yaml", "products.yaml", "procedures.yaml", CUSTOMER])
def test_a_faulty_file_is_not_also_held_against_those_that_refer_to_it(pack: PackFolder, name: str) -> None:
    pack.put(name, "id: [")
    assert pack.only_fault().code == "syntax"


@pytest.mark.parametrize("name", [CUSTOMER, SUBJECT, CASE])
def test_an_identifier_is_its_files_name(pack: PackFolder, name: str) -> None:
    pack.files["/".join([name.split("/")[0], "autre.yaml"])] = pack.files.pop(name)
    codes = {fault.code for fault in pack.faults()}
    assert "id_not_file_name" in codes


def test_a_pack_whose_folder_has_another_name_gets_a_remark(pack: PackFolder) -> None:
    pack.change("company.yaml", "id", "lumignon")
    fault = pack.only_fault()
    assert (fault.code, fault.severity) == ("id_not_folder_name", "warning")


def _again(pack: PackFolder, name: str, where: str) -> int:
    """Writes the first item of a list once more at its end; returns the place of the copy."""
    target: Any = pack.files[name]
    for step in where.split("."):
        target = target[int(step) if step.isdigit() else step]
    target.append(target[0])
    return len(target) - 1


@pytest.mark.parametrize(
    ("name", "where"),
    [
        ("products.yaml", "products"),
        ("procedures.yaml", "procedures"),
        ("company.yaml", "organisation"),
        ("company.yaml", "commercial_limits"),
        ("company.yaml", "scripts"),
        ("company.yaml", "qualification.motifs"),
        ("company.yaml", "qualification.statuts"),
        ("company.yaml", "qualification.suites"),
        (SUBJECT, "exchanges"),
        (SUBJECT, "exchanges.0.jury.expected_facts"),
        (CASE, "sequences"),
        (CUSTOMER, "correspondence"),
        (CUSTOMER, "orders"),
        (CUSTOMER, "invoices"),
        (CUSTOMER, "contracts"),
    ],
)
def test_what_is_written_twice_is_a_fault_at_the_second_place(pack: PackFolder, name: str, where: str) -> None:
    copy = _again(pack, name, where)
    fault = pack.only_fault()
    assert (fault.file, fault.code) == (name, "duplicate")
    assert fault.where.replace("[", ".").replace("]", "").startswith(f"{where}.{copy}.")


@pytest.mark.parametrize(
    ("where", "value"),
    [("number", "AT-1001"), ("phone", "06 39 98 10 01"), ("second_phone", "06 39 98 10 01")],
)
def test_two_customers_share_no_number_and_no_telephone(pack: PackFolder, where: str, value: str) -> None:
    pack.change(OTHER, where, value)
    fault = pack.only_fault()
    assert (fault.file, fault.code) == (CUSTOMER, "duplicate")
    assert OTHER in fault.problem


@pytest.mark.parametrize(
    ("where", "value", "code"),
    [
        ("orders.0.ordered_on", "2026-11-25", "after_story"),
        ("contracts.0.signed_on", "2026-12-01", "after_story"),
        ("invoices.0.issued_on", "2026-11-30", "after_story"),
        ("history.0.at", "2026-11-25 09:00:00", "after_story"),
        ("correspondence.0.at", "2027-01-01 09:00:00", "after_story"),
        ("customer_since", "2026-12-24", "after_story"),
        ("contracts.0.renews_on", "2020-01-01", "dates_out_of_order"),
        ("invoices.0.due_on", "2026-11-01", "dates_out_of_order"),
        ("born_on", "2021-01-01", "dates_out_of_order"),
        ("invoices.0.remaining", "60.00", "impossible_amount"),
    ],
)
def test_a_customers_dates_and_amounts_hold_together(pack: PackFolder, where: str, value: str, code: str) -> None:
    pack.change(CUSTOMER, where, value)
    assert pack.only_fault().code == code


def test_what_happens_on_the_day_of_the_story_is_not_after_it(pack: PackFolder) -> None:
    pack.change(CUSTOMER, "history.0.at", "2026-11-24 23:59:00")
    assert pack.faults() == []


@pytest.mark.parametrize("number", ["06 12 34 56 78", "0612345678", "02.41.00.00.00", "+33 6 12 34 56 78"])
def test_a_telephone_that_could_ring_somewhere_is_refused_in_sentences_too(pack: PackFolder, number: str) -> None:
    pack.change(SUBJECT, "exchanges.0.jury.situation", f"Elle donne son nouveau numéro, le {number}.")
    fault = pack.only_fault()
    assert (fault.code, fault.severity, fault.where) == ("real_phone", "error", "exchanges[0].jury.situation")
    assert number in fault.problem


@pytest.mark.parametrize("words", ["06 39 98 41 22", "01.99.00.12.34", "MV-0612345678", "le 02 03 2026", "0612345"])
def test_invented_telephones_and_other_figures_are_left_alone(pack: PackFolder, words: str) -> None:
    pack.change(SUBJECT, "exchanges.0.jury.situation", f"Elle dit {words}.")
    assert pack.faults() == []


def test_a_recording_that_is_missing_is_named(pack: PackFolder) -> None:
    (pack.path / "audio" / "colere.opus").unlink()
    fault = pack.only_fault()
    assert fault.code == "missing_audio"
    assert "audio/colere.opus" in fault.problem


@pytest.mark.parametrize(
    "content",
    [b"", b"RIFF" + bytes(200), b"OggS" + bytes(24) + b"\x01vorbis" + bytes(200), b"OggS" + bytes(24) + b"OpusHead"],
    ids=["empty", "wav", "vorbis", "header only"],
)
def test_a_recording_that_holds_no_opus_sound_is_refused(pack: PackFolder, content: bytes) -> None:
    pack.put("audio/colere.opus", content)
    assert pack.only_fault().code == "bad_audio"


def test_a_recording_outside_the_folder_is_refused_even_if_it_exists(pack: PackFolder) -> None:
    pack.put("../dehors.opus", b"OggS")
    pack.change(CASE, "sequences.0.audio", "audio/../../dehors.opus")
    assert pack.only_fault().code == "path_escape"


def test_a_customer_without_birthday_is_right(pack: PackFolder) -> None:
    pack.change(CUSTOMER, "born_on", DROP)
    assert pack.faults() == []
