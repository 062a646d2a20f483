"""What an exam asks of a subject, as far as a pack's check needs it. The figures come from the référentiel's data."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml


@dataclass(frozen=True, slots=True)
class ExamFormatRules:
    """The exchanges part of one exam format; `minutes` for all exchanges together."""

    competences: tuple[str, ...]
    exchanges: int
    minutes: int
    channels: frozenset[str]
    directions: frozenset[str]


@dataclass(frozen=True, slots=True)
class ExamRules:
    """Criteria by competence, and the formats by identifier."""

    criteria: dict[str, tuple[str, ...]]
    formats: dict[str, ExamFormatRules]


def load_exam_rules(path: Path) -> ExamRules:
    """Reads `referential.yaml` (official data)."""
    data: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    formats: dict[str, ExamFormatRules] = {}
    for exam_format in data["exam_formats"]:
        phase = next(phase for phase in exam_format["phases"] if phase["id"] == "exchanges")
        formats[exam_format["id"]] = ExamFormatRules(
            competences=tuple(exam_format["competences"]),
            exchanges=phase["exchanges"],
            minutes=phase["minutes"],
            channels=frozenset(phase["channels"]),
            directions=frozenset(phase["directions"]),
        )
    return ExamRules({c["id"]: tuple(c["criteria"]) for c in data["competences"]}, formats)
