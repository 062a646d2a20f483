"""What is checked besides the tests of pytest: form, rules, types, and the tests of the web application."""

from collections.abc import Iterable
from pathlib import Path

from browser_app import WEB, web_files
from machine import BIN, ROOT
from side_by_side import Program
from stamps import fingerprint, is_done, mark_done

PACKAGES = ("scenarios", "scoring", "exams", "archives", "telephony", "softphone", "chat", "simulator")
"""What pyright reads (pyproject.toml)."""


def _npm(script: str) -> list[str]:
    return ["npm", "run", "--silent", script]


FIRST = (
    Program("mise en forme Python", [BIN / "ruff", "format", "--check", "--quiet", "."]),
    Program("règles Python", [BIN / "ruff", "check", "--quiet", "."]),
    Program("qui connaît qui", [BIN / "lint-imports"]),
    Program("mise en forme de l’application web", _npm("format:check"), WEB),
)
"""A second each."""

WEB_RULES = Program("règles de l’application web", _npm("lint"), WEB)
PYTHON_TYPES = Program("types Python", _npm("pyright"), WEB)
WEB_TYPES = Program("types de l’application web", _npm("typecheck"), WEB)
WEB_TESTS = Program("tests de l’application web", _npm("test"), WEB)


class RulesAndTypes:
    """The half-minute ones, longest first: `due` once more only when something that they read has changed.

    All or nothing: with types, a rule about one file looks at others.
    """

    def __init__(self) -> None:
        web = fingerprint(web_files())
        self._inputs = {
            WEB_RULES.name: web,
            PYTHON_TYPES.name: fingerprint(_python_files(), fingerprint([WEB / "package-lock.json"])),
            WEB_TYPES.name: web,
        }
        every = (WEB_RULES, PYTHON_TYPES, WEB_TYPES)
        self.due = [one for one in every if not is_done(_stamp(one.name), self._inputs[one.name])]

    def passed(self, name: str) -> None:
        """Remembers what was found well. Any other program's name is nobody's."""
        if name in self._inputs:
            mark_done(_stamp(name), self._inputs[name])


def _stamp(name: str) -> str:
    return {WEB_RULES.name: "web-rules", PYTHON_TYPES.name: "python-types", WEB_TYPES.name: "web-types"}[name]


def _python_files() -> Iterable[Path]:
    """The sources, and what says how they are read: with which packages, and how strictly."""
    yield ROOT / "pyproject.toml"
    yield from (ROOT / "requirements").glob("*.lock")
    for package in PACKAGES:
        yield from (ROOT / package).rglob("*.py")
