"""The compiled packet path (`make compiled`): built from these very sources, else left alone; the same in a call."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
BUILDS = Path(sys.prefix, "compiled-by-tests")
"""Kept from one run to the next: what is there for these sources is not built again."""

WHICH = (
    "from telephony.carrying import srtp_path, switch; from telephony.recording import recorder; "
    "from telephony import rtp_packet; "
    "print(*(module.__file__ for module in (srtp_path, switch, recorder, rtp_packet)), sep='\\n')"
)

PYTEST = (sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider")
CALLS = (
    "tests/integration/telephony/test_calls.py::test_both_hear_each_other_and_the_recording_keeps_each_on_its_own_channel",
    "tests/integration/telephony/test_calls.py::test_a_listener_hears_both_and_is_heard_by_nobody",
    "tests/integration/telephony/test_calls.py::test_a_side_that_does_not_come_back_ends_the_call_as_lost",
)
"""A call between browsers, listened to and lost."""
PACKETS = (
    "tests/unit/telephony/test_emodel.py",
    "tests/unit/telephony/test_figures.py",
    "tests/unit/telephony/test_reception.py",
    "tests/unit/telephony/test_retransmission.py",
    "tests/unit/telephony/test_rtcp.py",
    "tests/unit/telephony/test_rtp_packet.py",
    "tests/unit/telephony/test_srtp_path.py",
    "tests/unit/telephony/test_stream.py",
)
"""What reads and writes each packet."""


@pytest.fixture(scope="module")
def compiled() -> Path:
    run([sys.executable, "setup/compile_sound.py", "--build"], BUILDS)
    return BUILDS


def run(command: list[str], builds: Path | str, cwd: Path = ROOT) -> str:
    """Its output. Raises AssertionError with all of it when it fails."""
    env = {**os.environ, "COMBINE_COMPILED": str(builds), "COMBINE_COMPILED_LEVEL": "0"}
    done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def where_from(builds: Path | str, cwd: Path = ROOT) -> list[Path]:
    return [Path(line) for line in run([sys.executable, "-c", WHICH], builds, cwd).splitlines()]


def is_current(builds: Path, cwd: Path) -> bool:
    """What `make run` asks before it compiles again."""
    command = [sys.executable, "setup/compile_sound.py", "--is-current"]
    return (
        subprocess.run(command, cwd=cwd, env={**os.environ, "COMBINE_COMPILED": str(builds)}, timeout=60).returncode
        == 0
    )


@pytest.mark.timeout(300)
def test_compiled_code_reads_and_writes_the_same_packets(compiled: Path):
    assert all(path.suffix == ".so" and path.is_relative_to(compiled) for path in where_from(compiled))
    assert " passed" in run([*PYTEST, *PACKETS], compiled)


@pytest.mark.alone  # lengths are compared to a tenth of a second
@pytest.mark.timeout(300)
def test_a_call_through_compiled_code_is_the_same_call(compiled: Path):
    assert all(path.is_relative_to(compiled) for path in where_from(compiled))
    assert " passed" in run([*PYTEST, *CALLS], compiled)


@pytest.mark.timeout(300)
def test_a_changed_line_runs_as_it_is_written_until_it_is_compiled(compiled: Path, tmp_path: Path):
    for package in ("telephony", "setup"):
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    assert all(path.is_relative_to(compiled) for path in where_from(compiled, tmp_path))
    assert is_current(compiled, tmp_path)

    with (tmp_path / "telephony" / "rtp_packet.py").open("a") as changed:
        changed.write("\n# Another line.\n")
    assert all(path.is_relative_to(tmp_path / "telephony") for path in where_from(compiled, tmp_path))
    assert not is_current(compiled, tmp_path)


def test_without_a_build_or_wish_the_sources_run(tmp_path: Path):
    for builds in ("", tmp_path / "nothing"):
        assert all(path.is_relative_to(ROOT / "telephony") for path in where_from(builds))
