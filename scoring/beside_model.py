"""Findings alone, a language model alone, and both joined, over labelled exchanges: figures, time, tokens, cost."""

import statistics
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from scoring.evaluation import Evaluation, as_text, evaluate
from scoring.evidence.weighing import SURE_FROM, Finding
from scoring.exchange import Exchange
from scoring.language_model import Endpoint, Spent, read_again
from scoring.mapping import map_exchange

ALONE, MODEL, JOINED = "constats seuls", "modèle seul", "réunis"


@dataclass(frozen=True, slots=True)
class Price:
    """Euros for a million tokens, asked and answered."""

    asked: float = 0.0
    answered: float = 0.0

    def of(self, spent: Spent) -> float:
        return (spent.asked * self.asked + spent.answered * self.answered) / 1e6


@dataclass
class BesideModel:
    """Three evaluations of the same exchanges, what was spent, and seconds by exchange."""

    results: dict[str, Evaluation]
    spent: Spent
    seconds: dict[str, list[float]] = field(default_factory=dict[str, list[float]])

    def as_text(self, price: Price) -> str:
        parts = [f"=== {name}\n{as_text(result, {})}" for name, result in self.results.items()]
        times = "\n".join(
            f"temps par échange, {name:<14} {statistics.median(told):.2f} s (au plus {max(told):.2f} s)"
            for name, told in self.seconds.items()
        )
        cost = f"{price.of(self.spent):.4f} €".replace(".", ",")
        return "\n\n".join(
            [*parts, times, f"jetons demandés {self.spent.asked}, répondus {self.spent.answered} ; coût {cost}"]
        )


def beside(exchanges: Iterable[Exchange], endpoint: Endpoint) -> BesideModel:
    """Reads each exchange twice. Raises EndpointFailed."""
    found: dict[str, list[tuple[Exchange, list[Finding]]]] = {ALONE: [], MODEL: [], JOINED: []}
    seconds: dict[str, list[float]] = {ALONE: [], MODEL: []}
    spent = Spent()
    for exchange in exchanges:
        began = time.perf_counter()
        ours = map_exchange(exchange)
        then = time.perf_counter()
        theirs = read_again(exchange, endpoint, spent)
        seconds[ALONE].append(then - began)
        seconds[MODEL].append(time.perf_counter() - then)
        for name, told in ((ALONE, ours), (MODEL, theirs), (JOINED, joined(ours, theirs))):
            found[name].append((exchange, told))
    return BesideModel({name: evaluate(told) for name, told in found.items()}, spent, seconds)


def joined(ours: Sequence[Finding], theirs: Sequence[Finding]) -> list[Finding]:
    """A sure finding stands; an unsure one gives way to a model that quotes truly. Nothing is tuned on any label."""
    by_model = {finding.criterion: finding for finding in theirs}
    both: list[Finding] = []
    for mine in ours:
        other = by_model.get(mine.criterion)
        quoted = other is not None and other.verdict != "not_observable"
        both.append(other if other is not None and quoted and mine.confidence < SURE_FROM else mine)
    return both
