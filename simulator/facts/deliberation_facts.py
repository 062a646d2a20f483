"""The jury's deliberation on one candidate: what both hold, what they decide, what they sign. Nothing is computed."""

from typing import Literal

from simulator.facts.fact_data import FactData


class VerdictAgreed(FactData):
    """The jury's verdict on a criterion, over all that was seen of it. `reason` where it is neither juror's own."""

    kind: Literal["verdict.agreed"] = "verdict.agreed"
    criterion: str
    verdict: Literal["satisfactory", "to_improve", "insufficient", "not_observed"]
    reason: str = ""


class DecisionTaken(FactData):
    """On a competence (CP1…, CT1…), a certificate (CCP1…) or the title; `undecided` takes it back."""

    kind: Literal["decision.taken"] = "decision.taken"
    what: str
    decision: Literal["acquired", "not_acquired", "undecided"]
    reason: str = ""


class DeliberationSigned(FactData):
    """This juror gave their password below the page that has this digest (SHA-256, hexadecimal).

    `seal`: Ed25519 signature in base64, by the session's key, of who signed what and when
    (`exams.seals.signed_page`). Empty in what an earlier Combiné kept.
    """

    kind: Literal["deliberation.signed"] = "deliberation.signed"
    digest: str
    signed_at: str = ""
    """ISO 8601, UTC: the moment that the seal names."""
    seal: str = ""
    key: str = ""
    """Fingerprint of the key, as the procès-verbal prints it."""


class DeliberationReopened(FactData):
    """What was signed is to be corrected: it stays readable as it was, and is signed again."""

    kind: Literal["deliberation.reopened"] = "deliberation.reopened"
    reason: str
