"""Telephones that were registered, kept over a restart of the server: they would ring only minutes later otherwise.

Those on UDP, and those on TCP that listen at the address from which they came: their connection is gone with the
process, they are called back (`calling_back.py`). Whoever has another comes back by itself. Times are kept on the
calendar's clock, since that of a process begins anew with it.
"""

import json
import math
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import structlog

from telephony import strict_json

from .calling_back import way_back
from .registrar import LONGEST_SECONDS, Binding
from .wire import Flow, TransportName

log = structlog.get_logger(__name__)

_TEXTS = ("contact", "user_agent", "call_id", "account", "instance", "reg_id")


def written(bindings: Iterable[Binding], now: float, today: float) -> str:
    """`now`: on the registrar's clock; `today`: seconds since 1970."""
    rows = [
        {
            **{name: getattr(one, name) for name in _TEXTS},
            "transport": one.flow.transport,
            "host": one.flow.host,
            "port": one.flow.port,
            "cseq": one.cseq,
            "q": one.q,
            "expires_at": round(one.expires_at - now + today),
            "since": round(one.since - now + today),
        }
        for one in bindings
        if one.flow.transport == "UDP" or way_back(one) is not None
    ]
    return json.dumps(rows, ensure_ascii=False)


def read(text: str, now: float, today: float) -> list[Binding]:
    """What does not make sense is left out: the telephone registers again anyway."""
    try:
        rows = strict_json.loads(text)
    except (ValueError, RecursionError):
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
            flow=Flow(_transport(row), str(row["host"]), int(row["port"])),
            cseq=int(row["cseq"]),
            q=_number(row["q"]),
            # A clock that was set meanwhile must not leave a ghost that rings for days.
            expires_at=now + min(_number(row["expires_at"]) - today, LONGEST_SECONDS),
            since=_number(row["since"]) - today + now,
            refreshed_at=now,
        )
    except (KeyError, TypeError, ValueError, OverflowError):
        return None


def _transport(row: Any) -> TransportName:
    """UDP where a file of an older version says nothing. Raises ValueError for any other than UDP and TCP."""
    match row.get("transport", "UDP"):
        case "UDP":
            return "UDP"
        case "TCP":
            return "TCP"
        case other:
            raise ValueError(other)


def _number(value: Any) -> float:
    """Raises ValueError for what is none, as text too; TypeError, OverflowError."""
    number = float(value)
    if not math.isfinite(number):
        raise ValueError(value)
    return number
