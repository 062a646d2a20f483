"""How well findings agree with an examiner's labels: verdicts (three classes), evidence turns, observability."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from scoring.evidence.weighing import SURE_FROM, Finding
from scoring.exchange import Exchange, Label
from scoring.families import FAMILY_OF
from scoring.writers import writer_of

CLASSES = ("met", "partial", "not_met")
DRAWS = 500
"""Of the bootstrap by exchange."""


@dataclass
class Tally:
    """Counts over pairs of a label and a finding."""

    confusion: Counter[tuple[str, str]] = field(default_factory=Counter[tuple[str, str]])
    hits: int = 0
    found: int = 0
    wanted: int = 0

    def add(self, label: Label, finding: Finding) -> None:
        self.confusion[label.verdict, finding.verdict] += 1
        wanted, found = set(label.turns), set(finding.turns)
        self.hits += len(wanted & found)
        self.found += len(found)
        self.wanted += len(wanted)

    @property
    def pairs(self) -> int:
        return sum(self.confusion.values())

    @property
    def accuracy(self) -> float:
        """Over all four verdicts."""
        return sum(n for (label, finding), n in self.confusion.items() if label == finding) / max(1, self.pairs)

    @property
    def macro_f1(self) -> float:
        """Mean F1 of met, partial and not_met, over pairs whose label is one of the three.

        A verdict that neither side ever gave is left out: a part of a batch need not hold all three.
        """
        given = {verdict for pair in self.confusion if pair[0] in CLASSES for verdict in pair}
        occurring = [verdict for verdict in CLASSES if verdict in given]
        return sum(self.f1(verdict) for verdict in occurring) / max(1, len(occurring))

    def f1(self, verdict: str) -> float:
        judged = {pair: n for pair, n in self.confusion.items() if pair[0] in CLASSES}
        right = judged.get((verdict, verdict), 0)
        said = sum(n for (_, finding), n in judged.items() if finding == verdict)
        true = sum(n for (label, _), n in judged.items() if label == verdict)
        return 2 * right / (said + true) if said + true else 0.0

    @property
    def opposite(self) -> int:
        """Findings that say met where the label says not met, or the reverse."""
        return self.confusion["met", "not_met"] + self.confusion["not_met", "met"]

    def take_in(self, other: "Tally") -> None:
        """Adds the counts of another."""
        self.confusion.update(other.confusion)
        self.hits += other.hits
        self.found += other.found
        self.wanted += other.wanted

    @property
    def observability_f1(self) -> float:
        """F1 of not_observable, over all pairs."""
        right = self.confusion["not_observable", "not_observable"]
        said = sum(n for (_, finding), n in self.confusion.items() if finding == "not_observable")
        true = sum(n for (label, _), n in self.confusion.items() if label == "not_observable")
        return 2 * right / (said + true) if said + true else 1.0

    @property
    def evidence_f1(self) -> float:
        """F1 of turns, all pairs together."""
        return 2 * self.hits / (self.found + self.wanted) if self.found + self.wanted else 1.0


@dataclass
class Evaluation:
    """All tallies: the whole, and by criterion, family, channel, writer and exchange."""

    whole: Tally = field(default_factory=Tally)
    by_criterion: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    by_channel: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    by_exchange: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    by_family: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    by_writer: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    by_confidence: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    """By tenths: « 0.6 » holds findings of a confidence from 0.6 to below 0.7."""
    sure_by_family: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    """Only findings that are proposed as they stand."""

    def interval(self) -> tuple[float, float]:
        """90 % of macro-F1 over exchanges drawn again (fixed seed: same findings, same bounds)."""
        tallies = [self.by_exchange[name] for name in sorted(self.by_exchange)]
        draw = np.random.default_rng(1979)  # Efron, 1979, « Bootstrap methods »
        drawn: list[float] = []
        for _ in range(DRAWS):
            again = Tally()
            for place in draw.integers(0, len(tallies), len(tallies)):
                again.take_in(tallies[place])
            drawn.append(again.macro_f1)
        low, high = np.percentile(drawn, (5, 95))
        return round(float(low), 3), round(float(high), 3)


def evaluate(mapped: Iterable[tuple[Exchange, Sequence[Finding]]]) -> Evaluation:
    """Compares each labelled criterion with its finding; unlabelled ones are passed over."""
    result = Evaluation()
    for exchange, findings in mapped:
        by_criterion: Mapping[str, Finding] = {finding.criterion: finding for finding in findings}
        for criterion, label in exchange.labels.items():
            finding = by_criterion.get(criterion)
            if finding is None:
                continue
            for tally in (
                result.whole,
                result.by_criterion[criterion],
                result.by_channel[exchange.channel],
                result.by_exchange[exchange.id],
                result.by_family[FAMILY_OF[criterion]],
                result.by_writer[writer_of(exchange.id)],
                result.by_confidence[f"{int(finding.confidence * 10 + 1e-9) / 10:.1f}"],
            ):
                tally.add(label, finding)
            if finding.confidence >= SURE_FROM:
                result.sure_by_family[FAMILY_OF[criterion]].add(label, finding)
    return result


def as_text(result: Evaluation, parts: Mapping[str, Tally] | None = None) -> str:
    """A report for people: the whole, then `parts` (criteria and channels unless told), then the confusion table."""
    whole = result.whole
    low, high = result.interval()
    lines = [
        f"paires jugées            {whole.pairs}",
        f"exactitude               {whole.accuracy:.3f}",
        f"macro-F1 (3 verdicts)    {whole.macro_f1:.3f}   (90 % : {low:.2f} à {high:.2f}, tirage par échange)",
        *(f"  F1 {verdict:<20} {whole.f1(verdict):.3f}" for verdict in CLASSES),
        f"F1 non observable        {whole.observability_f1:.3f}",
        f"F1 des tours             {whole.evidence_f1:.3f}",
        f"verdicts opposés         {whole.opposite} ({whole.opposite / max(1, whole.pairs):.1%})",
        "",
        f"{'':<14}{'paires':>7}{'exact.':>9}{'macro-F1':>10}{'F1 tours':>10}{'opposés':>9}",
    ]
    shown = parts if parts is not None else {**result.by_criterion, **result.by_channel}
    for name, tally in sorted(shown.items()):
        lines.append(
            f"{name:<14}{tally.pairs:>7}{tally.accuracy:>9.2f}{tally.macro_f1:>10.2f}{tally.evidence_f1:>10.2f}"
            f"{tally.opposite:>9}"
        )
    verdicts = (*CLASSES, "not_observable")
    lines += [
        "",
        "confusion (lignes : étiquette ; colonnes : constat)",
        " " * 16 + "".join(f"{v:>16}" for v in verdicts),
    ]
    lines += [
        f"{row:<16}" + "".join(f"{whole.confusion[row, column]:>16}" for column in verdicts) for row in verdicts
    ]
    return "\n".join(lines)
