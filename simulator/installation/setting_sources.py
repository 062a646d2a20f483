"""Where a setting comes from: the environment, the file, or nowhere; as `settings.py` looks for them."""

import os
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from simulator.settings import Settings, config_file

Source = Literal["environment", "file", "start", "default"]
"""« start »: as whoever started the server handed it in (the demo does)."""


@dataclass(frozen=True, slots=True)
class SettingShown:
    """`variable`: its name in the environment, which comes first wherever else it stands."""

    label: str
    value: str
    variable: str
    source: Source


def shown(settings: Settings, labels: Sequence[tuple[str, str]]) -> list[SettingShown]:
    """(setting, French label) → what is in force. Reads the configuration's file; never for a secret."""
    in_file = _in_file()
    return [
        SettingShown(label, _words(getattr(settings, name)), _variable(name), _source(settings, name, in_file))
        for name, label in labels
    ]


def _source(settings: Settings, name: str, in_file: frozenset[str]) -> Source:
    if _variable(name) in {one.upper() for one in os.environ}:
        return "environment"
    if name in in_file:
        return "file"
    return "default" if getattr(settings, name) == Settings.model_fields[name].get_default() else "start"


def _variable(name: str) -> str:
    return f"COMBINE_{name.upper()}"


def _in_file() -> frozenset[str]:
    """What has changed there since the start says nothing of what is in force; its names are what is asked for."""
    try:
        return frozenset(tomllib.loads(config_file().read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return frozenset()


def _words(value: object) -> str:
    match value:
        case None | "":
            return "aucun"
        case bool():
            return "oui" if value else "non"
        case (0, 0):
            return "au choix du système"
        case (int(first), int(last)):
            return f"{first} à {last}"
        case float():
            return f"{value:g} s".replace(".", ",")
        case Path():
            return str(value)
        case _:
            return str(value)
