"""Who may be called for canvassing since 11 August 2026, and what the checker says of a call that nothing allows."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from scenarios import load_pack
from scenarios.canvassing import Ground, ground_to_call
from scenarios.models import Customer

from .pack_folder import DROP, PackFolder, exchange

SHIPPED = Path(__file__).resolve().parents[3] / "scenarios" / "packs" / "velambre"
STORY = date(2026, 11, 24)
FILE = "customers/lea-morin.yaml"
CONSENT: dict[str, Any] = {
    "given_at": "2026-11-18 21:14:00",
    "where": "Formulaire du catalogue",
    "wording": "J’accepte d’être appelée au sujet des lampes.",
    "proof": "Formulaire CA-1",
}


def customer(pack: PackFolder) -> Customer:
    return load_pack(pack.write()).customer("lea-morin")


def prospecting(pack: PackFolder) -> None:
    pack.change("subjects/essai.yaml", "exchanges", [exchange(1, "CP4", ["CP4.1"], direction="outbound")])


def test_a_consent_of_the_past_allows_the_call(pack: PackFolder) -> None:
    pack.change(FILE, "canvassing_consent", CONSENT)
    assert ground_to_call(customer(pack), STORY) is Ground.CONSENT
    assert ground_to_call(customer(pack), date(2026, 11, 17)) is not Ground.CONSENT


def test_a_consent_withdrawn_that_day_is_none_from_that_day(pack: PackFolder) -> None:
    pack.change(FILE, "contracts", [])
    pack.change(FILE, "canvassing_consent", CONSENT | {"withdrawn_on": "2026-11-24"})
    assert ground_to_call(customer(pack), STORY) is Ground.NONE
    assert ground_to_call(customer(pack), date(2026, 11, 23)) is Ground.CONSENT


@pytest.mark.parametrize("status", ["suspended", "cancelled", "pending"])
def test_only_a_contract_in_progress_is_an_exception(pack: PackFolder, status: str) -> None:
    assert ground_to_call(customer(pack), STORY) is Ground.CONTRACT_IN_PROGRESS
    pack.change(FILE, "contracts.0.status", status)
    assert ground_to_call(customer(pack), STORY) is Ground.NONE


def test_an_opposition_counts_more_than_consent_and_contract(pack: PackFolder) -> None:
    pack.change(FILE, "canvassing_consent", CONSENT)
    pack.change(FILE, "opposes_prospecting", True)
    assert ground_to_call(customer(pack), STORY) is Ground.NONE


def test_a_prospecting_exchange_that_nothing_allows_is_remarked(pack: PackFolder) -> None:
    prospecting(pack)
    assert pack.faults() == []  # a contract in progress
    pack.change(FILE, "contracts", [])
    fault = pack.only_fault()
    assert (fault.code, fault.severity, fault.file) == ("no_consent", "warning", "subjects/essai.yaml")
    assert "Mme Léa Morin" in fault.problem
    pack.change(FILE, "canvassing_consent", CONSENT)
    assert pack.faults() == []


def test_a_story_before_the_law_is_left_alone(pack: PackFolder) -> None:
    prospecting(pack)
    for name in ("contracts", "orders", "invoices", "history", "correspondence"):
        pack.change(FILE, name, [])
    pack.change("company.yaml", "story_date", "2026-08-10")
    assert pack.faults() == []
    pack.change("company.yaml", "story_date", "2026-08-11")
    assert pack.only_fault().code == "no_consent"


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("given_at", "2026-11-25 09:00:00", "after_story"),
        ("withdrawn_on", "2026-11-25", "after_story"),
        ("withdrawn_on", "2026-11-17", "dates_out_of_order"),
    ],
)
def test_the_days_of_a_consent_hold_together(pack: PackFolder, field: str, value: str, code: str) -> None:
    pack.change(FILE, "canvassing_consent", CONSENT | {field: value})
    fault = pack.only_fault()
    assert (fault.code, fault.where) == (code, f"canvassing_consent.{field}")


@pytest.mark.parametrize("field", ["given_at", "where", "wording", "proof"])
def test_a_consent_says_when_where_to_what_and_how_it_is_proved(pack: PackFolder, field: str) -> None:
    pack.change(FILE, "canvassing_consent", CONSENT | {field: ""})
    assert pack.only_fault().where == f"canvassing_consent.{field}"
    pack.change(FILE, f"canvassing_consent.{field}", DROP)
    assert pack.only_fault().code == "missing"


def test_whoever_velambre_prospects_has_agreed_before() -> None:
    pack = load_pack(SHIPPED)
    called = [e for subject in pack.subjects for e in subject.exchanges if "CP4" in e.competences]
    assert called
    for one in called:
        target = pack.customer(one.customer)
        assert ground_to_call(target, pack.company.story_date) is Ground.CONSENT, one.id
        consent = target.canvassing_consent
        assert consent is not None
        assert consent.given_at.date() < pack.company.story_date


@pytest.mark.parametrize("name", ["velambre", "volmeray", "yseval"])
def test_no_shipped_pack_names_the_list_that_has_ended(name: str) -> None:
    for file in sorted((SHIPPED.parent / name).rglob("*.yaml")):
        assert "bloctel" not in file.read_text(encoding="utf-8").casefold(), file.name


@pytest.mark.parametrize("name", ["velambre", "volmeray", "yseval"])
def test_the_shipped_procedure_asks_for_prior_consent_first(name: str) -> None:
    procedure = next(one for one in load_pack(SHIPPED.parent / name).procedures if one.id == "prospection")
    assert "accord préalable" in procedure.steps[0]
    assert "contrat en cours" in procedure.steps[1]
    assert any("10\u00a0h à 13\u00a0h et de 14\u00a0h à 20\u00a0h" in step for step in procedure.steps)
