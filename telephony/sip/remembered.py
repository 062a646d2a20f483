"""Telephones that were registered, kept over a restart of the server: they would ring only minutes later otherwise.

Those on UDP alone: a connection is gone with the process, and whoever had one comes back by itself. Times are kept on
the calendar's clock, since that of a process begins anew with it.
"""

import json
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import structlog

from .registrar import Binding
from .wire import Flow

log = structlog.get_logger(__name__)

_TEXTS = ("contact", "user_agent", "call_id", "account", "instance", "reg_id")


def written(bindings: Iterable[Binding], now: float, today: float) -> str:
    """`now`: on the registrar's clock; `today`: seconds since 1970."""
    rows = [
        {
            **{name: getattr(one, name) for name in _TEXTS},
            "host": one.flow.host,
            "port": one.flow.port,
            "cseq": one.cseq,
            "q": one.q,
            "expires_at": round(one.expires_at - now + today),
            "since": round(one.since - now + today),
        }
        for one in bindings
        if one.flow.transport == "UDP"
    ]
    return json.dumps(rows, ensure_ascii=False)


def read(text: str, now: float, today: float) -> list[Binding]:
    """What does not make sense is left out: the telephone registers again anyway."""
    try:
        rows = json.loads(text)
    except ValueError:
        return []
    return [one for row in rows if (one := _binding(row, now, today)) is not None] if isinstance(rows, list) else []


def load(path: Path) -> list[Binding]:
    """Nothing without a file, or with one that cannot be read."""
    try:
        return read(path.read_text(encoding="utf-8"), time.monotonic(), time.time())
    except (OSError, UnicodeDecodeError):
        return []


def save(path: Path, text: str) -> None:
    """Aside and renamed. A disk that is full costs telephones a minute after a restart, and nothing else."""
    aside = path.with_name(path.name + ".part")
    try:
        aside.write_text(text, encoding="utf-8")
        aside.replace(path)
    except OSError as error:
        log.warning("sip_bindings_not_kept", why=error.strerror or str(error))


def _binding(row: Any, now: float, today: float) -> Binding | None:
    try:
        return Binding(
            **{name: str(row[name]) for name in _TEXTS},
            flow=Flow("UDP", str(row["host"]), int(row["port"])),
            cseq=int(row["cseq"]),
            q=float(row["q"]),
            expires_at=float(row["expires_at"]) - today + now,
            since=float(row["since"]) - today + now,
            refreshed_at=now,
        )
    except (KeyError, TypeError, ValueError):
        return None
