"""Instant search of the candidate's desk: customers, and the company's documents. Accents and case do not matter."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from .models import Customer, Pack

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "’": "'"})


def plain(text: str) -> str:
    """Lower case without accents."""
    decomposed = unicodedata.normalize("NFD", text.casefold().translate(_LIGATURES))
    return "".join(character for character in decomposed if not unicodedata.combining(character))


@dataclass(frozen=True, slots=True)
class _Entry:
    customer: Customer
    last_name: str
    words: tuple[str, ...]
    phones: tuple[str, ...]
    references: tuple[str, ...]
    """Customer's number and papers, without hyphens."""
    digits: tuple[str, ...]
    """The same without their letters, which people leave out."""


class CustomerSearch:
    """Built once per pack; a search looks at every customer (a few hundred: well under a millisecond)."""

    def __init__(self, pack: Pack) -> None:
        self._entries = [_entry(customer) for customer in pack.customers]

    def find(self, query: str, limit: int = 20) -> list[Customer]:
        """Every word of the query must match (name, town, e-mail, number, reference, phone); best first."""
        words = _query_words(query)
        if not words:
            return []
        whole = "".join(words).replace("-", "")
        scored = [(_whole_score(whole, entry) or _words_score(words, entry), entry) for entry in self._entries]
        found = [pair for pair in scored if pair[0]]
        found.sort(key=lambda pair: (-pair[0], pair[1].last_name, pair[1].customer.first_name))
        return [entry.customer for _, entry in found[:limit]]


def _query_words(query: str) -> list[str]:
    """Words of the query; neighbouring groups of digits (06 39 98, 06.39.98, +33 6 39 98) become one number."""
    words: list[str] = []
    number_goes_on = False
    for word in re.split(r"[\s,]+", plain(query).strip()):
        digits = re.sub(r"\D", "", word)
        is_number = bool(digits) and not re.search(r"[^\d.+()/-]", word)
        if is_number and number_goes_on:
            words[-1] += digits
        elif is_number:
            words.append("+" + digits if word.startswith("+") else digits)
        elif word:
            words.append(word)
        number_goes_on = is_number
    return [re.sub(r"^(\+33|0033)0?", "0", word) for word in words]


def _entry(customer: Customer) -> _Entry:
    references = [customer.number]
    references += [order.reference for order in customer.orders]
    references += [invoice.reference for invoice in customer.invoices]
    references += [contract.reference for contract in customer.contracts]
    names = plain(f"{customer.last_name} {customer.first_name} {customer.address.city}").split()
    # « Pierre-Yves » is found as written, and by either half.
    words = [*names, *(part for name in names for part in re.split(r"['-]+", name) if part and part != name)]
    if customer.email:
        words.append(plain(customer.email))
    phones = [customer.phone, *([customer.second_phone] if customer.second_phone else [])]
    return _Entry(
        customer,
        plain(customer.last_name),
        tuple(words),
        tuple(re.sub(r"\D", "", phone) for phone in phones),
        tuple(plain(reference).replace("-", "") for reference in references),
        tuple(filter(None, (re.sub(r"\D", "", reference) for reference in references))),
    )


def _whole_score(whole: str, entry: _Entry) -> int:
    """The query as one number or reference, however it was cut: « VA 20417 », « 06 39 98 41 22 »."""
    if whole in entry.references or whole in entry.phones:
        return 100
    starts = len(whole) >= 3 and any(one.startswith(whole) for one in (*entry.references, *entry.phones))
    return 50 if starts else 0


def _words_score(words: list[str], entry: _Entry) -> int:
    scores = [_score(word, entry) for word in words]
    return sum(scores) if all(scores) else 0


def _score(word: str, entry: _Entry) -> int:
    reference = word.replace("-", "")
    if reference in entry.references:
        return 10
    if reference in entry.digits:
        return 9
    shortest = 2 if reference.isdecimal() else 3
    if len(reference) >= shortest and any(one.startswith(reference) for one in (*entry.references, *entry.phones)):
        return 7
    if len(reference) >= 3 and any(reference in one for one in (*entry.references, *entry.phones)):
        return 6
    if entry.last_name == word:
        return 6
    if entry.last_name.startswith(word):
        return 5
    if word in entry.words:
        return 4
    if any(part.startswith(word) for part in entry.words):
        return 3
    return 1 if len(word) >= 3 and any(word in part for part in entry.words) else 0


@dataclass(frozen=True, slots=True)
class DocumentHit:
    """A document that matches; `snippet` is the sentence that does."""

    kind: Literal["procedure", "product", "script", "limit"]
    id: str
    title: str
    snippet: str


class DocumentSearch:
    """Full text of procedures, products, scripts and commercial limits."""

    def __init__(self, pack: Pack) -> None:
        self._entries: list[_Text] = []
        for procedure in pack.procedures:
            hit = DocumentHit("procedure", procedure.id, procedure.title, procedure.summary)
            self._add(hit, procedure.summary, *procedure.steps, *procedure.forbidden, " ".join(procedure.keywords))
        for product in pack.products:
            hit = DocumentHit("product", product.id, product.name, product.description)
            self._add(
                hit, product.reference, product.family, product.description, *product.benefits, *product.conditions
            )
        for script in pack.company.scripts:
            self._add(DocumentHit("script", script.id, script.moment, script.text), script.text)
        for limit in pack.company.commercial_limits:
            self._add(DocumentHit("limit", limit.id, limit.reason, limit.maximum), limit.maximum, limit.beyond)

    def _add(self, hit: DocumentHit, *texts: str) -> None:
        plains = tuple(plain(text) for text in texts)
        title = plain(hit.title)
        self._entries.append(_Text(hit, texts, plains, title, "\n".join((title, *plains))))

    def find(self, query: str, limit: int = 20) -> list[DocumentHit]:
        """Every word must occur; a title counts more than a sentence."""
        words = plain(query).split()
        if not words:
            return []
        found = [
            (sum(3 if word in entry.title else 1 for word in words), entry.hit_for(words))
            for entry in self._entries
            if all(word in entry.whole for word in words)
        ]
        found.sort(key=lambda pair: (-pair[0], pair[1].title))
        return [hit for _, hit in found[:limit]]


@dataclass(frozen=True, slots=True)
class _Text:
    hit: DocumentHit
    texts: tuple[str, ...]
    plains: tuple[str, ...]
    title: str
    whole: str

    def hit_for(self, words: list[str]) -> DocumentHit:
        """The hit with the text that holds most of the words; its own snippet when only the title does."""
        counts = [sum(word in text for word in words) for text in self.plains]
        best = max(counts, default=0)
        snippet = self.texts[counts.index(best)] if best else self.hit.snippet
        return DocumentHit(self.hit.kind, self.hit.id, self.hit.title, snippet)
