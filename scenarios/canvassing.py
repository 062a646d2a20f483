"""Whether a customer may be called for canvassing on a day: code de la consommation, article L. 223-1.

Since 11 August 2026 (law 2025-594 of 30 June 2025, article 13) the rule is the consumer's prior consent; the one
exception is a call within a contract in progress and about its object. docs/scenarios-law.md has the sources.
"""

from collections.abc import Iterator
from datetime import date
from enum import Enum

from .faults import Fault
from .models import Customer
from .reading import PackFiles
from .safe_yaml import Document, Path_

PRIOR_CONSENT_SINCE = date(2026, 8, 11)


class Ground(Enum):
    """What a canvassing call to a customer can rest on."""

    CONSENT = "consent"
    CONTRACT_IN_PROGRESS = "contract_in_progress"
    """Only for what has to do with the contract, its complements and its improvement."""
    NONE = "none"


def ground_to_call(customer: Customer, day: date) -> Ground:
    """An opposition counts more than any consent or contract; a consent that was withdrawn is none."""
    if customer.opposes_prospecting:
        return Ground.NONE
    consent = customer.canvassing_consent
    if (
        consent is not None
        and consent.given_at.date() <= day
        and (consent.withdrawn_on is None or consent.withdrawn_on > day)
    ):
        return Ground.CONSENT
    if any(contract.status == "active" and contract.signed_on <= day for contract in customer.contracts):
        return Ground.CONTRACT_IN_PROGRESS
    return Ground.NONE


def canvassing_faults(files: PackFiles) -> Iterator[Fault]:
    """Prospecting exchanges (CP4) that nothing allows, in stories under the new law; remarks: it may be a trap."""
    company = files.company.model if files.company else None
    if company is None or company.story_date < PRIOR_CONSENT_SINCE:
        return
    customers = {piece.model.id: piece.model for piece in files.customers if piece.model is not None}
    for piece in files.subjects:
        for index, exchange in enumerate(piece.model.exchanges if piece.model is not None else ()):
            customer = customers.get(exchange.customer)
            if "CP4" not in exchange.competences or customer is None:
                continue
            if ground_to_call(customer, company.story_date) is Ground.NONE:
                yield piece.document.fault(
                    ("exchanges", index, "customer"),
                    "no_consent",
                    f"Rien n’autorise à démarcher {customer.display_name} par téléphone : ni accord préalable, ni "
                    "contrat en cours.",
                    "Ajoutez « canvassing_consent » à sa fiche ; laissez ainsi s’il est démarché pour son métier, "
                    "ou si c’est le piège de l’échange.",
                    warning=True,
                )


def consent_faults(document: Document, customer: Customer, story_date: date) -> Iterator[Fault]:
    """Days of the consent against each other and against the day of the story."""
    consent = customer.canvassing_consent
    if consent is None:
        return
    where: Path_ = ("canvassing_consent",)
    for name, day in (("given_at", consent.given_at.date()), ("withdrawn_on", consent.withdrawn_on)):
        if day is not None and day > story_date:
            yield document.fault(
                (*where, name),
                "after_story",
                f"Cette date ({day.isoformat()}) est après le jour de l’histoire ({story_date.isoformat()}).",
                "Choisissez une date antérieure, ou avancez story_date dans company.yaml.",
            )
    if consent.withdrawn_on is not None and consent.withdrawn_on < consent.given_at.date():
        yield document.fault(
            (*where, "withdrawn_on"),
            "dates_out_of_order",
            "L’accord est retiré avant d’être donné.",
            "Corrigez l’une des deux dates.",
        )
