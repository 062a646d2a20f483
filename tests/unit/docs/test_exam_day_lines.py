"""`docs/exam-day-lines.md` names, for each line of what broke elsewhere, tests that there are."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[3]
TABLE = (ROOT / "docs" / "exam-day-lines.md").read_text()
TEST = re.compile(r"`((?:tests|web)/[^`:]+)(?:::(test_\w+))?`")
LINES = 25


def rows() -> dict[str, str]:
    """The last column by the first."""
    cells = [line.strip("| ").split(" | ") for line in TABLE.splitlines() if line.startswith("| ")]
    return {row[0]: row[-1] for row in cells}


def test_every_line_has_its_row() -> None:
    assert {one for one in rows() if one.isdigit()} == {str(number) for number in range(1, LINES + 1)}


def test_every_row_names_tests_that_exist() -> None:
    headings = {"Line", "Of the session"}
    for line, kept_by in rows().items():
        named = TEST.findall(kept_by)
        assert named or line in headings, line
        for path, test in named:
            file = ROOT / path
            assert file.is_file(), (line, path)
            assert re.search(rf"^(?:async )?def {test}\(", file.read_text(), re.MULTILINE) or not test, (line, test)
