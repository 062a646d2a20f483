"""Commercial limits: what the adviser grants (money, rate, time, instalments) against the most allowed."""

import re
from dataclasses import dataclass

from scoring.french.folding import fold
from scoring.french.quantities import Kind, of_kind

from .turns import Conversation, ReadTurn
from .valued import Role, values_said

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
    ("credit", "euros"),
    ("gesture", "euros"),
    ("goodwill", "euros"),
    ("fees", "euros"),
    ("discount", "percent"),
)
_NO_OFFER = re.compile(
    r"\b(depuis|ca fait|fidele|valable|avec nous|chez nous|il tient|anciennete|il y a|reste\w*|retard|preavis"
    r"|garanti\w*|engag\w+ (?:de|d|sur|pour)|derniers?|precedents?|deja|avant|pendant les|tva|majoration|maximum"
    r"|pas plus|au plus|plafon\w*|limite)\b"
)
"""Values that are no offer: how long something has lasted, a warranty, a commitment, the limit itself."""
_GIFT = re.compile(
    r"\b(remis\w*|rembours\w*|bons?|offr\w*|offert\w*|gestes?|reduction\w*|avoir|dedommag\w*|enlev\w*"
    r"|de moins|ajout\w*|rabais|recredit\w*|credit\w*|rends|rendus?|compens\w*|deduis|retire|prends en charge)\b"
)
"""An amount of money is an offer only beside one of these: prices and debts are amounts as well."""


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
            if said > most + 1e-6 and _is_about(name, said, kind, turn)
        ]
        if guilty:
            worst = max(said for said, _ in guilty)
            found.append(Excess(worst, most, kind, tuple(dict.fromkeys(turn.n for _, turn in guilty))))
    return found


_NEVER_GRANTED: frozenset[Role] = frozenset({"former", "commitment", "rhythm"})
_OF_A_PAUSE: frozenset[Role] = frozenset({"pause"})


def _is_about(name: str, said: float, kind: Kind, turn: ReadTurn) -> bool:
    """Whether the value is for what the limit is about: the stock that lasts four months is no pause of four."""
    roles = {
        one.role for one in values_said(turn) if one.quantity.kind == kind and abs(one.quantity.value - said) < 0.005
    }
    if not roles:  # a share in words, or what the customer has just named
        return True
    return bool(roles & _OF_A_PAUSE) if "pause" in name.lower() else bool(roles - _NEVER_GRANTED)


def granted(conversation: Conversation, turn: ReadTurn, kind: Kind) -> list[float]:
    """Values of this kind that the turn offers, or agrees to when the customer has just named them."""
    if _refuses(turn):
        return []
    own = _offered(turn, kind)
    if own:
        return own
    before = conversation.before(turn)
    if (
        before is not None
        and not before.by_agent
        and before.asks
        and re.match(r"(oui|tout|bien sur|absolument|si|d accord|c est bon|ca marche|ok)\b", turn.folded)
    ):
        asked = _values(before.turn.text, kind)
        earlier = conversation.before(before, "agent")
        if asked and (
            kind != "euros" or (earlier is not None and _GIFT.search(earlier.folded)) or _GIFT.search(turn.folded)
        ):
            return asked
    return []


def _offered(turn: ReadTurn, kind: Kind) -> list[float]:
    """Values of the clauses that give something: a price, a debt or a seniority in the same turn is no offer."""
    clauses = re.split(r"(?<=[.;!?:])\s+|,\s(?=et |plus |soit )", turn.turn.text)
    found: list[float] = []
    for clause in clauses:
        plain = fold(clause)
        if _NO_OFFER.search(plain) or (kind == "euros" and not _GIFT.search(plain)):
            continue
        found += _values(clause, kind)
    return found


_SHARES: tuple[tuple[re.Pattern[str], float], ...] = (
    (re.compile(r"\b(?:moitie|par deux|deux fois moins|demi tarif)\b"), 50.0),
    (re.compile(r"\b(?:deux tiers)\b"), 66.7),
    (re.compile(r"\b(?:un tiers|le tiers|par trois|trois fois moins)\b"), 33.3),
    (re.compile(r"\b(?:trois quarts)\b"), 75.0),
    (re.compile(r"\b(?:un quart|le quart|par quatre)\b"), 25.0),
)


def _values(text: str, kind: Kind) -> list[float]:
    """Values of `kind`: shares in words are rates; a debt spread over months has as many instalments."""
    if kind == "times":
        return [quantity.value for quantity in of_kind(text, "times", "months")]
    found = [quantity.value for quantity in of_kind(text, kind)]
    if kind == "percent":
        plain = fold(text)
        found += [value for words, value in _SHARES if words.search(plain)]
    return found


def _refuses(turn: ReadTurn) -> bool:
    return bool(
        re.search(
            r"\b(je ne peux|je peux|on ne peut|nous ne pouvons|impossible|pas possible)\b(?: "
            r"\w+){0,3} pas\b|\bimpossible\b|\bpas possible\b",
            turn.folded,
        )
    )
