"""JSON as RFC 8259 has it: Python's own also reads and writes NaN and Infinity, which no other side can take."""

import json
import math
from typing import Any


def loads(text: str | bytes) -> Any:
    """Raises ValueError for NaN, Infinity, and numbers too large for a float (1e999) as for any other bad JSON."""
    return json.loads(text, parse_constant=_refuse, parse_float=_finite)


def lenient_loads(text: str | bytes) -> Any:
    """For what an earlier version wrote: numbers that are none are read as null."""
    return json.loads(text, parse_constant=lambda _: None, parse_float=_finite_or_none)


def dumps(data: Any, **how: Any) -> str:
    """With `json.dumps`'s own arguments. Raises ValueError for a NaN or an infinity in `data`."""
    return json.dumps(data, allow_nan=False, **how)


def _refuse(literal: str) -> float:
    raise ValueError(f"{literal} is no JSON number")


def _finite(written: str) -> float:
    number = float(written)
    if not math.isfinite(number):
        raise ValueError(f"{written[:40]} is beyond every number")
    return number


def _finite_or_none(written: str) -> float | None:
    number = float(written)
    return number if math.isfinite(number) else None
