"""One file of a pack with some values changed: comments, order, quotes and every other byte stay the author's."""

import io
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, cast

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.representer import RoundTripRepresenter

from .faults import Fault, PackError
from .safe_yaml import Path_

NO_WRAPPING = 10**9


class _Representer(RoundTripRepresenter):
    """Writes `null` where an author writes it, not nothing."""


def _null(representer: RoundTripRepresenter, _data: None) -> Any:
    return cast(Any, representer).represent_scalar("tag:yaml.org,2002:null", "null")


def _amount(representer: RoundTripRepresenter, amount: Decimal) -> Any:
    # Euros: every amount of a pack has cents.
    return cast(Any, representer).represent_scalar("tag:yaml.org,2002:float", f"{amount:.2f}")


def _moment(representer: RoundTripRepresenter, moment: datetime) -> Any:
    return cast(Any, representer).represent_scalar("tag:yaml.org,2002:timestamp", moment.isoformat())


_Representer.add_representer(type(None), _null)
_Representer.add_representer(Decimal, _amount)
_Representer.add_representer(datetime, _moment)


def edited(content: bytes, changes: Mapping[Path_, object]) -> bytes:
    """The file with these values in place of those at the same paths; without a change, the very same bytes.

    Raises PackError for a file that does not read, KeyError or IndexError for a path that leads nowhere.
    """
    if not changes:
        return content
    tree = read_tree(content)
    for path, value in changes.items():
        *steps, last = path
        target = tree
        for step in steps:
            target = target[step]
        if target[last] != value:
            target[last] = value
    return write_tree(tree)


def read_tree(content: bytes) -> Any:
    """What ruamel.yaml keeps of a file: its data, with all that stands around it. Raises PackError.

    For files that `safe_yaml` has read before: it bounds depth and refuses anchors, this does not.
    """
    try:
        return _yaml().load(content.decode("utf-8"))
    except (YAMLError, UnicodeDecodeError, ValueError, RecursionError):
        fault = Fault(".", 0, 0, "error", "syntax", "", "Ce fichier ne se lit pas.", "Vérifiez-le, puis recommencez.")
        raise PackError([fault]) from None


def write_tree(tree: Any) -> bytes:
    """As `read_tree` read it."""
    text = io.StringIO()
    _yaml().dump(tree, text)
    return text.getvalue().encode()


def _yaml() -> YAML:
    yaml = YAML()
    yaml.Representer = _Representer
    yaml.preserve_quotes = True
    yaml.width = NO_WRAPPING
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml
