"""Faults that no single file shows: identifiers used twice or nowhere, dates out of order, missing audio."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from .faults import Fault, nearest
from .models import CaseStudy, Customer, Subject
from .models.exchange import Exchange
from .reading import PackFiles, Piece
from .safe_yaml import Document, Path_


def reference_faults(files: PackFiles) -> Iterator[Fault]:
    """All of them, in the order of the files."""
    yield from _unique(files)
    known = _Known(files)
    for piece in files.customers:
        if piece.model is not None:
            yield from _customer(piece.document, piece.model, known)
    for piece in files.subjects:
        if piece.model is not None:
            for index, exchange in enumerate(piece.model.exchanges):
                yield from _exchange(piece.document, ("exchanges", index), exchange, known)
    for piece in files.case_studies:
        if piece.model is not None:
            yield from _case_study(piece.document, piece.model, known, files.folder)


class _Known:
    """Identifiers that others may refer to."""

    def __init__(self, files: PackFiles) -> None:
        company = files.company.model if files.company else None
        self.story_date = company.story_date if company else date.max
        self.motifs = [choice.id for choice in company.qualification.motifs] if company else []
        self.statuts = [choice.id for choice in company.qualification.statuts] if company else []
        self.suites = [choice.id for choice in company.qualification.suites] if company else []
        self.limits = [limit.id for limit in company.commercial_limits] if company else []
        self.products = (
            [p.id for p in files.products.model.products] if files.products and files.products.model else []
        )
        procedures = files.procedures.model if files.procedures else None
        self.procedures = [p.id for p in procedures.procedures] if procedures else []
        self.customers = [piece.model.id for piece in files.customers if piece.model]


def _unknown(document: Document, path: Path_, what: str, wanted: str, known: list[str]) -> Iterator[Fault]:
    # An empty list means that its own file is faulty: one fault is enough.
    if known and wanted not in known:
        yield document.fault(path, "unknown_reference", f"{what} « {wanted} » n’existe pas.", nearest(wanted, known))


def _unique(files: PackFiles) -> Iterator[Fault]:
    for pieces in (files.customers, files.subjects, files.case_studies):
        yield from _unique_ids(pieces)
    if files.products and files.products.model:
        ids = [(("products", i, "id"), p.id) for i, p in enumerate(files.products.model.products)]
        yield from _twice(files.products.document, ids, "L’identifiant")
    if files.procedures and files.procedures.model:
        ids = [(("procedures", i, "id"), p.id) for i, p in enumerate(files.procedures.model.procedures)]
        yield from _twice(files.procedures.document, ids, "L’identifiant")
    for piece in files.subjects:
        if piece.model:
            ids = [(("exchanges", i, "id"), e.id) for i, e in enumerate(piece.model.exchanges)]
            yield from _twice(piece.document, ids, "L’échange")
    yield from _unique_customer_values(files)


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
    yield from _faces_agree(document, path, exchange)


def _faces_agree(document: Document, path: Path_, exchange: Exchange) -> Iterator[Fault]:
    candidate, jury = exchange.candidate, exchange.jury
    if candidate.direction == "outbound" and candidate.mission is None:
        yield document.fault(
            (*path, "candidate"),
            "no_mission",
            "Un échange sortant n’a pas de mission.",
            "Ajoutez « mission » : qui appeler, pourquoi, et ce qu’il faut obtenir.",
        )
    if candidate.direction == "inbound" and candidate.mission is not None:
        yield document.fault(
            (*path, "candidate", "mission"),
            "useless_mission",
            "Un échange entrant n’a pas de mission.",
            "Supprimez-la : le candidat découvre la demande.",
        )
    expected = jury.expected_confirmation.kind if jury.expected_confirmation else None
    if expected != candidate.written_confirmation:
        yield document.fault(
            (*path, "candidate", "written_confirmation"),
            "confirmation_differs",
            "La confirmation écrite demandée au candidat n’est pas celle que le jury attend.",
            "Donnez le même genre (mail ou letter) des deux côtés, ou aucun.",
        )
    if "CP4" in exchange.competences and (candidate.channel != "phone" or candidate.direction != "outbound"):
        yield document.fault(
            (*path, "candidate"),
            "prospecting_by_phone",
            "La prospection (CP4) se fait par téléphone, en appel sortant.",
            "Mettez « channel: phone » et « direction: outbound ».",
        )
    for i, observable in enumerate(jury.observables):
        competence = observable.criterion.split(".")[0]
        if competence not in exchange.competences:
            yield document.fault(
                (*path, "jury", "observables", i, "criterion"),
                "criterion_elsewhere",
                f"Le critère {observable.criterion} n’est pas d’une compétence de cet échange.",
                f"Ajoutez {competence} à « competences », ou retirez ce critère.",
            )
    shown = " ".join(filter(None, [candidate.mission, candidate.label, candidate.file_status])).casefold()
    for i, fact in enumerate(jury.expected_facts):
        if fact.text.casefold() in shown:
            yield document.fault(
                (*path, "jury", "expected_facts", i),
                "leak",
                "Ce que le candidat doit dire est écrit mot pour mot dans ce qu’il voit.",
                "Reformulez la mission ou le libellé.",
                warning=True,
            )


def _case_study(document: Document, study: CaseStudy, known: _Known, folder: Path) -> Iterator[Fault]:
    yield from _unknown(document, ("customer",), "Le client", study.customer, known.customers)
    for i, procedure in enumerate(study.documents):
        yield from _unknown(document, ("documents", i), "La procédure", procedure, known.procedures)
    for i, sequence in enumerate(study.sequences):
        where: Path_ = ("sequences", i, "audio")
        path = folder / sequence.audio
        if ".." in Path(sequence.audio).parts or not path.resolve().is_relative_to(folder.resolve()):
            yield document.fault(where, "path_escape", "Ce chemin sort du dossier.", "Mettez le son dans « audio/ ».")
        elif not path.is_file():
            yield document.fault(
                where, "missing_audio", f"Le fichier « {sequence.audio} » manque.", "Enregistrez-le (make fixtures)."
            )
        elif b"OpusHead" not in path.read_bytes()[:200]:
            yield document.fault(where, "bad_audio", "Ce fichier n’est pas en Ogg Opus.", "Convertissez-le en .opus.")
