"""French typography for sentences written in code, where a non-breaking space cannot be seen."""

import re

NO_BREAK = "\u00a0"

THIN = "\u202f"
"""Between groups of three figures."""


def french_spaces(text: str) -> str:
    """Non-breaking spaces before : ; ? ! » and after «. What already has them is left alone."""
    return re.sub(r"(?<=«) | (?=[:;?!»](?:\s|$|[.,»)]))", NO_BREAK, text)


def french_apostrophes(text: str) -> str:
    """« l'accord » as « l’accord »."""
    return re.sub(r"(?<=[^\W\d])'(?=\w)", "’", text)
