"""Learning everything from the labelled exchanges, so that no exchange ever teaches what it is then judged by.

What a stage reads of an exchange was made without its writer: acts for moments and polarity, these for decisions and
for the ranker of turns. A whole course may leave a writer out (`outer`), and then says how the detectors fare on that
writer's exchanges.
"""

from collections.abc import Iterator, Sequence
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
from scoring.exchange import Exchange, Label
from scoring.families import DECIDED_BY_RULES, FAMILY_OF
from scoring.french.nearness import Compares, Encodes
from scoring.model import Model
from scoring.perception.acts import ActClassifier, Array, chance
from scoring.perception.heard import Heard
from scoring.perception.moments import MomentClassifier
from scoring.perception.pairs import pair_signals
from scoring.perception.polarity import Polarity
from scoring.perception.ranking import Witness, ranking_rows
from scoring.perception.turn_features import rule_features, turn_features
from scoring.perception.words import common_words
from scoring.writers import writer_of

from .acts import learn_acts
from .data import BankSentence
from .decisions import Judged, learn_decider
from .moments import Pair, learn_moments, targets
from .polarity import learn_polarity
from .ranking import Played, learn_ranker

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


@dataclass(frozen=True)
class _Told:
    """What the labelled exchanges of some writers taught about single turns."""

    moments: MomentClassifier
    polarity: Polarity


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
        self._told: dict[tuple[str, str], _Told] = {}

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

    def told(self, outer: str, inner: str) -> _Told:
        """Learnt without the exchanges of these two writers (`NOBODY` leaves none out)."""
        key = (outer, inner)
        if key not in self._told:
            features: dict[Pair, Array] = {}
            wanted: dict[Pair, Array] = {}
            shown: dict[Pair, Array] = {}
            said: dict[Pair, float] = {}
            for exchange, criterion, label in self._labelled():
                if writer_of(exchange.id) in key:
                    continue
                pair = exchange.id, criterion
                features[pair] = self.features(exchange, criterion, outer)
                wanted[pair] = targets(exchange.turns, label)
                shown[pair] = features[pair][[turn.n in label.turns for turn in exchange.turns]]
                said[pair] = _STEP[label.verdict] / 2
            self._told[key] = _Told(learn_moments(features, wanted), learn_polarity(shown, said))
        return self._told[key]

    def _labelled(self) -> Iterator[tuple[Exchange, str, Label]]:
        """All pairs that are learnt from."""
        for exchange in self.exchanges:
            for criterion, label in exchange.labels.items():
                if FAMILY_OF[criterion] not in DECIDED_BY_RULES and label.verdict in _STEP:
                    yield exchange, criterion, label

    def judged(self, outer: str) -> tuple[list[Judged], list[Played]]:
        """All pairs without `outer`, each as seen by what its writer taught nothing of."""
        pairs: list[Judged] = []
        played: list[Played] = []
        for exchange, criterion, label in self._labelled():
            writer, finding = writer_of(exchange.id), self._ruled[exchange.id].findings[criterion]
            if writer == outer or not isinstance(finding, Weighed):
                continue
            family, told, features = (
                FAMILY_OF[criterion],
                self.told(outer, writer),
                self.features(exchange, criterion, outer),
            )
            seen = Witness(
                self._ruled[exchange.id].seen.conversation,
                told.moments.log_odds(family, features),
                told.polarity.log_odds(family, features),
                chance(self._acts_in(exchange, outer)),
                finding.signals,
                self._pairs(exchange, family, outer),
                finding.turns,
            )
            signals = signals_of(finding, seen.moments, seen.polarity, seen.paired)
            pairs.append(Judged(family, signals, _STEP[label.verdict]))
            shown = np.array([turn.n in label.turns for turn in exchange.turns], dtype=np.float64)
            played.append(Played(family, ranking_rows(label.verdict, seen), shown))
        return pairs, played

    def model(self, outer: str = NOBODY) -> Model:
        """What a writer left out meets; of nobody, what is shipped."""
        acts, told = self.acts(frozenset({outer})), self.told(outer, outer)
        pairs, played = self.judged(outer)
        decider, ranker = learn_decider(pairs), learn_ranker(played)
        return Model(acts, self.directions, self.vocabulary, told.moments, told.polarity, ranker, decider)

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
