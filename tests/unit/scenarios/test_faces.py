"""The candidate's face and the jury's face of one exchange agree, and the first gives nothing of the second away."""

from typing import Any

import pytest

from .pack_folder import PackFolder, exchange

SUBJECT = "subjects/essai.yaml"


def only_code(pack: PackFolder, face: dict[str, Any]) -> str:
    pack.change(SUBJECT, "exchanges", [face])
    return pack.only_fault().code


def test_an_outbound_exchange_needs_a_mission(pack: PackFolder) -> None:
    face = exchange(1, "CP1", ["CP1.1"], direction="outbound")
    del face["candidate"]["mission"]
    assert only_code(pack, face) == "no_mission"


def test_an_inbound_exchange_has_no_mission(pack: PackFolder) -> None:
    assert only_code(pack, exchange(1, "CP1", ["CP1.1"], mission="Rassurer Mme Morin.")) == "useless_mission"


@pytest.mark.parametrize("shown", [None, "mail", "letter"])
@pytest.mark.parametrize("expected", [None, "mail", "letter"])
def test_the_written_confirmation_is_the_same_on_both_faces(
    pack: PackFolder, shown: str | None, expected: str | None
) -> None:
    face = exchange(1, "CP1", ["CP1.1"], written_confirmation=shown)
    if expected:
        face["jury"]["expected_confirmation"] = {"kind": expected, "mentions": ["La date"]}
    pack.change(SUBJECT, "exchanges", [face])
    codes = [fault.code for fault in pack.faults()]
    assert codes == ([] if shown == expected else ["confirmation_differs"])


@pytest.mark.parametrize(
    "candidate", [{"channel": "chat"}, {"direction": "inbound"}, {"channel": "chat", "direction": "outbound"}]
)
def test_prospecting_is_an_outbound_call(pack: PackFolder, candidate: dict[str, str]) -> None:
    assert only_code(pack, exchange(1, "CP4", ["CP4.1"], **candidate)) == "prospecting_by_phone"


def test_an_observable_belongs_to_a_competence_of_the_exchange(pack: PackFolder) -> None:
    assert only_code(pack, exchange(1, "CP1", ["CP1.1", "CP2.1"])) == "criterion_elsewhere"


def test_an_expected_field_exists_in_the_customers_file(pack: PackFolder) -> None:
    face = exchange(1, "CP1", ["CP1.1"])
    face["jury"]["expected_qualification"]["fields"] = {"phone": "06 39 98 10 09", "telephone": "06 39 98 10 09"}
    pack.change(SUBJECT, "exchanges", [face])
    fault = pack.only_fault()
    assert (fault.code, fault.line) == ("unknown_field", pack.line(SUBJECT, "telephone:"))


@pytest.mark.parametrize("place", ["label", "mission", "file_status"])
def test_what_must_be_said_is_not_written_where_the_candidate_reads(pack: PackFolder, place: str) -> None:
    face = exchange(1, "CP1", ["CP1.1"], direction="outbound")
    face["candidate"][place] = "Dites-lui : le colis arrive jeudi !"
    pack.change(SUBJECT, "exchanges", [face])
    fault = pack.only_fault()
    assert (fault.code, fault.severity) == ("leak", "warning")
