"""What documents name exists: links, packages, settings, shortcuts, commands."""

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from simulator.cli import app
from simulator.settings import Settings

ROOT = Path(__file__).parents[3]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("[!.]*/README.md")])
LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#]+)")
SETTING = re.compile(r"\bCOMBINE_([A-Z_]+)\b")
COMMAND = re.compile(r"(?:`|bin/)simulator ([a-z]+(?:-[a-z]+)*(?: [a-z]+)?)")
OUTSIDE = {"COMPILED", "CONFIG", "SERVER"}
"""Read before there are settings; for the development server of the web application."""


def names(documents: list[Path]) -> list[str]:
    return [str(document.relative_to(ROOT)) for document in documents]


@pytest.mark.parametrize("document", DOCUMENTS, ids=names(DOCUMENTS))
def test_links_lead_somewhere(document: Path) -> None:
    links = LINK.findall(document.read_text())
    assert [link for link in links if not (document.parent / link).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=names(DOCUMENTS))
def test_settings_that_are_named_exist(document: Path) -> None:
    known = {name.upper() for name in Settings.model_fields} | OUTSIDE
    assert set(SETTING.findall(document.read_text())) <= known


def packages() -> set[str]:
    """What we ask for by name, in Python and in the browser application."""
    asked: set[str] = set()
    for file in ROOT.glob("requirements/*.in"):
        for line in file.read_text().splitlines():
            if line and not line.startswith(("-", "#")):
                asked.add(re.split(r"[\[=<>~; ]", line)[0])
    manifest = json.loads((ROOT / "web" / "package.json").read_text())
    return asked | set(manifest["dependencies"]) | set(manifest["devDependencies"])


def test_each_dependency_has_its_line_and_no_other_has_one() -> None:
    text = (ROOT / "docs" / "dependencies.md").read_text()
    rows = [line.split("|")[1] for line in text.splitlines() if line.startswith("| ") and "---" not in line]
    named = {
        name.strip()
        for row in rows
        for name in re.sub(r"\([^)]*\)", "", row).split(",")
        if name.strip() not in ("", "package")
    }
    system = {name for row in rows if "(system)" in row for name in re.sub(r"\([^)]*\)", "", row).split(", ")}
    assert sorted(packages() - named) == []
    assert sorted(named - packages() - {name.strip() for name in system}) == []


def test_the_candidate_s_guide_names_the_shortcuts_as_they_are() -> None:
    source = (ROOT / "web" / "src" / "candidate" / "shortcuts.ts").read_text()
    letters = set(re.findall(r'^  \w+: "(\w)"', source, re.MULTILINE))
    guide = (ROOT / "docs" / "fr" / "guide-stagiaire.md").read_text()
    assert {letter.lower() for letter in re.findall(r"Alt \+ ([A-Z])\b", guide)} == letters


@pytest.mark.parametrize("document", DOCUMENTS, ids=names(DOCUMENTS))
def test_commands_that_are_named_exist(document: Path) -> None:
    for words in COMMAND.findall(document.read_text()):
        asked = words.split()
        told = CliRunner().invoke(app, [*asked, "--help"])
        if told.exit_code != 0 and len(asked) > 1:
            told = CliRunner().invoke(app, [asked[0], "--help"])
        assert told.exit_code == 0, words
