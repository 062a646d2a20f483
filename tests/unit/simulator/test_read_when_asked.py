"""What is not asked for is not read: commands and worker processes start without the server's code."""

import subprocess
import sys
from importlib import import_module

import pytest

from simulator.cli import COMMANDS, app

LAZY = ("scenarios", "telephony", "telephony.sip", "telephony.speech")


def read_by(program: str) -> set[str]:
    told = f"{program}\nimport sys\nprint(*sys.modules)"
    return set(
        subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True).stdout.split()
    )


@pytest.mark.parametrize("package", LAZY)
def test_each_name_of_a_package_s_stub_is_there(package: str) -> None:
    module = import_module(package)
    assert module.__all__
    assert [name for name in module.__all__ if getattr(module, name, None) is None] == []


def test_a_command_reads_no_other_s_modules() -> None:
    asks = (
        "import sys; from simulator.cli import main; sys.argv = ['simulator', 'packs', '--help']\n"
        "try:\n    main()\nexcept SystemExit:\n    pass"
    )
    read = read_by(asks)
    assert "simulator.packs.cli" in read
    assert read.isdisjoint({"simulator.app", "simulator.serve_cli", "aiortc", "telephony.carrying.switch"})


def test_whoever_finishes_recordings_does_not_read_what_carries_calls() -> None:
    assert read_by("import simulator.recordings.mixing_worker").isdisjoint({"aiortc", "fastapi", "sqlalchemy"})


def test_every_command_is_there(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        app(["--help"])
    assert left.value.code == 0
    listed = capsys.readouterr().out
    assert [name for name in COMMANDS if f" {name} " not in listed] == []
