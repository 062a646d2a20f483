"""A pytest plugin for setup/suite.py: what a run was, as JSON, and the tests that it leaves for later.

`-p tests.run_record --record FILE` writes which tests failed and how long each took, set-up and all, in seconds.
Tests marked `alone` are not run unless they are asked for with `--alone`; FILE names them.
"""

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--record", default="", help="where to write what the run was")
    parser.addoption("--alone", action="store_true", help="run the tests that need the machine to themselves, too")


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--record"):
        config.pluginmanager.register(RunRecord(config), "run-record")


class RunRecord:
    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._seconds: defaultdict[str, float] = defaultdict(float)
        self._failed: dict[str, None] = {}
        self._aside: dict[str, None] = {}

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """After `-k` and `-m`: whoever was not asked for is not kept for later either."""
        if self._config.getoption("--alone"):
            return
        aside = [item for item in items if item.get_closest_marker("alone")]
        self._aside = dict.fromkeys(item.nodeid for item in aside)
        items[:] = [item for item in items if item.nodeid not in self._aside]
        self._config.hook.pytest_deselected(items=aside)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self._seconds[report.nodeid] += report.duration
        if report.failed:
            self._failed[report.nodeid] = None

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any, error: object) -> None:
        """A worker process (xdist) says which tests it left aside: only workers collect."""
        self._aside |= dict.fromkeys(getattr(node, "workeroutput", {}).get("aside", ()))

    def pytest_sessionfinish(self) -> None:
        output: dict[str, Any] | None = getattr(self._config, "workeroutput", None)
        if output is not None:
            output["aside"] = list(self._aside)
            return
        record = {"seconds": self._seconds, "failed": list(self._failed), "aside": list(self._aside)}
        Path(self._config.getoption("--record")).write_text(json.dumps(record), encoding="utf-8")
