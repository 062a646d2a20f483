"""Nobody's telephone rings for an exercise: numbers in free text must be of the ranges kept for fiction."""

import re
from collections.abc import Iterator
from typing import Any, cast

from .faults import Fault
from .reading import PackFiles, Piece
from .safe_yaml import Path_
from .schema_words import FICTIVE_RANGES

_FRENCH_NUMBER = re.compile(r"(?<![\w-])(?:\+33[ .\u00a0]?|0)[1-9](?:[ .\u00a0\u202f-]?\d\d){4}(?![\w-])")
_FICTIVE = re.compile(r"0(19900|26191|35301|46571|53649|63998)\d{4}")


def real_phones(files: PackFiles) -> Iterator[Fault]:
    """French numbers written in sentences that could be somebody's. Typed fields have their own pattern."""
    for piece, path, text in texts_of(files):
        for found in _FRENCH_NUMBER.findall(text):
            if not _FICTIVE.fullmatch(re.sub(r"\D", "", found.replace("+33", "0"))):
                yield piece.document.fault(
                    path,
                    "real_phone",
                    f"Le numéro {found} peut être celui de quelqu’un.",
                    FICTIVE_RANGES,
                )


def texts_of(files: PackFiles) -> Iterator[tuple[Piece[Any], Path_, str]]:
    """Every text of the files that could be read, and where it stands."""
    singles = [piece for piece in (files.company, files.products, files.procedures) if piece is not None]
    for piece in (*singles, *files.customers, *files.subjects, *files.case_studies):
        if piece.model is not None:
            for path, text in _texts(piece.document.data, ()):
                yield piece, path, text


def _texts(data: Any, path: Path_) -> Iterator[tuple[Path_, str]]:
    if isinstance(data, str):
        yield path, data
    elif isinstance(data, dict):
        for key, value in cast("dict[str, Any]", data).items():
            yield from _texts(value, (*path, key))
    elif isinstance(data, list):
        for index, value in enumerate(cast("list[Any]", data)):
            yield from _texts(value, (*path, index))
