"""The opening of the envelopes, folded from the day's facts: who saw them sealed, and whether they are open. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from simulator.errors import Conflict
from simulator.facts import day_facts
from simulator.facts.day_log import DayFact


@dataclass(frozen=True, slots=True)
class Confirmed:
    """Somebody saw the envelopes: `intact`, or not, with what they saw."""

    name: str
    at: datetime
    intact: bool
    remark: str
    way: Literal["account", "desk_code", "name"]


@dataclass(slots=True)
class Envelopes:
    """Before anything is known of them: neither confirmed nor open."""

    by_lead: Confirmed | None = None
    by_candidate: Confirmed | None = None
    opened_at: datetime | None = None
    opened_by: str = ""
    photo_sha256: str = ""
    emergency_fingerprint: str = ""
    emergency_used_at: datetime | None = None
    last_fact: int = 0
    """Its number."""

    def apply(self, fact: DayFact) -> None:
        """Takes one fact of the day into account; others than the envelopes' change nothing."""
        self.last_fact = fact.number
        match fact.data:
            case day_facts.EnvelopesConfirmed() as said if self.opened_at is None:
                confirmed = Confirmed(said.name, fact.at, said.intact, said.remark, said.way)
                if said.by == "session_lead":
                    self.by_lead = confirmed
                else:
                    self.by_candidate = confirmed
            case day_facts.EnvelopesOpened() as opened if self.opened_at is None:
                self.opened_at, self.opened_by = fact.at, fact.actor.name
                self.photo_sha256 = opened.photo_sha256
            case day_facts.EmergencyKeyMade(fingerprint=fingerprint):
                self.emergency_fingerprint = fingerprint
            case day_facts.EmergencyKeyUsed():
                self.emergency_used_at = fact.at
            case _:
                pass

    def must_be_closed(self) -> None:
        """Raises Conflict once they are open."""
        if self.opened_at is not None:
            raise Conflict("already_opened", "Les plis sont déjà ouverts.", "Rechargez la page : l’heure s’y lit.")

    def may_open(self) -> None:
        """Raises Conflict once they are open, while a confirmation is missing, or where an envelope was not whole."""
        self.must_be_closed()
        if self.by_lead is None or self.by_candidate is None:
            missing = "le responsable" if self.by_lead is None else "un candidat"
            raise Conflict(
                "not_confirmed",
                f"Il manque une constatation : {missing} n’a pas confirmé que les plis sont scellés.",
                "Faites-la d’abord, en présence des deux.",
            )
        if not (self.by_lead.intact and self.by_candidate.intact):
            raise Conflict(
                "not_intact",
                "Un pli n’a pas été trouvé intact : il ne s’ouvre pas ainsi.",
                "Prévenez le certificateur. Une fois la suite décidée, constatez de nouveau, avec une remarque.",
            )


def folded(facts: Iterable[DayFact]) -> Envelopes:
    """What all facts of a day say."""
    envelopes = Envelopes()
    for fact in facts:
        envelopes.apply(fact)
    return envelopes
