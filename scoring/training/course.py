"""Learning everything from the labelled exchanges, so that no exchange ever teaches what it is then judged by.

What a stage reads of an exchange was made without its writer: acts for moments, moments for decisions. A whole
course may leave a writer out (`outer`), and then says how the detectors fare on that writer's exchanges.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from scoring.decision.finding import decide
from scoring.decision.signals import signals_of
from scoring.detectors import DETECTORS
from scoring.evidence.proofreading import Proofreads
from scoring.evidence.seen import Seen
from scoring.evidence.weighing import Finding, Signal, Weighed
from scoring.exchange import Exchange
from scoring.families import DECIDED_BY_RULES, FAMILY_OF
from scoring.french.nearness import Compares, Encodes
from scoring.model import Model
from scoring.perception.acts import ActClassifier, Array
from scoring.perception.heard import Heard
from scoring.perception.moments import MomentClassifier
from scoring.perception.pairs import pair_signals
from scoring.perception.turn_features import rule_features, turn_features
from scoring.perception.words import common_words
from scoring.writers import writer_of

from .acts import learn_acts
from .data import BankSentence
from .decisions import Judged, learn_decider
from .moments import Pair, learn_moments, targets

MAIN_DIRECTIONS = 64
"""Of 512: they hold 59 % of what differs between the bank's sentences; 128 taught nothing more."""
_STEP = {"not_met": 0, "partial": 1, "met": 2}
NOBODY = ""


class Encoder(Compares, Encodes, Protocol):
    """The sentence encoder in both of its uses."""


@dataclass(frozen=True)
class _Ruled:
    """An exchange as its rules read it: once, since they learn nothing."""

    seen: Seen
    findings: dict[str, Finding]


class Course:
    """All that is learnt, each piece once. `proofreader` reads spelling while rules are measured."""

    def __init__(
        self,
        exchanges: Sequence[Exchange],
        bank: Sequence[BankSentence],
        encoder: Encoder,
        proofreader: Proofreads,
    ) -> None:
        self.exchanges = tuple(exchanges)
        self.writers = tuple(sorted({writer_of(one.id) for one in exchanges}))
        self._bank = tuple(bank)
        self._hands = {one.writer for one in bank}
        self._encoder = encoder
        self._proofreader = proofreader
        self._acts: dict[frozenset[str], ActClassifier] = {}
        self._heard: dict[tuple[str, frozenset[str]], Array] = {}
        self._features: dict[tuple[str, frozenset[str]], Array] = {}
        self._moments: dict[tuple[str, str], MomentClassifier] = {}

    @cached_property
    def _vectors(self) -> NDArray[np.float32]:
        return self._encoder.encode([one.text for one in self._bank])

    @cached_property
    def directions(self) -> NDArray[np.float32]:
        """The main directions of the bank's sentences: no label is looked at."""
        spread = (self._vectors - self._vectors.mean(axis=0)).astype(np.float64)
        _, vectors = np.linalg.eigh(spread.T @ spread)
        main = vectors[:, ::-1][:, :MAIN_DIRECTIONS]
        # The sign of an eigenvector is free: make its largest number positive.
        main *= np.sign(main[np.abs(main).argmax(axis=0), np.arange(MAIN_DIRECTIONS)])
        return main.astype(np.float32)

    @cached_property
    def vocabulary(self) -> tuple[str, ...]:
        return common_words(self.exchanges)

    @cached_property
    def _ruled(self) -> dict[str, _Ruled]:
        read: dict[str, _Ruled] = {}
        for exchange in self.exchanges:
            seen = Seen(exchange, self._encoder, self._proofreader)
            read[exchange.id] = _Ruled(seen, {one: DETECTORS[one].find(seen) for one in exchange.labels})
        return read

    def acts(self, without: frozenset[str]) -> ActClassifier:
        """Learnt from the bank without these hands."""
        left_out = frozenset(without & self._hands)
        if left_out not in self._acts:
            self._acts[left_out] = learn_acts(self._bank, self._vectors, left_out)
        return self._acts[left_out]

    def _acts_in(self, exchange: Exchange, outer: str) -> Array:
        """Log-odds of acts in the exchange's turns, learnt without its writer and without `outer`."""
        without = frozenset({writer_of(exchange.id), outer}) & self._hands
        key = (exchange.id, without)
        if key not in self._heard:
            talk = self._ruled[exchange.id].seen.conversation
            self._heard[key] = self.acts(without).of_turns(talk, self._encoder)
        return self._heard[key]

    def _turns(self, exchange: Exchange, outer: str) -> Array:
        """The exchange's turns, with acts learnt without its writer and without `outer`."""
        key = (exchange.id, frozenset({writer_of(exchange.id), outer}) & self._hands)
        if key not in self._features:
            seen, acts = self._ruled[exchange.id].seen, self._acts_in(exchange, outer)
            self._features[key] = turn_features(seen, acts, self._encoder, self.directions, self.vocabulary)
        return self._features[key]

    def _pairs(self, exchange: Exchange, family: str, outer: str) -> list[Signal]:
        names, seen = self.acts(frozenset({outer})).names, self._ruled[exchange.id].seen
        return pair_signals(family, Heard.of(seen, names, self._acts_in(exchange, outer)))

    def features(self, exchange: Exchange, criterion: str, outer: str) -> Array:
        ruled = self._ruled[exchange.id]
        finding = ruled.findings[criterion]
        signals = finding.signals if isinstance(finding, Weighed) else ()
        return np.hstack([self._turns(exchange, outer), rule_features(ruled.seen, signals, finding.turns)])

    def moments(self, outer: str, inner: str) -> MomentClassifier:
        """Learnt without the exchanges of these two writers (`NOBODY` leaves none out)."""
        key = (outer, inner)
        if key not in self._moments:
            features: dict[Pair, Array] = {}
            wanted: dict[Pair, Array] = {}
            for exchange in self.exchanges:
                if writer_of(exchange.id) in key:
                    continue
                for criterion, label in exchange.labels.items():
                    if FAMILY_OF[criterion] in DECIDED_BY_RULES or label.verdict == "not_observable":
                        continue
                    features[exchange.id, criterion] = self.features(exchange, criterion, outer)
                    wanted[exchange.id, criterion] = targets(exchange.turns, label)
            self._moments[key] = learn_moments(features, wanted)
        return self._moments[key]

    def judged(self, outer: str) -> list[Judged]:
        """All pairs without `outer`, each with signals that its writer taught nothing of."""
        pairs: list[Judged] = []
        for exchange in self.exchanges:
            writer = writer_of(exchange.id)
            if writer == outer:
                continue
            moments = self.moments(outer, writer)
            for criterion, label in exchange.labels.items():
                finding, family = self._ruled[exchange.id].findings[criterion], FAMILY_OF[criterion]
                if family in DECIDED_BY_RULES or label.verdict not in _STEP or not isinstance(finding, Weighed):
                    continue
                odds = moments.log_odds(family, self.features(exchange, criterion, outer))
                signals = signals_of(finding, odds, self._pairs(exchange, family, outer))
                pairs.append(Judged(family, signals, _STEP[label.verdict]))
        return pairs

    def model(self, outer: str = NOBODY) -> Model:
        """What a writer left out meets; of nobody, what is shipped."""
        acts = self.acts(frozenset({outer}))
        moments, decider = self.moments(outer, outer), learn_decider(self.judged(outer))
        return Model(acts, self.directions, self.vocabulary, moments, decider)

    def findings_without_their_writer(self) -> list[tuple[Exchange, list[Finding]]]:
        """Every exchange as strangers would see it: nothing was learnt from its writer."""
        found: list[tuple[Exchange, list[Finding]]] = []
        for writer in self.writers:
            model = self.model(writer)
            for exchange in self.exchanges:
                if writer_of(exchange.id) == writer:
                    ruled = self._ruled[exchange.id]
                    acts, turns = self._acts_in(exchange, writer), self._turns(exchange, writer)
                    findings = [decide(ruled.seen, one, model, acts, turns) for one in ruled.findings.values()]
                    found.append((exchange, findings))
        return found
