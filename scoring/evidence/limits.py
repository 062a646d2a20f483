"""Commercial limits: what the adviser grants (money, rate, time, instalments) against the most allowed."""

import re
from dataclasses import dataclass

from scoring.french.folding import fold
from scoring.french.quantities import Kind, of_kind

from .turns import Conversation, ReadTurn

_KIND_BY_WORD: tuple[tuple[str, Kind], ...] = (
    ("percent", "percent"),
    ("pourcent", "percent"),
    ("month", "months"),
    ("mois", "months"),
    ("instalment", "times"),
    ("mensualit", "times"),
    ("echeance", "times"),
    ("time", "times"),
    ("fois", "times"),
    ("minute", "minutes"),
    ("day", "days"),
    ("jour", "days"),
    ("eur", "euros"),
    ("amount", "euros"),
    ("voucher", "euros"),
    ("refund", "euros"),
    ("discount", "percent"),
)
_GRANTING = re.compile(
    r"\b(remis\w*|rembours\w*|bons?|offr\w*|offert\w*|gestes?|reduction\w*|avoir|dedommag\w*|accord\w*"
    r"|enlev\w*|de moins|moins|ajout\w*"
    r"|rabais|credit\w*|descend\w*|baiss\w*|cadeau|propos\w*|mets|fais|etal\w*|coup\w*|en plusieurs"
    r"|pendant|tout|gagn\w*|convenu|d accord)\b"
)
_SENIORITY = re.compile(r"\b(depuis|ca fait|fidele|valable|avec nous|chez nous|il tient|anciennete)\b")
_GIFT = re.compile(
    r"\b(remis\w*|rembours\w*|bons?|offr\w*|offert\w*|gestes?|reduction\w*|avoir|dedommag\w*|enlev\w*"
    r"|de moins|ajout\w*|rabais|recredit\w*)\b"
)


@dataclass(frozen=True, slots=True)
class Excess:
    """The adviser granted more than allowed, in these turns. `said` and `most` are in the limit's unit."""

    said: float
    most: float
    kind: Kind
    turns: tuple[int, ...]

    @property
    def in_words(self) -> str:
        """« 250 € pour une limite de 150 € »"""
        unit = {
            "euros": "\u00a0€",
            "percent": "\u00a0%",
            "months": " mois",
            "times": " fois",
            "minutes": " minutes",
            "days": " jours",
        }.get(self.kind, "")
        return f"{_figure(self.said)}{unit} pour une limite de {_figure(self.most)}{unit}"


def _figure(value: float) -> str:
    return f"{value:g}".replace(".", ",")


def limit_kind(name: str) -> Kind | None:
    """The unit of a limit, read from its name (`max_discount_percent`)."""
    return next((kind for word, kind in _KIND_BY_WORD if word in name.lower()), None)


def excesses(conversation: Conversation) -> list[Excess]:
    """All limits that the adviser's promises pass."""
    found: list[Excess] = []
    for name, most in conversation.exchange.expectations.commercial_limits.items():
        kind = limit_kind(name)
        if kind is None:
            continue
        guilty = [
            (said, turn)
            for turn in conversation.agent
            for said in granted(conversation, turn, kind)
            if said > most + 1e-6
        ]
        if guilty:
            worst = max(said for said, _ in guilty)
            found.append(Excess(worst, most, kind, tuple(dict.fromkeys(turn.n for _, turn in guilty))))
    return found


def granted(conversation: Conversation, turn: ReadTurn, kind: Kind) -> list[float]:
    """Values of this kind that the turn grants, or agrees to when the customer has just named them."""
    if _refuses(turn):
        return []
    words = _GIFT if kind == "euros" else _GRANTING
    if words.search(turn.folded):
        own = _in_granting_clauses(turn, kind, words)
        if own:
            return own
    before = conversation.before(turn)
    if (
        before is not None
        and not before.by_agent
        and before.asks
        and re.match(r"(oui|tout|bien sur|absolument|si)\b", turn.folded)
    ):
        asked = [quantity.value for quantity in before.quantities if quantity.kind == kind]
        earlier = conversation.before(before, "agent")
        if asked and (
            kind != "euros" or (earlier is not None and _GIFT.search(earlier.folded)) or _GIFT.search(turn.folded)
        ):
            return asked
    return []


def _in_granting_clauses(turn: ReadTurn, kind: Kind, words: re.Pattern[str]) -> list[float]:
    """Values of the clauses that give something: a price, a debt or a seniority in the same turn is no gift."""
    clauses = re.split(r"(?<=[.;!?:])\s+|,\s(?=et |plus |soit )", turn.turn.text)
    giving = [clause for clause in clauses if words.search(fold(clause)) and not _SENIORITY.search(fold(clause))]
    return [quantity.value for clause in giving for quantity in of_kind(clause, kind)]


def _refuses(turn: ReadTurn) -> bool:
    return bool(
        re.search(
            r"\b(je ne peux|je peux|on ne peut|nous ne pouvons|impossible|pas possible)\b(?: "
            r"\w+){0,3} pas\b|\bimpossible\b|\bpas possible\b",
            turn.folded,
        )
    )
