"""A pack that lies in no folder: its files as data, read by the same models and checked by the same rules."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .models import CaseStudy, Company, Customer, Subject
from .reading import PackFiles, ProceduresFile, ProductsFile, typed_piece
from .safe_yaml import Document


def files_in_pieces(pack_id: str, data: Mapping[str, Any], sounds: frozenset[str]) -> PackFiles:
    """`data`: what each file would hold, by its name (`company.yaml`, `customers/hugo-leroux.yaml`), in the order in
    which they are to be told. Raises KeyError without the three files that every pack has."""
    files = PackFiles(Path(pack_id), sounds=sounds)

    def document(name: str) -> Document:
        return Document(name, data[name])

    files.company = typed_piece(files, document("company.yaml"), Company)
    files.products = typed_piece(files, document("products.yaml"), ProductsFile)
    files.procedures = typed_piece(files, document("procedures.yaml"), ProceduresFile)
    for name in data:
        if name.startswith("customers/"):
            files.customers.append(typed_piece(files, document(name), Customer))
        elif name.startswith("subjects/"):
            files.subjects.append(typed_piece(files, document(name), Subject))
        elif name.startswith("case_studies/"):
            files.case_studies.append(typed_piece(files, document(name), CaseStudy))
    return files
