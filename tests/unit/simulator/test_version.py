"""One version, and a changelog that is cut by it."""

import json
import re
from pathlib import Path

from typer.testing import CliRunner

from simulator import __version__
from simulator.cli import app

ROOT = Path(__file__).parents[3]
HEADING = re.compile(r"^## \[(?P<version>\d+\.\d+\.\d+)\] - (?P<day>\d{4}-\d\d-\d\d)$", re.MULTILINE)


def test_the_command_tells_the_version() -> None:
    assert CliRunner().invoke(app, ["--version"]).output == f"Combiné {__version__}\n"


def test_nobody_else_keeps_a_version_of_their_own() -> None:
    assert "version" not in json.loads((ROOT / "web" / "package.json").read_text())
    assert not re.search(r"^version", (ROOT / "pyproject.toml").read_text().split("[tool.", 1)[0], re.MULTILINE)


def test_the_changelog_is_cut_by_version_the_newest_first_and_this_one_is_it() -> None:
    text = (ROOT / "CHANGELOG.md").read_text()
    found = [(one["version"], one["day"]) for one in HEADING.finditer(text)]
    as_numbers = [tuple(map(int, version.split("."))) for version, _ in found]
    assert text.count("\n## ") == len(found) + 1, "a heading is neither Unreleased nor a version with its day"
    assert text.index("## [Unreleased]") < text.index(f"## [{found[0][0]}]")
    assert found[0][0] == __version__
    assert as_numbers == sorted(as_numbers, reverse=True)
    assert [day for _, day in found] == sorted((day for _, day in found), reverse=True)
