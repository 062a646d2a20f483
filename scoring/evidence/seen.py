"""All that was read in one exchange, gathered once for the detectors of its competence."""

import re
from dataclasses import dataclass
from functools import cached_property

from scoring.exchange import Exchange
from scoring.french import cues
from scoring.french.nearness import Compares

from .agreement import Consent, Contradiction, consent, contradictions, recaps, unwritten
from .delays import Delays, measure_delays
from .facts import FactReader, FactSeen
from .file_record import RecordCheck, check_record
from .limits import Excess, excesses
from .proofreading import Proofreading, Proofreads
from .turns import Conversation, ReadTurn


@dataclass(frozen=True)
class Seen:
    """Each family is computed when a detector first asks for it."""

    exchange: Exchange
    near: Compares
    proofreader: Proofreads

    @cached_property
    def conversation(self) -> Conversation:
        return Conversation(self.exchange)

    @cached_property
    def fact_reader(self) -> FactReader:
        return FactReader(self.conversation, self.near)

    @cached_property
    def expected_facts(self) -> tuple[FactSeen, ...]:
        facts = self.exchange.expectations.facts
        return tuple(self.fact_reader.expected(fact) for fact in facts if fact.kind == "must_say")

    @cached_property
    def promised_wrongly(self) -> tuple[FactSeen, ...]:
        """Forbidden facts that were promised all the same."""
        facts = self.exchange.expectations.facts
        read = (self.fact_reader.forbidden(fact) for fact in facts if fact.kind == "must_not_promise")
        return tuple(seen for seen in read if seen.status == "said")

    @cached_property
    def excesses(self) -> tuple[Excess, ...]:
        return tuple(excesses(self.conversation))

    @cached_property
    def record(self) -> RecordCheck:
        return check_record(self.exchange)

    @cached_property
    def delays(self) -> Delays:
        return measure_delays(self.exchange)

    @cached_property
    def consent(self) -> Consent:
        return consent(self.conversation)

    @cached_property
    def contradictions(self) -> tuple[Contradiction, ...]:
        return tuple(contradictions(self.conversation))

    @cached_property
    def unwritten(self) -> tuple[int, ...]:
        return tuple(turn for _, turn in unwritten(self.conversation))

    @cached_property
    def recaps(self) -> tuple[ReadTurn, ...]:
        return tuple(recaps(self.conversation))

    @cached_property
    def proofreading(self) -> Proofreading:
        return Proofreading(self.exchange, self.proofreader)

    @property
    def agent_spoke(self) -> bool:
        return any(turn.turn.text.strip() for turn in self.conversation.agent)

    @cached_property
    def questions(self) -> tuple[ReadTurn, ...]:
        """The adviser's questions that discover."""
        return tuple(turn for turn in self.conversation.agent if turn.explores)

    @cached_property
    def reformulations(self) -> tuple[ReadTurn, ...]:
        """The adviser gives the customer's own words back, before the last third."""
        found: list[ReadTurn] = []
        for turn in self.conversation.agent:
            if self.conversation.share(turn) > 0.7 or len(turn.words) < 5:
                continue
            heard = {stem for one in self.conversation.client if one.place < turn.place for stem in one.stems}
            given_back = len(turn.stems & heard)
            if (turn.has(cues.REFORMULATING) and given_back >= 1) or (
                given_back >= 3 and self.conversation.share(turn) < 0.5
            ):
                found.append(turn)
        return tuple(found)

    @cached_property
    def identity_checks(self) -> tuple[ReadTurn, ...]:
        return tuple(turn for turn in self.conversation.agent if turn.identifies)

    @cached_property
    def sensitive_turns(self) -> tuple[ReadTurn, ...]:
        """Turns in which the adviser names a debt, a balance or an amount of the customer's file."""
        subject = re.compile(r"\b(dette|impay\w*|solde|du|regler|retard|livret|facture|loyers?|echeance|compte)\b")
        return tuple(
            turn
            for turn in self.conversation.agent
            if subject.search(turn.folded) and any(quantity.kind == "euros" for quantity in turn.quantities)
        )
