"""The web client's types, from the server's OpenAPI document: written by `make types`, checked by `make test`.

Run as a program it writes them.
"""

import subprocess
import tempfile
from pathlib import Path

from browser_app import WEB
from machine import BIN, ROOT, environment, run_quietly, say, stop
from ready import ready_to_generate

TYPES = WEB / "src" / "api" / "schema.d.ts"
OPTIONS = ("--root-types", "--root-types-no-schema-prefix")


def are_types_current() -> bool:
    """Whether the committed types are those of the server as it is now."""
    return TYPES.is_file() and TYPES.read_text() == _generated()


def _generated() -> str:
    with tempfile.TemporaryDirectory() as folder:
        document, types = Path(folder, "openapi.json"), Path(folder, "schema.d.ts")
        # The settings of whoever runs this must not change the types.
        clean = {name: value for name, value in environment().items() if not name.startswith("COMBINE_")}
        told = subprocess.run([BIN / "simulator", "openapi"], cwd=ROOT, env=clean, capture_output=True, text=True)
        if told.returncode != 0:
            stop(told.stderr.rstrip(), "", "Le serveur n’a pas pu écrire son schéma (simulator openapi).")
        document.write_text(told.stdout)
        tool = WEB / "node_modules" / ".bin" / "openapi-typescript"
        run_quietly([tool, document, "-o", types, *OPTIONS], "génération des types de l’application web", cwd=WEB)
        return types.read_text()


def main() -> None:
    ready_to_generate()
    TYPES.write_text(_generated())
    say(f"{TYPES.relative_to(ROOT)} est à jour.")


if __name__ == "__main__":
    main()
