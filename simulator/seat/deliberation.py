"""What the jury of a seat has agreed, decided and signed, folded from facts. No total and no result is computed."""

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
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
    """`since`: when the decision became this one; what is written beside it later leaves that alone."""

    decision: str
    reason: str
    by: str
    at: datetime
    since: datetime


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
class Page:
    """Verdicts and decisions as they stood."""

    agreed: Mapping[str, Agreed]
    decided: Mapping[str, Decided]


@dataclass(frozen=True, slots=True)
class SignedPage:
    """A page that somebody signed, as they read it; `reopenings`: how many had come before."""

    digest: str
    page: Page
    signatures: tuple[Signature, ...]
    reopenings: int

    @property
    def signed_at(self) -> datetime:
        """When the last of them signed."""
        return max(one.at for one in self.signatures)


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
    pages: dict[str, SignedPage] = field(default_factory=dict[str, SignedPage])
    """All that was ever signed, by digest, in the order of the first signature below each."""
    taken_back: dict[str, str] = field(default_factory=dict[str, str])
    """Who took a decision back last, by what it was on."""

    @property
    def page(self) -> Page:
        """As it stands; what is decided later changes nothing of it."""
        return Page(dict(self.agreed), dict(self.decided))

    def apply(self, fact: Fact) -> None:
        """Takes one fact into account."""
        name = fact.actor.name
        match fact.data:
            case kinds.VerdictAgreed(criterion=criterion, verdict=verdict, reason=reason):
                self.agreed[criterion] = Agreed(verdict, reason, name, fact.at)
            case kinds.DecisionTaken(what=what, decision="undecided"):
                self.decided.pop(what, None)
                self.taken_back[what] = name
            case kinds.DecisionTaken(what=what, decision=decision, reason=reason):
                former = self.decided.get(what)
                same = former is not None and former.decision == decision
                since = former.since if former is not None and same else fact.at
                self.decided[what] = Decided(decision, reason, name, fact.at, since)
            case kinds.DeliberationSigned(digest=digest) as signed:
                own = Signature(fact.actor.id, name, digest, fact.at, signed.signed_at, signed.seal, signed.key)
                self.signatures.append(own)
                self._keep_page(own)
            case kinds.DeliberationReopened(reason=reason):
                self.reopenings.append(Reopening(reason, name, fact.at, tuple(self.signatures)))
                self.signatures.clear()
            case _:
                pass

    def digest(self, seat_id: SeatId, jurors: Collection[str]) -> str:
        """SHA-256 (hexadecimal) of what is signed: who, for whom, every verdict and decision with its reason.

        A verdict changed after a signature gives another digest: that signature stands under something else.
        """
        return _digest(seat_id, jurors, self.page, self.reopenings)

    def is_whole(self, seat_id: SeatId, signed: SignedPage) -> bool:
        """Whether all of the jury of then signed it: their names are in its digest."""
        signers = {one.actor for one in signed.signatures}
        return _digest(seat_id, signers, signed.page, self.reopenings[: signed.reopenings]) == signed.digest

    def _keep_page(self, signature: Signature) -> None:
        known = self.pages.get(signature.digest)
        page = known.page if known is not None else self.page
        below = (*known.signatures, signature) if known is not None else (signature,)
        self.pages[signature.digest] = SignedPage(signature.digest, page, below, len(self.reopenings))

    def signed_by(self, digest: str) -> dict[str, Signature]:
        """By actor, those that stand under this very page."""
        return {one.actor: one for one in self.signatures if one.digest == digest}

    def is_signed(self, seat_id: SeatId, jurors: Collection[str]) -> bool:
        """Whether every juror of the seat has signed the page as it stands."""
        return bool(jurors) and set(jurors) <= set(self.signed_by(self.digest(seat_id, jurors)))


def _digest(seat_id: SeatId, jurors: Collection[str], page: Page, reopenings: Sequence[Reopening]) -> str:
    told = {
        "seat": seat_id,
        "jurors": sorted(jurors),
        "verdicts": {key: [one.verdict, one.reason] for key, one in page.agreed.items()},
        "decisions": {key: [one.decision, one.reason] for key, one in page.decided.items()},
        "corrected": [one.reason for one in reopenings],
    }
    return hashlib.sha256(json.dumps(told, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
