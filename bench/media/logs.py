"""Logs of servers whose standard output is for their answers."""

import logging
import sys

import structlog


def to_standard_error() -> None:
    """Warnings and worse only: what a measured server writes beside its work is not its work."""
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
