"""One line per fact that an operator would look for; never what a person said or typed, and never a flood.

Of each kind at most `MOST_LINES` are written in `WINDOW_SECONDS`; the next line of any kind after that says how many
were left out. What a request carries cannot move the cursor of a terminal.
"""

import logging
import sys
import time
import unicodedata
from collections.abc import Callable
from typing import Any

import structlog
from structlog.typing import EventDict

MOST_LINES = 20
WINDOW_SECONDS = 10.0
MOST_KINDS = 500
"""Kinds counted at once: beyond, the oldest is forgotten."""

LONGEST_LINE = 20_000
"""Characters of one line, its trace included."""


_CONTROLS = frozenset(["Cc", "Cf", "Cs", "Zl", "Zp"])


def visible(text: str, kept: str = "") -> str:
    """What came from outside can neither colour a terminal, nor move its cursor, nor write lines of its own."""
    if text.isprintable():
        return text
    return "".join(
        one if one in kept or unicodedata.category(one) not in _CONTROLS else one.encode("unicode_escape").decode()
        for one in text
    )


def escape_controls(_: object, __: str, event: EventDict) -> EventDict:
    """structlog processor: the last one before the renderer. A trace keeps its lines."""
    return {
        key: visible(value, "\n\t" if key in ("exception", "stack") else "") if isinstance(value, str) else value
        for key, value in event.items()
    }


class LinePace:
    """How many lines of each kind are written. Pure: the clock is handed in."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._windows: dict[str, tuple[float, int]] = {}
        """Of each kind: when its window began, and how many came since."""

    def take(self, kind: str) -> dict[str, int] | None:
        """None: this line is not written. Else what was left out, by kind, since the last line that was."""
        now = self._clock()
        began, count = self._windows.get(kind, (now, 0))
        is_new = now - began >= WINDOW_SECONDS
        if count >= MOST_LINES and not is_new:
            self._windows[kind] = (began, count + 1)
            return None
        left_out = self._left_out(now)
        self._windows.pop(kind, None)
        self._windows[kind] = (now, 1) if is_new else (began, count + 1)
        while len(self._windows) > MOST_KINDS:
            del self._windows[next(iter(self._windows))]
        return left_out

    def _left_out(self, now: float) -> dict[str, int]:
        """Kinds whose window is over, and how many lines of it were not written; each is told once."""
        over = {kind: count for kind, (began, count) in self._windows.items() if now - began >= WINDOW_SECONDS}
        for kind in over:
            del self._windows[kind]
        return {kind: count - MOST_LINES for kind, count in over.items() if count > MOST_LINES}


_PACE = LinePace(time.monotonic)


def set_up_logs() -> None:
    """Readable on a terminal, JSON otherwise."""
    terminal = sys.stderr.isatty()
    structlog.configure(
        processors=[
            _paced,
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.format_exc_info,
            escape_controls,
            structlog.dev.ConsoleRenderer() if terminal else structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


def _paced(_: Any, method: str, event: EventDict) -> EventDict:
    left_out = _PACE.take(f"{method} {event.get('event')}")
    if left_out is None:
        raise structlog.DropEvent
    return {**event, "lines_left_out": left_out} if left_out else event


class PacedFilter(logging.Filter):
    """The same pace for libraries that log by themselves (uvicorn, asyncio): by logger, sentence and error."""

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else ""
        left_out = _PACE.take(f"{record.name} {str(record.msg)[:80]} {error}")
        if left_out is None:
            return False
        record.left_out = f" (lines left out: {left_out})" if left_out else ""
        return True


class EscapedFormatter(logging.Formatter):
    """One record, no longer than `LONGEST_LINE`, without what a terminal would obey."""

    def format(self, record: logging.LogRecord) -> str:
        return visible(super().format(record), "\n\t")[:LONGEST_LINE] + getattr(record, "left_out", "")


LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"paced": {"()": PacedFilter}},
    "formatters": {"escaped": {"()": EscapedFormatter, "format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "stream": "ext://sys.stderr",
            "filters": ["paced"],
            "formatter": "escaped",
        }
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"uvicorn": {"level": "WARNING"}, "uvicorn.error": {"level": "WARNING"}},
}
"""For `logging.config.dictConfig`: what libraries say goes where our own lines go."""
