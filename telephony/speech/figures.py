"""Numbers as a French reader expects them: figures, phone numbers in pairs, years, amounts, percentages."""

import importlib.util
import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .transcript import SaidWord

NB = "\u00a0"

_RULES = (
    (re.compile(r"(\d) pour (?:100|cents?)\b"), rf"\1{NB}%"),
    (re.compile(r"(\d+) euros? (?:et )?(\d\d)(?: centimes?)?\b(?! (?:euros?|fois|\w+ fois))"), rf"\1,\2{NB}€"),
    (re.compile(r"(\d+) euros? et (\d) centimes?\b"), rf"\1,0\2{NB}€"),
    (re.compile(r"(\d) euros?\b"), rf"\1{NB}€"),
)


def in_figures(text: str) -> str:
    """« douze euros cinquante » → « 12,50 € »; as it is where the converter is not installed."""
    convert = _converter()
    if convert is None:
        return text
    figures = str(convert(text, "fr"))
    for wrong, right in _RULES:
        figures = wrong.sub(right, figures)
    return figures


def words_in_figures(words: Sequence["SaidWord"]) -> tuple["SaidWord", ...]:
    """The same for words with their seconds: those of one number become one word, from its start to its end."""
    from .transcript import SaidWord

    groups = _spoken(words)
    before = ["".join(word.text for word in group).strip() for group in groups]
    after = in_figures(" ".join(before)).split(" ")
    if after == before:
        return tuple(words)
    found: list[SaidWord] = []
    for kind, i, j, k, m in SequenceMatcher(a=before, b=after, autojunk=False).get_opcodes():
        if kind == "equal":
            found += [word for group in groups[i:j] for word in group]
        elif j > i and m > k:
            changed = [word for group in groups[i:j] for word in group]
            found.append(SaidWord(changed[0].start, changed[-1].end, " " + " ".join(after[k:m])))
        elif j > i and found:
            # Its words went into the number beside it.
            last = found.pop()
            found.append(SaidWord(last.start, groups[j - 1][-1].end, last.text))
    return tuple(found)


def _spoken(words: Sequence["SaidWord"]) -> list[list["SaidWord"]]:
    """Words with what is glued to them: « j » and « ’ai »."""
    groups: list[list[SaidWord]] = []
    for word in words:
        if groups and not word.text.startswith(" "):
            groups[-1].append(word)
        else:
            groups.append([word])
    return groups


@cache
def _converter() -> Any:
    if importlib.util.find_spec("text_to_num") is None:
        return None
    # Imported here: it comes with the engines, which are an option.
    from text_to_num import alpha2digit  # pyright: ignore[reportMissingImports]

    return alpha2digit
