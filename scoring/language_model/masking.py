"""What names a customer is hidden before an exchange leaves: name, reference, telephone, e-mail, card, account.

The candidate is never named in an exchange's data, except by themselves when they greet: first names after « je
m’appelle » and the like are hidden as well. Masks keep the sense: « [client] » greets like a name.
"""

import re
from collections.abc import Callable

from scoring.exchange import Exchange
from scoring.french.folding import fold

_CARRIED = {
    "[courriel]": re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    "[compte]": re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\b"),
    "[téléphone]": re.compile(r"(?<![\d-])(?:\+33[ .]?|0)[1-9](?:[ .-]?\d{2}){4}(?!\d)"),
    "[carte]": re.compile(r"\b\d{4}(?:[ -]?\d{4}){3}\b"),
}
_CALLED = re.compile(r"(?i:\b(?:je m[’']appelle|je suis|c[’']est|ici)) ((?:[A-ZÀ-Ý][\w’'-]+ ?){1,3})")
_CIVILITIES = frozenset({"m", "mme", "mlle", "monsieur", "madame", "mademoiselle", "le", "la", "de", "du", "des"})


def masker(exchange: Exchange) -> Callable[[str], str]:
    """A function that hides, in any text of this exchange, whom it is about."""
    client = exchange.expectations.client
    names = [word for word in re.findall(r"[\w’'-]+", client.name) if fold(word).strip() not in _CIVILITIES]
    hidden = [(re.compile(rf"(?i)(?<!\w){re.escape(name)}(?!\w)"), "[client]") for name in names if len(name) > 1]
    if len(client.reference) > 2:
        loose = r"[ .-]?".join(map(re.escape, re.sub(r"[ .-]", "", client.reference)))
        hidden.insert(0, (re.compile(rf"(?i)(?<!\w){loose}(?!\w)"), "[référence]"))

    def mask(text: str) -> str:
        for mark, pattern in _CARRIED.items():
            text = pattern.sub(mark, text)
        for pattern, mark in hidden:
            text = pattern.sub(mark, text)
        return _CALLED.sub(lambda found: found[0].replace(found[1].rstrip(), "[prénom]"), text)

    return mask
