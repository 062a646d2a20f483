"""`python -m bench`: each benchmark on its own, failures told and not contagious."""

import json
from pathlib import Path

import pytest

from bench.__main__ import discover, main

MEASURE = {"name": "delay", "value": 1.5, "unit": "ms", "how": "measured"}
PRINTS = f"if __name__ == '__main__':\n    print({json.dumps(json.dumps(MEASURE))})\n"
YIELDS = f"def run():\n    yield {MEASURE!r}\n"


def folder_with(tmp_path: Path, **modules: str) -> Path:
    folder = tmp_path / "measures"
    folder.mkdir()
    for name, source in {"__init__": "", **modules}.items():
        (folder / f"{name}.py").write_text(source, encoding="utf-8")
    return folder


def test_both_kinds_of_benchmark_tell_their_measures_and_shared_code_is_left_alone(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    folder = folder_with(tmp_path, media=PRINTS, start=YIELDS, clocks="def now(): return 0\n")
    assert list(discover(folder)) == ["media", "start"]
    assert main([], folder) == 0
    assert [json.loads(line) for line in capfd.readouterr().out.splitlines()] == [MEASURE, MEASURE]


def test_one_that_fails_does_not_stop_the_others_but_the_exit_code_tells(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    broken = "def run():\n    yield {'name': 'half'}\n    raise OSError('no port')\n"
    silent = "def run():\n    return iter(())\n"
    folder = folder_with(tmp_path, a=broken, b=YIELDS, c=silent)
    assert main([], folder) == 1
    told = capfd.readouterr()
    assert [json.loads(line) for line in told.out.splitlines()] == [MEASURE]
    assert "a: not a measure" in told.err
    assert "c: no measure" in told.err
    assert told.err.splitlines()[-1] == "failed: a, c"


def test_one_that_never_ends_is_stopped(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    folder = folder_with(
        tmp_path, stuck="def run():\n    import threading\n    threading.Event().wait()\n    yield {}\n"
    )
    assert main([], folder, longest=1.0) == 1
    assert "stuck: stopped after 1 s" in capfd.readouterr().err


def test_only_the_named_ones_run_and_an_unknown_name_is_said(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    folder = folder_with(tmp_path, a=YIELDS, b=YIELDS)
    assert main(["b"], folder) == 0
    assert len(capfd.readouterr().out.splitlines()) == 1
    assert main(["z"], folder) == 1
    assert "no such benchmark: z; there are: a, b" in capfd.readouterr().err
