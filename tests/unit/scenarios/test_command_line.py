"""`check` and `schema`: what a trainer reads in the terminal, and what an editor is given."""

import json
import subprocess
import sys
from pathlib import Path

import jsonschema_rs  # comes with schemathesis
import pytest
import yaml

from scenarios.cli import SCHEMAS, check, schemas

from .pack_folder import PackFolder

ROOT = Path(__file__).resolve().parents[3]
SCHEMA_FOLDER = ROOT / "scenarios" / "schema"


def test_a_right_pack_is_said_to_be_right(pack: PackFolder, capsys: pytest.CaptureFixture[str]) -> None:
    assert check(pack.write()) == 0
    assert capsys.readouterr().out == "\n0 erreur, 0 remarque.\n"


def test_errors_are_printed_with_place_and_remedy_and_exit_with_one(
    pack: PackFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    pack.change("customers/lea-morin.yaml", "segmant", "x")
    pack.change("subjects/essai.yaml", "exchanges.0.customer", "lea-moran")
    pack.put("customers/notes.yml", "")
    assert check(pack.write()) == 1
    customer = pack.line("customers/lea-morin.yaml", "segmant")
    subject = pack.line("subjects/essai.yaml", "lea-moran")
    assert capsys.readouterr().out.replace("\u00a0", " ") == (
        "\ncustomers/lea-morin.yaml\n"
        f"  customers/lea-morin.yaml:{customer}:10  erreur    La clé « segmant » est inconnue ici.  (segmant)\n"
        "      → Supprimez-la ou corrigez son nom.\n"
        "\ncustomers/notes.yml\n"
        "  customers/notes.yml  remarque  Ce fichier n’est pas lu.\n"
        "      → Les fichiers lus sont company.yaml, products.yaml, procedures.yaml, dates.yaml et ceux en .yaml de "
        "customers, subjects, case_studies et variations.\n"
        "\nsubjects/essai.yaml\n"
        f"  subjects/essai.yaml:{subject}:13  erreur    Le client « lea-moran » n’existe pas."
        "  (exchanges[0].customer)\n"
        "      → Vouliez-vous dire « lea-morin » ?\n"
        "\n2 erreurs, 1 remarque.\n"
    )


def test_remarks_alone_exit_with_zero(pack: PackFolder) -> None:
    pack.put("customers/notes.yml", "")
    assert check(pack.write()) == 0


def test_json_gives_the_same_faults_to_a_program(pack: PackFolder, capsys: pytest.CaptureFixture[str]) -> None:
    pack.change("subjects/essai.yaml", "exchanges.0.customer", "lea-moran")
    assert check(pack.write(), as_json=True) == 1
    (fault,) = json.loads(capsys.readouterr().out)
    assert fault["code"] == "unknown_reference"
    assert set(fault) == {"file", "line", "column", "severity", "code", "where", "problem", "remedy"}


@pytest.mark.parametrize(
    ("words", "code"), [(["check", "PACK"], 0), (["check", "PACK/.."], 1), (["dance"], 2), ([], 2)]
)
def test_it_runs_without_the_application(pack: PackFolder, words: list[str], code: int) -> None:
    arguments = [word.replace("PACK", str(pack.write())) for word in words]
    done = subprocess.run(
        [sys.executable, "-m", "scenarios", *arguments], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == code
    assert done.stderr == ""


def test_the_committed_schemas_are_those_of_the_models() -> None:
    written = {path.name: path.read_text(encoding="utf-8") for path in SCHEMA_FOLDER.iterdir()}
    assert written == {f"{name}.schema.json": text for name, text in schemas().items()}, (
        "run: python -m scenarios schema scenarios/schema"
    )


def test_the_schemas_accept_what_the_check_accepts(pack: PackFolder) -> None:
    pack.files["variations/e1.yaml"] = {"id": "e1", "subject": "essai", "exchange": "e1"}
    pack.files["dates.yaml"] = {"stays": []}
    folder = pack.write()
    names = {
        "company": "company.yaml",
        "products": "products.yaml",
        "procedures": "procedures.yaml",
        "customer": "customers/lea-morin.yaml",
        "subject": "subjects/essai.yaml",
        "case_study": "case_studies/colis-perdu.yaml",
        "variation": "variations/e1.yaml",
        "dates": "dates.yaml",
    }
    assert set(names) == set(SCHEMAS)
    for kind, name in names.items():
        schema = json.loads((SCHEMA_FOLDER / f"{kind}.schema.json").read_text(encoding="utf-8"))
        jsonschema_rs.validate(schema, yaml.safe_load((folder / name).read_text(encoding="utf-8")))
