"""Reading one YAML file of a pack without trusting it: data, and the line of every value.

Anchors, aliases and tags are refused (YAML bombs), as are duplicate keys, deep nesting and large files.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import yaml
from yaml.constructor import SafeConstructor
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from .faults import Fault

LARGEST_FILE = 1024 * 1024
DEEPEST = 30
LARGEST_NUMBER = 10**18

_SIGNS = ("tag:yaml.org,2002:value", "tag:yaml.org,2002:merge")
"""`=` and `<<` alone: YAML 1.1 gives them a meaning that nobody here wants."""

_FAST: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""Eight times faster, where PyYAML has it; what it refuses is read again by the other, which says exactly where."""

Path_ = tuple[str | int, ...]


class _Refused(Exception):
    def __init__(self, code: str, problem: str, remedy: str, mark: Any) -> None:
        super().__init__(code)
        self.code, self.problem, self.remedy, self.mark = code, problem, remedy, mark


@dataclass
class Document:
    """A file's data; `position(path)` gives line and column of the nearest value on that path."""

    file: str
    data: Any = None
    faults: list[Fault] = field(default_factory=list[Fault])
    _positions: dict[Path_, tuple[int, int]] = field(default_factory=dict[Path_, tuple[int, int]])

    def position(self, path: Path_) -> tuple[int, int]:
        while path and path not in self._positions:
            path = path[:-1]
        return self._positions.get(path, (1, 1))

    def fault(self, path: Path_, code: str, problem: str, remedy: str, warning: bool = False) -> Fault:
        """A fault at this path, not yet added to the list."""
        line, column = self.position(path)
        severity = "warning" if warning else "error"
        return Fault(self.file, line, column, severity, code, in_words(path), problem, remedy)

    def mark(self, path: Path_, node: Node) -> None:
        self._positions[path] = (node.start_mark.line + 1, node.start_mark.column + 1)


def in_words(path: Path_) -> str:
    """`("exchanges", 2, "jury")` as `exchanges[2].jury`."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text


def read_yaml(path: Path, name: str) -> Document:
    """Never raises for what the file holds: faults are in the document."""
    with path.open("rb") as file:
        return read_yaml_text(file.read(LARGEST_FILE + 1), name)


def read_yaml_text(content: bytes, name: str) -> Document:
    """The same of a file that is read already; of one that is too large, its beginning is enough."""
    document = Document(name)

    def refuse(code: str, problem: str, remedy: str, line: int = 1, column: int = 1) -> Document:
        document.faults.append(Fault(name, line, column, "error", code, "", problem, remedy))
        return document

    if len(content) > LARGEST_FILE:
        return refuse("too_large", "Le fichier dépasse 1 Mio.", "Découpez-le : un fichier par client ou par sujet.")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return refuse("not_utf8", "Le fichier n’est pas en UTF-8.", "Enregistrez-le en UTF-8.")
    try:
        try:
            node = _composed(text, _FAST)
        except (yaml.YAMLError, ValueError, OverflowError):
            node = _composed(text, yaml.SafeLoader)
    except _Refused as refused:
        line, column = refused.mark.line + 1, refused.mark.column + 1
        return refuse(refused.code, refused.problem, refused.remedy, line, column)
    except yaml.reader.ReaderError as error:
        return refuse(
            "control_character",
            f"Le fichier contient un caractère de contrôle (U+{int(error.character):04X}).",
            "Supprimez-le : il vient souvent d’un copier-coller.",
            text.count("\n", 0, error.position) + 1,
            error.position - text.rfind("\n", 0, error.position),
        )
    except (ValueError, OverflowError):
        return refuse(
            "syntax",
            "Un caractère écrit avec \\U n’existe pas.",
            "Écrivez le caractère lui-même plutôt que son code.",
        )
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        return refuse(
            "syntax",
            "La syntaxe YAML est incorrecte à cet endroit.",
            "Vérifiez les deux-points, les guillemets et le retrait (des espaces, jamais de tabulation).",
            mark.line + 1 if mark else 1,
            mark.column + 1 if mark else 1,
        )
    if node is None:
        return refuse("empty", "Le fichier est vide.", "Complétez-le ou supprimez-le.")
    document.data = _build(document, node, ())
    return document


def _composed(text: str, loader: type[Any]) -> Node | None:
    """The document's tree. Raises _Refused, YAMLError, ValueError or OverflowError."""
    depth = 0
    for event in yaml.parse(text, Loader=loader):
        # Counted before anything is built: a megabyte of brackets must cost nothing.
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            remedy = f"Aplatissez sa structure : {DEEPEST} niveaux au plus."
            raise _Refused("too_deep", "Le fichier est trop imbriqué.", remedy, event.start_mark)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            problem = "Les ancres et les alias YAML (& et *) sont refusés."
            raise _Refused("alias", problem, "Recopiez la valeur à chaque endroit.", event.start_mark)
        tag = getattr(event, "tag", None)
        if tag and tag != "!":
            problem = f"L’étiquette YAML « {tag} » est refusée."
            raise _Refused("tag", problem, "Écrivez la valeur simplement.", event.start_mark)
    return yaml.compose(text, Loader=loader)


def _build(document: Document, node: Node, path: Path_) -> Any:
    document.mark(path, node)
    if isinstance(node, MappingNode):
        built: dict[str, Any] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, ScalarNode):
                document.mark((*path, "?"), key_node)
                document.faults.append(
                    document.fault((*path, "?"), "bad_key", "Une clé est une liste ou un bloc.", "Écrivez un mot.")
                )
                continue
            key = str(key_node.value)
            if key in built:
                document.mark((*path, key), key_node)
                document.faults.append(
                    document.fault(
                        (*path, key),
                        "duplicate_key",
                        f"La clé « {key} » est écrite deux fois.",
                        "Gardez-en une seule.",
                    )
                )
            built[key] = _build(document, value_node, (*path, key))
        return built
    if isinstance(node, SequenceNode):
        return [_build(document, item, (*path, index)) for index, item in enumerate(node.value)]
    return _scalar(document, node, path)


def _scalar(document: Document, node: Node, path: Path_) -> Any:
    assert isinstance(node, ScalarNode)
    written = str(node.value)
    if node.tag in _SIGNS:
        return written
    try:
        value = SafeConstructor().construct_object(node, deep=True)
    except (ValueError, OverflowError, yaml.YAMLError):
        value = None
        document.faults.append(
            document.fault(
                path,
                "impossible_date",
                f"« {written[:60]} » n’est pas une date possible.",
                "Écrivez une date qui existe, sous la forme 2026-11-24.",
            )
            if node.tag == "tag:yaml.org,2002:timestamp"
            else document.fault(
                path,
                "bad_value",
                f"« {written[:60]} » n’est pas un nombre lisible.",
                "Corrigez-le, ou mettez-le entre guillemets si c’est un texte.",
            )
        )
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, int) and abs(value) > LARGEST_NUMBER:
        document.faults.append(
            document.fault(
                path, "bad_value", "Ce nombre est démesuré.", "Mettez-le entre guillemets si c’est un texte."
            )
        )
        return None
    if isinstance(value, str) and any("\ud800" <= character <= "\udfff" for character in value):
        document.faults.append(
            document.fault(
                path, "bad_value", "Ce texte contient un demi-caractère.", "Écrivez le caractère, sans \\u ni code."
            )
        )
        return None
    return value
