"""The clock that a rehearsal hands in: it leaps, or goes at the asked pace, and never backwards."""

from datetime import UTC, datetime, timedelta

from simulator.desk.live import MOST_PER_SECOND
from simulator.rehearsal.desk import BREATH_SECONDS
from simulator.rehearsal.passing_clock import PassingClock
from simulator.rehearsal.report import Played, Report
from simulator.steady_clock import SteadyClock

START = datetime(2026, 11, 28, 8, 30, tzinfo=UTC)


async def test_a_wait_without_a_pace_takes_no_time_and_both_clocks_leap_together() -> None:
    passing = PassingClock(None, system=lambda: START, steady=lambda: 100.0)
    clocks = passing.clocks()
    exam = SteadyClock(None, clocks.system, clocks.steady)
    await passing.passes(75)
    assert passing.now() == exam.now() == START + timedelta(minutes=75)
    assert exam.step() == timedelta(0), "no step of the machine's clock is seen in it"


async def test_a_pace_is_kept() -> None:
    seen: list[datetime] = []
    passing = PassingClock(600.0)
    began = passing.now()
    await passing.passes(120)
    seen.append(passing.now())
    assert timedelta(minutes=120) <= seen[0] - began < timedelta(minutes=121) + timedelta(seconds=30)


def test_a_step_says_exam_minutes_and_real_seconds_and_one_that_failed_says_nothing() -> None:
    said: list[str] = []
    now = [START]
    report = Report(lambda: now[0], said.append)
    with report.step("Étude de cas"):
        now[0] += timedelta(minutes=75)
    assert said[0].split() == ["Étude", "de", "cas", "75", "min", "d’épreuve", *said[0].split()[-2:]]
    try:
        with report.step("Échanges"):
            raise RuntimeError
    except RuntimeError:
        pass
    assert (len(said), report.current) == (1, "Échanges")
    assert Played("En tout", timedelta(minutes=226), 33.04).line().endswith("226 min d’épreuve    33,0 s")


def test_scripted_people_never_send_more_than_a_desk_takes() -> None:
    assert BREATH_SECONDS > 1 / MOST_PER_SECOND
