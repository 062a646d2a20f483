"""One line per fact that an operator would look for; never what a person said or typed."""

import logging
import sys
import unicodedata

import structlog
from structlog.typing import EventDict

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


def set_up_logs() -> None:
    """Readable on a terminal, JSON otherwise."""
    terminal = sys.stderr.isatty()
    structlog.configure(
        processors=[
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
