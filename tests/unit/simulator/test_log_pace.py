"""Logs that cannot be flooded."""

import logging

from simulator.logs import MOST_KINDS, MOST_LINES, WINDOW_SECONDS, EscapedFormatter, LinePace


class Clock:
    now = 50.0

    def __call__(self) -> float:
        return self.now


def test_of_one_kind_so_many_are_written_and_the_next_line_says_how_many_were_not() -> None:
    clock = Clock()
    pace = LinePace(clock)
    written = [pace.take("request_failed") for _ in range(10_000)]
    assert sum(one is not None for one in written) == MOST_LINES
    assert pace.take("signed_in") == {}, "another kind is written meanwhile"
    clock.now += WINDOW_SECONDS
    assert pace.take("signed_in") == {"request_failed": 10_000 - MOST_LINES}
    assert pace.take("signed_in") == {}, "told once"


def test_a_kind_that_goes_on_tells_its_own_count_and_is_bounded_again() -> None:
    clock = Clock()
    pace = LinePace(clock)
    for _ in range(100):
        pace.take("x")
    clock.now += WINDOW_SECONDS
    assert pace.take("x") == {"x": 100 - MOST_LINES}
    assert sum(pace.take("x") is not None for _ in range(100)) == MOST_LINES - 1


def test_made_up_kinds_do_not_fill_the_memory() -> None:
    pace = LinePace(Clock())
    for number in range(10 * MOST_KINDS):
        pace.take(f"kind {number}")
    assert len(pace._windows) == MOST_KINDS


def test_what_libraries_log_moves_no_cursor_either() -> None:
    record = logging.LogRecord("x", logging.WARNING, "", 0, "path %s", ("/\x1b]0;title\x07",), None)
    assert "\x1b" not in EscapedFormatter().format(record)
