"""Who wrote a labelled exchange, by its name: figures are told leaving one writer out."""

import re

HANDS: dict[str, str] = {"a": "ab", "b": "ab", "h1": "h", "h2": "h", "sa": "s", "sb": "s", "sc": "s", "t": "t"}
"""Hands that may be one person are taken as one: left out together, never split."""

_CONTRAST = re.compile(r"(t\d)[a-z]\d")


def writer_of(exchange_id: str) -> str:
    """The hand of `cp3-phone-mixed-t4d2` is `t4`; a name that follows no rule stands for itself."""
    last = exchange_id.rsplit("-", 1)[-1]
    contrast = _CONTRAST.fullmatch(last)
    return contrast.group(1) if contrast else HANDS.get(last, last)
