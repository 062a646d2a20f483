"""Instant search of the candidate's desk: customers, and the company's documents. Accents and case do not matter."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from .models import Customer, Pack


def plain(text: str) -> str:
    """Lower case without accents."""
    decomposed = unicodedata.normalize("NFD", text.casefold().replace("œ", "oe").replace("’", "'"))
    return "".join(character for character in decomposed if not unicodedata.combining(character))


@dataclass(frozen=True, slots=True)
class _Entry:
    customer: Customer
    words: tuple[str, ...]
    digits: tuple[str, ...]
    references: tuple[str, ...]


class CustomerSearch:
    """Built once per pack; a search looks at every customer (a few hundred: well under a millisecond)."""

    def __init__(self, pack: Pack) -> None:
        self._entries = [_entry(customer) for customer in pack.customers]

    def find(self, query: str, limit: int = 20) -> list[Customer]:
        """Every word of the query must match (name, town, e-mail, number, reference, phone); best first."""
        text = plain(query).strip()
        digits = re.sub(r"\D", "", text)
        if digits.startswith("33") and len(digits) >= 6:
            digits = "0" + digits[2:]
        if len(digits) >= 4 and not re.search(r"[a-z]", text):
            found = [entry for entry in self._entries if any(digits in number for number in entry.digits)]
            return [entry.customer for entry in found[:limit]]
        words = [word for word in re.split(r"[\s,]+", text) if word]
        if not words:
            return []
        scored = [(sum(scores), entry) for entry in self._entries if all(scores := [_score(w, entry) for w in words])]
        scored.sort(key=lambda pair: (-pair[0], pair[1].customer.last_name, pair[1].customer.first_name))
        return [entry.customer for _, entry in scored[:limit]]


def _entry(customer: Customer) -> _Entry:
    references = [customer.number]
    references += [order.reference for order in customer.orders]
    references += [invoice.reference for invoice in customer.invoices]
    references += [contract.reference for contract in customer.contracts]
    words = re.split(r"[\s'-]+", plain(f"{customer.last_name} {customer.first_name} {customer.address.city}"))
    if customer.email:
        words.append(plain(customer.email))
    phones = [customer.phone, *([customer.second_phone] if customer.second_phone else [])]
    digits = [re.sub(r"\D", "", value) for value in [*phones, *references]]
    return _Entry(customer, tuple(words), tuple(digits), tuple(plain(reference) for reference in references))


def _score(word: str, entry: _Entry) -> int:
    if any(reference == word for reference in entry.references):
        return 10
    if any(reference.startswith(word) or word in reference for reference in entry.references if len(word) >= 3):
        return 6
    if plain(entry.customer.last_name).startswith(word):
        return 5
    if any(part == word for part in entry.words):
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
        self._texts: list[tuple[DocumentHit, tuple[str, ...]]] = []
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
        self._texts.append((hit, (hit.title, *texts)))

    def find(self, query: str, limit: int = 20) -> list[DocumentHit]:
        """Every word must occur; a title counts more than a sentence."""
        words = plain(query).split()
        found: list[tuple[int, DocumentHit]] = []
        for hit, texts in self._texts:
            whole, title = plain(" ".join(texts)), plain(hit.title)
            if words and all(word in whole for word in words):
                snippet = next(
                    (text for text in texts[1:] if any(word in plain(text) for word in words)), hit.snippet
                )
                score = sum(3 if word in title else 1 for word in words)
                found.append((score, DocumentHit(hit.kind, hit.id, hit.title, snippet)))
        found.sort(key=lambda pair: (-pair[0], pair[1].title))
        return [hit for _, hit in found[:limit]]
