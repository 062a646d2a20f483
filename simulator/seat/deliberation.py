"""What the jury of a seat has agreed, decided and signed, folded from facts. No total and no result is computed."""

import hashlib
import json
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from simulator.facts import kinds
from simulator.facts.fact import Fact
from simulator.ids import SeatId


@dataclass(frozen=True, slots=True)
class Agreed:
    """`by`: the juror who wrote it down for both."""

    verdict: str
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Decided:
    decision: str
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Signature:
    """`actor` signed the page of this digest."""

    actor: str
    name: str
    digest: str
    at: datetime
    signed_at: str = ""
    """As its seal names it."""
    seal: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Reopening:
    reason: str
    by: str
    at: datetime
    signed: tuple[Signature, ...]
    """What had been signed before it."""


@dataclass
class Deliberation:
    """`agreed` by criterion, `decided` by competence, certificate or « title »."""

    agreed: dict[str, Agreed] = field(default_factory=dict[str, Agreed])
    decided: dict[str, Decided] = field(default_factory=dict[str, Decided])
    signatures: list[Signature] = field(default_factory=list[Signature])
    reopenings: list[Reopening] = field(default_factory=list[Reopening])

    def apply(self, fact: Fact) -> None:
        """Takes one fact into account."""
        name = fact.actor.name
        match fact.data:
            case kinds.VerdictAgreed(criterion=criterion, verdict=verdict, reason=reason):
                self.agreed[criterion] = Agreed(verdict, reason, name, fact.at)
            case kinds.DecisionTaken(what=what, decision="undecided"):
                self.decided.pop(what, None)
            case kinds.DecisionTaken(what=what, decision=decision, reason=reason):
                self.decided[what] = Decided(decision, reason, name, fact.at)
            case kinds.DeliberationSigned(digest=digest) as signed:
                own = Signature(fact.actor.id, name, digest, fact.at, signed.signed_at, signed.seal, signed.key)
                self.signatures.append(own)
            case kinds.DeliberationReopened(reason=reason):
                self.reopenings.append(Reopening(reason, name, fact.at, tuple(self.signatures)))
                self.signatures.clear()
            case _:
                pass

    def digest(self, seat_id: SeatId, jurors: Collection[str]) -> str:
        """SHA-256 (hexadecimal) of what is signed: who, for whom, every verdict and decision with its reason.

        A verdict changed after a signature gives another digest: that signature stands under something else.
        """
        page = {
            "seat": seat_id,
            "jurors": sorted(jurors),
            "verdicts": {key: [one.verdict, one.reason] for key, one in self.agreed.items()},
            "decisions": {key: [one.decision, one.reason] for key, one in self.decided.items()},
            "corrected": [one.reason for one in self.reopenings],
        }
        return hashlib.sha256(json.dumps(page, sort_keys=True, ensure_ascii=False).encode()).hexdigest()

    def signed_by(self, digest: str) -> dict[str, Signature]:
        """By actor, those that stand under this very page."""
        return {one.actor: one for one in self.signatures if one.digest == digest}

    def is_signed(self, seat_id: SeatId, jurors: Collection[str]) -> bool:
        """Whether every juror of the seat has signed the page as it stands."""
        return bool(jurors) and set(jurors) <= set(self.signed_by(self.digest(seat_id, jurors)))
