"""How well findings agree with an examiner's labels: verdicts (three classes), evidence turns, observability."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from scoring.evidence.weighing import Finding
from scoring.exchange import Exchange, Label

CLASSES = ("met", "partial", "not_met")


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
        """Mean F1 of met, partial and not_met, over pairs whose label is one of the three."""
        return sum(self.f1(verdict) for verdict in CLASSES) / len(CLASSES)

    def f1(self, verdict: str) -> float:
        judged = {pair: n for pair, n in self.confusion.items() if pair[0] in CLASSES}
        right = judged.get((verdict, verdict), 0)
        said = sum(n for (_, finding), n in judged.items() if finding == verdict)
        true = sum(n for (label, _), n in judged.items() if label == verdict)
        return 2 * right / (said + true) if said + true else 0.0

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
    """All tallies: the whole, by criterion, by channel, by exchange."""

    whole: Tally = field(default_factory=Tally)
    by_criterion: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    by_channel: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    by_exchange: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))


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
            ):
                tally.add(label, finding)
    return result


def as_text(result: Evaluation) -> str:
    """A report for people: the whole, then criteria and channels, then the confusion table."""
    whole = result.whole
    lines = [
        f"paires jugées            {whole.pairs}",
        f"exactitude               {whole.accuracy:.3f}",
        f"macro-F1 (3 verdicts)    {whole.macro_f1:.3f}",
        *(f"  F1 {verdict:<20} {whole.f1(verdict):.3f}" for verdict in CLASSES),
        f"F1 non observable        {whole.observability_f1:.3f}",
        f"F1 des tours             {whole.evidence_f1:.3f}",
        "",
        f"{'critère':<10}{'paires':>7}{'exact.':>9}{'F1 tours':>10}",
    ]
    for name, tally in [*sorted(result.by_criterion.items()), *sorted(result.by_channel.items())]:
        lines.append(f"{name:<10}{tally.pairs:>7}{tally.accuracy:>9.2f}{tally.evidence_f1:>10.2f}")
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
