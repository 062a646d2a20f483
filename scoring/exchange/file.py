"""Reading an exchange from a YAML file; what is wrong is told with file, line and reason."""

from pathlib import Path

from pydantic import ValidationError

from scenarios.safe_yaml import read_yaml
from scenarios.schema_words import in_french

from .model import Exchange

_OUR_WORDS = {"turn_numbers": "deux tours portent le même numéro."}


class MalformedExchange(Exception):
    """The file is no exchange. `str()` is `file:line: reason`, the reason in French; `line` counts from 1."""

    def __init__(self, file: str, line: int, reason: str) -> None:
        super().__init__(f"{file}:{line}: {reason}")
        self.file = file
        self.line = line
        self.reason = reason


def read_exchange(path: Path) -> Exchange:
    """Raises MalformedExchange for whatever the file holds or cannot give."""
    name = str(path)
    try:
        document = read_yaml(path, name)
    except OSError as error:
        raise MalformedExchange(name, 0, f"ce fichier ne se lit pas ({error.strerror}).") from error
    for fault in document.faults:
        raise MalformedExchange(name, fault.line, f"{fault.problem} {fault.remedy}")
    if not isinstance(document.data, dict):
        raise MalformedExchange(name, 1, "Le fichier ne contient pas un échange (un bloc de clés est attendu).")
    try:
        return Exchange.model_validate(document.data)
    except ValidationError as error:
        first = error.errors()[0]
        path_in_file = tuple(first["loc"])
        where = ".".join(str(part) for part in path_in_file) or "fichier"
        problem = _OUR_WORDS.get(first["type"]) or " ".join(in_french({**first})[1:])
        line, _ = document.position(path_in_file)
        raise MalformedExchange(name, line, f"{where} : {problem}") from error
