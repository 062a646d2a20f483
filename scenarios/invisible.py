"""Characters that nobody sees, and those that turn the reading order: a name with them is not the name that is read.

By Unicode's general categories (UAX #44): controls, formats (zero width, direction), surrogates, private and
unassigned ones, line and paragraph separators; and the few letters that are drawn as nothing.
"""

import unicodedata
from collections.abc import Iterator

from .faults import Fault
from .invented import texts_of
from .reading import PackFiles

_CATEGORIES = frozenset(["Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"])
_BLANK = frozenset("\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\u034f")
"""Fillers, blank Braille, the grapheme joiner: letters, symbols and marks for Unicode, nothing for an eye."""

_IN_TEXTS = frozenset("\n\t\u200c\u200d")
"""New lines, and the joiners that emoji and some scripts are written with."""
_WITHOUT = str.maketrans(dict.fromkeys(_IN_TEXTS))
_SPACES = str.maketrans(dict.fromkeys("\u00a0\u202f", " "))
"""Those of French: separators for Unicode, seen by everybody."""


def invisible_in(text: str) -> str | None:
    """The first such character of one line, as « U+202E »; None when all can be seen."""
    if text.translate(_SPACES).isprintable() and _BLANK.isdisjoint(text):
        return None  # Nearly every text: its characters need not be looked at one by one.
    return next((_named(one) for one in text if one in _BLANK or unicodedata.category(one) in _CATEGORIES), None)


def invisible_faults(files: PackFiles) -> Iterator[Fault]:
    """Remarks: what was pasted with such a character reads otherwise than it is searched, printed and compared."""
    for piece, path, text in texts_of(files):
        found = invisible_in(text.translate(_WITHOUT))
        if found is not None:
            yield piece.document.fault(
                path,
                "invisible_character",
                f"Ce texte contient un caractère invisible ({found}).",
                "Effacez-le et retapez le mot : il vient souvent d’un copier-coller.",
                warning=True,
            )


def _named(character: str) -> str:
    return f"U+{ord(character):04X}"
