"""What strangers send stands in a log as it was, and does nothing to the terminal that shows it."""

import io

import pytest
import structlog

from simulator.logs import escape_controls, visible

HOSTILE = "a\x1b[2J\x1b]0;titre\x07\r\nfaux\u009b31m\u202egnp.exe\u2028fin"


def test_no_control_character_of_a_value_reaches_the_terminal() -> None:
    shown = visible(HOSTILE)
    assert shown.isprintable()
    assert shown == r"a\x1b[2J\x1b]0;titre\x07\r\nfaux\x9b31m\u202egnp.exe\u2028fin"


@pytest.mark.parametrize("text", ["signed_in", "Zoë Nuñez", "李小龍", "« à 9\u00a0h »"])
def test_words_stay_as_they_are(text: str) -> None:
    assert visible(text).replace("\\xa0", "\u00a0") == text


def test_a_line_is_one_line_and_a_trace_keeps_its_own() -> None:
    out = io.StringIO()
    log = structlog.wrap_logger(
        structlog.PrintLogger(out), processors=[escape_controls, structlog.dev.ConsoleRenderer(colors=False)]
    )
    log.info("dialled", number=HOSTILE, many=[HOSTILE])
    written = out.getvalue()
    assert written.count("\n") == 1
    assert written.rstrip("\n").isprintable()
    traced = escape_controls(None, "error", {"event": "x", "exception": "Traceback\n  \x1b[31mline"})
    assert traced["exception"] == "Traceback\n  \\x1b[31mline"
