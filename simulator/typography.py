"""French typography for sentences written in code, where a non-breaking space cannot be seen."""

import re
import unicodedata

NO_BREAK = "\u00a0"

THIN = "\u202f"
"""Between groups of three figures."""


def french_spaces(text: str) -> str:
    """Non-breaking spaces before : ; ? ! » and after «. What already has them is left alone."""
    return re.sub(r"(?<=«) | (?=[:;?!»](?:\s|$|[.,»)]))", NO_BREAK, text)


def of_name(name: str) -> str:
    """« d’Amir », « de Zoé »: elided before a vowel; before an H, that may be one or none, it is not."""
    first = unicodedata.normalize("NFKD", name[:1]).casefold()[:1]
    return f"d’{name}" if first and first in "aeiouœæ" else f"de {name}"


def french_apostrophes(text: str) -> str:
    """« l'accord » as « l’accord »."""
    return re.sub(r"(?<=[^\W\d])'(?=\w)", "’", text)


def counted(number: int, words: str) -> str:
    """« 1 fichier relu », « 2 fichiers relus »: words that take an S each; none is one, in French."""
    return f"{number} {words}" if number < 2 else f"{number} " + " ".join(f"{one}s" for one in words.split())
