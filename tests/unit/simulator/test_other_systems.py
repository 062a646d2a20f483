"""Nothing that only POSIX has is imported when our modules are read: a trial on Windows gets as far as the desks."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[3]
PACKAGES = ("scenarios", "scoring", "exams", "archives", "telephony", "softphone", "chat", "simulator")
POSIX_ONLY = {"fcntl", "grp", "posix", "pty", "pwd", "resource", "syslog", "termios", "tty", "uvloop", "readline"}


def imported_when_read(statements: list[ast.stmt]) -> Iterator[str]:
    """Names of the modules that these statements import where no condition stands before them."""
    for one in statements:
        if isinstance(one, ast.Import):
            yield from (name.name.partition(".")[0] for name in one.names)
        elif isinstance(one, ast.ImportFrom) and one.module and one.level == 0:
            yield one.module.partition(".")[0]


def test_an_unconditional_import_is_seen() -> None:
    text = "import os, fcntl\nif os.name == 'posix':\n    import pwd\ndef f():\n    import grp\n"
    assert POSIX_ONLY & set(imported_when_read(ast.parse(text).body)) == {"fcntl"}


def test_no_module_needs_what_only_posix_has_to_be_read() -> None:
    found = {
        str(file.relative_to(ROOT)): names
        for package in PACKAGES
        for file in (ROOT / package).rglob("*.py")
        if (names := POSIX_ONLY & set(imported_when_read(ast.parse(file.read_text()).body)))
    }
    assert found == {}
