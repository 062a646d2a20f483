"""Values with their role: an amount, a rate, a date, a duration, with what it is for and how it is said.

« Je vous rends 18 euros » and « vos frais de 36 euros » hold two amounts that must not be compared: one is given, the
other is a fee. A role is read from the words around the value; « » where they do not tell. Comparing values asks that
their roles do not differ; judging a limit asks that the value is offered for what the limit is about.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from scoring.french.quantities import Placed, Quantity, in_figures, placed

from .turns import ReadTurn

Role = Literal[
    "",
    "gift",
    "fee",
    "debt",
    "instalment",
    "former",
    "start",
    "end",
    "due",
    "rhythm",
    "within",
    "pause",
    "commitment",
]
Stance = Literal["told", "promised", "asked", "denied", "conditional"]

_CLAUSES = re.compile(r"(?<=[.;!?])\s+|:\s+|\n+")
_NEAR = 48
"""Characters of folded text that are looked at on either side: some eight words."""
_DAY = r"(?: (?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche))?"
_GIVEN = re.compile(
    r"\b(?:remis\w*|rembours\w*|bons?|offr\w*|offert\w*|gestes?|reduction\w*|avoir|dedommag\w*|rabais|recredit\w*"
    r"|credit\w*|rends|rendus?|compens\w*|deduis|deduit\w*|moins|gratuit\w*|ristourne)\b"
)
_OWED = re.compile(r"\b(?:dettes?|soldes?|impayes?|devez|dois|doit|restant|reste|arrieres?)\b")
_FEES = re.compile(r"\b(?:frais|penalites?|majoration)\b")
_NAMES_OF_EUROS: tuple[tuple[re.Pattern[str], Role], ...] = ((_GIVEN, "gift"), (_FEES, "fee"), (_OWED, "debt"))
_PARTS = re.compile(r"(?:fois|mensualites?|echeances?|versements?|echelonn\w*)(?: de)?(?: \w+)? $")
_EACH = re.compile(r"^ (?:chacun\w*|chaque|a chaque|par (?:mois|mensualite|echeance)|tous les mois)\b")
_WORDS_BEFORE: tuple[tuple[str, Role, str], ...] = (
    (r"\bau lieu d[eu]? ?(?:\w+ )?$", "former", "euros percent months times days"),
    (rf"\b(?:au|jusqu (?:a|au)|termin\w*|fini\w*|derni\w* \w+)(?: le)?{_DAY} $", "end", "date"),
    (rf"\b(?:avant|plus tard|d ici|limite)(?: le)?{_DAY} $", "due", "date"),
    (
        r"\b(?:partir|compter|dater|des|demarr\w*|commenc\w*|debut\w*|premier\w*)(?: \w+)?"
        rf"(?: (?:le|du|de))?{_DAY} $",
        "start",
        "date",
    ),
    (r"\b(?:tous|toutes) les $", "rhythm", "days months"),
    (r"\b(?:sous|dans|d ici|delai de|delais? de|maximum) $", "within", "days months"),
)
_BEFORE: tuple[tuple[re.Pattern[str], Role, frozenset[str]], ...] = tuple(
    (re.compile(words), role, frozenset(kinds.split())) for words, role, kinds in _WORDS_BEFORE
)
"""Roles that the words just before a value of these kinds give."""
_OF_MONTHS: tuple[tuple[re.Pattern[str], Role], ...] = (
    (re.compile(r"\b(?:pauses?|endor\w+|suspen\w+|gel\w*)\b"), "pause"),
    (re.compile(r"\b(?:engag\w+|contrat|garanti\w*|prolong\w+|preavis)\b"), "commitment"),
    (re.compile(r"\b(?:mensualites?|etal\w+|echelonn\w+|echeances?|versements?)\b"), "instalment"),
    (_GIVEN, "gift"),
)
_DENIED = re.compile(
    r"\b(?:impossible|pas possible|refus\w*|(?:ne|n) (?:\w+ ){1,2}(?:pas|plus|jamais|aucun\w*)|peux pas|peut pas"
    r"|non)\b"
)
_CONDITIONAL = re.compile(
    r"\b(?:si (?:vous|on|jamais|le|la|tout)|sous reserve|a condition|seulement si|sinon|sauf)\b"
)
_ASKED = re.compile(r"\b(?:voudrais|voulais|veux|demande|aimerais|pourriez|pouvez|possible d)\b")
_PROMISED = re.compile(
    r"\b(?:propos\w+|offr\w+|offert\w*|accord\w+|rends|rembours\w+|mets|enleve|deduis|ajoute|confirm\w+|je vous"
    r"|vous (?:aurez|recevrez|faites|reglez|reglerez|payez|paierez)|on (?:part|fait|dit|est)|soit|je peux|on peut"
    r"|nous (?:disons|convenons|pouvons)|sera|seront|ca fait)\b"
)


@dataclass(frozen=True, slots=True)
class Valued:
    """A value as it is said or written: what it is for, and whether it is told, promised, asked, denied or made to
    hang on something."""

    quantity: Quantity
    role: Role
    stance: Stance

    def may_be(self, other: "Valued") -> bool:
        """Of one kind, and not known to be for different things. Days are too many things (a delay, a rhythm, a
        trial) for one that does not tell to be taken for another."""
        if self.quantity.kind != other.quantity.kind:
            return False
        return self.role == other.role or (self.quantity.kind != "days" and "" in (self.role, other.role))


def values_said(turn: ReadTurn) -> tuple[Valued, ...]:
    """The values of a turn, as whoever speaks means them."""
    return values_in(turn.turn.text, turn.by_agent)


@lru_cache(maxsize=8192)
def values_in(text: str, by_agent: bool = True) -> tuple[Valued, ...]:
    """In the order of the text. `by_agent`: a letter and the adviser can promise; a customer asks or tells."""
    found: list[Valued] = []
    for clause in _CLAUSES.split(text):
        folded = in_figures(clause)
        stance = _stance(folded, clause, by_agent)
        for one in sorted(placed(clause), key=lambda one: one.start):
            found.append(Valued(one.quantity, _role(one, folded), stance))
    return tuple(found)


def _stance(folded: str, clause: str, by_agent: bool) -> Stance:
    if _DENIED.search(folded):
        return "denied"
    if _CONDITIONAL.search(folded):
        return "conditional"
    if not by_agent:
        return "asked" if "?" in clause or _ASKED.search(folded) else "told"
    return "promised" if _PROMISED.search(folded) else "told"


def _role(one: Placed, folded: str) -> Role:
    kind = one.quantity.kind
    before, after = folded[max(0, one.start - _NEAR) : one.start], folded[one.end : one.end + _NEAR]
    for words, role, kinds in _BEFORE:
        if kind in kinds and words.search(before):
            return role
    if kind == "euros":
        return _of_euros(before, after)
    if kind == "months":
        return _of_months(before + after)
    return "instalment" if kind == "times" else "gift" if kind == "percent" else ""


def _of_months(near: str) -> Role:
    for words, role in _OF_MONTHS:
        if words.search(near):
            return role
    return ""


def _of_euros(before: str, after: str) -> Role:
    """What stands nearest before an amount names it; a word of giving after it makes it a gift (« vos frais de 36
    euros vous seront remboursés »)."""
    if _PARTS.search(before) or _EACH.search(after):
        return "instalment"
    if re.search(
        r"^(?: \w+){0,2} (?:rembours\w*|offert\w*|rendus?|deduit\w*|recredit\w*|de moins)\b", after
    ) or re.search(
        r"^ (?:vous )?(?:seront|sera|sont|est) (?:\w+ )?(?:rembours\w*|offert\w*|rendu\w*|deduit\w*)\b", after
    ):
        return "gift"
    nearest: tuple[int, Role] = (-1, "")
    for words, role in _NAMES_OF_EUROS:
        at = max((match.start() for match in words.finditer(before)), default=-1)
        if at > nearest[0]:
            nearest = at, role
    return nearest[1]
