"""Practice as xAPI 1.0.3 statements, for a learning record store. The same statement has the same id at each export.

Verbs and activity types are ADL's (https://registry.tincanapi.com, adlnet.gov). A verdict is said of one criterion:
nothing is summed.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from scoring.referential import Referential
from simulator.packs.registry import PackRegistry
from simulator.progress.gathering import Observation, PlayedExchange, Practice

ADL = "http://adlnet.gov/expapi"
_SAID: dict[float, tuple[str, str, bool | None]] = {
    1.0: ("passed", "a réussi", True),
    0.5: ("progressed", "a progressé sur", None),
    0.0: ("failed", "n’a pas encore réussi", False),
}
"""By an observation's value: verb, its French words, success."""


@dataclass(frozen=True, slots=True)
class Scribe:
    """`home`: this installation's address, without a final slash: identifiers begin with it."""

    packs: PackRegistry
    referential: Referential
    home: str

    def statements(self, practices: Iterable[Practice]) -> Iterator[dict[str, Any]]:
        """Exchanges that ended, and trainers' verdicts on them."""
        for practice in practices:
            account = {"homePage": self.home, "name": practice.person_id}
            actor = {"objectType": "Agent", "name": practice.name, "account": account}
            played = {one.run_id: one for one in practice.played}
            for one in practice.played:
                if one.seconds > 0:
                    yield self._completed(actor, one)
            for seen in practice.observations:
                if seen.source == "trainer":
                    yield self._judged(actor, seen, played[seen.run_id])

    def _completed(self, actor: dict[str, Any], one: PlayedExchange) -> dict[str, Any]:
        return {
            **self._said(f"completed/{one.run_id}", actor, "completed", "a terminé", one.at.isoformat()),
            "object": self._exchange(one),
            "result": {"completion": True, "duration": f"PT{one.seconds:.0f}S"},
            "context": _context(one),
        }

    def _judged(self, actor: dict[str, Any], seen: Observation, one: PlayedExchange) -> dict[str, Any]:
        verb, words, success = _SAID[seen.value]
        # Two trainers may judge the same criterion: the moment tells their statements apart.
        key = f"judged/{seen.run_id}/{seen.criterion}/{seen.at.isoformat()}"
        label = self.referential.criterion_label(seen.criterion)
        return {
            **self._said(key, actor, verb, words, seen.at.isoformat()),
            "object": {
                "objectType": "Activity",
                "id": f"{self.home}/xapi/criteria/{seen.criterion}",
                "definition": {
                    "type": f"{ADL}/activities/objective",
                    "name": {"fr-FR": f"{seen.criterion} {label}"},
                },
            },
            "result": {"completion": False} if success is None else {"success": success},
            "context": {**_context(one), "contextActivities": {"parent": [self._exchange(one)]}},
        }

    def _said(self, key: str, actor: dict[str, Any], verb: str, words: str, at: str) -> dict[str, Any]:
        return {
            "id": str(uuid5(NAMESPACE_URL, f"{self.home}/xapi/{key}")),
            "version": "1.0.3",
            "actor": actor,
            "verb": {"id": f"{ADL}/verbs/{verb}", "display": {"fr-FR": words}},
            "timestamp": at,
        }

    def _exchange(self, one: PlayedExchange) -> dict[str, Any]:
        label = self.packs.exchange_label(one.pack_id, one.subject_id, one.exchange_id)
        return {
            "objectType": "Activity",
            "id": f"{self.home}/xapi/exchanges/{one.pack_id}/{one.subject_id}/{one.exchange_id}",
            "definition": {"type": f"{ADL}/activities/simulation", "name": {"fr-FR": label}},
        }


def _context(one: PlayedExchange) -> dict[str, Any]:
    registration = str(uuid5(NAMESPACE_URL, one.run_id))
    return {"platform": "Combiné", "language": "fr-FR", "registration": registration}
