"""The commands in this process: models that are loaded once serve all tests. One test of each starts a program."""

from dataclasses import dataclass

from typer.testing import CliRunner

from scoring.cli import app


@dataclass(frozen=True)
class Done:
    returncode: int
    stdout: str
    stderr: str


def run(*words: str) -> Done:
    """As `python -m scoring WORDS`; an error that the command does not tell in words is raised."""
    result = CliRunner().invoke(app, words)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Done(result.exit_code, result.stdout, result.stderr)
