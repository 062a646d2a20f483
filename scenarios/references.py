"""Faults that no single file shows: identifiers used twice or nowhere, dates out of order, missing audio."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from .canvassing import canvassing_faults, consent_faults
from .faces import face_faults
from .faults import Fault, nearest
from .invented import real_phones
from .invisible import invisible_faults
from .models import CaseStudy, Customer
from .models.exchange import Exchange
from .reading import PackFiles
from .safe_yaml import Document, Path_
from .uniqueness import uniqueness_faults

_OPUS_HEADERS_ONLY = 47
"""Bytes of an identification page alone (RFC 3533 §6 and RFC 7845 §5.1): such a file holds no sound."""


def reference_faults(files: PackFiles) -> Iterator[Fault]:
    """All of them, in the order of the files."""
    yield from uniqueness_faults(files)
    yield from text_faults(files)
    yield from link_faults(files)


def text_faults(files: PackFiles) -> Iterator[Fault]:
    """What no text may hold, wherever it stands."""
    yield from real_phones(files)
    yield from invisible_faults(files)


def link_faults(files: PackFiles) -> Iterator[Fault]:
    """What names something that is not there, or contradicts it."""
    known = _Known(files)
    if files.products and files.products.model:
        for i, product in enumerate(files.products.model.products):
            for j, other in enumerate(product.alternatives):
                where = ("products", i, "alternatives", j)
                yield from _unknown(files.products.document, where, "Le produit", other, known.products)
    for piece in files.customers:
        if piece.model is not None:
            yield from _customer(piece.document, piece.model, known)
    for piece in files.subjects:
        if piece.model is not None:
            for index, exchange in enumerate(piece.model.exchanges):
                yield from _exchange(piece.document, ("exchanges", index), exchange, known)
    for piece in files.case_studies:
        if piece.model is not None:
            yield from _case_study(piece.document, piece.model, known, files)
    yield from canvassing_faults(files)


class _Known:
    """Identifiers that others may refer to; None where their own file is faulty: one fault is enough."""

    def __init__(self, files: PackFiles) -> None:
        company = files.company.model if files.company else None
        self.story_date = company.story_date if company else date.max
        self.motifs = [choice.id for choice in company.qualification.motifs] if company else None
        self.statuts = [choice.id for choice in company.qualification.statuts] if company else None
        self.suites = [choice.id for choice in company.qualification.suites] if company else None
        self.limits = [limit.id for limit in company.commercial_limits] if company else None
        products = files.products.model if files.products else None
        self.products = [p.id for p in products.products] if products else None
        procedures = files.procedures.model if files.procedures else None
        self.procedures = [p.id for p in procedures.procedures] if procedures else None
        self.customers = [
            piece.model.id if piece.model else Path(piece.document.file).stem for piece in files.customers
        ]


def _unknown(document: Document, path: Path_, what: str, wanted: str, known: list[str] | None) -> Iterator[Fault]:
    if known is not None and wanted not in known:
        yield document.fault(path, "unknown_reference", f"{what} « {wanted} » n’existe pas.", nearest(wanted, known))


def _customer(document: Document, customer: Customer, known: _Known) -> Iterator[Fault]:
    for i, order in enumerate(customer.orders):
        for j, line in enumerate(order.lines):
            yield from _unknown(
                document, ("orders", i, "lines", j, "product"), "Le produit", line.product, known.products
            )
        yield from _not_after(document, ("orders", i, "ordered_on"), order.ordered_on, known.story_date)
    for i, contract in enumerate(customer.contracts):
        if contract.product is not None:
            yield from _unknown(document, ("contracts", i, "product"), "Le produit", contract.product, known.products)
        yield from _not_after(document, ("contracts", i, "signed_on"), contract.signed_on, known.story_date)
        if contract.renews_on is not None and contract.renews_on < contract.signed_on:
            yield document.fault(
                ("contracts", i, "renews_on"),
                "dates_out_of_order",
                "Le contrat se renouvelle avant d’être signé.",
                "Corrigez l’une des deux dates.",
            )
    for i, invoice in enumerate(customer.invoices):
        yield from _not_after(document, ("invoices", i, "issued_on"), invoice.issued_on, known.story_date)
        if invoice.due_on < invoice.issued_on:
            yield document.fault(
                ("invoices", i, "due_on"),
                "dates_out_of_order",
                "L’échéance précède la date de la facture.",
                "Corrigez l’une des deux dates.",
            )
        if invoice.remaining > invoice.amount:
            yield document.fault(
                ("invoices", i, "remaining"),
                "impossible_amount",
                "Le reste dû dépasse le montant.",
                "Corrigez l’un des deux.",
            )
    for i, contact in enumerate(customer.history):
        yield from _not_after(document, ("history", i, "at"), contact.at.date(), known.story_date)
    for i, letter in enumerate(customer.correspondence):
        yield from _not_after(document, ("correspondence", i, "at"), letter.at.date(), known.story_date)
    yield from consent_faults(document, customer, known.story_date)
    yield from _not_after(document, ("customer_since",), customer.customer_since, known.story_date)
    if customer.born_on is not None and customer.born_on >= customer.customer_since:
        yield document.fault(
            ("customer_since",),
            "dates_out_of_order",
            "Le client l’est devenu avant de naître.",
            "Corrigez l’une des deux dates.",
        )


def _not_after(document: Document, path: Path_, when: date, story_date: date) -> Iterator[Fault]:
    if when > story_date:
        yield document.fault(
            path,
            "after_story",
            f"Cette date ({when.isoformat()}) est après le jour de l’histoire ({story_date.isoformat()}).",
            "Choisissez une date antérieure, ou avancez story_date dans company.yaml.",
        )


def _exchange(document: Document, path: Path_, exchange: Exchange, known: _Known) -> Iterator[Fault]:
    yield from _unknown(document, (*path, "customer"), "Le client", exchange.customer, known.customers)
    candidate, jury = exchange.candidate, exchange.jury
    for i, procedure in enumerate(candidate.documents):
        yield from _unknown(
            document, (*path, "candidate", "documents", i), "La procédure", procedure, known.procedures
        )
    for i, limit in enumerate(jury.commercial_limits):
        where = (*path, "jury", "commercial_limits", i)
        yield from _unknown(document, where, "La limite commerciale", limit, known.limits)
    expected, where = jury.expected_qualification, (*path, "jury", "expected_qualification")
    yield from _unknown(document, (*where, "motif"), "Le motif", expected.motif, known.motifs)
    yield from _unknown(document, (*where, "statut"), "Le statut", expected.statut, known.statuts)
    yield from _unknown(document, (*where, "suite"), "La suite", expected.suite, known.suites)
    yield from face_faults(document, path, exchange)


def _case_study(document: Document, study: CaseStudy, known: _Known, files: PackFiles) -> Iterator[Fault]:
    yield from _unknown(document, ("customer",), "Le client", study.customer, known.customers)
    for i, procedure in enumerate(study.documents):
        yield from _unknown(document, ("documents", i), "La procédure", procedure, known.procedures)
    folder = files.folder
    for i, sequence in enumerate(study.sequences):
        where: Path_ = ("sequences", i, "audio")
        path = folder / sequence.audio
        if files.sounds is not None:
            if sequence.audio not in files.sounds:
                yield _missing_audio(document, where, sequence.audio)
        elif ".." in Path(sequence.audio).parts or not path.resolve().is_relative_to(folder.resolve()):
            yield document.fault(where, "path_escape", "Ce chemin sort du dossier.", "Mettez le son dans « audio/ ».")
        elif not path.is_file():
            yield _missing_audio(document, where, sequence.audio)
        elif not _is_ogg_opus(path):
            yield document.fault(
                where,
                "bad_audio",
                f"Le fichier « {sequence.audio} » est vide ou n’est pas en Ogg Opus.",
                "Enregistrez-le de nouveau en .opus.",
            )


def _missing_audio(document: Document, where: Path_, audio: str) -> Fault:
    return document.fault(
        where,
        "missing_audio",
        f"Le fichier « {audio} » manque.",
        "Déposez l’enregistrement à cet endroit, ou corrigez le chemin.",
    )


def _is_ogg_opus(path: Path) -> bool:
    """RFC 7845 §3: the first page holds only the identification header; sound needs pages after it."""
    try:
        with path.open("rb") as file:
            head = file.read(_OPUS_HEADERS_ONLY + 1)
    except OSError:
        return False
    return head.startswith(b"OggS") and head[28:36] == b"OpusHead" and len(head) > _OPUS_HEADERS_ONLY
