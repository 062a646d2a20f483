"""Identifiers, numbers and references that must be written once."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Protocol

from .faults import Fault
from .models import CaseStudy, Company, Customer, Subject
from .reading import PackFiles, Piece
from .safe_yaml import Document, Path_


def uniqueness_faults(files: PackFiles) -> Iterator[Fault]:
    """Across files, then inside each."""
    if files.company and files.company.model:
        yield from _company(files.company.document, files.company.model, files.folder)
    for pieces in (files.customers, files.subjects, files.case_studies):
        yield from _unique_ids(pieces)
    if files.products and files.products.model:
        yield from _twice(files.products.document, _ids(("products",), files.products.model.products), "Le produit")
    if files.procedures and files.procedures.model:
        ids = _ids(("procedures",), files.procedures.model.procedures)
        yield from _twice(files.procedures.document, ids, "La procédure")
    for piece in files.subjects:
        if piece.model:
            yield from _twice(piece.document, _ids(("exchanges",), piece.model.exchanges), "L’échange")
            for i, exchange in enumerate(piece.model.exchanges):
                facts = _ids(("exchanges", i, "jury", "expected_facts"), exchange.jury.expected_facts)
                yield from _twice(piece.document, facts, "L’identifiant")
    for piece in files.case_studies:
        if piece.model:
            yield from _twice(piece.document, _ids(("sequences",), piece.model.sequences), "La séquence")
    for piece in files.customers:
        if piece.model:
            yield from _twice(piece.document, _ids(("correspondence",), piece.model.correspondence), "Le courrier")
    yield from _unique_customer_values(files)


def _company(document: Document, company: Company, folder: Path) -> Iterator[Fault]:
    lists: tuple[tuple[Path_, Iterable[_HasId]], ...] = (
        (("organisation",), company.organisation),
        (("commercial_limits",), company.commercial_limits),
        (("scripts",), company.scripts),
        (("qualification", "motifs"), company.qualification.motifs),
        (("qualification", "statuts"), company.qualification.statuts),
        (("qualification", "suites"), company.qualification.suites),
    )
    for path, items in lists:
        yield from _twice(document, _ids(path, items), "L’identifiant")
    name = folder.resolve().name
    if company.id != name:
        yield document.fault(
            ("id",),
            "id_not_folder_name",
            f"L’identifiant « {company.id} » n’est pas le nom du dossier ({name}).",
            f"Renommez le dossier en « {company.id} » : deux scénarios de même identifiant se remplacent.",
            warning=True,
        )


class _HasId(Protocol):
    @property
    def id(self) -> str: ...


def _ids(path: Path_, items: Iterable[_HasId]) -> list[tuple[Path_, str]]:
    return [((*path, i, "id"), item.id) for i, item in enumerate(items)]


def _unique_ids(pieces: list[Piece[Customer]] | list[Piece[Subject]] | list[Piece[CaseStudy]]) -> Iterator[Fault]:
    for piece in pieces:
        stem = Path(piece.document.file).stem
        if piece.model is not None and piece.model.id != stem:
            yield piece.document.fault(
                ("id",),
                "id_not_file_name",
                f"L’identifiant « {piece.model.id} » n’est pas le nom du fichier.",
                f"Écrivez « id: {stem} » ou renommez le fichier.",
            )


def _unique_customer_values(files: PackFiles) -> Iterator[Fault]:
    seen: dict[str, str] = {}
    for piece in files.customers:
        if piece.model is None:
            continue
        customer = piece.model
        values: list[tuple[Path_, str, str]] = [
            (("number",), "Le numéro de client", customer.number),
            (("phone",), "Le téléphone", customer.phone),
        ]
        if customer.second_phone is not None:
            values.append((("second_phone",), "Le téléphone", customer.second_phone))
        values += [(("orders", i, "reference"), "La commande", o.reference) for i, o in enumerate(customer.orders)]
        values += [(("invoices", i, "reference"), "La facture", f.reference) for i, f in enumerate(customer.invoices)]
        values += [
            (("contracts", i, "reference"), "Le contrat", c.reference) for i, c in enumerate(customer.contracts)
        ]
        for path, what, value in values:
            if value in seen:
                yield piece.document.fault(
                    path, "duplicate", f"{what} « {value} » est déjà dans {seen[value]}.", "Donnez une valeur unique."
                )
            seen.setdefault(value, piece.document.file)


def _twice(document: Document, values: list[tuple[Path_, str]], what: str) -> Iterator[Fault]:
    seen: set[str] = set()
    for path, value in values:
        if value in seen:
            yield document.fault(
                path, "duplicate", f"{what} « {value} » est utilisé deux fois.", "Changez l’un des deux."
            )
        seen.add(value)
