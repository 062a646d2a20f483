"""What a language model answered, believed only where its quotations are true."""

import re
from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from scoring.evidence.weighing import MOST_TURNS, Finding, not_observable
from scoring.exchange import Exchange, Verdict
from scoring.french.folding import fold
from scoring.language_model.masking import masker
from scoring.referential import load_referential

FEWEST_WORDS = 3
"""« oui » is in every conversation: a quotation shorter than this proves nothing, unless it is the whole turn."""

LONGEST_REASON = 300


class UnreadableAnswer(Exception):
    """Not the JSON that was asked for."""


class _Data(BaseModel):
    model_config = ConfigDict(allow_inf_nan=False, extra="ignore", frozen=True)


class _Quote(_Data):
    turn: int
    text: str


class _Read(_Data):
    criterion: str
    verdict: Verdict
    quotes: tuple[_Quote, ...] = ()
    reason: str = ""


class _Answer(_Data):
    findings: tuple[_Read, ...] = Field(max_length=100)


def findings_of(answer: str, exchange: Exchange) -> list[Finding]:
    """One finding per criterion of the competence, in the référentiel's order. Raises UnreadableAnswer.

    A criterion that was not asked for is ignored; one said twice counts once; one without a true quotation is
    not_observable.
    """
    read: dict[str, _Read] = {}
    for one in _parsed(answer).findings:
        read.setdefault(one.criterion, one)
    mask = masker(exchange)
    said = {turn.n: fold(mask(turn.text)) for turn in exchange.turns}
    criteria = load_referential().competence(exchange.competence).criteria
    return [_believed(criterion, read.get(criterion), said) for criterion in criteria]


def _believed(criterion: str, read: _Read | None, said: Mapping[int, str]) -> Finding:
    if read is None or read.verdict == "not_observable":
        return not_observable(criterion, "le modèle de langue n’en dit rien")
    true = [quote.turn for quote in read.quotes if _is_true(quote, said)]
    if not true:
        return not_observable(criterion, "aucune citation du modèle de langue ne se retrouve dans l’échange")
    return Finding(
        criterion=criterion,
        verdict=read.verdict,
        confidence=len(true) / len(read.quotes),
        turns=tuple(dict.fromkeys(true))[:MOST_TURNS],
        events=(),
        written=(),
        reason=_sentence(read.reason),
    )


def _is_true(quote: _Quote, said: Mapping[int, str]) -> bool:
    words, turn = fold(quote.text).strip(), said.get(quote.turn, "").strip()
    if not words:
        return False
    return words == turn or (len(words.split()) >= FEWEST_WORDS and f" {words} " in f" {turn} ")


def _sentence(text: str) -> str:
    """One line of plain text that ends as a sentence does."""
    plain = re.sub(
        r"\s+", " ", "".join(letter for letter in text if letter.isprintable() or letter.isspace())
    ).strip()
    if len(plain) > LONGEST_REASON:
        plain = plain[:LONGEST_REASON].rsplit(" ", 1)[0] + "…"
    if not plain:
        return "Le modèle de langue ne dit pas pourquoi."
    return plain if plain[-1] in ".!?…" else plain + "."


def _parsed(answer: str) -> _Answer:
    """Some servers wrap the object in a code fence or in words."""
    start, end = answer.find("{"), answer.rfind("}")
    try:
        return _Answer.model_validate_json(answer[start : end + 1])
    except (ValueError, ValidationError) as error:
        raise UnreadableAnswer(str(error)[:200]) from None
