"""« Fiabilité des constats » over HTTP: how far findings and jurors agree, and the switch of each detector."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import Field
from sqlalchemy import select

from scoring.agreement import Agreement, agreement
from scoring.detectors import DETECTORS
from scoring.evidence.grammalecte import has_proofreader
from scoring.families import FAMILIES, IN_FRENCH
from scoring.referential import Referential
from scoring.shipped_measure import shipped_measure, weak_criteria
from simulator.accounts.guards import Leader, Teacher
from simulator.bodies import Body
from simulator.errors import NotFound
from simulator.facts import kinds
from simulator.facts.sealed_facts import is_sealed
from simulator.facts.tables import FactRow
from simulator.findings.switching import switch, switches_now
from simulator.findings.tables import DetectorSwitchRow, FindingComparisonRow
from simulator.live_messages.shared_view import View
from simulator.parts import UseReferential, UseSessions
from simulator.storage.database import Sessions

router = APIRouter()


class AgreementView(View):
    """`table[finding][juror]`: met, partial, not met in this order; `kappa` is Cohen’s, weighted, bounds at 95 %."""

    pairs: int
    same: int
    opposite: int
    table: tuple[tuple[int, int, int], ...]
    kappa: float | None
    low: float | None
    high: float | None


class AgreementOfMonth(View):
    """`month`: « 2026-11 »."""

    month: str
    pairs: int
    same: int
    kappa: float | None


class ShippedMeasure(View):
    """One family on exchanges of strangers, before the centre has figures of its own; shares from 0 to 1."""

    family: str
    """In French."""
    criteria: tuple[str, ...]
    pairs: int
    accuracy: float
    macro_f1: float
    opposite: int
    sure: int
    sure_right: int
    is_weak: bool
    """Off until somebody switches it on."""
    is_thin: bool
    """Measured on too few pairs for its figure to mean anything: weak whatever it says."""


class DetectorLine(View):
    """A criterion's detector. `taken` and `rejected`: what jurors did by hand with its findings."""

    criterion: str
    label: str
    """Word for word as in the référentiel."""
    competence: str
    all: AgreementView
    blind: AgreementView
    """Only where the juror could not see the finding: the fairer test."""
    months: tuple[AgreementOfMonth, ...]
    taken: int
    rejected: int
    is_on: bool
    switched_at: datetime | None
    reason: str


class Detectors(View):
    """`since`: the oldest comparison that counts."""

    since: datetime
    lines: tuple[DetectorLine, ...]
    shipped: tuple[ShippedMeasure, ...]
    """The surest family first."""
    proofreader_is_missing: bool
    """Grammalecte is not installed here: few faults of spelling are found."""


class DetectorSwitch(Body):
    is_on: bool
    reason: Annotated[str, Field(max_length=300)] = ""


@router.get("/api/staff/detectors")
async def detectors(
    who: Teacher, sessions: UseSessions, referential: UseReferential, days: Annotated[int, Query(ge=1, le=3660)] = 365
) -> Detectors:
    """Every criterion's detector, in the référentiel's order."""
    since = datetime.now(UTC) - timedelta(days=days)
    async with sessions() as session:
        query = select(FindingComparisonRow).where(FindingComparisonRow.at >= since)
        rows = list(await session.scalars(query))
    by_criterion: defaultdict[str, list[FindingComparisonRow]] = defaultdict(list)
    for row in rows:
        by_criterion[row.criterion].append(row)
    used = await _used_by_hand(sessions, since)
    switches = await switches_now(sessions)
    lines = (
        _line(referential, criterion, by_criterion[criterion], used, switches.get(criterion))
        for criterion in DETECTORS
    )
    return Detectors(
        since=since,
        lines=tuple(sorted(lines, key=lambda line: line.criterion)),
        shipped=_shipped(),
        proofreader_is_missing=not has_proofreader(),
    )


def _shipped() -> tuple[ShippedMeasure, ...]:
    told = (
        ShippedMeasure(
            family=IN_FRENCH[name],
            criteria=FAMILIES[name],
            pairs=one.pairs,
            accuracy=one.accuracy,
            macro_f1=one.macro_f1,
            opposite=one.opposite,
            sure=one.sure,
            sure_right=one.sure_right,
            is_weak=one.is_weak,
            is_thin=one.is_thin,
        )
        for name, one in shipped_measure().items()
    )
    return tuple(sorted(told, key=lambda one: (-one.macro_f1, one.family)))


@router.put("/api/staff/detectors/{criterion}", status_code=204)
async def switch_detector(criterion: str, body: DetectorSwitch, who: Leader, sessions: UseSessions) -> None:
    """Off: nothing is suggested on this criterion any more, in any session."""
    if criterion not in DETECTORS:
        raise NotFound("Ce critère n’existe pas.")
    await switch(sessions, criterion, body.is_on, who.person_id, body.reason.strip())


def _line(
    referential: Referential,
    criterion: str,
    rows: list[FindingComparisonRow],
    used: Counter[tuple[str, Literal["taken", "rejected"]]],
    switched: DetectorSwitchRow | None,
) -> DetectorLine:
    months: defaultdict[str, list[FindingComparisonRow]] = defaultdict(list)
    for row in rows:
        months[f"{row.at:%Y-%m}"].append(row)
    of_months = ((month, _of(some)) for month, some in sorted(months.items()))
    competence = criterion.split(".")[0]
    return DetectorLine(
        criterion=criterion,
        label=referential.criterion_label(criterion),
        competence=f"{competence} · {referential.competence(competence).name}",
        all=_view(_of(rows)),
        blind=_view(_of(row for row in rows if not row.was_shown)),
        months=tuple(
            AgreementOfMonth(month=month, pairs=one.pairs, same=one.same, kappa=one.kappa) for month, one in of_months
        ),
        taken=used[criterion, "taken"],
        rejected=used[criterion, "rejected"],
        is_on=criterion not in weak_criteria() if switched is None else switched.is_on,
        switched_at=switched.at if switched else None,
        reason=switched.reason if switched else "",
    )


async def _used_by_hand(sessions: Sessions, since: datetime) -> Counter[tuple[str, Literal["taken", "rejected"]]]:
    """Findings kept as a mark and findings set aside, by criterion."""
    placed, rejected = (
        kinds.MarkPlaced.model_fields["kind"].default,
        kinds.FindingRejected.model_fields["kind"].default,
    )
    counted: Counter[tuple[str, Literal["taken", "rejected"]]] = Counter()
    async with sessions() as session:
        query = select(FactRow.kind, FactRow.data).where(FactRow.kind.in_((placed, rejected)), FactRow.at >= since)
        for kind, data in await session.execute(query):
            if is_sealed(data):
                # Of an exam day: whoever keeps an eye on the detectors has no business with its marks.
                continue
            if kind == rejected:
                counted[data["criterion"], "rejected"] += 1
            elif data.get("from_finding"):
                counted[data["criterion"], "taken"] += 1
    return counted


def _of(rows: Iterable[FindingComparisonRow]) -> Agreement:
    return agreement((row.found, row.judged) for row in rows)


def _view(one: Agreement) -> AgreementView:
    return AgreementView(
        pairs=one.pairs,
        same=one.same,
        opposite=one.opposite,
        table=one.table,
        kappa=one.kappa,
        low=one.low,
        high=one.high,
    )
