"""What is learnt from: labelled exchanges and act banks, in one order whatever the file system's."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from scoring.exchange import Exchange, read_exchange

FOLDER = Path(__file__).resolve().parents[1] / "data"


@dataclass(frozen=True, slots=True)
class BankSentence:
    """`does`: whether it does the act; False for a hard negative, which claims only the absence of this act."""

    text: str
    writer: str
    act: str
    does: bool


def read_bank(folder: Path = FOLDER / "bank") -> list[BankSentence]:
    """All sentences of all hands, by hand, then act. Raises OSError, YAMLError."""
    found: list[BankSentence] = []
    for path in sorted(folder.glob("*.yaml")):
        acts: dict[str, dict[str, list[str]]] = yaml.load(path.read_text(encoding="utf-8"), Loader=_loader())
        for act in sorted(acts):
            found += [BankSentence(text, path.stem, act, True) for text in acts[act]["yes"]]
            found += [BankSentence(text, path.stem, act, False) for text in acts[act]["no"]]
    return found


def read_exchanges(folder: Path = FOLDER / "exchanges") -> list[Exchange]:
    """All labelled exchanges, by name. Raises MalformedExchange."""
    return [read_exchange(path) for path in sorted(folder.glob("*.yaml"))]


def _loader() -> Any:
    """PyYAML's C parser where it was built: eight times faster, the same result."""
    return getattr(yaml, "CSafeLoader", yaml.SafeLoader)
