"""What one look found. A fault stops people from working; a warning will, or takes something away."""

from dataclasses import dataclass
from typing import Literal

from simulator.typography import french_spaces

Level = Literal["ok", "warning", "fault"]

MARKS: dict[Level, str] = {"ok": "✓", "warning": "!", "fault": "✗"}


@dataclass(frozen=True, slots=True)
class Finding:
    """`name`: stable, for other programs. `remedy`: a way out, in French; empty where all is well."""

    name: str
    level: Level
    said: str
    remedy: str = ""

    def line(self) -> str:
        remedy = f"\n    → {self.remedy}" if self.remedy else ""
        return french_spaces(f"{MARKS[self.level]} {self.said}{remedy}")

    def as_json(self) -> dict[str, str]:
        said, remedy = french_spaces(self.said), french_spaces(self.remedy)
        return {"name": self.name, "level": self.level, "said": said, "remedy": remedy}


def exit_status(findings: list[Finding]) -> int:
    """0: nothing is at fault (warnings or not); 1: something is."""
    return 1 if any(one.level == "fault" for one in findings) else 0
