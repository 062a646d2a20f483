"""A pack's folder, read file by file into typed pieces, with every fault on the way."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError

from .faults import Fault, PackError
from .models import CaseStudy, Company, Customer, Pack, Procedure, Product, StoryDates, Subject, Variation
from .models.base import PackModel
from .safe_yaml import Document, read_yaml
from .schema_words import in_french, is_echo

MOST_FILES = 2000

_SINGLE_FILES = ("company.yaml", "products.yaml", "procedures.yaml", "dates.yaml")
_FOLDERS = ("customers", "subjects", "case_studies", "variations")
_WHERE_FILES_GO = (
    "Les fichiers lus sont company.yaml, products.yaml, procedures.yaml, dates.yaml et ceux en .yaml de customers, "
    "subjects, case_studies et variations."
)

Model = TypeVar("Model", bound=BaseModel)


class ProductsFile(PackModel):
    """products.yaml"""

    products: tuple[Product, ...]


class ProceduresFile(PackModel):
    """procedures.yaml"""

    procedures: tuple[Procedure, ...]


@dataclass
class Piece(Generic[Model]):
    """One file and what it holds; `model` is None when it could not be read."""

    document: Document
    model: Model | None


@dataclass
class PackFiles:
    """All pieces of a pack, whatever their faults."""

    folder: Path
    company: Piece[Company] | None = None
    products: Piece[ProductsFile] | None = None
    procedures: Piece[ProceduresFile] | None = None
    dates: Piece[StoryDates] | None = None
    """Only of a pack whose story may be moved."""
    customers: list[Piece[Customer]] = field(default_factory=list[Piece[Customer]])
    subjects: list[Piece[Subject]] = field(default_factory=list[Piece[Subject]])
    case_studies: list[Piece[CaseStudy]] = field(default_factory=list[Piece[CaseStudy]])
    variations: list[Piece[Variation]] = field(default_factory=list[Piece[Variation]])
    faults: list[Fault] = field(default_factory=list[Fault])
    sounds: frozenset[str] | None = None
    """Paths of the recorded sequences, where they are kept elsewhere than in the folder; None: they lie in it."""


def read_pack_files(folder: Path) -> PackFiles:
    """Reads all files below `folder`; never raises for their content."""
    files = PackFiles(folder)
    if not folder.is_dir():
        files.faults.append(_missing(str(folder), "Ce dossier n’existe pas."))
        return files
    if not _refuse_strange_files(files):
        return files
    files.company = _one(files, "company.yaml", Company)
    files.products = _one(files, "products.yaml", ProductsFile)
    files.procedures = _one(files, "procedures.yaml", ProceduresFile)
    if (folder / "dates.yaml").exists():
        files.dates = _one(files, "dates.yaml", StoryDates)
    files.customers = _several(files, "customers", Customer)
    files.subjects = _several(files, "subjects", Subject)
    files.case_studies = _several(files, "case_studies", CaseStudy)
    files.variations = _several(files, "variations", Variation)
    return files


def build(files: PackFiles) -> Pack:
    """The pack of files without faults. Raises PackError when a required file is missing."""
    company = files.company.model if files.company else None
    products = files.products.model if files.products else None
    procedures = files.procedures.model if files.procedures else None
    faulty = any(fault.severity == "error" for fault in files.faults)
    if faulty or company is None or products is None or procedures is None:
        raise PackError(files.faults)
    return Pack(
        folder=files.folder,
        company=company,
        products=products.products,
        procedures=procedures.procedures,
        customers=_models(files.customers),
        subjects=_models(files.subjects),
        case_studies=_models(files.case_studies),
    )


def _models(pieces: Iterable[Piece[Model]]) -> tuple[Model, ...]:
    return tuple(piece.model for piece in pieces if piece.model is not None)


def _refuse_strange_files(files: PackFiles) -> bool:
    """False when there are too many to look further."""
    paths = list(islice(files.folder.rglob("*"), MOST_FILES + 1))
    if len(paths) > MOST_FILES:
        files.faults.append(
            Fault(".", 0, 0, "error", "too_many", "", f"Plus de {MOST_FILES} fichiers.", "Allégez le dossier.")
        )
        return False
    for path in sorted(paths):
        name = path.relative_to(files.folder).as_posix()
        if path.is_symlink():
            files.faults.append(
                Fault(name, 0, 0, "error", "symlink", "", "Les liens symboliques sont refusés.", "Copiez le fichier.")
            )
        elif path.suffix.lower() in (".yaml", ".yml") and not _is_read(name):
            files.faults.append(
                Fault(name, 0, 0, "warning", "unread_file", "", "Ce fichier n’est pas lu.", _WHERE_FILES_GO)
            )
    return True


def _is_read(name: str) -> bool:
    *folders, last = name.split("/")
    return name in _SINGLE_FILES or (len(folders) == 1 and folders[0] in _FOLDERS and last.endswith(".yaml"))


def _one(files: PackFiles, name: str, model: type[Model]) -> Piece[Model] | None:
    path = files.folder / name
    if not path.is_file() or path.is_symlink():
        files.faults.append(_missing(name, "Ce fichier est obligatoire et manque."))
        return None
    return _piece(files, path, name, model)


def _several(files: PackFiles, below: str, model: type[Model]) -> list[Piece[Model]]:
    folder = files.folder / below
    if folder.is_symlink():
        return []
    paths = sorted(path for path in folder.glob("*.yaml") if not path.is_symlink())
    return [_piece(files, path, f"{below}/{path.name}", model) for path in paths]


def _piece(files: PackFiles, path: Path, name: str, model: type[Model]) -> Piece[Model]:
    return typed_piece(files, _document(path, name), model)


def typed_piece(files: PackFiles, document: Document, model: type[Model]) -> Piece[Model]:
    """A file's data as its model, where it is one; what is wrong with it goes to `files.faults`."""
    found: Model | None = None
    if not document.faults:
        try:
            found = TypeAdapter(model).validate_python(document.data)
        except ValidationError as error:
            for one in error.errors():
                if is_echo({**one}):
                    continue
                code, problem, remedy = in_french({**one})
                document.faults.append(document.fault(one["loc"], code, problem, remedy))
    files.faults += document.faults
    return Piece(document, found)


def _document(path: Path, name: str) -> Document:
    try:
        # A folder or a pipe named like a file must not be opened: a pipe would never end.
        if path.is_file():
            return read_yaml(path, name)
    except OSError:
        pass
    document = Document(name)
    document.faults.append(
        Fault(name, 0, 0, "error", "unreadable", "", "Ce fichier ne se lit pas.", "Vérifiez ses droits et sa nature.")
    )
    return document


def _missing(name: str, problem: str) -> Fault:
    return Fault(name, 0, 0, "error", "missing_file", "", problem, "Créez-le, ou vérifiez le chemin donné.")
