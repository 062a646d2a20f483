"""The time exams are counted in: no step of the system's clock moves it, not even over a restart."""

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from simulator.steady_clock import SteadyClock
from tests.unit.simulator.world import NOON


class Machine:
    """A system clock that can be set, and a steady one that only goes on."""

    def __init__(self) -> None:
        self.system, self.seconds = NOON, 100.0

    def passes(self, seconds: float) -> None:
        self.system += timedelta(seconds=seconds)
        self.seconds += seconds

    def is_set(self, by: timedelta) -> None:
        self.system += by

    def clock(self, kept: Path | None = None) -> SteadyClock:
        return SteadyClock(kept, system=self.now, steady=lambda: self.seconds)

    def now(self) -> datetime:
        return self.system


HOUR = timedelta(hours=1)


def test_a_step_of_an_hour_moves_nothing_and_is_told_once() -> None:
    machine = Machine()
    clock = machine.clock()
    machine.passes(10)
    machine.is_set(HOUR)
    assert clock.now() == NOON + timedelta(seconds=10)
    assert clock.new_step() == HOUR
    assert clock.new_step() is None
    machine.passes(4)
    machine.is_set(-HOUR)
    assert clock.now() == NOON + timedelta(seconds=14)
    assert clock.new_step() == -HOUR


def test_a_drift_that_ntp_slews_is_no_step() -> None:
    machine = Machine()
    clock = machine.clock()
    machine.is_set(timedelta(seconds=1.5))
    assert clock.new_step() is None


def test_another_start_on_the_same_boot_goes_on_with_the_same_time(tmp_path: Path) -> None:
    machine = Machine()
    machine.clock(tmp_path / "clock.json")
    machine.passes(30)
    machine.is_set(HOUR)
    again = machine.clock(tmp_path / "clock.json")
    assert again.now() == NOON + timedelta(seconds=30)
    assert again.new_step() == HOUR, "and says what it found"


def test_after_another_boot_or_a_damaged_file_the_system_is_all_there_is(tmp_path: Path) -> None:
    machine = Machine()
    machine.clock(tmp_path / "clock.json")
    machine.seconds = 3.0
    machine.is_set(HOUR)
    assert machine.clock(tmp_path / "clock.json").now() == NOON + HOUR
    (tmp_path / "clock.json").write_text("{")
    assert machine.clock(tmp_path / "clock.json").now() == NOON + HOUR


def test_a_machine_that_comes_back_with_an_old_date_goes_on_from_the_newest_fact(tmp_path: Path) -> None:
    machine, newest_fact = Machine(), NOON + HOUR
    machine.clock(tmp_path / "clock.json")
    machine.seconds = 3.0
    machine.is_set(-HOUR * 24 * 300)
    clock = SteadyClock(tmp_path / "clock.json", machine.now, lambda: machine.seconds, newest_fact)
    machine.passes(2)
    assert clock.now() == newest_fact + timedelta(seconds=2)
    assert clock.new_step() == machine.system - clock.now(), "and it is said"


@pytest.mark.parametrize(
    "damage",
    [
        {"date": "9999-12-31T23:59:59+00:00"},
        {"date": "0001-01-01T00:00:00+14:00"},
        {"at": -1e300},
        {"at": float("nan")},
        {"at": float("-inf")},
        {"at": None},
        {"date": 12},
    ],
)
def test_a_date_that_cannot_be_reckoned_with_counts_as_none(tmp_path: Path, damage: dict[str, object]) -> None:
    machine, kept = Machine(), tmp_path / "clock.json"
    machine.clock(kept)
    kept.write_text(json.dumps(json.loads(kept.read_text()) | damage))
    machine.passes(5)
    assert machine.clock(kept).now() == NOON + timedelta(seconds=5)


def test_a_date_without_its_zone_stops_no_start(tmp_path: Path) -> None:
    machine, kept = Machine(), tmp_path / "clock.json"
    machine.clock(kept)
    kept.write_text(json.dumps(json.loads(kept.read_text()) | {"date": "2026-11-24T12:00:00"}))
    assert machine.clock(kept).step() == timedelta(0)


def test_the_systems_date_is_taken_over_while_nothing_is_counted() -> None:
    machine = Machine()
    clock = machine.clock()
    machine.is_set(-HOUR)
    clock.follow_system()
    assert clock.now() == NOON - HOUR
