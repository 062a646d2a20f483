"""`check` and `schema` on the command line; the application shows them as `simulator packs …`."""

import json
import sys
from dataclasses import asdict
from itertools import groupby
from pathlib import Path

from pydantic import TypeAdapter

from .checking import check_pack
from .exam_rules import ExamRules
from .faults import Fault
from .models import CaseStudy, Company, Customer, StoryDates, Subject, Variation
from .reading import ProceduresFile, ProductsFile

SCHEMAS = {
    "company": Company,
    "products": ProductsFile,
    "procedures": ProceduresFile,
    "customer": Customer,
    "subject": Subject,
    "case_study": CaseStudy,
    "variation": Variation,
    "dates": StoryDates,
}
WHERE_KINDS_ARE = {
    "company": "company.yaml",
    "products": "products.yaml",
    "procedures": "procedures.yaml",
    "customer": "customers/*.yaml",
    "subject": "subjects/*.yaml",
    "case_study": "case_studies/*.yaml",
    "variation": "variations/*.yaml",
    "dates": "dates.yaml",
}
"""In the folder of a pack, as an editor's setting names them."""


def check(folder: Path, rules: ExamRules | None = None, as_json: bool = False) -> int:
    """Prints every fault, in French; exit code 1 when there is an error."""
    faults = check_pack(folder, rules)
    errors = sum(fault.severity == "error" for fault in faults)
    if as_json:
        print(json.dumps([asdict(fault) for fault in faults], ensure_ascii=False, indent=1))
        return 1 if errors else 0
    print_faults(faults)
    warnings = len(faults) - errors
    print(f"\n{errors} erreur{'s' if errors > 1 else ''}, {warnings} remarque{'s' if warnings > 1 else ''}.")
    return 1 if errors else 0


def print_faults(faults: list[Fault]) -> None:
    """By file, each with its place and its remedy."""
    for file, group in groupby(faults, key=lambda fault: fault.file):
        print(f"\n{file}")
        for fault in group:
            word = "erreur  " if fault.severity == "error" else "remarque"
            place = f"{file}:{fault.line}:{fault.column}" if fault.line else file
            print(f"  {place}  {word}  {fault.problem}" + (f"  ({fault.where})" if fault.where else ""))
            print(f"      → {fault.remedy}")


def write_schemas(folder: Path) -> None:
    """One JSON Schema per kind of file, for editors."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in schemas().items():
        (folder / f"{name}.schema.json").write_text(text, encoding="utf-8")


def schemas() -> dict[str, str]:
    """The schemas as text, by name."""
    return {
        name: json.dumps(TypeAdapter(model).json_schema(), ensure_ascii=False, indent=1) + "\n"
        for name, model in SCHEMAS.items()
    }


def main() -> int:
    match sys.argv[1:]:
        case ["check", folder, *options]:
            return check(Path(folder), as_json="--json" in options)
        case ["schema", folder]:
            write_schemas(Path(folder))
            return 0
        case _:
            print("Usage\u00a0: python -m scenarios check DOSSIER [--json] | python -m scenarios schema DOSSIER")
            return 2
